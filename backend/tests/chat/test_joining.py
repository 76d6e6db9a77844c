"""Coming into groups and going: seats, passwords, invitations, removal, and what is seen of before."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dife.context import Resources
from dife.database import commit, new_session
from dife.models import RoomInvite, RoomMember

from fixtures.groups import card_of, create_group, invite, join, leave, remove, roles_of, set_role
from fixtures.jobs import RunJobs
from fixtures.people import People, Person
from fixtures.rooms import code_of, events_of, ok, send


async def let_pass(resources: Resources, column: Any, time: timedelta) -> None:
    """Let what is written in a column have happened so much earlier."""
    async with new_session(resources.engine) as session:
        await session.execute(update(column.class_).values({column: column - time}))
        await commit(session)


async def bodies(reader: Person, room_id: str) -> list[str]:
    items = ok(await reader.http.get(f"/rooms/{room_id}/messages", params={"limit": "100"}))["items"]
    return [each["body"] for each in items][::-1]


async def test_anybody_joins_a_public_group_once(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana)
    ok(await send(ana, room["id"], "before"))

    answers = await asyncio.gather(*(join(bo, room["id"]) for _ in range(4)))

    assert {each.status_code for each in answers} == {200}
    joined = answers[0].json()
    assert (joined["group"]["role"], joined["group"]["member_count"], joined["unread"]) == ("member", 2, 0)
    assert [each["kind"] for each in await events_of(ana, room["id"], after_seq=2)] == [
        "message_created",
        "member_joined",
    ]
    assert await bodies(bo, room["id"]) == []
    ok(await send(bo, room["id"], "hello"))
    assert await bodies(bo, room["id"]) == ["hello"]


async def test_history_is_shown_as_the_owner_set_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana, history="all")
    ok(await send(ana, room["id"], "before"))
    ok(await join(bo, room["id"]))
    assert await bodies(bo, room["id"]) == ["before"]

    ok(await leave(bo, room["id"]), 204)
    ok(await send(ana, room["id"], "while away"))
    ok(await join(bo, room["id"]))
    assert await bodies(bo, room["id"]) == ["before", "while away"]

    ok(await ana.http.patch(f"/rooms/{room['id']}", json={"history": "from_join"}))
    assert await bodies(bo, room["id"]) == ["before", "while away"]
    ok(await leave(bo, room["id"]), 204)
    ok(await send(ana, room["id"], "again away"))
    back = ok(await join(bo, room["id"]))
    assert await bodies(bo, room["id"]) == []
    log = await events_of(bo, room["id"])
    assert [(each["seq"], each["kind"]) for each in log] == [(back["visible_from"], "member_joined")]


@pytest.mark.parametrize("round_", range(3))
async def test_two_who_race_for_the_last_seat(people: People, round_: int) -> None:
    ana = await people.create("ana")
    others = [await people.create() for _ in range(6)]
    room = await create_group(ana, others[0], max_members=3)

    answers = await asyncio.gather(*(join(other, room["id"]) for other in others[1:]))

    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"room_full"}
    assert len(await roles_of(ana, room["id"])) == 3
    assert (await card_of(ana, room["id"]))["member_count"] == 3


async def test_joins_race_departures_and_every_count_is_right(people: People) -> None:
    ana = await people.create("ana")
    others = [await people.create() for _ in range(5)]
    room = await create_group(ana, *others[:2], max_members=4)

    await asyncio.gather(
        *(join(other, room["id"]) for other in others),
        *(leave(other, room["id"]) for other in others),
        *(send(ana, room["id"], f"{n}") for n in range(5)),
        remove(ana, room["id"], others[0]),
    )

    members = await roles_of(ana, room["id"])
    assert (await card_of(ana, room["id"]))["member_count"] == len(members) <= 4
    log = await events_of(ana, room["id"])
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    inside = 0
    for each in log:
        inside += {"member_joined": 1, "member_left": -1, "member_removed": -1}.get(each["kind"], 0)
        assert inside <= 4
    assert inside == len(members)


async def test_a_private_group_opens_with_its_password(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, is_private=True, password="산타기 12")

    assert code_of(await join(bo, room["id"]), 403) == "wrong_room_password"
    assert code_of(await join(bo, room["id"], password="산타기 13"), 403) == "wrong_room_password"
    ok(await join(bo, room["id"], password=" 산타기 12 "))

    ok(await ana.http.patch(f"/rooms/{room['id']}", json={"password": None}))
    assert code_of(await join(cy, room["id"], password="산타기 12"), 403) == "wrong_room_password"


async def test_passwords_can_be_tried_five_times_a_minute(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, is_private=True, password="12345")
    other = await create_group(ana, is_private=True, password="12345")

    tries = [await join(bo, (room, other)[n % 2]["id"], password=f"0000{n}") for n in range(5)]
    sixth = await join(bo, room["id"], password="12345")

    assert {each.status_code for each in tries} == {403}
    assert code_of(sixth, 429) == "rate_limited"
    assert int(sixth.headers["Retry-After"]) <= 61
    ok(await join(cy, room["id"], password="12345"))


async def test_a_link_lets_in_until_it_is_over(people: People, app_resources: Resources) -> None:
    ana, bo, cy, di = [await people.create(name) for name in ("ana", "bo", "cy", "di")]
    room = await create_group(ana, is_private=True)
    other = await create_group(ana, is_private=True)
    link = await invite(ana, room["id"], hours=2)

    assert link["url"].endswith(f"/join/{room['id']}/{link['token']}")
    assert code_of(await join(bo, other["id"], invite=link["token"]), 404) == "invite_not_found"
    assert code_of(await join(bo, room["id"], invite="x" * 32), 404) == "invite_not_found"
    ok(await join(bo, room["id"], invite=link["token"]))
    listed = ok(await ana.http.get(f"/rooms/{room['id']}/invites"))["items"]
    assert [(each["id"], each["kind"], each["use_count"], each["token"]) for each in listed] == [
        (link["id"], "link", 1, None)
    ]

    await let_pass(app_resources, RoomInvite.expires_at, timedelta(hours=2))
    assert code_of(await join(cy, room["id"], invite=link["token"]), 404) == "invite_not_found"
    assert ok(await ana.http.get(f"/rooms/{room['id']}/invites"))["items"] == []

    link = await invite(ana, room["id"])
    for _ in range(2):
        ok(await ana.http.delete(f"/rooms/{room['id']}/invites/{link['id']}"), 204)
    assert code_of(await join(di, room["id"], invite=link["token"]), 404) == "invite_not_found"


async def test_only_moderators_invite(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo)
    path = f"/rooms/{room['id']}/invites"

    for who, status, code in ((bo, 403, "not_room_moderator"), (cy, 404, "room_not_found")):
        assert code_of(await who.http.post(path, json={}), status) == code
        assert code_of(await who.http.get(path), status) == code
        assert code_of(await who.http.delete(f"{path}/{room['id']}"), status) == code
    ok(await set_role(ana, room["id"], bo, "moderator"))
    assert (await invite(bo, room["id"]))["created_by"]["username"] == "bo"
    assert code_of(await bo.http.delete(f"{path}/{room['id']}"), 404) == "invite_not_found"
    assert code_of(await bo.http.post(path, json={"hours": 0}), 422) == "invalid"


async def test_an_invited_member_is_told_and_comes_in_without_a_password(people: People, run_jobs: RunJobs) -> None:
    ana, bo, cy = await people.create("ana"), await people.create("bo"), await people.create("cy")
    room = await create_group(ana, is_private=True, password="abcd", name="비밀 모임")

    invited = await invite(ana, room["id"], member_id=str(bo.id))
    await invite(ana, room["id"], member_id=str(bo.id))

    assert (invited["kind"], invited["member"]["username"], invited["token"]) == ("member", "bo", None)
    assert len(ok(await ana.http.get(f"/rooms/{room['id']}/invites"))["items"]) == 1
    told = ok(await bo.http.get("/notifications"))["items"]
    assert [(each["kind"], each["text"]) for each in told] == [
        ("room_invited", "ana invited you to the group “비밀 모임”.")
    ]
    assert told[0]["data"]["room_id"] == room["id"]
    assert (await card_of(bo, room["id"]))["standing"] == "invited"
    assert code_of(await join(cy, room["id"]), 403) == "wrong_room_password"

    ok(await join(bo, room["id"]))

    assert ok(await bo.http.get("/notifications"))["items"] == []
    assert ok(await ana.http.get(f"/rooms/{room['id']}/invites"))["items"] == []
    again = await ana.http.post(f"/rooms/{room['id']}/invites", json={"member_id": str(bo.id)})
    assert again.json()["errors"][0]["code"] == "already_in"
    ok(await leave(bo, room["id"]), 204)
    assert code_of(await join(bo, room["id"]), 403) == "wrong_room_password"


async def test_nobody_invites_across_a_block(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana)
    ok(await bo.http.put(f"/blocks/{ana.id}"), 204)

    answer = await ana.http.post(f"/rooms/{room['id']}/invites", json={"member_id": str(bo.id)})

    assert code_of(answer, 404) == "member_not_found"


async def test_a_group_of_somebody_blocked_is_not_there(people: People) -> None:
    """In both directions, and with an invitation of another member too."""
    ana, bo, cy, mo = [await people.create(name) for name in ("ana", "bo", "cy", "mo")]
    room = await create_group(ana, mo)
    ok(await set_role(ana, room["id"], mo, "moderator"))
    ok(await ana.http.put(f"/blocks/{bo.id}"), 204)
    ok(await cy.http.put(f"/blocks/{ana.id}"), 204)

    for who in (bo, cy):
        await invite(mo, room["id"], member_id=str(who.id))
        assert code_of(await join(who, room["id"]), 404) == "room_not_found"
        assert code_of(await who.http.get(f"/rooms/discover/{room['id']}"), 404) == "room_not_found"
        assert ok(await who.http.get("/rooms/discover"))["items"] == []


async def test_who_was_removed_waits_or_is_invited(people: People, app_resources: Resources) -> None:
    ana, bo, cy, di = [await people.create(name) for name in ("ana", "bo", "cy", "di")]
    room = await create_group(ana, bo, cy, di)
    old_link = await invite(ana, room["id"])

    for who in (bo, cy, di):
        ok(await remove(ana, room["id"], who), 204)
        ok(await remove(ana, room["id"], who), 204)
        assert code_of(await join(who, room["id"]), 403) == "removed_from_room"
        assert code_of(await join(who, room["id"], invite=old_link["token"]), 403) == "removed_from_room"
    assert (await card_of(bo, room["id"]))["standing"] == "removed"
    missed = ok(await bo.http.post("/sync", json={"rooms": {room["id"]: 0}}))["rooms"][0]
    assert (missed["events"][-1]["kind"], missed["events"][-1]["data"]) == ("member_removed", {"member_id": str(bo.id)})
    assert missed["events"][-1]["seq"] == missed["left_seq"]

    await invite(ana, room["id"], member_id=str(bo.id))
    ok(await join(bo, room["id"]))
    link = await invite(ana, room["id"])
    ok(await join(cy, room["id"], invite=link["token"]))

    await let_pass(app_resources, RoomMember.removed_at, timedelta(days=30))
    assert (await card_of(di, room["id"]))["standing"] == "none"
    ok(await join(di, room["id"]))
    assert set(await roles_of(ana, room["id"])) == {"ana", "bo", "cy", "di"}


async def test_who_may_remove_whom(people: People) -> None:
    ana, bo, cy, di, eve = [await people.create(name) for name in ("ana", "bo", "cy", "di", "eve")]
    room = await create_group(ana, bo, cy, di)
    for who in (bo, cy):
        ok(await set_role(ana, room["id"], who, "moderator"))

    assert code_of(await remove(di, room["id"], bo), 403) == "not_room_moderator"
    assert code_of(await remove(bo, room["id"], ana), 403) == "not_room_owner"
    assert code_of(await remove(bo, room["id"], cy), 403) == "not_room_owner"
    assert code_of(await remove(bo, room["id"], bo), 422) == "invalid"
    assert code_of(await remove(eve, room["id"], di), 404) == "room_not_found"
    assert code_of(await remove(ana, room["id"], eve), 404) == "room_member_not_found"
    ok(await remove(bo, room["id"], di), 204)
    ok(await remove(ana, room["id"], bo), 204)
    assert set(await roles_of(ana, room["id"])) == {"ana", "cy"}


async def test_nothing_slips_in_after_a_removal(people: People) -> None:
    """Sends race the removal: each is before its event, or refused."""
    for _ in range(4):
        ana, bo = await people.create(), await people.create()
        room = await create_group(ana, bo)

        answers = await asyncio.gather(
            *(send(bo, room["id"], f"{n}") for n in range(6)),
            remove(ana, room["id"], bo),
            *(send(bo, room["id"], f"{n}") for n in range(6)),
        )

        sent = [each for each in answers if each.request.url.path.endswith("/messages")]
        assert {each.status_code for each in sent} <= {201, 404}
        log = await events_of(ana, room["id"])
        removed = next(each["seq"] for each in log if each["kind"] == "member_removed")
        accepted = {each.json()["seq"] for each in sent if each.status_code == 201}
        assert accepted == {each["seq"] for each in log if each["kind"] == "message_created"}
        assert all(seq < removed for seq in accepted)


async def test_a_direct_room_has_neither_roles_nor_an_entrance(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    opened = {"client_id": str(ana.id), "kind": "direct", "member_id": str(bo.id)}
    room = ok(await ana.http.post("/rooms", json=opened))

    assert room["group"] is None
    assert code_of(await join(cy, room["id"]), 404) == "room_not_found"
    assert code_of(await ana.http.patch(f"/rooms/{room['id']}", json={"name": "x"}), 403) == "not_room_owner"
    assert code_of(await ana.http.delete(f"/rooms/{room['id']}"), 403) == "not_room_owner"
    assert code_of(await remove(ana, room["id"], bo), 403) == "not_room_moderator"
    assert code_of(await ana.http.post(f"/rooms/{room['id']}/invites", json={}), 403) == "not_room_moderator"
    assert code_of(await cy.http.put(f"/rooms/{room['id']}/like"), 404) == "room_not_found"
