"""Becoming friends: asking, accepting, declining, parting, and two people who do it at the same moment."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from dife.context import Context
from dife.kit.ids import new_id
from dife.models import Connection, Notification

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


async def ask(who: Person, whom: Person, *, status: int = 201, **body: Any) -> dict[str, Any]:
    response = await who.http.post("/connect/requests", json={"member_id": str(whom.id), **body})
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def accept(who: Person, request_id: str, *, status: int = 200) -> dict[str, Any]:
    response = await who.http.post(f"/connect/requests/{request_id}/accept")
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def befriend(one: Person, other: Person) -> None:
    request_id = (await ask(one, other))["connection"]["request_id"]
    await accept(other, request_id)


async def status_between(viewer: Person, other: Person) -> str:
    response = await viewer.http.get(f"/members/{other.id}")
    assert response.status_code == 200, response.text
    status: str = response.json()["connection"]["status"]
    return status


async def listed(who: Person, direction: str) -> list[dict[str, Any]]:
    response = await who.http.get("/connect/requests", params={"direction": direction})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def friends_of(who: Person) -> list[str]:
    response = await who.http.get("/connect/friends")
    assert response.status_code == 200, response.text
    return [item["member"]["username"] for item in response.json()["items"]]


async def kinds_told_to(context: Context, member_id: UUID) -> list[str]:
    rows = await context.session.execute(
        select(Notification.kind).where(Notification.member_id == member_id).order_by(Notification.id)
    )
    return list(rows.scalars())


async def test_request_waits_on_both_sides(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    answer = await ask(ana, bo, message="  Hola, ¿practicamos?  ")

    assert answer["connection"]["status"] == "requested"
    assert await status_between(ana, bo) == "requested"
    assert await status_between(bo, ana) == "received"
    [received] = await listed(bo, "received")
    assert received["member"]["username"] == "ana"
    assert received["message"] == "Hola, ¿practicamos?"
    assert [item["member"]["username"] for item in await listed(ana, "sent")] == ["bo"]
    assert await listed(ana, "received") == []


async def test_accepting_makes_friends_of_both(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    answer = await accept(bo, request_id)

    assert answer["connection"] == {"status": "friends", "request_id": None}
    assert await friends_of(ana) == ["bo"]
    assert await friends_of(bo) == ["ana"]
    assert await listed(bo, "received") == []
    assert await kinds_told_to(context, ana.id) == ["connect_accepted"]
    assert await kinds_told_to(context, bo.id) == ["connect_requested"]


async def test_accepting_again_changes_nothing(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    await accept(bo, request_id)
    await accept(bo, request_id)

    assert await friends_of(ana) == ["bo"]
    assert await kinds_told_to(context, ana.id) == ["connect_accepted"]


async def test_accepting_twice_at_once_makes_one_friendship(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    await asyncio.gather(accept(bo, request_id), accept(bo, request_id))

    assert await friends_of(bo) == ["ana"]
    assert await kinds_told_to(context, ana.id) == ["connect_accepted"]


async def test_asking_oneself_is_refused(people: People) -> None:
    ana = await people.create("ana")

    problem = await ask(ana, ana, status=422)

    assert problem["errors"][0] == {"field": "member_id", "code": "is_self", "message": "This is you."}


async def test_asking_again_is_refused(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await ask(ana, bo)

    assert (await ask(ana, bo, status=409))["code"] == "request_exists"


async def test_asking_a_friend_is_refused(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await befriend(ana, bo)

    assert (await ask(ana, bo, status=409))["code"] == "already_friends"
    assert (await ask(bo, ana, status=409))["code"] == "already_friends"


async def test_asking_who_has_asked_accepts(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await ask(ana, bo)

    answer = await ask(bo, ana, status=200)

    assert answer["connection"]["status"] == "friends"
    assert await friends_of(ana) == ["bo"]
    assert await kinds_told_to(context, ana.id) == ["connect_accepted"]


async def test_two_who_ask_each_other_at_once_become_friends(people: People, context: Context) -> None:
    for number in range(5):
        ana, bo = await people.create(f"ana{number}"), await people.create(f"bo{number}")

        answers = await asyncio.gather(
            ana.http.post("/connect/requests", json={"member_id": str(bo.id)}),
            bo.http.post("/connect/requests", json={"member_id": str(ana.id)}),
        )

        assert sorted(answer.status_code for answer in answers) == [200, 201]
        assert await status_between(ana, bo) == "friends"
        rows = await context.session.execute(select(Connection).where(Connection.requester_id.in_([ana.id, bo.id])))
        assert len(rows.all()) == 1


async def test_same_request_twice_at_once_is_one_request(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    answers = await asyncio.gather(
        *(ana.http.post("/connect/requests", json={"member_id": str(bo.id)}) for _ in range(2))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await listed(bo, "received")) == 1


async def test_sender_takes_a_request_back(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    response = await ana.http.delete(f"/connect/requests/{request_id}")

    assert response.status_code == 204
    assert await listed(bo, "received") == []
    assert await status_between(bo, ana) == "none"


async def test_addressee_declines_a_request(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    response = await bo.http.delete(f"/connect/requests/{request_id}")

    assert response.status_code == 204
    assert await listed(ana, "sent") == []


async def test_accepted_request_is_no_request_any_more(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]
    await accept(bo, request_id)

    response = await ana.http.delete(f"/connect/requests/{request_id}")

    assert (response.status_code, response.json()["code"]) == (409, "already_friends")
    assert await friends_of(ana) == ["bo"]


async def test_accepting_and_taking_back_at_once_leaves_one_outcome(people: People) -> None:
    for number in range(5):
        ana, bo = await people.create(f"ana{number}"), await people.create(f"bo{number}")
        request_id = (await ask(ana, bo))["connection"]["request_id"]

        accepted, withdrawn = await asyncio.gather(
            bo.http.post(f"/connect/requests/{request_id}/accept"), ana.http.delete(f"/connect/requests/{request_id}")
        )

        outcome = (accepted.status_code, withdrawn.status_code, await status_between(ana, bo))
        assert outcome in {(200, 409, "friends"), (404, 204, "none")}


async def test_who_asked_cannot_accept(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    assert (await accept(ana, request_id, status=403))["code"] == "not_addressee"
    assert await status_between(ana, bo) == "requested"


async def test_request_of_others_looks_like_none(people: People) -> None:
    ana, bo, cleo = [await people.create(name) for name in ("ana", "bo", "cleo")]
    request_id = (await ask(ana, bo))["connection"]["request_id"]

    others = await cleo.http.post(f"/connect/requests/{request_id}/accept")
    missing = await cleo.http.post(f"/connect/requests/{new_id()}/accept")

    assert (others.status_code, others.json()) == (missing.status_code, missing.json()) == (404, others.json())
    assert (await cleo.http.delete(f"/connect/requests/{request_id}")).status_code == 404
    assert await status_between(ana, bo) == "requested"


async def test_friendship_ends_for_both(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await befriend(ana, bo)

    first, again = [await bo.http.delete(f"/connect/friends/{ana.id}") for _ in range(2)]

    assert (first.status_code, again.status_code) == (204, 204)
    assert await friends_of(ana) == []
    assert await status_between(ana, bo) == "none"


async def test_parting_leaves_a_waiting_request_alone(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await ask(ana, bo)

    await bo.http.delete(f"/connect/friends/{ana.id}")

    assert await status_between(bo, ana) == "received"


async def test_eleventh_new_person_in_a_day_is_refused(people: People) -> None:
    ana = await people.create("ana")
    for _ in range(10):
        await ask(ana, await people.create())

    response = await ana.http.post("/connect/requests", json={"member_id": str((await people.create()).id)})

    assert (response.status_code, response.json()["code"]) == (429, "rate_limited")
    assert int(response.headers["retry-after"]) > 0


async def test_accepting_by_asking_does_not_count_as_a_new_person(people: People) -> None:
    ana = await people.create("ana")
    for _ in range(10):
        await ask(ana, await people.create())
    bo = await people.create("bo")
    await ask(bo, ana)

    assert (await ask(ana, bo, status=200))["connection"]["status"] == "friends"


async def test_asking_and_taking_back_in_turn_rings_once(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    for _ in range(3):
        request_id = (await ask(ana, bo))["connection"]["request_id"]
        await ana.http.delete(f"/connect/requests/{request_id}")

    assert await kinds_told_to(context, bo.id) == ["connect_requested"]


@pytest.mark.parametrize(("length", "status"), [(200, 201), (201, 422)])
async def test_message_has_at_most_200_characters(people: People, length: int, status: int) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    await ask(ana, bo, message="가" * length, status=status)


async def test_lists_are_paged_newest_first(people: People) -> None:
    bo = await people.create("bo")
    for name in ("ana", "cleo", "dora"):
        await ask(await people.create(name), bo)

    first = (await bo.http.get("/connect/requests", params={"direction": "received", "limit": 2})).json()
    rest = await bo.http.get(
        "/connect/requests", params={"direction": "received", "limit": 2, "cursor": first["next_cursor"]}
    )

    assert [item["member"]["username"] for item in first["items"]] == ["dora", "cleo"]
    assert [item["member"]["username"] for item in rest.json()["items"]] == ["ana"]
    assert rest.json()["next_cursor"] is None


async def test_friends_are_paged_newest_first(people: People) -> None:
    bo = await people.create("bo")
    for name in ("ana", "cleo", "dora"):
        await befriend(await people.create(name), bo)

    first = (await bo.http.get("/connect/friends", params={"limit": 2})).json()
    rest = (await bo.http.get("/connect/friends", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [item["member"]["username"] for item in first["items"] + rest["items"]] == ["dora", "cleo", "ana"]


async def test_cursor_of_another_list_is_refused(people: People) -> None:
    bo = await people.create("bo")
    for name in ("ana", "cleo"):
        await ask(await people.create(name), bo)
    cursor = (await bo.http.get("/connect/requests?direction=received&limit=1")).json()["next_cursor"]

    response = await bo.http.get("/connect/requests", params={"direction": "sent", "cursor": cursor})

    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "invalid_cursor")
