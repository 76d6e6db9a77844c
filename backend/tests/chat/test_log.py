"""The event log: what is replayed is what is there, and the gateways hear of it."""

import asyncio
import json
import random
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from dife.chat import service
from dife.chat.batch import NewMessage
from dife.context import Resources
from dife.database import new_session
from dife.kit.ids import new_id
from dife.valkey import member_channel, room_channel

from fixtures.people import People, Person
from fixtures.rooms import DirectRoom, events_of, ok, open_room


def replay(messages: list[Any], events: list[Any]) -> list[Any]:
    """What a client makes of a page of messages and the events after it: the newest state of each message."""
    known = {each["id"]: each for each in messages}
    for event in events:
        message = event["message"]
        if message and (message["id"] not in known or known[message["id"]]["changed_seq"] < message["changed_seq"]):
            known[message["id"]] = message
    return sorted(known.values(), key=lambda each: int(each["seq"]))


async def change_something(room: DirectRoom, who: Person, chance: random.Random) -> None:
    # Read by the other one: they are still in the room when two of these run at once and one leaves it.
    other = room.other if who is room.one else room.one
    there = [each for each in await room.messages(other) if not each["deleted_at"]]
    mine = [each for each in there if each["sender_id"] == str(who.id)]
    path = f"/rooms/{room.id}/messages"
    match chance.choice(["send", "send", "reply", "react", "unreact", "edit", "delete", "leave"]):
        case "edit" if mine:
            body = f"edited {chance.random()}"
            ok(await who.http.patch(f"{path}/{chance.choice(mine)['id']}", json={"body": body}), 200, 404, 409)
        case "delete" if mine:
            ok(await who.http.delete(f"{path}/{chance.choice(mine)['id']}"), 204, 404)
        case "react" | "unreact" as how if there:
            method = "PUT" if how == "react" else "DELETE"
            reaction = f"{path}/{chance.choice(there)['id']}/reactions/{chance.choice('👍🎉')}"
            ok(await who.http.request(method, reaction), 200, 404, 409)
        case "reply" if there:
            await room.send(who, f"answered {chance.random()}", reply_to_id=chance.choice(there)["id"])
        case "leave" if chance.random() < 0.5:
            ok(await who.http.post(f"/rooms/{room.id}/leave"), 204)
            document = {"client_id": str(new_id()), "kind": "direct"}
            ok(await who.http.post("/rooms", json={**document, "member_id": str(other.id)}))
        case _:
            await room.send(who, f"said {chance.random()}")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_snapshot_and_the_events_since_are_a_fresh_snapshot(people: People, seed: int) -> None:
    chance = random.Random(seed)
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    snapshots: list[tuple[list[Any], int]] = [([], 0)]

    for _ in range(15):
        await change_something(room, chance.choice([ana, bo]), chance)
        page = ok(await ana.http.get(f"/rooms/{room.id}/messages", params={"limit": "100"}))
        snapshots.append((page["items"], page["as_of_seq"]))

    fresh = await room.messages(bo)
    whole = await room.events(bo)
    assert [each["seq"] for each in whole] == list(range(1, len(whole) + 1))
    for messages, as_of_seq in snapshots:
        assert replay(messages, await room.events(bo, after_seq=as_of_seq)) == fresh
        # Events that come a second time, or that the snapshot has already, change nothing.
        assert replay(messages, whole + whole) == fresh


async def test_a_snapshot_taken_in_the_middle_of_changes_is_completed_by_the_events(people: People) -> None:
    chance = random.Random(7)
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    pages: list[Any] = []

    async def look() -> None:
        for _ in range(10):
            pages.append(ok(await bo.http.get(f"/rooms/{room.id}/messages", params={"limit": "100"})))
            await asyncio.sleep(0.01)

    async def change() -> None:
        for _ in range(12):
            await change_something(room, ana, chance)

    await asyncio.gather(look(), change(), change())

    fresh = await room.messages(bo)
    for page in pages:
        assert replay(page["items"], await room.events(bo, after_seq=page["as_of_seq"])) == fresh


