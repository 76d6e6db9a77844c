"""Order and completeness: each event once, in order, whatever happens to hints, sockets and servers."""

import asyncio
import itertools
from uuid import uuid4

from dife.chat.events import encode_event_frame, encode_hint, read_log
from dife.context import Resources
from dife.database import new_session
from dife.realtime.gateway import Gateway
from dife.valkey import room_channel

from fixtures.gateway import Clients, GatewayFactory, Rooms
from fixtures.people import People
from fixtures.proxy import Proxy

NEVER = 3600


async def test_a_message_sent_over_rest_arrives_on_both_sides(
    gateway: Gateway, clients: Clients, people: People
) -> None:
    """The sender's own socket gets the same event as the receiver's, and what REST answered is in it."""
    minji, lucas = await people.create(), await people.create()
    first = await clients.enter(gateway.port, minji)
    other = await clients.enter(gateway.port, lucas)
    answer = await minji.http.post(
        "/rooms", json={"client_id": str(uuid4()), "kind": "direct", "member_id": str(lucas.id)}
    )
    room_id = answer.json()["id"]
    joined = await other.first("room_joined")
    sent = await minji.http.post(
        f"/rooms/{room_id}/messages", json={"client_id": str(uuid4()), "body": "안녕", "media_ids": []}
    )
    message = sent.json()
    for client in (first, other):
        await client.until_seq(room_id, message["seq"])

    assert sent.status_code == 201
    assert joined["room_id"] == room_id
    for client in (first, other):
        assert client.seqs(room_id) == list(range(1, message["seq"] + 1))
        assert client.of("event")[-1]["event"]["message"] == message


