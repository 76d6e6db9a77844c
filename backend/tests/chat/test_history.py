"""Reading from any place in a room: pages in both directions, around a message, at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from dife.context import Resources
from dife.database import commit, new_session
from dife.models import Message, RoomEvent

from fixtures.people import People, Person
from fixtures.rooms import DirectRoom, code_of, ok, open_room

TEN = 10


async def talk(people: People) -> tuple[DirectRoom, Person]:
    """A room whose messages `0` to `9` have the seqs 4 to 13."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for number in range(TEN):
        await room.say(ana, str(number))
    return room, bo


async def page_of(reader: Person, room: DirectRoom, **params: Any) -> tuple[str, str | None, str | None]:
    """A page's texts in one word, oldest first, and its cursors downwards and upwards."""
    page = ok(await reader.http.get(f"/rooms/{room.id}/messages", params=params))
    return "".join(each["body"] for each in page["items"][::-1]), page["next_cursor"], page["newer_cursor"]


async def test_pages_go_down_and_up_without_a_hole(people: People) -> None:
    room, bo = await talk(people)

    assert await page_of(bo, room, limit=4) == ("6789", "10", None)
    assert await page_of(bo, room, limit=4, before_seq="10") == ("2345", "6", "9")
    assert await page_of(bo, room, limit=4, before_seq="6") == ("01", None, "5")
    assert await page_of(bo, room, limit=4, after_seq="5") == ("2345", "6", "9")
    assert await page_of(bo, room, limit=4, after_seq="9") == ("6789", "10", None)
    assert await page_of(bo, room, limit=4, after_seq="0") == ("0123", None, "7")
    assert await page_of(bo, room, limit=4, after_seq="13") == ("", None, None)


async def test_a_page_around_a_message_has_it_in_the_middle(people: People) -> None:
    room, bo = await talk(people)

    assert await page_of(bo, room, limit=4, around_seq="9") == ("3456", "7", "10")
    assert await page_of(bo, room, limit=4, around_seq="4") == ("01", None, "5")
    assert await page_of(bo, room, limit=4, around_seq="13") == ("789", "11", None)
    assert await page_of(bo, room, limit=40, around_seq="9") == ("0123456789", None, None)


async def test_a_time_leads_to_what_was_said_then(people: People, app_resources: Resources) -> None:
    room, bo = await talk(people)
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    async with new_session(app_resources.engine) as session:
        for table in (RoomEvent, Message):
            for seq in range(1, 14):
                moment = start + timedelta(days=seq)
                await session.execute(update(table).where(table.seq == seq).values(created_at=moment))
        await commit(session)

    for day in range(4, 13):
        assert (await page_of(bo, room, limit=2, at=(start + timedelta(days=day)).isoformat()))[0][-1] == str(day - 4)
    assert (await page_of(bo, room, limit=2, at=start.isoformat()))[0] == "0"
    assert (await page_of(bo, room, limit=2, at="2030-01-01T00:00:00Z"))[0] == "89"


async def test_only_one_place_can_be_named(people: People) -> None:
    room, bo = await talk(people)

    for params in (
        {"before_seq": "5", "after_seq": "3"},
        {"around_seq": "0"},
        {"at": "yesterday"},
        {"after_seq": "-1"},
    ):
        refused = await bo.http.get(f"/rooms/{room.id}/messages", params=params)
        assert code_of(refused, 422) == "invalid"
