"""Reporting people and content, and answering reports."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.media import jobs as media_jobs
from dife.models import Member, MessageVersion, Report

from fixtures.groups import create_group
from fixtures.jobs import RunJobs, run_once
from fixtures.people import People, Person
from fixtures.posts import add_picture
from fixtures.rooms import ok, open_room

pytestmark = pytest.mark.usefixtures("clean")


def report_of(target: UUID | str, *, kind: str = "member", **changes: Any) -> dict[str, Any]:
    body = {"client_id": str(new_id()), "target_kind": kind, "target_id": str(target), "reason": "abuse", "note": "so"}
    return body | changes


async def report(who: Person, body: dict[str, Any], *, status: int = 201) -> dict[str, Any]:
    response = await who.http.post("/reports", json=body)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def listed(moderator: Person, **params: Any) -> list[dict[str, Any]]:
    response = await moderator.http.get("/moderation/reports", params=params)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def resolve(moderator: Person, report_id: str, *, status: int = 200, **body: Any) -> dict[str, Any]:
    body = {"outcome": "action_taken", "note": ""} | body
    response = await moderator.http.post(f"/moderation/reports/{report_id}/resolve", json=body)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
async def moderator(people: People) -> Person:
    return await people.create("mod", role="moderator")


async def test_report_keeps_what_it_is_about(people: People, moderator: Person, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo", bio="rude words")
    await report(ana, report_of(bo.id))

    await context.session.execute(update(Member).where(Member.id == bo.id).values(bio="", status="deleted"))
    await commit(context.session)

    [shown] = await listed(moderator)
    assert shown["evidence"]["bio"] == "rude words"
    assert shown["reporter"]["username"] == "ana"
    assert shown["status"] == "open"


async def test_report_tells_the_reporter_nothing_of_the_evidence(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    answer = await report(ana, report_of(bo.id))

    assert set(answer) == {"id", "target_kind", "target_id", "reason", "note", "status", "created_at"}


@pytest.mark.parametrize("who_blocks", ["reporter", "target"])
async def test_block_does_not_hinder_a_report(people: People, who_blocks: str) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    blocker, blocked = (ana, bo) if who_blocks == "reporter" else (bo, ana)
    await blocker.http.put(f"/blocks/{blocked.id}")

    await report(ana, report_of(bo.id))


async def test_hidden_member_looks_like_none(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo", is_private=True)

    hidden, missing = (
        await report(ana, report_of(bo.id), status=404),
        await report(ana, report_of(new_id()), status=404),
    )

    assert hidden == missing


async def test_reporting_oneself_is_refused(people: People) -> None:
    ana = await people.create("ana")

    assert (await report(ana, report_of(ana.id), status=422))["errors"][0]["code"] == "is_self"


async def test_repeating_a_report_gives_the_first_one(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    body = report_of(bo.id)

    first, again = await report(ana, body), await report(ana, body, status=200)

    assert again == first


async def test_same_client_id_with_another_body_is_refused(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    body = report_of(bo.id)
    await report(ana, body)

    problem = await report(ana, body | {"reason": "hate"}, status=409)

    assert problem["code"] == "idempotency_mismatch"


async def test_second_report_about_the_same_gives_the_open_one(people: People, moderator: Person) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    first = await report(ana, report_of(bo.id))

    again = await report(ana, report_of(bo.id, reason="hate"), status=200)

    assert again["id"] == first["id"]
    assert len(await listed(moderator)) == 1


async def test_others_may_report_the_same(people: People, moderator: Person) -> None:
    ana, bo, cleo = [await people.create(name) for name in ("ana", "bo", "cleo")]

    await report(ana, report_of(bo.id))
    await report(cleo, report_of(bo.id))

    assert [item["reporter"]["username"] for item in await listed(moderator)] == ["ana", "cleo"]


async def test_same_report_twice_at_once_is_one(people: People, context: Context) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    body = report_of(bo.id)

    answers = await asyncio.gather(*(ana.http.post("/reports", json=body) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len((await context.session.execute(select(Report.id))).all()) == 1


async def test_message_of_ones_own_room_can_be_reported(people: People, moderator: Person) -> None:
    ana, bo, cleo = [await people.create(name) for name in ("ana", "bo", "cleo")]
    opened = {"client_id": str(new_id()), "kind": "direct", "member_id": str(bo.id)}
    room = (await ana.http.post("/rooms", json=opened)).json()["id"]
    sent = await bo.http.post(f"/rooms/{room}/messages", json={"client_id": str(new_id()), "body": "rude words"})
    message_id = sent.json()["id"]

    await report(cleo, report_of(message_id, kind="message"), status=404)
    await ana.http.put(f"/blocks/{bo.id}")
    await report(ana, report_of(message_id, kind="message"))

    [shown] = await listed(moderator)
    assert shown["evidence"]["body"] == "rude words"
    assert shown["evidence"]["author_id"] == str(bo.id)


@pytest.mark.parametrize("is_private", [False, True])
async def test_group_can_be_reported_also_from_outside_and_by_whom_its_owner_blocked(
    people: People, moderator: Person, app_resources: Resources, is_private: bool
) -> None:
    ana, bo, cleo = [await people.create(name) for name in ("ana", "bo", "cleo")]
    picture = await add_picture(app_resources, bo, kind="room")
    texts = {"name": "rude words", "picture_media_id": str(picture), "is_private": is_private}
    group = await create_group(bo, **texts)
    await report(ana, report_of(group["id"], kind="group"))
    await bo.http.put(f"/blocks/{cleo.id}")
    await report(cleo, report_of(group["id"], kind="group"))

    ok(await bo.http.patch(f"/rooms/{group['id']}", json={"name": "nice", "picture_media_id": None}))

    for shown in await listed(moderator):
        assert shown["evidence"]["name"] == "rude words"
        assert shown["evidence"]["owner_id"] == str(bo.id)
        assert [each["id"] for each in shown["media"]] == [str(picture)]


async def test_what_is_no_open_group_cannot_be_reported_as_one(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    group, direct = await create_group(bo), await open_room(ana, bo)
    ok(await bo.http.delete(f"/rooms/{group['id']}"), 204)

    for target in (group["id"], direct.id, new_id()):
        answer = await report(ana, report_of(target, kind="group"), status=404)
        assert answer["code"] == "room_not_found"


async def test_anonymous_author_stays_unnamed_for_moderators(
    people: People, moderator: Person, context: Context
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    post = {"client_id": str(new_id()), "board": "free", "title": "t", "body": "rude words", "anonymous": True}
    created = await bo.http.post("/posts", json=post | {"media_ids": []})
    assert created.status_code == 201, created.text

    await report(ana, report_of(created.json()["id"], kind="post"))

    [shown] = await listed(moderator)
    assert shown["evidence"]["body"] == "rude words"
    assert str(bo.id) not in str(shown)
    kept = (await context.session.execute(select(Report.evidence))).scalar_one()
    assert kept["author_id"] == str(bo.id)


async def test_answered_report_leaves_the_queue(people: People, moderator: Person) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    report_id = (await report(ana, report_of(bo.id)))["id"]

    answer = await resolve(moderator, report_id, note=" warned ")

    assert (answer["status"], answer["outcome"], answer["resolution_note"]) == ("resolved", "action_taken", "warned")
    assert await listed(moderator) == []
    assert [item["id"] for item in await listed(moderator, status="resolved")] == [report_id]


async def test_same_answer_again_is_fine_and_another_is_refused(people: People, moderator: Person) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    report_id = (await report(ana, report_of(bo.id)))["id"]
    first = await resolve(moderator, report_id)

    assert await resolve(moderator, report_id) == first
    assert (await resolve(moderator, report_id, status=409, outcome="no_action"))["code"] == "report_resolved"


async def test_answered_report_makes_room_for_a_new_one(people: People, moderator: Person) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    first = await report(ana, report_of(bo.id))
    await resolve(moderator, first["id"])

    assert (await report(ana, report_of(bo.id)))["id"] != first["id"]


async def test_queue_is_paged_oldest_first(people: People, moderator: Person) -> None:
    ana = await people.create("ana")
    ids = [(await report(ana, report_of((await people.create()).id)))["id"] for _ in range(3)]

    first = (await moderator.http.get("/moderation/reports", params={"limit": 2})).json()
    rest = await listed(moderator, limit=2, cursor=first["next_cursor"])

    assert [item["id"] for item in [*first["items"], *rest]] == ids


async def test_queue_is_for_moderators(people: People) -> None:
    ana = await people.create("ana")

    response = await ana.http.get("/moderation/reports")

    assert (response.status_code, response.json()["code"]) == (403, "not_moderator")


async def test_thirty_first_report_in_a_day_is_refused(people: People) -> None:
    ana = await people.create("ana")
    for _ in range(30):
        await ana.http.post("/reports", json=report_of(new_id()))

    await report(ana, report_of((await people.create()).id), status=429)


@pytest.mark.parametrize(
    "changes", [{"reason": "boring"}, {"target_kind": "room"}, {"note": "a" * 1001}, {"client_id": "7"}, {"extra": 1}]
)
async def test_what_is_no_report_is_refused(people: People, changes: dict[str, Any]) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    await report(ana, report_of(bo.id, **changes), status=422)


async def test_what_a_message_said_before_is_evidence(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    judge = await people.create("judge", role="moderator")
    room = await open_room(ana, bo)
    message = await room.say(ana, "bad one")
    path = f"/rooms/{room.id}/messages/{message['id']}"
    ok(await ana.http.patch(path, json={"body": "bad two"}))
    reported = {"client_id": str(new_id()), "target_kind": "message", "target_id": message["id"], "reason": "abuse"}
    ok(await bo.http.post("/reports", json=reported))
    ok(await ana.http.patch(path, json={"body": "nice"}))
    ok(await ana.http.delete(path), 204)

    [report] = ok(await judge.http.get("/moderation/reports"))["items"]

    assert report["evidence"]["body"] == "bad two"
    assert [each["body"] for each in report["evidence"]["versions"]] == ["bad one", "bad two"]
    for reader in (ana, bo):
        assert "bad one" not in (await reader.http.get(f"/rooms/{room.id}/events")).text


async def test_earlier_texts_go_with_the_message_once_nobody_has_to_judge_it(
    people: People, app_resources: Resources
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    judge = await people.create("judge", role="moderator")
    room = await open_room(ana, bo)

    async def kept() -> int:
        async with new_session(app_resources.engine) as session:
            return len((await session.execute(select(MessageVersion.message_id))).all())

    for is_reported in (False, True):
        message = await room.say(ana, "first")
        path = f"/rooms/{room.id}/messages/{message['id']}"
        ok(await ana.http.patch(path, json={"body": "second"}))
        if is_reported:
            body = {"client_id": str(new_id()), "target_kind": "message", "target_id": message["id"], "reason": "abuse"}
            report = ok(await bo.http.post("/reports", json=body))
        assert await kept() == 1
        ok(await ana.http.delete(path), 204)
        assert await kept() == int(is_reported)
    ok(await judge.http.post(f"/moderation/reports/{report['id']}/resolve", json={"outcome": "no_action"}))

    assert await kept() == 0


async def messages_with_pictures(sender: Person, other: Person, resources: Resources) -> tuple[str, str, UUID]:
    """A room, a message in it, and its picture, whose object is in the store."""
    picture = await add_picture(resources, sender, kind="chat")
    await resources.store.write(f"chat/{picture}/large.webp", b"picture", content_type="image/webp")
    room = await open_room(sender, other)
    message = await room.say(sender, "", media_ids=[str(picture)])
    return room.id, message["id"], picture


async def test_a_reported_picture_outlives_its_message_until_the_last_report_is_answered(
    people: People, moderator: Person, app_resources: Resources, run_jobs: RunJobs
) -> None:
    """Who sent it cannot destroy the evidence; nobody but moderators sees it any more."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room_id, message_id, picture = await messages_with_pictures(bo, ana, app_resources)
    key = f"chat/{picture}/large.webp"
    first = await report(ana, report_of(message_id, kind="message"))
    photo = await add_picture(app_resources, bo, kind="profile")
    ok(await bo.http.patch("/me", json={"photo_media_id": str(photo)}))
    second = await report(ana, report_of(bo.id))

    ok(await bo.http.delete(f"/rooms/{room_id}/messages/{message_id}"), 204)
    ok(await bo.http.patch("/me", json={"photo_media_id": None}))
    await run_jobs()

    assert (await bo.http.get(f"/media/{picture}")).status_code == 404
    assert [[each["id"] for each in row["media"]] for row in await listed(moderator)] == [[str(picture)], [str(photo)]]
    assert await app_resources.store.size(key) == 7

    answered = await resolve(moderator, first["id"])
    await run_jobs()

    assert answered["media"] == []
    assert await app_resources.store.size(key) is None
    assert [row["media"][0]["id"] for row in await listed(moderator)] == [str(photo)]
    assert (await resolve(moderator, second["id"]))["media"] == []