async def test_a_room_that_the_client_did_not_name_starts_at_its_head(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """What was before `ready` is loaded over REST; live events follow its `head`."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 5)
    client = await clients.enter(gateway.port, lucas)
    await rooms.say(room_id, minji, 2)
    await client.until_seq(room_id, 7)

    assert client.of("ready")[0]["rooms"][str(room_id)] == {"head": 5, "visible_from": 1, "read": 0}
    assert client.seqs(room_id) == [6, 7]


async def test_a_client_resumes_exactly_where_it_was(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """With traffic before, during and after the resumption: no hole, no repeat, no reordering."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 40)

    async def talk() -> None:
        for _ in range(30):
            await rooms.say(room_id, minji)

    talking = asyncio.create_task(talk())
    client = await clients.enter(gateway.port, lucas, {room_id: 3})
    await talking
    await client.until_seq(room_id, 70)

    assert client.frames[0]["type"] == "ready"
    assert client.seqs(room_id) == list(range(4, 71))


async def test_many_sockets_that_come_and_go_miss_nothing(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """A client that reconnects again and again gets, over all its sockets, every event once."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)

    async def talk() -> None:
        for _ in range(60):
            await rooms.say(room_id, minji)
            await asyncio.sleep(0.005)

    talking = asyncio.create_task(talk())
    seen: list[int] = []
    async with asyncio.timeout(30):
        while 60 not in seen:
            client = await clients.enter(gateway.port, lucas, {room_id: seen[-1] if seen else 0})
            await asyncio.sleep(0.05)
            await client.close()
            seen += client.seqs(room_id)
    await talking

    assert seen == list(range(1, 61))


async def test_a_lost_hint_is_noticed_with_the_next_one(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """The hole is read from the log before the later event goes out; no sweep is needed."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    await rooms.say(room_id, minji)
    await rooms.say(room_id, minji, 3, publish=False)
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 5, seconds=30)

    assert client.seqs(room_id) == [1, 2, 3, 4, 5]


async def test_a_lost_hint_followed_by_silence_is_found_by_the_sweep(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Heads are compared every two seconds."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    await rooms.say(room_id, minji, publish=False)
    await client.until_seq(room_id, 1, seconds=30)

    assert client.seqs(room_id) == [1]


async def test_hints_out_of_order_repeated_and_unreadable_change_nothing(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms, app_resources: Resources
) -> None:
    """Two API processes overtake each other, and a hint may be anything."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    await rooms.say(room_id, minji, 4, publish=False)
    async with new_session(app_resources.engine) as session:
        views = await read_log(session, app_resources.store, room_id, after_seq=0, limit=10)
    hints = [encode_hint(view.seq, encode_event_frame(view)) for view in views]
    channel = room_channel(room_id)
    for hint in (hints[2], b"", b"\0\0\0\0\0\0\0\1{", hints[0], hints[0], hints[3], hints[1], hints[2], hints[0]):
        await app_resources.valkey.publish(channel, hint)
    await client.until_seq(room_id, 4, seconds=30)

    assert client.seqs(room_id) == [1, 2, 3, 4]


async def test_with_valkey_dead_events_arrive_within_the_tick(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms, valkey_proxy: Proxy
) -> None:
    """Sockets stay, and sockets that come now work as well."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    before = await clients.enter(gateway.port, lucas)
    valkey_proxy.cut()
    during = await clients.enter(gateway.port, minji, {room_id: 0})
    await rooms.say(room_id, minji, 3)
    for client in (before, during):
        await client.until_seq(room_id, 3, seconds=30)

    assert before.seqs(room_id) == during.seqs(room_id) == [1, 2, 3]


async def test_when_valkey_is_back_hints_arrive_again_and_heads_are_compared_at_once(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms, valkey_proxy: Proxy
) -> None:
    """What was said meanwhile does not wait for the next tick."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    valkey_proxy.cut()
    await rooms.say(room_id, minji, 2)
    await valkey_proxy.open()
    await client.until_seq(room_id, 2, seconds=30)
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 3, seconds=30)

    assert client.seqs(room_id) == [1, 2, 3]


async def test_a_link_to_valkey_that_only_looks_alive_is_given_up(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms, valkey_proxy: Proxy
) -> None:
    """Nothing answers the ping, so the gateway connects anew."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    valkey_proxy.stall()
    await rooms.say(room_id, minji)
    await asyncio.sleep(4.5)
    valkey_proxy.cut()
    valkey_proxy.flow()
    await valkey_proxy.open()
    await client.until_seq(room_id, 1, seconds=30)

    assert client.seqs(room_id) == [1]


async def test_a_message_that_races_the_subscription_of_a_silent_room_is_not_lost(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Registered first and read second: without a sweep and without a second message."""
    gateway = await start_gateway(sweep_seconds=NEVER)
    minji, lucas = await people.create(), await people.create()
    for delay in itertools.islice(itertools.cycle((0, 0.002, 0.004, 0.008, 0.012, 0.02)), 24):
        room_id = await rooms.create(minji, lucas)

        async def speak(room_id: object = room_id, delay: float = delay) -> None:
            await asyncio.sleep(delay)
            await rooms.say(room_id, minji)  # type: ignore[arg-type]  # bound above

        speaking = asyncio.create_task(speak())
        client = await clients.enter(gateway.port, lucas, {room_id: 0})
        await speaking
        await client.until_seq(room_id, 1)
        await client.close()

        assert client.seqs(room_id) == [1]


async def test_sockets_stay_while_the_database_is_away_and_miss_nothing(
    gateway: Gateway, clients: Clients, people: People, rooms: Rooms, database_proxy: Proxy
) -> None:
    """Hints still go out; a hole waits until it can be read; whoever logs in waits too."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(gateway.port, lucas)
    database_proxy.cut()
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 1, seconds=30)
    await rooms.say(room_id, minji, 2, publish=False)
    await rooms.say(room_id, minji)
    late = await clients.connect(gateway.port)
    await late.send({"type": "auth", "token": minji.access_token, "rooms": {str(room_id): 0}})
    await asyncio.sleep(1)

    assert client.seqs(room_id) == [1]

    await database_proxy.open()
    for each in (client, late):
        await each.until_seq(room_id, 4, seconds=30)

    assert client.seqs(room_id) == late.seqs(room_id) == [1, 2, 3, 4]


async def test_a_read_mark_reaches_who_is_there_and_nobody_later(
    gateway: Gateway, clients: Clients, people: People
) -> None:
    """Read marks have no number and are not replayed; `ready` carries one's own."""
    minji, lucas = await people.create(), await people.create()
    answer = await minji.http.post(
        "/rooms", json={"client_id": str(uuid4()), "kind": "direct", "member_id": str(lucas.id)}
    )
    room_id, head = answer.json()["id"], answer.json()["head_seq"]
    client = await clients.enter(gateway.port, minji)
    await lucas.http.put(f"/rooms/{room_id}/read", json={"seq": head})
    mark = await client.first("read")
    later = await clients.enter(gateway.port, lucas)

    assert mark == {"type": "read", "room_id": room_id, "member_id": str(lucas.id), "seq": head}
    assert later.of("read") == []
    assert later.of("ready")[0]["rooms"][room_id]["read"] == head
