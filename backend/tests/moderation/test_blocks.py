"""Blocking people."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from dife.context import Context
from dife.kit.ids import new_id
from dife.models import Block, Notification

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


async def block(who: Person, whom: Person) -> None:
    response = await who.http.put(f"/blocks/{whom.id}")
    assert response.status_code == 204, response.text


async def blocked_by(who: Person, **params: Any) -> list[str]:
    response = await who.http.get("/blocks", params=params)
    assert response.status_code == 200, response.text
    return [item["member"]["username"] for item in response.json()["items"]]


async def open_room(who: Person, whom: Person, *, status: int) -> dict[str, Any]:
    body = {"client_id": str(new_id()), "kind": "direct", "member_id": str(whom.id)}
    response = await who.http.post("/rooms", json=body)
    assert response.status_code == status, response.text
    room: dict[str, Any] = response.json()
    return room


async def test_blocking_again_changes_nothing(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    await block(ana, bo)
    await block(ana, bo)

    assert await blocked_by(ana) == ["bo"]
    assert await blocked_by(bo) == []
    assert (await context.session.execute(select(func.count()).select_from(Block))).scalar_one() == 1


async def test_blocking_twice_at_once_is_one_block(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    await asyncio.gather(block(ana, bo), block(ana, bo))

    assert await blocked_by(ana) == ["bo"]


async def test_two_who_block_each_other_at_once_both_have_their_block(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    await asyncio.gather(block(ana, bo), block(bo, ana))

    assert (await blocked_by(ana), await blocked_by(bo)) == (["bo"], ["ana"])


async def test_blocking_oneself_is_refused(people: People) -> None:
    ana = await people.create("ana")

    response = await ana.http.put(f"/blocks/{ana.id}")

    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "is_self")


async def test_blocking_nobody_is_refused(people: People) -> None:
    ana = await people.create("ana")

    response = await ana.http.put(f"/blocks/{new_id()}")

    assert (response.status_code, response.json()["code"]) == (404, "member_not_found")


async def test_being_blocked_does_not_show_in_blocking_back(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await block(ana, bo)

    await block(bo, ana)

    assert await blocked_by(bo) == ["ana"]


async def test_unblocking_is_repeatable_and_brings_nothing_back(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await ana.http.post("/connect/requests", json={"member_id": str(bo.id)})
    await bo.http.post("/connect/requests", json={"member_id": str(ana.id)})
    await ana.http.put(f"/members/{bo.id}/like")
    await block(ana, bo)

    answers = [await ana.http.delete(f"/blocks/{bo.id}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    profile = (await ana.http.get(f"/members/{bo.id}")).json()
    assert (profile["connection"]["status"], profile["is_liked"]) == ("none", False)


async def test_only_ones_own_block_can_be_ended(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await block(ana, bo)

    await bo.http.delete(f"/blocks/{ana.id}")

    assert (await bo.http.get(f"/members/{ana.id}")).status_code == 404


async def test_blocks_are_paged_newest_first_without_photos(people: People) -> None:
    ana = await people.create("ana")
    for name in ("bo", "cleo", "dora"):
        await block(ana, await people.create(name))

    first = (await ana.http.get("/blocks", params={"limit": 2})).json()

    assert [item["member"]["username"] for item in first["items"]] == ["dora", "cleo"]
    assert first["items"][0]["member"]["photo"] is None
    assert await blocked_by(ana, limit=2, cursor=first["next_cursor"]) == ["bo"]


async def test_block_closes_the_direct_room_for_both(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo, status=201)
    await bo.http.post(f"/rooms/{room['id']}/messages", json={"client_id": str(new_id()), "body": "hi"})

    await block(ana, bo)

    for who in (ana, bo):
        answer = await who.http.post(f"/rooms/{room['id']}/messages", json={"client_id": str(new_id()), "body": "?"})
        assert answer.status_code in {403, 404}, answer.text
    await open_room(bo, ana, status=404)


async def test_blocked_member_rings_no_more(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await block(ana, bo)

    await bo.http.put(f"/members/{ana.id}/like")
    await bo.http.post("/connect/requests", json={"member_id": str(ana.id)})

    rows = await context.session.execute(select(Notification).where(Notification.member_id == UUID(str(ana.id))))
    assert rows.all() == []
