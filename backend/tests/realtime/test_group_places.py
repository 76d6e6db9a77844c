"""What a socket hears of a group while people come, go and are removed."""

import asyncio
from typing import Any

import pytest

from dife.context import Resources
from dife.realtime.gateway import Gateway

from fixtures.gateway import Clients, GatewayFactory
from fixtures.groups import create_group, join, leave, remove
from fixtures.people import People, Person
from fixtures.proxy import Proxy
from fixtures.rooms import ok, send

NEVER = 3600


async def write(who: Person, room_id: str, count: int = 1) -> int:
    """Send messages one after the other; returns the last seq."""
    seq = 0
    for number in range(count):
        seq = ok(await send(who, room_id, f"{number}"))["seq"]
    return seq


async def test_who_joins_hears_from_there_on(gateway: Gateway, clients: Clients, people: People) -> None:
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji)
    await write(minji, room["id"], 3)
    client = await clients.enter(gateway.port, lucas)
    joined = ok(await join(lucas, room["id"]))
    last = await write(minji, room["id"], 2)
    await client.until_seq(room["id"], last)

    assert client.of("room_joined")[0]["visible_from"] == joined["visible_from"] == 6
    assert client.seqs(room["id"]) == [6, 7, 8]


async def test_who_is_removed_hears_of_it_and_nothing_after_it(
    start_gateway: GatewayFactory, clients: Clients, people: People
) -> None:
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas)
    stays, goes = await clients.enter(gateway.port, minji), await clients.enter(gateway.port, lucas)
    await write(minji, room["id"])
    ok(await remove(minji, room["id"], lucas), 204)
    last = await write(minji, room["id"], 4)
    left = await goes.first("room_left")
    await stays.until_seq(room["id"], last)
    await asyncio.sleep(0.1)

    assert goes.seqs(room["id"]) == [4, 5]
    assert goes.of("event")[-1]["event"]["kind"] == "member_removed"
    assert left["last_seq"] == 5
    assert goes.frames[-1] == left


async def test_closing_ends_it_for_all(start_gateway: GatewayFactory, clients: Clients, people: People) -> None:
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas)
    sockets = [await clients.enter(gateway.port, person) for person in (minji, lucas)]
    ok(await minji.http.delete(f"/rooms/{room['id']}"), 204)

    for client in sockets:
        left = await client.first("room_left")
        assert left["last_seq"] == 4
        assert client.of("event")[-1]["event"]["kind"] == "room_closed"


@pytest.mark.parametrize("history", ["from_join", "all"])
async def test_what_was_said_between_leaving_and_coming_back(
    start_gateway: GatewayFactory,
    clients: Clients,
    people: People,
    app_resources: Resources,
    monkeypatch: pytest.MonkeyPatch,
    history: str,
) -> None:
    """The gateway hears of all of it at once, when it is long over: only who may see all of it does."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas, history=history)
    client = await clients.enter(gateway.port, lucas, {room["id"]: 0})
    first_seen = 1 if history == "all" else 3
    await client.until_seq(room["id"], 3)
    held: list[Any] = []
    with monkeypatch.context() as patch:
        patch.setattr(app_resources.hints, "put", held.extend)
        ok(await leave(lucas, room["id"]), 204)
        await write(minji, room["id"], 2)
        joined = ok(await join(lucas, room["id"]))
        await write(minji, room["id"])
    app_resources.hints.put(held)
    last = await write(minji, room["id"])
    await client.until_seq(room["id"], last)

    unseen = [] if history == "all" else [5, 6]
    assert joined["head_seq"] == 7
    assert client.seqs(room["id"]) == [seq for seq in range(first_seen, last + 1) if seq not in unseen]


async def test_leaving_and_coming_back_with_valkey_dead(
    gateway: Gateway, clients: Clients, people: People, valkey_proxy: Proxy
) -> None:
    """The sweep finds one log that is longer, and a place that begins later: nothing in between is shown."""
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas)
    client = await clients.enter(gateway.port, lucas, {room["id"]: 0})
    await client.until_seq(room["id"], 3)
    valkey_proxy.cut()
    ok(await leave(lucas, room["id"]), 204)
    await write(minji, room["id"], 2)
    ok(await join(lucas, room["id"]))
    last = await write(minji, room["id"])
    await client.until_seq(room["id"], last, seconds=30)

    assert client.seqs(room["id"]) == [3, 4, 7, 8]


async def test_who_was_away_resumes_where_they_came_back(gateway: Gateway, clients: Clients, people: People) -> None:
    """A position from before they left says nothing about what they may see now."""
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas)
    ok(await leave(lucas, room["id"]), 204)
    await write(minji, room["id"], 2)
    ok(await join(lucas, room["id"]))
    last = await write(minji, room["id"])
    client = await clients.enter(gateway.port, lucas, {room["id"]: 3})
    await client.until_seq(room["id"], last)

    assert client.of("ready")[0]["rooms"][room["id"]]["visible_from"] == 7
    assert client.seqs(room["id"]) == [7, 8]


async def test_everybody_hears_who_changes_what(gateway: Gateway, clients: Clients, people: People) -> None:
    minji, lucas = await people.create(), await people.create()
    room = await create_group(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    ok(await minji.http.patch(f"/rooms/{room['id']}", json={"name": "새 이름"}))
    ok(await minji.http.patch(f"/rooms/{room['id']}/members/{lucas.id}", json={"role": "moderator"}))
    await client.until_seq(room["id"], 5)

    assert [(frame["event"]["kind"], frame["event"]["data"]) for frame in client.of("event")] == [
        ("room_updated", {"fields": ["name"], "name": "새 이름"}),
        ("member_promoted", {"member_id": str(lucas.id)}),
    ]
