"""Notifications about messages: enqueued with them, one line a room, gone when the room is read."""

import asyncio
from typing import Any

from sqlalchemy import text

from dife.context import Resources
from dife.database import new_session

from fixtures.jobs import RunJobs
from fixtures.people import People, Person
from fixtures.rooms import ok, open_room


async def notifications_of(who: Person) -> list[Any]:
    found: list[Any] = ok(await who.http.get("/notifications"))["items"]
    return found


async def jobs_of(resources: Resources) -> list[dict[str, Any]]:
    async with new_session(resources.engine) as session:
        statement = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'chat.notify_messages' ORDER BY id")
        return list((await session.execute(statement)).scalars())


async def test_the_other_is_told_once_a_room_of_the_newest_message(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for body in ("one", "two"):
        await room.say(ana, body)

    await run_jobs()

    told = await notifications_of(bo)
    assert [(each["kind"], each["preview"], each["data"]["room_id"]) for each in told] == [
        ("message_received", "two", room.id)
    ]
    assert await notifications_of(ana) == []


async def test_messages_of_one_transaction_are_one_job(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    sent = await asyncio.gather(*(room.say(ana, f"{n}") for n in range(8)))

    jobs = await jobs_of(app_resources)
    assert len(jobs) < 8
    assert sorted(each for job in jobs for each in job["message_ids"]) == sorted(each["id"] for each in sent)


async def test_a_repeat_or_a_refusal_enqueues_nothing(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    first = await room.say(ana, "once")
    await room.send(ana, "once", client_id=first["client_id"])
    await room.send(ana, "other", client_id=first["client_id"])

    assert [each["message_ids"] for each in await jobs_of(app_resources)] == [[first["id"]]]


async def test_who_muted_left_or_read_the_room_is_not_told(people: People, run_jobs: RunJobs) -> None:
    ana = await people.create("ana")
    muting, leaving, reading = [await people.create() for _ in range(3)]
    rooms = {who.id: await open_room(ana, who) for who in (muting, leaving, reading)}
    ok(await muting.http.patch(f"/rooms/{rooms[muting.id].id}/preferences", json={"muted": True}))
    for room in rooms.values():
        await room.say(ana, "hi")
    ok(await leaving.http.post(f"/rooms/{rooms[leaving.id].id}/leave"), 204)
    ok(await reading.http.put(f"/rooms/{rooms[reading.id].id}/read", json={"seq": 4}))

    await run_jobs()

    for who in (muting, leaving, reading):
        assert await notifications_of(who) == []


async def test_reading_the_room_reads_its_notification(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "hi")
    await run_jobs()
    assert ok(await bo.http.get("/notifications/unread"))["count"] == 1

    ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": message["seq"]}))

    assert ok(await bo.http.get("/notifications/unread"))["count"] == 0


async def test_reading_an_older_message_leaves_the_notification_unread(people: People, run_jobs: RunJobs) -> None:
    """The line in the list is about the newest message; only who has come that far has seen it."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    older, newest = await room.say(ana, "first"), await room.say(ana, "second")
    await run_jobs()

    ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": older["seq"]}))
    assert ok(await bo.http.get("/notifications/unread"))["count"] == 1

    ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": newest["seq"]}))
    assert ok(await bo.http.get("/notifications/unread"))["count"] == 0


async def test_a_deleted_message_tells_nobody_anything(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "oops")
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{message['id']}"), 204)

    await run_jobs()

    assert await notifications_of(bo) == []
