"""Sockets whose member does not see everybody get the same numbers, and not what is hidden from them."""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dife.chat.events import encode_event_frame
from dife.chat.schemas import RoomEventView
from dife.kit.clock import SystemClock
from dife.kit.ids import new_id
from dife.models import RoomEventKind
from dife.realtime.gateway import Gateway
from dife.realtime.room import Place, Room, RoomFrame
from dife.realtime.window import SendWindow
from dife.realtime.wire import payload_of, text_frame

from fixtures.gateway import Clients, GatewayClient, GatewayFactory
from fixtures.groups import create_group
from fixtures.people import People, Person
from fixtures.proxy import Proxy
from fixtures.rooms import ok, send

NEVER = 3600


async def block(one: Person, other: Person) -> None:
    ok(await one.http.put(f"/blocks/{other.id}"), 204)


def seen(client: GatewayClient) -> list[tuple[int, str | None]]:
    """(seq, body) of the messages that a socket got; None for the body of a hidden one."""
    events = [frame["event"] for frame in client.of("event")]
    assert all((each["message"] is None) == each["hidden"] for each in events if each["kind"] == "message_created")
    return [
        (each["seq"], None if each["hidden"] else each["message"]["body"])
        for each in events
        if each["kind"] == "message_created"
    ]


def has_read(client: GatewayClient, who: Person) -> bool:
    return any(frame["member_id"] == str(who.id) for frame in client.of("read"))


@pytest.fixture
async def trio(people: People) -> Sequence[Person]:
    """A reader, somebody whom they do not see, and somebody else."""
    return [await people.create(name) for name in ("ana", "bo", "cy")]


