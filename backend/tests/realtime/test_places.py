"""What a socket may hear while members come into rooms and leave them."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from dife.context import Resources
from dife.database import new_session
from dife.models import RoomMember
from dife.realtime.gateway import Gateway

from fixtures.gateway import Clients, GatewayFactory, Rooms
from fixtures.people import People, Person
from fixtures.proxy import Proxy

NEVER = 3600


async def open_room(one: Person, other: Person) -> str:
    body = {"client_id": str(uuid4()), "kind": "direct", "member_id": str(other.id)}
    answer = await one.http.post("/rooms", json=body)
    assert answer.status_code in {200, 201}, answer.text
    room_id: str = answer.json()["id"]
    return room_id


async def write(person: Person, room_id: str, body: str = "hi") -> dict[str, Any]:
    message = {"client_id": str(uuid4()), "body": body, "media_ids": []}
    answer = await person.http.post(f"/rooms/{room_id}/messages", json=message)
    assert answer.status_code == 201, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


async def test_a_new_room_comes_live_with_its_events(gateway: Gateway, clients: Clients, people: People) -> None:
    """The socket did not know of it; everything from `visible_from` on follows the announcement."""
    minji, lucas = await people.create(), await people.create()
    client = await clients.enter(gateway.port, lucas)
    room_id = await open_room(minji, lucas)
    message = await write(minji, room_id)
    await client.until_seq(room_id, message["seq"])
    joined = client.of("room_joined")[0]

    assert joined["visible_from"] == 1
    assert client.seqs(room_id) == list(range(1, message["seq"] + 1))
    assert client.frames.index(joined) < client.frames.index(client.of("event")[0])


async def test_a_new_room_is_found_with_valkey_dead(
    gateway: Gateway, clients: Clients, people: People, valkey_proxy: Proxy
) -> None:
    """The sweep sees that the member's rooms are others than before."""
    minji, lucas = await people.create(), await people.create()
    client = await clients.enter(gateway.port, lucas)
    valkey_proxy.cut()
    room_id = await open_room(minji, lucas)
    message = await write(minji, room_id)
    await client.until_seq(room_id, message["seq"], seconds=30)

    assert client.seqs(room_id) == list(range(1, message["seq"] + 1))


async def test_who_leaves_hears_of_it_and_nothing_after_it(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Delivery ends exactly with the event of leaving, although others go on talking."""
    minji, lucas = await people.create(), await people.create()
    room_id = await open_room(minji, lucas)
    stays, leaves = await clients.enter(gateway.port, minji), await clients.enter(gateway.port, lucas)
    before = await write(minji, room_id)
    await lucas.http.post(f"/rooms/{room_id}/leave")
    last = before["seq"] + 1
    for _ in range(5):
        await rooms.say(UUID(room_id), minji)
    left = await leaves.first("room_left")
    await stays.until_seq(room_id, last + 5)
    await asyncio.sleep(0.1)

    assert left == {"type": "room_left", "room_id": room_id, "last_seq": last}
    assert leaves.seqs(room_id) == [before["seq"], last]
    assert leaves.frames[-1] == left
    assert stays.seqs(room_id) == list(range(before["seq"], last + 6))


async def test_leaving_cuts_at_its_event_even_when_the_hint_about_it_is_last(
    start_gateway: GatewayFactory,
    clients: Clients,
    people: People,
    rooms: Rooms,
    app_resources: Resources,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody tells the member's channel: the event in the room is enough to look."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room_id = await open_room(minji, lucas)
    leaves = await clients.enter(gateway.port, lucas, {room_id: 0})
    await leaves.until_seq(room_id, 3)
    published: list[Any] = []
    # Hints are held back.
    monkeypatch.setattr(app_resources.hints, "put", published.extend)
    await lucas.http.post(f"/rooms/{room_id}/leave")
    monkeypatch.undo()
    await rooms.say(UUID(room_id), minji, 3, publish=False)
    await rooms.publish(UUID(room_id), after_seq=3)
    left = await leaves.first("room_left")

    assert published
    assert left["last_seq"] == 4
    assert leaves.seqs(room_id) == [1, 2, 3, 4]


async def test_a_place_that_ended_unheard_is_cut_by_the_sweep(
    gateway: Gateway, clients: Clients, people: People, valkey_proxy: Proxy
) -> None:
    """With Valkey dead delivery stops within three seconds, at the same event."""
    minji, lucas = await people.create(), await people.create()
    room_id = await open_room(minji, lucas)
    leaves = await clients.enter(gateway.port, lucas)
    valkey_proxy.cut()
    await lucas.http.post(f"/rooms/{room_id}/leave")
    left = await leaves.first("room_left", seconds=30)

    assert left["last_seq"] == 4
    assert leaves.seqs(room_id) == [4]


async def test_a_membership_without_an_event_is_cut_too(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms, app_resources: Resources
) -> None:
    """Whatever ended it: the database says who is in."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    await rooms.say(room_id, minji, 2)
    await client.until_seq(room_id, 2)
    async with new_session(app_resources.engine) as session:
        place = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == lucas.id)
        await session.execute(place.values(left_seq=2))
        await session.commit()
    left = await client.first("room_left", seconds=30)
    await rooms.say(room_id, minji, 2)
    await asyncio.sleep(0.2)

    assert left["last_seq"] == 2
    assert client.seqs(room_id) == [1, 2]