async def test_events_are_paged_from_any_seq(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for n in range(4):
        await room.say(ana, f"{n}")

    first = ok(await bo.http.get(f"/rooms/{room.id}/events", params={"after_seq": "2", "limit": "3"}))
    second = ok(await bo.http.get(f"/rooms/{room.id}/events", params={"after_seq": first["next_cursor"], "limit": "3"}))

    assert [each["seq"] for each in first["items"]] == [3, 4, 5]
    assert [each["seq"] for each in second["items"]] == [6, 7]
    assert (first["as_of_seq"], second["next_cursor"]) == (7, None)
    for params in ({"after_seq": "-1"}, {"limit": "101"}, {"limit": "0"}, {"after_seq": "x"}):
        assert (await bo.http.get(f"/rooms/{room.id}/events", params=params)).status_code == 422


async def test_history_is_paged_backwards(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for n in range(5):
        await room.say(ana, f"{n}")

    newest = ok(await bo.http.get(f"/rooms/{room.id}/messages", params={"limit": "2"}))
    older = ok(
        await bo.http.get(f"/rooms/{room.id}/messages", params={"limit": "3", "before_seq": newest["next_cursor"]})
    )

    assert [each["body"] for each in newest["items"]] == ["4", "3"]
    assert [each["body"] for each in older["items"]] == ["2", "1", "0"]
    assert older["next_cursor"] is None


async def test_sync_gives_what_was_missed_and_names_the_rest(people: People, app_resources: Resources) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    lively, silent, left = await open_room(ana, bo), await open_room(ana, cy), await open_room(bo, cy)
    ok(await bo.http.post(f"/rooms/{left.id}/leave"), 204)
    for n in range(3):
        await lively.say(ana, f"{n}")

    asked = {lively.id: 4, left.id: 1, silent.id: 3, str(new_id()): 0}
    answer = ok(await bo.http.post("/sync", json={"rooms": asked}))
    rooms = {each["room_id"]: each for each in answer["rooms"]}

    assert rooms.keys() == {lively.id, left.id}
    assert [each["seq"] for each in rooms[lively.id]["events"]] == [5, 6]
    assert (rooms[lively.id]["gap"], rooms[lively.id]["left_seq"]) == (None, None)
    assert [each["seq"] for each in rooms[left.id]["events"]] == [2, 3, 4]
    assert rooms[left.id]["left_seq"] == 4
    up_to_date = ok(await ana.http.post("/sync", json={"rooms": {silent.id: 3}}))["rooms"][0]
    assert (up_to_date["events"], up_to_date["gap"], up_to_date["head_seq"]) == ([], None, 3)


async def test_sync_is_bounded(people: People, app_resources: Resources) -> None:
    bo = await people.create("bo")
    rooms = [await open_room(await people.create(), bo) for _ in range(6)]
    writer = app_resources.message_writer
    messages = [NewMessage(UUID(room.id), room.one.id, new_id(), b"", "hi", []) for room in rooms for _ in range(120)]
    await asyncio.gather(*(writer.submit(message) for message in messages))

    missed = ok(await bo.http.post("/sync", json={"rooms": {room.id: 0 for room in rooms}}))["rooms"]

    assert [len(each["events"]) for each in missed] == [100, 100, 100, 100, 100, 0]
    assert [each["gap"] for each in missed] == [{"from": 101, "to": 123}] * 5 + [{"from": 1, "to": 123}]
    for each in missed:
        rest = await events_of(bo, each["room_id"], after_seq=each["gap"]["from"] - 1)
        assert [event["seq"] for event in [*each["events"], *rest]] == list(range(1, 124))


@pytest.mark.parametrize(
    "rooms",
    [{"x": 1}, {str(UUID(int=1)): -1}, {str(UUID(int=1)): "x"}, [], {str(UUID(int=n)): 0 for n in range(1001)}],
)
async def test_sync_refuses_what_it_cannot_answer(people: People, rooms: object) -> None:
    ana = await people.create("ana")

    assert (await ana.http.post("/sync", json={"rooms": rooms})).status_code == 422


async def test_gateways_hear_of_every_event_in_order(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await app_resources.hints.flush()
    listener = Redis.from_url(app_resources.settings.valkey_url.get_secret_value())
    pubsub = listener.pubsub(ignore_subscribe_messages=True)
    channels = [room_channel(room.id), member_channel(ana.id), member_channel(bo.id)]
    await pubsub.subscribe(*channels)
    for _ in channels:
        await pubsub.get_message(timeout=1)

    message = await room.say(ana, "안녕")
    path = f"/rooms/{room.id}/messages/{message['id']}"
    ok(await ana.http.patch(path, json={"body": "안녕!"}))
    ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": 4}))
    ok(await ana.http.delete(path), 204)
    ok(await bo.http.post(f"/rooms/{room.id}/leave"), 204)
    await room.say(ana, "still there?")
    await app_resources.hints.flush()

    heard = []
    while (hint := await pubsub.get_message(timeout=0.3)) is not None:
        heard.append((hint["channel"].decode(), hint["data"]))
    await pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py does not annotate it
    await listener.aclose()
    frames = [(int.from_bytes(data[:8]), json.loads(data[8:])) for name, data in heard if name == channels[0]]
    events = [(seq, frame) for seq, frame in frames if seq]
    log = await room.events(ana, after_seq=3)
    assert [seq for seq, _ in events] == [4, 5, 6, 7, 8, 9]
    assert [frame["event"]["kind"] for _, frame in events] == [each["kind"] for each in log]
    assert events[-1][1] == {"type": "event", "room_id": room.id, "event": log[-1]}
    assert events[0][1]["event"]["message"] == message
    assert [frame for seq, frame in frames if not seq] == [
        {"type": "read", "room_id": room.id, "member_id": str(bo.id), "seq": 4}
    ]
    to_bo = [json.loads(data) for name, data in heard if name == channels[2]]
    assert to_bo == [
        {"type": "room_left", "room_id": room.id, "last_seq": 7},
        {"type": "room_joined", "room_id": room.id},
    ]


async def test_the_gateway_reads_places_heads_and_logs(people: People, app_resources: Resources) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room, left = await open_room(ana, bo), await open_room(ana, cy)
    await room.say(ana, "hello")
    ok(await ana.http.put(f"/rooms/{room.id}/read", json={"seq": 2}))
    ok(await ana.http.post(f"/rooms/{left.id}/leave"), 204)
    room_id, left_id = UUID(room.id), UUID(left.id)

    async with new_session(app_resources.engine) as session:
        own = await service.memberships(session, [ana.id])
        with_left = await service.memberships(session, [ana.id], left_too=[left_id, room_id])
        everybody = await service.memberships(session, [ana.id, bo.id, cy.id])
        heads = await service.heads(session, [room_id, left_id])
        views = await service.read_log(session, app_resources.store, room_id, after_seq=3, limit=10)

    assert own == [service.Membership(ana.id, room_id, 1, None, 2, 4)]
    assert sorted(with_left) == sorted([*own, service.Membership(ana.id, left_id, 1, 4, 0, 4)])
    assert [(each.member_id, each.room_id) for each in everybody] == sorted(
        [(ana.id, room_id), (bo.id, room_id), (cy.id, left_id)]
    )
    assert heads == {room_id: 4, left_id: 4}
    frame = json.loads(service.encode_event_frame(views[0]))
    assert frame["event"] == (await room.events(bo, after_seq=3))[0]
