"""The archive: nobody notices it, nothing gets lost on the way, and what is deleted is gone from it too."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from dife.chat import archive_repository, archiving, jobs, messages
from dife.chat.archive_format import ArchivedChunk, ArchivedEvent, ArchivedText, pack, unpack
from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.models import Message, MessageArchive, MessageSearch, RoomEvent

from fixtures.jobs import RunJobs, run_once
from fixtures.people import People, Person
from fixtures.rooms import DirectRoom, code_of, events_of, ok, open_room

OLD = 12
"""So many of a room's messages are from long ago; the newest fifty stay anyway, so tests keep fewer."""


class KilledError(Exception):
    """The worker dies here."""


@pytest.fixture(autouse=True)
def _few_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "KEPT_MESSAGES", 3)


async def talk(people: People, resources: Resources) -> DirectRoom:
    """A room with replies, reactions, edits and a deletion, all of it from two months long ago, and three new messages."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    told: list[Any] = []
    for number in range(OLD):
        reply = told[number - 3]["id"] if number % 5 == 4 else None
        told.append(await room.say((ana, bo)[number % 2], f"옛날 이야기 {number}", reply_to_id=reply))
    path = f"/rooms/{room.id}/messages"
    ok(await bo.http.put(f"{path}/{told[2]['id']}/reactions/🎉"))
    ok(await ana.http.patch(f"{path}/{told[4]['id']}", json={"body": "고친 이야기"}))
    ok(await bo.http.delete(f"{path}/{told[5]['id']}"), 204)
    await age(resources, room, upto=9, to=datetime(2025, 1, 20, tzinfo=UTC))
    await age(resources, room, first=10, to=datetime(2025, 2, 10, tzinfo=UTC))
    for number in range(3):
        await room.say(ana, f"new {number}")
    return room


async def age(resources: Resources, room: DirectRoom, *, to: datetime, first: int = 0, upto: int = 1 << 40) -> None:
    """Let a stretch have happened long ago."""
    async with new_session(resources.engine) as session:
        for table in (RoomEvent, Message):
            changed = update(table).where(table.room_id == room.id, table.seq >= first, table.seq <= upto)
            await session.execute(changed.values(created_at=to + table.seq * timedelta(minutes=1)))
        await commit(session)


async def archive_all(resources: Resources) -> int:
    months = 0
    while True:
        async with new_session(resources.engine) as session:
            context = Context(session=session, resources=resources, locale="en")
            done = await archiving.archive_rooms(context, limit=10)
            await commit(session)
        months += done
        if done == 0:
            return months


async def restore_all(resources: Resources) -> int:
    months = 0
    while True:
        async with new_session(resources.engine) as session:
            context = Context(session=session, resources=resources, locale="en")
            done = await archiving.restore(context, room_id=None, limit=10)
            await commit(session)
        months += done
        if done == 0:
            return months


def plain(value: Any) -> Any:
    """A document without the addresses, which change every five minutes."""
    if isinstance(value, dict):
        return {name: plain(child) for name, child in value.items() if name not in {"variants", "urls", "expires_at"}}
    return [plain(child) for child in value] if isinstance(value, list) else value


async def everything(reader: Person, room: DirectRoom) -> Any:
    """All that a client can ask of a room, in small pages and in every direction."""
    places = (
        {"limit": "4"},
        {"after_seq": "0", "limit": "4"},
        {"around_seq": "9", "limit": "5"},
        {"at": "2025-02-01T00:00:00Z", "limit": "3"},
    )
    path = f"/rooms/{room.id}/messages"
    pages = [ok(await reader.http.get(path, params=params)) for params in places]
    small = []
    after = 0
    while True:
        params = {"after_seq": str(after), "limit": "4"}
        page = ok(await reader.http.get(f"/rooms/{room.id}/events", params=params))
        small += page["items"]
        if page["next_cursor"] is None:
            break
        after = int(page["next_cursor"])
    rooms = ok(await reader.http.get("/rooms"))["items"]
    return plain([await room.messages(reader), await events_of(reader, room.id), small, pages, rooms])


async def rows_of(resources: Resources, room: DirectRoom) -> tuple[int, int, int]:
    """How many events, messages with words, and search rows of a room are in the database."""
    async with new_session(resources.engine) as session:
        counts = [
            len((await session.execute(select(RoomEvent.seq).where(RoomEvent.room_id == room.id))).all()),
            len(
                (await session.execute(select(Message.id).where(Message.room_id == room.id, Message.body != ""))).all()
            ),
            len((await session.execute(select(MessageSearch.message_id))).all()),
        ]
    return counts[0], counts[1], counts[2]


async def test_nobody_notices_the_archive(people: People, app_resources: Resources, run_jobs: RunJobs) -> None:
    room = await talk(people, app_resources)
    await run_jobs()
    before = [await everything(reader, room) for reader in (room.one, room.other)]
    rows = await rows_of(app_resources, room)

    assert await archive_all(app_resources) == 2
    after = [await everything(reader, room) for reader in (room.one, room.other)]

    assert after == before
    assert rows == (21, 14, 14)
    # The three new ones, and two to which something happened in a later month than their own.
    assert await rows_of(app_resources, room) == (3, 5, 5)
    async with new_session(app_resources.engine) as session:
        archives = (await session.execute(select(MessageArchive).order_by(MessageArchive.last_seq))).scalars().all()
    assert [(row.month.isoformat(), row.first_seq, row.last_seq) for row in archives] == [
        ("2025-01-01", 1, 9),
        ("2025-02-01", 10, 18),
    ]
    assert all(0 < row.stored_bytes < row.plain_bytes for row in archives)


async def test_a_client_that_was_away_for_long_is_told_where_to_look(people: People, app_resources: Resources) -> None:
    room = await talk(people, app_resources)
    await archive_all(app_resources)

    [synced] = ok(await room.one.http.post("/sync", json={"rooms": {room.id: 2}}))["rooms"]
    [recent] = ok(await room.one.http.post("/sync", json={"rooms": {room.id: 19}}))["rooms"]

    assert (synced["events"], synced["gap"]) == ([], {"from": 3, "to": 21})
    assert ([each["seq"] for each in recent["events"]], recent["gap"]) == ([20, 21], None)


async def test_what_came_once_is_still_recognised(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    client_id = str(new_id())
    first = await room.say(ana, "once", client_id=client_id)
    for number in range(6):
        await room.say(bo, str(number))
    await age(app_resources, room, upto=6, to=datetime(2025, 1, 20, tzinfo=UTC))
    assert await archive_all(app_resources) == 1

    again = await room.send(ana, "once", client_id=client_id)
    other = await room.send(ana, "twice", client_id=client_id)
    reply = await room.say(bo, "to the old one", reply_to_id=first["id"])

    assert (again.status_code, again.json()["id"], again.json()["body"]) == (200, first["id"], "once")
    assert code_of(other, 409) == "idempotency_mismatch"
    assert reply["reply_to"] == {"id": first["id"], "seq": first["seq"]}


async def test_what_happens_to_an_archived_message_shows_and_leaves_the_archive(
    people: People, app_resources: Resources, run_jobs: RunJobs
) -> None:
    room = await talk(people, app_resources)
    await archive_all(app_resources)
    messages = await room.messages(room.one)
    by_body = {each["body"]: each for each in messages}
    path = f"/rooms/{room.id}/messages"
    reacted, deleted, quiet = (by_body[f"옛날 이야기 {number}"] for number in (0, 6, 7))

    seen = ok(await room.other.http.put(f"{path}/{reacted['id']}/reactions/👍"))
    ok(await room.one.http.delete(f"{path}/{deleted['id']}"), 204)
    await run_jobs()

    assert (seen["body"], len(seen["reactions"])) == ("옛날 이야기 0", 1)
    now = {each["id"]: each for each in await room.messages(room.other)}
    assert (now[deleted["id"]]["body"], now[deleted["id"]]["deleted_at"] is None) == ("", False)
    assert now[quiet["id"]]["body"] == "옛날 이야기 7"
    assert [each["kind"] for each in await room.events(room.one, after_seq=21)] == ["reaction_added", "message_deleted"]
    texts = [each.body for said in await objects_of(app_resources) for each in said]
    assert "옛날 이야기 6" not in texts
    assert "옛날 이야기 7" in texts


async def test_two_that_leave_one_month_at_once_are_both_gone_from_it(
    people: People, app_resources: Resources, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await talk(people, app_resources)
    await archive_all(app_resources)
    by_body = {each["body"]: each for each in await room.messages(room.one)}
    deleted = [by_body[f"옛날 이야기 {number}"] for number in (0, 3)]
    for sender, message in zip((room.one, room.other), deleted, strict=True):
        ok(await sender.http.delete(f"/rooms/{room.id}/messages/{message['id']}"), 204)
    both = asyncio.Barrier(2)
    replace = archive_repository.replace_object

    async def together(*arguments: Any, **options: Any) -> Any:
        with contextlib.suppress(TimeoutError, asyncio.BrokenBarrierError):
            async with asyncio.timeout(0.5):
                await both.wait()
        return await replace(*arguments, **options)

    monkeypatch.setattr(archive_repository, "replace_object", together)
    await asyncio.gather(
        *(
            run_once(app_resources, jobs.forget_archived, room_id=room.id, seq=message["seq"], message_id=message["id"])
            for message in deleted
        )
    )

    [january, _] = await objects_of(app_resources)
    assert [each.body for each in january] == ["옛날 이야기 1"]
    await run_jobs()
    later = app_resources.clock.now() + timedelta(days=1)
    stored = await app_resources.store.list_old(f"archive/{room.id}/", before=later, limit=10)
    assert len(stored) == 2, "of each month one object is left"


async def test_a_page_may_lie_in_as_many_chunks_as_it_has_messages(
    people: People, app_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "CHUNK_EVENTS", 1)
    monkeypatch.setattr(messages, "SENDING", RateLimit("messages", 1000, 10))
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for number in range(100):
        await room.say(ana, f"old {number}")
    await age(app_resources, room, to=datetime(2025, 1, 20, tzinfo=UTC))
    for number in range(3):
        await room.say(ana, f"new {number}")
    assert await archive_all(app_resources) == 1

    page = ok(await bo.http.get(f"/rooms/{room.id}/messages", params={"limit": "100", "before_seq": "104"}))

    assert [each["body"] for each in page["items"]] == [f"old {number}" for number in reversed(range(100))]


@pytest.mark.parametrize("change", ["delete", "react, delete later"])
async def test_what_changes_between_writing_and_emptying_leaves_the_archive(
    people: People, app_resources: Resources, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """The object has the words already, and the row keeps them: nothing would ever ask for them to be forgotten."""
    room = await talk(people, app_resources)
    told = next(each for each in await room.messages(room.one) if each["body"] == "옛날 이야기 0")
    path = f"/rooms/{room.id}/messages/{told['id']}"
    empty = archive_repository.empty_stretch
    is_changed = False

    async def late(*arguments: Any, **options: Any) -> None:
        nonlocal is_changed
        if not is_changed:
            is_changed = True
            raise KilledError
        await empty(*arguments, **options)

    monkeypatch.setattr(archive_repository, "empty_stretch", late)
    with pytest.raises(KilledError):
        await archive_all(app_resources)
    ok(
        await (room.one.http.delete(path) if change == "delete" else room.other.http.put(f"{path}/reactions/👍")),
        200,
        204,
    )
    await archive_all(app_resources)
    await run_jobs()
    if change != "delete":
        ok(await room.one.http.delete(path), 204)

    [january, _] = await objects_of(app_resources)
    assert "옛날 이야기 0" not in [each.body for each in january]
    assert "옛날 이야기 1" in [each.body for each in january]


async def objects_of(resources: Resources) -> list[list[ArchivedText]]:
    """What each archive says, as its object has it."""
    async with new_session(resources.engine) as session:
        archives = (await session.execute(select(MessageArchive).order_by(MessageArchive.last_seq))).scalars().all()
    objects = [await resources.store.read(row.key, limit=1 << 20) for row in archives]
    return [
        [text for _, _, offset, size in row.chunks for text in unpack(data[offset : offset + size]).texts]
        for row, data in zip(archives, objects, strict=True)
    ]


async def test_a_run_that_died_anywhere_is_finished_by_the_next(people: People, app_resources: Resources) -> None:
    room = await talk(people, app_resources)
    before = await everything(room.one, room)

    for allowed in range(8):
        count = 0

        async def commit_or_die(session: Any, allowed: int = allowed) -> None:
            nonlocal count
            count += 1
            if count > allowed:
                raise KilledError
            await commit(session)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(archiving, "commit", commit_or_die)
            patch.setattr(archiving, "CHUNK_EVENTS", 2)
            try:
                await archive_all(app_resources)
            except KilledError:
                assert await everything(room.one, room) == before
                continue
            break
    assert await archive_all(app_resources) == 0
    assert await everything(room.one, room) == before
    assert (await rows_of(app_resources, room))[:2] == (3, 5)


async def test_people_go_on_while_their_room_is_archived(people: People, app_resources: Resources) -> None:
    room = await talk(people, app_resources)
    messages = await room.messages(room.one)
    path = f"/rooms/{room.id}/messages"

    async def change() -> None:
        for message in messages[:8]:
            reaction = f"{path}/{message['id']}/reactions/🔥"
            ok(await room.one.http.put(reaction), 200, 409)
            await room.send(room.other, "meanwhile")

    await asyncio.gather(archive_all(app_resources), change())
    await archive_all(app_resources)

    log = await events_of(room.other, room.id)
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    now = await room.messages(room.other)
    reacted = [each for each in now[:8] if not each["deleted_at"]]
    assert all(any(one["emoji"] == "🔥" for one in each["reactions"]) for each in reacted)
    assert [each["body"] for each in now[:8]] == [each["body"] for each in messages[:8]]


async def test_everything_can_be_brought_back(people: People, app_resources: Resources, run_jobs: RunJobs) -> None:
    room = await talk(people, app_resources)
    await run_jobs()
    before = await everything(room.one, room)
    rows = await rows_of(app_resources, room)
    await archive_all(app_resources)

    assert await restore_all(app_resources) == 2

    assert await everything(room.one, room) == before
    assert await rows_of(app_resources, room) == rows
    assert await archive_all(app_resources) == 0, "what was brought back stays for a while"


async def test_without_the_object_store_only_what_is_there_is_missing(people: People, app_resources: Resources) -> None:
    room = await talk(people, app_resources)
    await archive_all(app_resources)
    newest = ok(await room.one.http.get(f"/rooms/{room.id}/messages", params={"limit": "3"}))
    async with new_session(app_resources.engine) as session:
        await session.execute(text("UPDATE message_archives SET key = 'archive/nowhere'"))
        await commit(session)

    gone = await room.one.http.get(f"/rooms/{room.id}/messages", params={"before_seq": "10"})

    assert (gone.status_code, gone.headers["retry-after"]) == (503, "2")
    still = ok(await room.one.http.get(f"/rooms/{room.id}/messages", params={"limit": "3"}))
    assert still["items"] == newest["items"]


async def test_only_whole_months_of_long_ago_are_archived(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    young, quiet = await open_room(ana, bo), await open_room(ana, await people.create("cy"))
    for number in range(8):
        await young.say(ana, str(number))
    await quiet.say(ana, "long ago and alone")
    await age(app_resources, young, to=archiving.cutoff(app_resources.clock.now()))
    await age(app_resources, quiet, to=datetime(2025, 1, 1, tzinfo=UTC))

    assert await archive_all(app_resources) == 0
    assert archiving.cutoff(datetime(2026, 11, 26, tzinfo=UTC)) == datetime(2026, 5, 1, tzinfo=UTC)
    assert archiving.cutoff(datetime(2026, 3, 2, tzinfo=UTC)) == datetime(2025, 9, 1, tzinfo=UTC)


def test_a_chunk_comes_back_as_it_was_and_damage_is_noticed() -> None:
    event = ArchivedEvent(7, "message_created", new_id(), new_id(), {"a": 1}, datetime(2025, 1, 1, tzinfo=UTC))
    chunk = ArchivedChunk([event], [ArchivedText(new_id(), "안녕 👋", [], None)])

    packed, size = pack(chunk)

    assert unpack(packed) == chunk
    assert size > 0
    for damaged in (b"", packed[:-3], b"x" * 40):
        with pytest.raises(ValueError, match="damaged"):
            unpack(damaged)