@pytest.mark.parametrize("blocker", [0, 1])
async def test_live_events_behind_a_veil(
    start_gateway: GatewayFactory, clients: Clients, trio: Sequence[Person], blocker: int
) -> None:
    """The block begins while the sockets are open; both sides are blind, the third sees all."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    ana, bo, cy = trio
    room = await create_group(cy, ana, bo)
    sockets = [await clients.enter(gateway.port, person) for person in trio]
    first = ok(await send(bo, room["id"], "before"))["seq"]
    for client in sockets:
        await client.until_seq(room["id"], first)
    await block(trio[blocker], trio[1 - blocker])
    await asyncio.sleep(0.5)
    for who in (bo, ana, cy):
        last = ok(await send(who, room["id"], who.username))["seq"]
    for client in sockets:
        await client.until_seq(room["id"], last)

    assert seen(sockets[0]) == [(5, "before"), (6, None), (7, "ana"), (8, "cy")]
    assert seen(sockets[1]) == [(5, "before"), (6, "bo"), (7, None), (8, "cy")]
    assert seen(sockets[2]) == [(5, "before"), (6, "bo"), (7, "ana"), (8, "cy")]
    hidden = next(frame for frame in sockets[0].of("event") if frame["event"]["seq"] == 6)
    assert str(bo.id) not in str(hidden)


async def test_what_was_missed_comes_with_the_veil(gateway: Gateway, clients: Clients, trio: Sequence[Person]) -> None:
    ana, bo, cy = trio
    room = await create_group(cy, ana, bo)
    for who in (bo, cy, bo):
        ok(await send(who, room["id"], who.username))
    await block(bo, ana)
    client = await clients.enter(gateway.port, ana, {room["id"]: 4})
    await client.until_seq(room["id"], 7)
    ok(await send(bo, room["id"], "again"))
    await client.until_seq(room["id"], 8)

    assert seen(client) == [(5, None), (6, "cy"), (7, None), (8, None)]


async def test_a_block_and_its_end_are_found_with_valkey_dead(
    gateway: Gateway, clients: Clients, trio: Sequence[Person], valkey_proxy: Proxy
) -> None:
    """The sweep compares whom members see, too."""
    ana, bo, cy = trio
    room = await create_group(cy, ana, bo)
    client = await clients.enter(gateway.port, ana)
    valkey_proxy.cut()
    await block(ana, bo)
    await asyncio.sleep(3)
    ok(await send(bo, room["id"], "hidden"))
    await client.until_seq(room["id"], 5, seconds=30)
    ok(await ana.http.delete(f"/blocks/{bo.id}"), 204)
    await asyncio.sleep(3)
    ok(await send(bo, room["id"], "seen"))
    await client.until_seq(room["id"], 6, seconds=30)

    assert seen(client) == [(5, None), (6, "seen")]


async def test_read_marks_do_not_pass_the_veil(
    start_gateway: GatewayFactory, clients: Clients, trio: Sequence[Person]
) -> None:
    gateway = await start_gateway(sweep_seconds=NEVER)
    ana, bo, cy = trio
    room = await create_group(cy, ana, bo)
    await block(ana, bo)
    sockets = [await clients.enter(gateway.port, person) for person in (ana, cy)]
    last = ok(await send(cy, room["id"], "hi"))["seq"]
    for who in (bo, cy):
        ok(await who.http.put(f"/rooms/{room['id']}/read", json={"seq": last}))
    for client in sockets:
        await client.until(partial(has_read, client, cy))

    assert [frame["member_id"] for frame in sockets[0].of("read")] == [str(cy.id)]
    assert [frame["member_id"] for frame in sockets[1].of("read")] == [str(bo.id), str(cy.id)]


async def test_own_preferences_reach_ones_other_devices(
    start_gateway: GatewayFactory, clients: Clients, trio: Sequence[Person]
) -> None:
    gateway = await start_gateway(sweep_seconds=NEVER)
    ana, bo, cy = trio
    room = await create_group(cy, ana, bo)
    devices = [await clients.enter(gateway.port, ana) for _ in range(2)]
    other = await clients.enter(gateway.port, bo)
    ok(await ana.http.patch(f"/rooms/{room['id']}/preferences", json={"pinned": True}))
    for client in devices:
        assert await client.first("room_updated") == {"type": "room_updated", "room_id": room["id"]}

    assert other.of("room_updated") == []


ALICE, BOB, CAROL = new_id(), new_id(), new_id()
ROOM_ID, NOW = new_id(), SystemClock().now()


class Listener:
    """Keeps the frames that it gets, and what they say."""

    def __init__(self, *hidden: Any) -> None:
        self.member_id: UUID | None = ALICE
        self.hidden_ids: AbstractSet[UUID] = frozenset(hidden)
        self.got: list[bytes] = []

    def push(self, chunk: bytes, events: int) -> None:
        self.got.append(chunk)

    @property
    def wires(self) -> list[bytes]:
        whole, found = b"".join(self.got), []
        while whole:
            size = len(whole) - len(payload_of(whole))
            length = int.from_bytes(whole[2:size]) if size > 2 else whole[1]
            found.append(whole[: size + length])
            whole = whole[size + length :]
        return found


def frame_of(seq: int, actor: Any, *, hidden: bool = False) -> RoomFrame:
    event = RoomEventView(
        room_id=ROOM_ID,
        seq=seq,
        kind=RoomEventKind.ROOM_UPDATED,
        actor_id=None if hidden else actor,
        created_at=NOW,
        message=None,
        data={} if hidden else {"fields": ["name"], "name": "x" * seq},
        hidden=hidden,
    )
    return RoomFrame(ROOM_ID, seq, text_frame(encode_event_frame(event)), ends_place=False)


actions = st.lists(
    st.one_of(
        st.tuples(st.just("hint"), st.sampled_from([ALICE, BOB, CAROL])),
        st.tuples(st.just("tick"), st.none()),
        st.tuples(st.just("join"), st.none()),
    ),
    max_size=40,
)


@given(actions=actions)
@settings(max_examples=150, deadline=None)
def test_all_get_every_number_and_only_the_blind_get_less(actions: list[tuple[str, Any]]) -> None:
    """Whenever windows close and sockets go live, everybody has the log in order, each as they may see it."""

    async def scenario() -> None:
        window = SendWindow(0)
        room = Room(ROOM_ID, window, on_behind=lambda _: None, on_place_ended=lambda _: None)
        room.load(0)
        plain, blind, late = Listener(), Listener(BOB), Listener(BOB, CAROL)
        for listener in (plain, blind, late):
            room.wait(listener, Place(next=1))
        assert room.join(plain)
        assert room.join(blind)
        actors: list[Any] = []
        for kind, actor in actions:
            if kind == "hint":
                actors.append(actor)
                room.receive(frame_of(len(actors), actor))
            elif kind == "tick":
                await asyncio.sleep(0.001)
            elif late in room.waiting:
                room.join(late)
        if late in room.waiting:
            room.join(late)
        room.flush()
        for listener, hidden in ((plain, set()), (blind, {BOB}), (late, {BOB, CAROL})):
            wanted = [frame_of(n, actor, hidden=actor in hidden).wire for n, actor in enumerate(actors, start=1)]
            assert listener.wires == wanted

    asyncio.run(scenario())
