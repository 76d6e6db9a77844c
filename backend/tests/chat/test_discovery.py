"""Finding groups: words, filters, suggestions, likes."""

import asyncio
from typing import Any

import pytest

from fixtures.groups import card_of, create_group, join, leave, remove
from fixtures.people import People, Person
from fixtures.rooms import code_of, ok


async def found(who: Person, **params: Any) -> list[str]:
    items = ok(await who.http.get("/rooms/discover", params=params))["items"]
    return [each["name"] for each in items]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("산", ["북한산 등산"]),
        ("등산", ["북한산 등산"]),
        ("한산 등", ["북한산 등산"]),
        ("주말", ["북한산 등산"]),
        ("友達", ["言語交換カフェ"]),
        ("カフェ", ["言語交換カフェ"]),
        ("读书", ["周末读书会"]),
        ("guitar", ["Guitar jam"]),
        ("GUITAR jam", ["Guitar jam"]),
        ("tapas", ["Tapas y paseo"]),
        ("비밀", ["비밀 모임"]),
        ("없는말", []),
        ("!!!", []),
        ("' & | <-> :*", []),
    ],
)
async def test_words_of_every_script_find(people: People, words: str, expected: list[str]) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    for name, description in (
        ("북한산 등산", "주말마다 올라가요"),
        ("言語交換カフェ", "友達を作ろう"),
        ("周末读书会", "一起读书"),
        ("Guitar jam", "bring your own"),
        ("Tapas y paseo", "los sábados"),
    ):
        await create_group(ana, name=name, description=description)
    await create_group(ana, name="비밀 모임", description="", is_private=True)

    assert await found(bo, q=words) == expected


async def test_any_of_a_field_and_all_of_the_fields(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    full = {"max_members": 3, "name": "full"}
    await create_group(ana, bo, cy, topics=["music"], languages=["ko"], purposes=["free"], **full)
    await create_group(ana, name="music-ko", topics=["music"], languages=["ko"], purposes=["free"])
    await create_group(
        ana, name="music-ja", topics=["music", "manga"], languages=["ja"], purposes=["language_exchange"]
    )
    await create_group(ana, name="camping", topics=["camping"], languages=["ko", "en"], purposes=["friends"])

    assert await found(bo) == ["camping", "music-ja", "music-ko", "full"]
    assert await found(bo, topic="music") == ["music-ja", "music-ko", "full"]
    assert await found(bo, topic=["manga", "camping"]) == ["camping", "music-ja"]
    assert await found(bo, topic=["music", "camping"], language=["ko"]) == ["camping", "music-ko", "full"]
    assert await found(bo, topic="music", language="ko", purpose="free", free_seats=1) == ["music-ko"]
    assert await found(bo, free_seats=10) == []
    assert await found(bo, q="music", language=["ja", "en"]) == ["music-ja"]
    assert code_of(await bo.http.get("/rooms/discover", params={"topic": "x"}), 422) == "invalid"
    assert code_of(await bo.http.get("/rooms/discover", params={"q": "가" * 61}), 422) == "invalid"


async def test_pages_hold_every_group_once(people: People) -> None:
    ana = await people.create("ana")
    for number in range(7):
        await create_group(ana, name=f"g{number}", topics=["music"])

    seen, cursor = [], None
    while True:
        params = {"limit": "3", "topic": "music"} | ({"cursor": cursor} if cursor else {})
        page = ok(await ana.http.get("/rooms/discover", params=params))
        seen += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        other = await ana.http.get("/rooms/discover", params={"limit": "3", "cursor": cursor})
        assert code_of(other, 422) == "invalid"

    assert seen == [f"g{number}" for number in range(6, -1, -1)]


async def test_suggestions_are_neither_mine_nor_full(people: People) -> None:
    ana, bo, cy, di = [await people.create(name) for name in ("ana", "bo", "cy", "di")]
    await create_group(ana, di, cy, name="full", max_members=3)
    mine = await create_group(ana, bo, name="mine")
    kicked = await create_group(ana, bo, name="kicked")
    ok(await remove(ana, kicked["id"], bo), 204)
    closed = await create_group(ana, name="closed")
    ok(await ana.http.delete(f"/rooms/{closed['id']}"), 204)
    for number in range(12):
        await create_group(cy, name=f"g{number}")

    drawn = [ok(await bo.http.get("/rooms/discover/suggestions"))["items"] for _ in range(6)]

    names = {each["name"] for items in drawn for each in items}
    assert names <= {f"g{number}" for number in range(12)}
    assert {len(items) for items in drawn} == {10}
    assert all(len({each["id"] for each in items}) == 10 for items in drawn)
    assert len({tuple(each["name"] for each in items) for items in drawn}) > 1
    ok(await leave(bo, mine["id"]), 204)


async def test_likes_are_counted_once_each(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room, other = await create_group(ana, name="liked"), await create_group(ana, name="other")
    path = f"/rooms/{room['id']}/like"

    await asyncio.gather(*(who.http.put(path) for who in (bo, cy) for _ in range(4)))
    assert [(await card_of(bo, room["id"]))[name] for name in ("like_count", "is_liked")] == [2, True]
    assert await found(bo, liked="true") == ["liked"]

    await asyncio.gather(*(bo.http.delete(path) for _ in range(4)))
    assert [(await card_of(bo, room["id"]))[name] for name in ("like_count", "is_liked")] == [1, False]
    assert [(await card_of(cy, other["id"]))[name] for name in ("like_count", "is_liked")] == [0, False]
    joined = ok(await join(cy, room["id"]))
    assert (joined["group"]["like_count"], joined["group"]["is_liked"]) == (1, True)


async def test_thirty_searches_a_minute(people: People) -> None:
    ana = await people.create("ana")
    answers = [await ana.http.get("/rooms/discover", params={"q": "x"}) for _ in range(31)]

    assert [each.status_code for each in answers] == [200] * 30 + [429]
    assert await found(ana) == []
