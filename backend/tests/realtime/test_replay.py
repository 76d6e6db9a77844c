"""What was missed: bounded, paced, and never a silent hole."""

import asyncio

from sqlalchemy import delete

from dife.context import Resources
from dife.database import new_session
from dife.models import RoomEvent
from dife.realtime.gateway import Gateway

from fixtures.gateway import Clients, GatewayClient, GatewayFactory, Rooms
from fixtures.people import People


def coverage(client: GatewayClient, room_id: object) -> list[int]:
    """The numbers that a socket accounted for, in order: sent as events, or named in gaps."""
    covered: list[int] = []
    for frame in client.frames:
        if frame.get("room_id") != str(room_id):
            continue
        if frame["type"] == "event":
            covered.append(frame["event"]["seq"])
        elif frame["type"] == "gap":
            covered += range(frame["from"], frame["to"] + 1)
    return covered


async def test_more_than_500_missed_events_are_cut_by_a_gap(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Ready, 500 events, one gap, then live: together every number once."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 700, publish=False)
    client = await clients.enter(gateway.port, lucas, {room_id: 10})
    gap = await client.first("gap")
    await rooms.say(room_id, minji, 3)
    await client.until_seq(room_id, 703)

    assert gap == {"type": "gap", "room_id": str(room_id), "from": 511, "to": 700}
    assert client.frames[0]["type"] == "ready"
    assert coverage(client, room_id) == list(range(11, 704))


async def test_the_budget_is_shared_by_all_rooms_and_the_smallest_are_whole(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """500 events a socket in all; most rooms need no paging then."""
    minji, lucas = await people.create(), await people.create()
    missed = [3, 400, 40, 1, 300, 12]
    made = [await rooms.create(minji, lucas) for _ in missed]
    for room_id, count in zip(made, missed, strict=True):
        await rooms.say(room_id, minji, count, publish=False)
    client = await clients.enter(gateway.port, lucas, dict.fromkeys(made, 0))
    await client.until(lambda: all(len(coverage(client, one)) == n for one, n in zip(made, missed, strict=True)))

    assert sum(missed) > 500
    assert len(client.of("event")) == 500
    assert [frame["room_id"] for frame in client.of("gap")] == [str(made[1])]
    for room_id, count in zip(made, missed, strict=True):
        assert coverage(client, room_id) == list(range(1, count + 1))


async def test_live_events_of_other_rooms_do_not_wait_for_a_replay(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """And the replayed room goes on in order, with what was said meanwhile."""
    minji, lucas = await people.create(), await people.create()
    long, quick = await rooms.create(minji, lucas), await rooms.create(minji, lucas)
    await rooms.say(long, minji, 450, publish=False, body="가" * 2000)
    client = await clients.enter(gateway.port, lucas, {long: 0})
    for _ in range(5):
        await rooms.say(quick, minji)
        await rooms.say(long, minji)
    await client.until_seq(long, 455)
    await client.until_seq(quick, 5)

    assert coverage(client, long) == list(range(1, 456))
    assert coverage(client, quick) == [1, 2, 3, 4, 5]


async def test_a_reader_that_pauses_does_not_hurry_the_replay(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Five hundred long messages are more than the queue's bound; at the reader's pace they all arrive."""
    gateway = await start_gateway(queue_bytes=512 * 1024)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 500, publish=False, body="가" * 2000)
    client = await clients.connect(gateway.port, max_queue=1)
    client.pause()
    await client.send({"type": "auth", "token": lucas.access_token, "rooms": {str(room_id): 0}})
    await asyncio.sleep(0.5)
    client.resume()
    await client.until_seq(room_id, 500)

    assert coverage(client, room_id) == list(range(1, 501))


async def test_a_client_that_claims_more_than_there_is_starts_anew(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Its state is from a log that does not exist (any more): it is told to load everything."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 2)
    client = await clients.enter(gateway.port, lucas, {room_id: 99})
    await client.first("resync")
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 3)

    assert client.seqs(room_id) == [3]


async def test_a_hole_in_the_log_itself_is_told_as_a_gap(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms, app_resources: Resources
) -> None:
    """It cannot happen, and if it does nobody waits for ever."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 9)
    async with new_session(app_resources.engine) as session:
        lost = delete(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.seq.in_([4, 5, 9]))
        await session.execute(lost)
        await session.commit()
    client = await clients.enter(gateway.port, lucas, {room_id: 0})
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 10)

    assert [(gap["from"], gap["to"]) for gap in client.of("gap")] == [(4, 5), (9, 9)]
    assert coverage(client, room_id) == list(range(1, 11))


async def test_a_member_of_many_rooms_is_brought_up_to_date(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """One missed event in each of 120 rooms takes a few queries, not 120."""
    minji, lucas = await people.create(), await people.create()
    made = [await rooms.create(minji, lucas) for _ in range(120)]
    for room_id in made:
        await rooms.say(room_id, minji, publish=False)
    client = await clients.enter(gateway.port, lucas, dict.fromkeys(made, 0))
    await client.until(lambda: len(client.of("event")) == 120)

    assert all(client.seqs(room_id) == [1] for room_id in made)