async def test_a_picture_that_is_still_shown_stays_when_a_report_is_answered(
    people: People, moderator: Person, app_resources: Resources, run_jobs: RunJobs
) -> None:
    """And of two reports about it the second keeps it."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room_id, message_id, picture = await messages_with_pictures(bo, ana, app_resources)
    first = await report(ana, report_of(message_id, kind="message"))
    assert (await resolve(moderator, first["id"], outcome="no_action"))["media"][0]["id"] == str(picture)
    again = [await report(ana, report_of(message_id, kind="message")), await report(bo, report_of(ana.id))]

    ok(await bo.http.delete(f"/rooms/{room_id}/messages/{message_id}"), 204)
    await resolve(moderator, again[1]["id"])
    await run_jobs()

    assert await app_resources.store.size(f"chat/{picture}/large.webp") == 7


async def test_what_only_a_report_held_that_is_gone_is_swept(
    people: People, app_resources: Resources, run_jobs: RunJobs
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room_id, message_id, picture = await messages_with_pictures(bo, ana, app_resources)
    await report(ana, report_of(message_id, kind="message"))
    ok(await bo.http.delete(f"/rooms/{room_id}/messages/{message_id}"), 204)
    await run_once(app_resources, media_jobs.sweep, timestamp=0)
    await run_jobs()
    assert await app_resources.store.size(f"chat/{picture}/large.webp") == 7

    async with new_session(app_resources.engine) as session:
        await session.execute(delete(Report))
        await commit(session)
    await run_once(app_resources, media_jobs.sweep, timestamp=0)
    await run_jobs()

    assert await app_resources.store.size(f"chat/{picture}/large.webp") is None


async def test_a_report_and_a_deletion_at_once_leave_nothing_behind(
    people: People, moderator: Person, app_resources: Resources, run_jobs: RunJobs
) -> None:
    """Whichever is first: either the picture is held, and goes with the answer, or it is gone."""
    ana, bo = await people.create("ana"), await people.create("bo")
    for _ in range(5):
        room_id, message_id, picture = await messages_with_pictures(bo, ana, app_resources)
        made, deleted = await asyncio.gather(
            ana.http.post("/reports", json=report_of(message_id, kind="message")),
            bo.http.delete(f"/rooms/{room_id}/messages/{message_id}"),
        )
        assert (made.status_code, deleted.status_code) == (201, 204)
        await resolve(moderator, made.json()["id"])
        await run_jobs()
        assert await app_resources.store.size(f"chat/{picture}/large.webp") is None
