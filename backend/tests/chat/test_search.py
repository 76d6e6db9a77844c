"""Finding messages: in every script, in the caller's rooms alone, and never what they may not see."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from dife.chat.jobs import index_older
from dife.context import Resources
from dife.database import commit, new_session
from dife.models import MessageSearch, RoomMember

from fixtures.jobs import RunJobs, run_once
from fixtures.people import People, Person
from fixtures.rooms import code_of, ok, open_room, send

MakeGroup = Callable[[Sequence[Person]], Awaitable[str]]

SAID = [
    "내일 도서관에서 만나요",
    "학교 앞 떡볶이집 어때?",
    "TOPIK시험 접수했어요",
    "図書館で会いましょう",
    "カフェはどう？",
    "我们在图书馆见面吧",
    "¿Nos vemos en el café?",
    "See you at the LIBRARY",
]


async def found(reader: Person, q: str, **params: Any) -> list[str]:
    page = ok(await reader.http.get("/messages/search", params={"q": q, "limit": "100", **params}))
    return [each["message"]["body"] for each in page["items"]]


async def test_words_of_all_scripts_are_found(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for text in SAID:
        await room.say(ana, text)
    await run_jobs()

    expected = {
        "도서관": [SAID[0]],
        "관": [SAID[0]],
        "서관에": [SAID[0]],
        "앞": [SAID[1]],
        "볶이": [SAID[1]],
        "topik": [SAID[2]],
        "시험": [SAID[2]],
        "図書館": [SAID[3]],
        "カフェ": [SAID[4]],
        "ｶﾌｪ": [SAID[4]],
        "图书": [SAID[5]],
        "馆": [SAID[5]],
        "cafe": [SAID[6]],
        "library": [SAID[7]],
        "lib": [SAID[7]],
        "만나 내일": [SAID[0]],
        "관서": [],
        "없는말": [],
        "!?": [],
    }
    for q, texts in expected.items():
        for reader in (ana, bo):
            assert await found(reader, q) == texts, q
            assert await found(reader, q, room_id=room.id) == texts, q


async def test_a_room_is_searched_or_all_of_ones_own(people: People, run_jobs: RunJobs) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    one, two, foreign = await open_room(ana, bo), await open_room(ana, cy), await open_room(bo, cy)
    for number, room in enumerate((one, two, one, foreign)):
        await room.say(room.one, f"여행 {number}")
    await run_jobs()

    assert await found(ana, "여행") == ["여행 2", "여행 1", "여행 0"]
    assert await found(ana, "여행", room_id=one.id) == ["여행 2", "여행 0"]
    assert code_of(await ana.http.get("/messages/search", params={"q": "여행", "room_id": foreign.id}), 404)


async def test_pages_are_whole_and_say_who_wrote(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for number in range(7):
        await room.say((ana, bo)[number % 2], f"산책 {number}")
    await run_jobs()

    seen: list[Any] = []
    cursor: str | None = None
    while True:
        params = {"q": "산책", "limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = ok(await ana.http.get("/messages/search", params=params))
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [each["message"]["body"] for each in seen] == [f"산책 {number}" for number in range(6, -1, -1)]
    assert [each["sender"]["username"] for each in seen] == [("ana", "bo")[n % 2] for n in range(6, -1, -1)]
    forged = await ana.http.get("/messages/search", params={"q": "다른말", "cursor": "x"})
    assert code_of(forged, 422) == "invalid"


async def test_what_was_edited_is_found_as_it_is_now_and_what_was_deleted_not_at_all(
    people: People, run_jobs: RunJobs, app_resources: Resources
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    edited, deleted, early = [await room.say(ana, f"비밀번호 {number}") for number in range(3)]
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{early['id']}"), 204)
    await run_jobs()
    ok(await ana.http.patch(f"/rooms/{room.id}/messages/{edited['id']}", json={"body": "고친 말"}))
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{deleted['id']}"), 204)

    assert await found(bo, "비밀번호") == []
    assert await found(bo, "고친") == ["고친 말"]
    async with new_session(app_resources.engine) as session:
        assert (await session.execute(select(func.count()).select_from(MessageSearch))).scalar_one() == 1


async def test_nobody_finds_what_they_may_not_see(
    people: People, run_jobs: RunJobs, make_group: MakeGroup, app_resources: Resources
) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room_id = await make_group([ana, bo, cy])
    for number, sender in enumerate((ana, bo, cy)):
        ok(await send(sender, room_id, f"모임 {number}"))
    await run_jobs()
    async with new_session(app_resources.engine) as session:
        await session.execute(update(RoomMember).where(RoomMember.member_id == bo.id).values(visible_from=2))
        await session.execute(update(RoomMember).where(RoomMember.member_id == cy.id).values(left_seq=3))
        await commit(session)

    assert await found(ana, "모임") == ["모임 2", "모임 1", "모임 0"]
    assert await found(bo, "모임") == ["모임 2", "모임 1"]
    assert await found(cy, "모임") == []
    ok(await ana.http.put(f"/blocks/{bo.id}"), 204)
    assert await found(ana, "모임") == ["모임 2", "모임 0"]
    assert await found(bo, "모임") == ["모임 2", "모임 1"]


async def test_older_messages_become_findable(people: People, run_jobs: RunJobs, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for number in range(3):
        await room.say(ana, f"옛날 {number}")
    await run_jobs()
    async with new_session(app_resources.engine) as session:
        await session.execute(delete(MessageSearch))
        await commit(session)
    assert await found(bo, "옛날") == []

    await run_once(app_resources, index_older)
    await run_jobs()

    assert len(await found(bo, "옛날")) == 3


@pytest.mark.parametrize("q", ["", " ", "가" * 101])
async def test_a_search_needs_words(people: People, q: str) -> None:
    ana = await people.create("ana")

    assert code_of(await ana.http.get("/messages/search", params={"q": q}), 422) == "invalid"


async def test_syntax_is_only_text(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await room.say(ana, "it's a (test) & more")
    await run_jobs()

    for q in ("'", "a' | 'b", "test:*", "!test", "_" + "0" * 16, "test <-> more", "\\"):
        assert (await bo.http.get("/messages/search", params={"q": q})).status_code == 200, q
    assert await found(bo, "(test)") == ["it's a (test) & more"]
