"""Searching people by nickname and choices."""

from datetime import timedelta
from typing import Any

import pytest

from dife.context import Resources

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


async def search(who: Person, **params: Any) -> dict[str, Any]:
    response = await who.http.get("/connect/search", params=params)
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


async def names(who: Person, **params: Any) -> list[str]:
    return [item["username"] for item in (await search(who, **params))["items"]]


async def test_nicknames_that_begin_so_come_before_those_that_contain_it(people: People) -> None:
    me = await people.create("me")
    for name in ("ohana", "Anabel", "bob", "ana"):
        await people.create(name)

    assert await names(me, q="ana") == ["ana", "Anabel", "ohana"]


@pytest.mark.parametrize(("part", "expected"), [("민", ["김민지", "민수"]), ("민지", ["김민지"]), ("花", ["桜花"])])
async def test_one_syllable_is_enough(people: People, part: str, expected: list[str]) -> None:
    me = await people.create("me")
    for name in ("김민지", "민수", "桜花"):
        await people.create(name)

    assert sorted(await names(me, q=part)) == expected


async def test_signs_of_patterns_are_plain_text(people: People) -> None:
    me = await people.create("me")
    for name in ("100%", "a_b", "acb", r"back\lash"):
        await people.create(name)

    assert await names(me, q="%") == ["100%"]
    assert await names(me, q="a_b") == ["a_b"]
    assert await names(me, q="\\") == [r"back\lash"]


async def test_any_of_a_field_and_all_of_the_fields(people: People) -> None:
    me = await people.create("me")
    await people.create("camper", hobbies=("camping",), mbti="INTP", country="FR")
    await people.create("reader", hobbies=("reading",), mbti="INTP", country="ES")
    await people.create("gamer", hobbies=("ott",), mbti="ENFJ", country="FR")

    assert await names(me, hobby=["camping", "reading"]) == ["reader", "camper"]
    assert await names(me, hobby=["camping", "reading"], country="FR") == ["camper"]
    assert await names(me, mbti=["INTP", "ENFJ"], country=["FR", "ES"]) == ["gamer", "reader", "camper"]
    assert await names(me, q="read", mbti="ENFJ") == []


async def test_language_means_speaking_it(people: People) -> None:
    me = await people.create("me")
    await people.create("speaker", speaks=("es",), learns=("ko",))
    await people.create("learner", speaks=("ko",), learns=("es",))

    assert await names(me, language="es") == ["speaker"]


async def test_invisible_people_are_not_found(people: People) -> None:
    me = await people.create("me")
    await people.create("private", is_private=True)
    await people.create("suspended", status="suspended")
    blocked, blocker = await people.create("blocked"), await people.create("blocker")
    await me.http.put(f"/blocks/{blocked.id}")
    await blocker.http.put(f"/blocks/{me.id}")

    assert await names(me) == []


@pytest.mark.parametrize("params", [{}, {"q": "m"}, {"hobby": "camping"}])
async def test_pages_hold_everyone_once(people: People, app_resources: Resources, params: dict[str, str]) -> None:
    me = await people.create("me")
    now = app_resources.clock.now()
    for number in range(7):
        name = f"{'m' if number % 2 else 'am'}{number}"
        await people.create(name, active_at=now - timedelta(minutes=number // 2))

    found, cursor = [], None
    while True:
        page = await search(me, limit=3, **params, **({"cursor": cursor} if cursor else {}))
        found += [item["username"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(found) == len(set(found)) == 7
    assert found == await names(me, **params)


async def test_cursor_belongs_to_its_filters(people: People) -> None:
    me = await people.create("me")
    for _ in range(2):
        await people.create()
    cursor = (await search(me, limit=1, hobby="camping"))["next_cursor"]

    response = await me.http.get("/connect/search", params={"hobby": "reading", "cursor": cursor})

    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize(
    "params",
    [{"mbti": "XXXX"}, {"hobby": "캠핑"}, {"language": "xx"}, {"country": "france"}, {"q": "a" * 49}, {"q": "a" * 13}],
)
async def test_what_is_no_choice_is_refused(people: People, params: dict[str, str]) -> None:
    me = await people.create("me")

    assert (await me.http.get("/connect/search", params=params)).status_code == 422


async def test_nickname_searches_are_limited(people: People) -> None:
    me = await people.create("me")
    for _ in range(30):
        await search(me, q="a")

    assert (await me.http.get("/connect/search", params={"q": "a"})).status_code == 429
    assert (await me.http.get("/connect/search")).status_code == 200
