"""Answering a message: what it points to, and what it never gives away."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import update

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import RoomMember

from fixtures.people import People, Person
from fixtures.rooms import code_of, events_of, ok, open_room, send

MakeGroup = Callable[[Sequence[Person]], Awaitable[str]]


async def page_of(reader: Person, room_id: str, **params: Any) -> Any:
    return ok(await reader.http.get(f"/rooms/{room_id}/messages", params=params))


async def test_a_reply_names_its_original(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    original = await room.say(ana, "Shall we meet?")

    reply = await room.say(bo, "Yes!", reply_to_id=original["id"])

    assert original["reply_to"] is None
    assert reply["reply_to"] == {"id": original["id"], "seq": original["seq"]}
    assert [each["reply_to"] for each in await room.messages(ana)] == [None, reply["reply_to"]]
    assert (await room.events(ana))[-1]["message"] == reply
    assert ok(await bo.http.get(f"/rooms/{room.id}/messages/{original['id']}")) == original


async def test_a_page_brings_the_originals_that_are_not_on_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    original = await room.say(ana, "far above")
    near = await room.say(ana, "near")
    await room.say(bo, "to the far one", reply_to_id=original["id"])
    await room.say(bo, "to the near one", reply_to_id=near["id"])

    page = await page_of(ana, room.id, limit="3")
    whole = await page_of(ana, room.id)

    assert page["quoted"] == [original]
    assert whole["quoted"] == []


async def test_a_deleted_original_shows_nothing_more(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    original = await room.say(ana, "s3cret")
    reply = await room.say(bo, "what?", reply_to_id=original["id"])
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{original['id']}"), 204)

    page = await page_of(bo, room.id, limit="1")

    assert [each["id"] for each in page["items"]] == [reply["id"]]
    assert page["quoted"][0]["deleted_at"] is not None
    answers = [page, await events_of(bo, room.id)]
    assert "s3cret" not in str(answers)
    later = await room.say(bo, "still an answer", reply_to_id=original["id"])
    assert later["reply_to"]["id"] == original["id"]


async def test_only_what_the_sender_may_see_can_be_answered(
    people: People, make_group: MakeGroup, app_resources: Resources
) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room_id, elsewhere = await make_group([ana, bo]), await open_room(ana, cy)
    early = ok(await send(ana, room_id, "before bo came"))
    async with new_session(app_resources.engine) as session:
        place = update(RoomMember).where(RoomMember.member_id == bo.id)
        await session.execute(place.values(visible_from=early["seq"] + 1))
        await commit(session)
    theirs = await elsewhere.say(cy, "in another room")

    for original in (early["id"], theirs["id"], str(new_id())):
        refused = await send(bo, room_id, "?", reply_to_id=original)
        assert code_of(refused, 404) == "message_not_found"
        assert (await bo.http.get(f"/rooms/{room_id}/messages/{original}")).status_code == 404
    reply = ok(await send(ana, room_id, "to my own", reply_to_id=early["id"]))

    page = await page_of(bo, room_id)
    assert [each["id"] for each in page["items"]] == [reply["id"]]
    assert page["quoted"] == []
    assert "before bo came" not in str([page, await events_of(bo, room_id)])


async def test_a_repeat_with_another_original_is_another_message(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    original = await room.say(ana, "one")
    client_id = str(new_id())

    first = await room.send(bo, "x", client_id=client_id, reply_to_id=original["id"])
    again = await room.send(bo, "x", client_id=client_id, reply_to_id=original["id"])
    other = await room.send(bo, "x", client_id=client_id)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert code_of(other, 409) == "idempotency_mismatch"