async def test_blocking_ends_the_direct_room_for_both(
    start_gateway: GatewayFactory, clients: Clients, people: People
) -> None:
    """Both sockets hear at once that it closed, and nothing after."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    await open_room(minji, lucas)
    sockets = [await clients.enter(gateway.port, person) for person in (minji, lucas)]
    answer = await minji.http.put(f"/blocks/{lucas.id}")
    left = [await client.first("room_left", seconds=30) for client in sockets]

    assert answer.status_code in {200, 201, 204}
    assert [frame["last_seq"] for frame in left] == [4, 4]
    for client in sockets:
        assert client.of("event")[-1]["event"]["kind"] == "room_closed"


async def test_who_comes_back_gets_what_they_missed_once(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """A direct room that is opened again goes on after the last event that this socket had."""
    minji, lucas = await people.create(), await people.create()
    room_id = await open_room(minji, lucas)
    client = await clients.enter(gateway.port, lucas, {room_id: 0})
    await lucas.http.post(f"/rooms/{room_id}/leave")
    await client.first("room_left")
    await rooms.say(UUID(room_id), minji, 3)
    await open_room(lucas, minji)
    message = await write(lucas, room_id)
    await client.until_seq(room_id, message["seq"])

    assert client.seqs(room_id) == list(range(1, message["seq"] + 1))


async def test_who_was_away_when_they_left_gets_the_rest(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """A room that the client named and `ready` does not list: its events up to the end, then `room_left`."""
    minji, lucas = await people.create(), await people.create()
    room_id = await open_room(minji, lucas)
    await write(minji, room_id)
    await lucas.http.post(f"/rooms/{room_id}/leave")
    await rooms.say(UUID(room_id), minji, 2)
    client = await clients.enter(gateway.port, lucas, {room_id: 2})
    left = await client.first("room_left")

    assert client.of("ready")[0]["rooms"] == {}
    assert client.seqs(room_id) == [3, 4, 5]
    assert left["last_seq"] == 5


async def test_rooms_of_others_cannot_be_named(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """A client names positions, not permissions."""
    minji, lucas, eve = await people.create(), await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 3)
    client = await clients.enter(gateway.port, eve, {room_id: 0})
    await rooms.say(room_id, minji, 3)
    await asyncio.sleep(0.3)

    assert client.of("ready")[0]["rooms"] == {}
    assert len(client.frames) == 1


async def test_nothing_before_visible_from_is_shown(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms, app_resources: Resources
) -> None:
    """Even to a client that names an earlier position."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 6)
    async with new_session(app_resources.engine) as session:
        place = update(RoomMember).where(RoomMember.room_id == room_id, RoomMember.member_id == lucas.id)
        await session.execute(place.values(visible_from=4))
        await session.commit()
    client = await clients.enter(gateway.port, lucas, {room_id: 1})
    await client.until_seq(room_id, 6)

    assert client.seqs(room_id) == [4, 5, 6]
