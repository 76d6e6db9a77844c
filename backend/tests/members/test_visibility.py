"""Who sees whom, everywhere: one table of who the other is, one of where they could show."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.models import Member

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


@dataclass
class Pair:
    """The viewer, and the other whom the viewer may or may not see."""

    viewer: Person
    other: Person
    resources: Resources

    async def set_other(self, **values: Any) -> None:
        async with new_session(self.resources.engine) as session:
            await session.execute(update(Member).where(Member.id == self.other.id).values(values))
            await commit(session)


@pytest.fixture
async def pair(people: People, app_resources: Resources) -> Pair:
    return Pair(await people.create("viewer"), await people.create("other"), app_resources)


async def nothing(pair: Pair) -> None:
    """The two have nothing to do with each other."""


async def viewer_blocks(pair: Pair) -> None:
    assert (await pair.viewer.http.put(f"/blocks/{pair.other.id}")).status_code == 204


async def other_blocks(pair: Pair) -> None:
    assert (await pair.other.http.put(f"/blocks/{pair.viewer.id}")).status_code == 204


async def block_is_over(pair: Pair) -> None:
    await viewer_blocks(pair)
    assert (await pair.viewer.http.delete(f"/blocks/{pair.other.id}")).status_code == 204


async def other_is_private(pair: Pair) -> None:
    assert (await pair.other.http.patch("/me", json={"is_private": True})).status_code == 200


async def other_is_a_private_friend(pair: Pair) -> None:
    await pair.viewer.http.post("/connect/requests", json={"member_id": str(pair.other.id)})
    await pair.other.http.post("/connect/requests", json={"member_id": str(pair.viewer.id)})
    await other_is_private(pair)


async def other_is_private_and_asked(pair: Pair) -> None:
    await pair.other.http.post("/connect/requests", json={"member_id": str(pair.viewer.id)})
    await other_is_private(pair)


async def other_is_private_and_was_asked(pair: Pair) -> None:
    await pair.viewer.http.post("/connect/requests", json={"member_id": str(pair.other.id)})
    await other_is_private(pair)


async def other_is_suspended(pair: Pair) -> None:
    await pair.set_other(status="suspended")


async def other_is_deleted(pair: Pair) -> None:
    await pair.set_other(status="deleted")


async def other_has_no_profile_yet(pair: Pair) -> None:
    await pair.set_other(onboarded_at=None)


CASES: list[tuple[Callable[[Pair], Awaitable[None]], bool]] = [
    (nothing, True),
    (viewer_blocks, False),
    (other_blocks, False),
    (block_is_over, True),
    (other_is_private, False),
    (other_is_a_private_friend, True),
    (other_is_private_and_asked, True),
    (other_is_private_and_was_asked, False),
    (other_is_suspended, False),
    (other_is_deleted, False),
    (other_has_no_profile_yet, False),
]


@pytest.mark.parametrize(("arrange", "seen"), CASES, ids=[case[0].__name__ for case in CASES])
async def test_profile_heart_request_and_search_agree(
    pair: Pair, arrange: Callable[[Pair], Awaitable[None]], seen: bool
) -> None:
    await arrange(pair)
    viewer, other = pair.viewer.http, pair.other.id

    profile = await viewer.get(f"/members/{other}")
    heart = await viewer.put(f"/members/{other}/like")
    found = (await viewer.get("/connect/search", params={"q": "other"})).json()["items"]
    listed = (await viewer.get("/connect/friends")).json()["items"]
    received = (await viewer.get("/connect/requests?direction=received")).json()["items"]
    sent = (await viewer.get("/connect/requests?direction=sent")).json()["items"]

    assert profile.status_code == (200 if seen else 404)
    assert heart.status_code == (204 if seen else 404)
    assert len(found) == seen
    assert seen or not (listed or received or sent)


async def test_invisible_member_looks_like_none(pair: Pair, people: People) -> None:
    await other_blocks(pair)

    hidden = await pair.viewer.http.get(f"/members/{pair.other.id}")
    missing = await pair.viewer.http.get("/members/0198a0b0-0000-7000-8000-000000000000")

    assert hidden.json() == missing.json()


async def test_private_member_sees_themselves(pair: Pair) -> None:
    await other_is_private(pair)

    profile = (await pair.other.http.get(f"/members/{pair.other.id}")).json()

    assert profile["username"] == "other"
    assert profile["connection"] == {"status": "none", "request_id": None}
    assert profile["shared"] == []


async def test_profile_has_nothing_that_is_not_for_others(pair: Pair) -> None:
    profile = (await pair.viewer.http.get(f"/members/{pair.other.id}")).json()

    assert set(profile) == {
        "id", "username", "country", "photo", "bio", "mbti", "hobbies", "languages", "campus_id",
        "is_liked", "connection", "shared",
    }  # fmt: skip


async def test_unverified_members_see_nobody(people: People, pair: Pair) -> None:
    guest = await people.create("guest", student_verified_at=None)

    response = await guest.http.get(f"/members/{pair.other.id}")

    assert (response.status_code, response.json()["code"]) == (403, "not_verified")


async def test_request_and_block_at_once_leave_no_request(people: People, context: Context) -> None:
    for number in range(5):
        ana, bo = await people.create(f"ana{number}"), await people.create(f"bo{number}")

        await asyncio.gather(
            ana.http.post("/connect/requests", json={"member_id": str(bo.id)}), bo.http.put(f"/blocks/{ana.id}")
        )
        await bo.http.delete(f"/blocks/{ana.id}")

        assert (await bo.http.get(f"/members/{ana.id}")).json()["connection"]["status"] == "none"


async def test_accepting_and_blocking_at_once_leave_no_friendship(people: People) -> None:
    for number in range(5):
        ana, bo = await people.create(f"ana{number}"), await people.create(f"bo{number}")
        asked = await ana.http.post("/connect/requests", json={"member_id": str(bo.id)})
        request_id = asked.json()["connection"]["request_id"]

        await asyncio.gather(bo.http.post(f"/connect/requests/{request_id}/accept"), ana.http.put(f"/blocks/{bo.id}"))
        await ana.http.delete(f"/blocks/{bo.id}")

        assert (await bo.http.get(f"/members/{ana.id}")).json()["connection"]["status"] == "none"
