"""Recommended people: who comes first, why, and who never comes."""

from datetime import timedelta
from typing import Any

import pytest

from dife.context import Resources

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


async def recommended(who: Person) -> list[dict[str, Any]]:
    response = await who.http.get("/connect/recommendations")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def names(who: Person) -> list[str]:
    return [item["username"] for item in await recommended(who)]


def reasons(item: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(reason["kind"], reason["language"] or reason["hobby"]) for reason in item["shared"]]


async def test_exchange_that_goes_both_ways_comes_first(people: People) -> None:
    me = await people.create("me", speaks=("ko",), learns=("es",), hobbies=("ott",))
    await people.create("nothing", speaks=("en",), learns=("fr",), hobbies=("sns",), campus_id="snu.ac.kr")
    await people.create("teaches", speaks=("es",), learns=("fr",), hobbies=("sns",))
    await people.create("both", speaks=("es",), learns=("ko",), hobbies=("sns",))
    await people.create("learner", speaks=("en",), learns=("ko",), hobbies=("sns",), campus_id="snu.ac.kr")

    found = await recommended(me)

    assert [item["username"] for item in found] == ["both", "teaches", "learner", "nothing"]
    assert reasons(found[0]) == [
        ("speaks_what_you_learn", "es"),
        ("learns_what_you_speak", "ko"),
        ("same_campus", None),
    ]
    assert reasons(found[3]) == []


async def test_shared_hobbies_count_and_are_named(people: People) -> None:
    me = await people.create("me", learns=("es",), hobbies=("camping", "travel", "ott"))
    await people.create("one", learns=("en",), speaks=("ja",), hobbies=("camping",))
    await people.create("two", learns=("en",), speaks=("ja",), hobbies=("camping", "travel", "pets"))

    found = await recommended(me)

    assert [item["username"] for item in found] == ["two", "one"]
    assert reasons(found[0]) == [("shared_hobby", "camping"), ("shared_hobby", "travel"), ("same_campus", None)]


async def test_who_was_here_lately_comes_before_who_was_not(people: People, app_resources: Resources) -> None:
    now = app_resources.clock.now()
    me = await people.create("me")
    await people.create("away", active_at=now - timedelta(days=60))
    await people.create("here", active_at=now)

    assert await names(me) == ["here", "away"]


async def test_campus_counts_as_much_as_half_an_exchange(people: People) -> None:
    me = await people.create("me", speaks=("ko",), learns=("es",), hobbies=("ott",))
    await people.create("far", speaks=("en",), learns=("fr",), hobbies=("ott",), campus_id="snu.ac.kr")
    await people.create("near", speaks=("en",), learns=("fr",), hobbies=("sns",))

    found = await recommended(me)

    assert [item["username"] for item in found] == ["near", "far"]
    assert [reasons(item) for item in found] == [[("same_campus", None)], [("shared_hobby", "ott")]]


async def test_level_weighs(people: People) -> None:
    me = await people.create("me", speaks=("en",), learns=("ko",), hobbies=("ott",))
    for name, level in (("beginner", "beginner"), ("native", "native"), ("advanced", "advanced")):
        other = await people.create(name, speaks=("ko",), learns=("fr",), hobbies=("sns",))
        languages = [{"language": "ko", "kind": "speaks", "level": level}]
        assert (await other.http.patch("/me", json={"languages": languages})).status_code == 200

    assert await names(me) == ["native", "advanced", "beginner"]


async def test_friends_and_those_who_were_asked_do_not_come(people: People) -> None:
    me = await people.create("me")
    friend, asked, asker = [await people.create(name) for name in ("friend", "asked", "asker")]
    await people.create("stranger")
    await me.http.post("/connect/requests", json={"member_id": str(asked.id)})
    await asker.http.post("/connect/requests", json={"member_id": str(me.id)})
    await me.http.post("/connect/requests", json={"member_id": str(friend.id)})
    await friend.http.post("/connect/requests", json={"member_id": str(me.id)})

    assert await names(me) == ["stranger"]


async def test_those_who_cannot_answer_do_not_come(people: People) -> None:
    me = await people.create("me")
    await people.create("private", is_private=True)
    await people.create("gone", status="suspended")
    await people.create("new", onboarded_at=None)
    await people.create("guest", student_verified_at=None)

    assert await names(me) == []


@pytest.mark.parametrize("who_blocks", ["me", "other"])
async def test_blocked_in_either_direction_do_not_come(people: People, who_blocks: str) -> None:
    me, other = await people.create("me"), await people.create("other")
    blocker, blocked = (me, other) if who_blocks == "me" else (other, me)
    await blocker.http.put(f"/blocks/{blocked.id}")

    assert await names(me) == []
    assert await names(other) == []


async def test_at_most_twenty_come(people: People) -> None:
    me = await people.create("me")
    for _ in range(22):
        await people.create()

    assert len(await recommended(me)) == 20


async def test_same_reasons_on_the_profile(people: People) -> None:
    me = await people.create("me", speaks=("ko",), learns=("es",), hobbies=("camping",))
    other = await people.create("other", speaks=("es",), learns=("ko",), hobbies=("camping",))

    [card] = await recommended(me)
    profile = (await me.http.get(f"/members/{other.id}")).json()

    assert profile == card
    assert reasons(profile)[0] == ("speaks_what_you_learn", "es")
