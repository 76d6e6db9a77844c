"""Editing and deleting, also at the same moment."""

import asyncio
from datetime import timedelta

from sqlalchemy import update

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Message

from fixtures.people import People
from fixtures.rooms import code_of, ok, open_room


async def test_an_edit_is_an_event_and_the_message_shows_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "helo")
    path = f"/rooms/{room.id}/messages/{message['id']}"

    edited = ok(await ana.http.patch(path, json={"body": "hello"}))
    again = ok(await ana.http.patch(path, json={"body": "hello"}))

    assert (edited["body"], edited["seq"], edited["changed_seq"]) == ("hello", 4, 5)
    assert edited["edited_at"] is not None
    assert again == edited
    assert await room.messages(bo) == [edited]
    log = await room.events(bo, after_seq=3)
    assert [(each["kind"], each["message"]) for each in log] == [
        ("message_created", edited),
        ("message_edited", edited),
    ]


async def test_a_message_can_be_edited_for_fifteen_minutes(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "one")
    path = f"/rooms/{room.id}/messages/{message['id']}"

    async def let_pass(time: timedelta) -> None:
        # The message gets older instead of the clock going on, because log-ins last as long as edits.
        async with new_session(app_resources.engine) as session:
            await session.execute(update(Message).values(created_at=Message.created_at - time))
            await commit(session)

    await let_pass(timedelta(minutes=14, seconds=30))
    ok(await ana.http.patch(path, json={"body": "two"}))
    await let_pass(timedelta(seconds=31))

    assert code_of(await ana.http.patch(path, json={"body": "three"}), 409) == "edit_window_over"
    assert ok(await ana.http.patch(path, json={"body": "two"}))["body"] == "two"
    ok(await ana.http.delete(path), 204)


async def test_only_the_sender_changes_a_message(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "mine")
    path = f"/rooms/{room.id}/messages/{message['id']}"

    assert code_of(await bo.http.patch(path, json={"body": "yours"}), 403) == "not_your_message"
    assert code_of(await bo.http.delete(path), 403) == "not_your_message"
    assert (await room.messages(bo))[0]["body"] == "mine"


async def test_a_message_is_found_only_in_its_room(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room, elsewhere = await open_room(ana, bo), await open_room(ana, cy)
    message = await room.say(ana, "here")

    for message_id in (message["id"], new_id()):
        path = f"/rooms/{elsewhere.id}/messages/{message_id}"
        assert code_of(await ana.http.patch(path, json={"body": "x"}), 404) == "message_not_found"
        assert code_of(await ana.http.delete(path), 404) == "message_not_found"


async def test_no_replay_shows_what_was_deleted(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "s3cret")
    path = f"/rooms/{room.id}/messages/{message['id']}"
    ok(await ana.http.patch(path, json={"body": "s3cret too"}))

    ok(await ana.http.delete(path), 204)
    ok(await ana.http.delete(path), 204)

    answers = [
        await bo.http.get(f"/rooms/{room.id}/messages"),
        await bo.http.get(f"/rooms/{room.id}/events"),
        await bo.http.get("/rooms"),
        await bo.http.post("/sync", json={"rooms": {room.id: 0}}),
    ]
    assert not any("s3cret" in each.text for each in answers)
    log = await room.events(bo, after_seq=3)
    assert [each["kind"] for each in log] == ["message_created", "message_edited", "message_deleted"]
    assert {each["message"]["changed_seq"] for each in log} == {6}
    assert code_of(await ana.http.patch(path, json={"body": "back"}), 409) == "message_deleted"


async def test_of_an_edit_and_a_deletion_at_once_the_deletion_stays(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    for n in range(5):
        message = await room.say(ana, f"{n}")
        path = f"/rooms/{room.id}/messages/{message['id']}"
        edit, deletion = await asyncio.gather(ana.http.patch(path, json={"body": "new"}), ana.http.delete(path))
        assert deletion.status_code == 204
        assert edit.status_code in (200, 409)

    assert {each["body"] for each in await room.messages(bo)} == {""}
    log = await room.events(bo)
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))


async def test_an_edit_keeps_the_rules_of_messages(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "text")
    path = f"/rooms/{room.id}/messages/{message['id']}"

    for body in ("", " ", "x" * 2001, "a\0b", 5):
        assert code_of(await ana.http.patch(path, json={"body": body}), 422) == "invalid"
    assert (await room.messages(bo))[0]["changed_seq"] == message["seq"]


async def test_one_who_left_deletes_what_they_said_and_does_nothing_else(people: People) -> None:
    """Leaving must not take away the right to take one's own words back; those who stay see them go."""
    ana, bo, eve = await people.create("ana"), await people.create("bo"), await people.create("eve")
    room = await open_room(ana, bo)
    message, answer = await room.say(ana, "regretted"), await room.say(bo, "answer")
    ok(await ana.http.post(f"/rooms/{room.id}/leave"), 204)
    path, other = (f"/rooms/{room.id}/messages/{each['id']}" for each in (message, answer))

    assert code_of(await ana.http.patch(path, json={"body": "x"}), 404) == "room_not_found"
    assert code_of(await ana.http.put(f"{path}/reactions/👍"), 404) == "room_not_found"
    assert code_of(await ana.http.delete(other), 404) == "room_not_found"
    assert code_of(await eve.http.delete(path), 404) == "room_not_found"
    for _ in range(2):
        ok(await ana.http.delete(path), 204)

    log = await room.events(bo)
    assert [(each["kind"], each["actor_id"]) for each in log][-1] == ("message_deleted", str(ana.id))
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    assert "regretted" not in str(log)
    assert [each["body"] for each in await room.messages(bo)] == ["", "answer"]
    assert code_of(await ana.http.get(f"/rooms/{room.id}/messages"), 404) == "room_not_found"


async def test_edits_are_limited_as_messages_are(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "0")
    path = f"/rooms/{room.id}/messages/{message['id']}"

    statuses = [(await ana.http.patch(path, json={"body": str(number)})).status_code for number in range(20)]

    assert statuses == [200] * 19 + [429]
