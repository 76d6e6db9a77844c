"""Hearts on people."""

import asyncio

import pytest
from sqlalchemy import func, select

from dife.context import Context
from dife.models import Notification

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


async def is_liked(viewer: Person, other: Person) -> bool:
    liked: bool = (await viewer.http.get(f"/members/{other.id}")).json()["is_liked"]
    return liked


async def times_told(context: Context, member: Person) -> int:
    rows = select(func.count()).select_from(Notification).where(Notification.member_id == member.id)
    return (await context.session.execute(rows)).scalar_one()


async def test_heart_is_the_givers_own(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    assert (await ana.http.put(f"/members/{bo.id}/like")).status_code == 204

    assert await is_liked(ana, bo) is True
    assert await is_liked(bo, ana) is False


async def test_giving_and_taking_back_in_turn_rings_once(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    for _ in range(2):
        await ana.http.put(f"/members/{bo.id}/like")
        await ana.http.put(f"/members/{bo.id}/like")
        await ana.http.delete(f"/members/{bo.id}/like")

    assert await is_liked(ana, bo) is False
    assert await times_told(context, bo) == 1


async def test_two_hearts_at_once_are_one(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    answers = await asyncio.gather(*(ana.http.put(f"/members/{bo.id}/like") for _ in range(3)))

    assert {answer.status_code for answer in answers} == {204}
    assert await times_told(context, bo) == 1


async def test_heart_for_oneself_is_refused(people: People) -> None:
    ana = await people.create("ana")

    response = await ana.http.put(f"/members/{ana.id}/like")

    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "is_self")


async def test_heart_for_whom_one_cannot_see_is_refused(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo", is_private=True)

    response = await ana.http.put(f"/members/{bo.id}/like")

    assert (response.status_code, response.json()["code"]) == (404, "member_not_found")


async def test_taking_back_what_was_not_given_is_fine(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    assert (await ana.http.delete(f"/members/{bo.id}/like")).status_code == 204
