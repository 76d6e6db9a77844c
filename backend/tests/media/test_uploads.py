"""From the announced upload to the picture that others see."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select, text, update

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.media import jobs, service
from dife.media.store import S3Store
from dife.models import Block, Media, MediaStatus

from fixtures.application import TurnableClock
from fixtures.jobs import RunJobs, run_once
from fixtures.people import People, Person
from fixtures.pictures import opened, photo_with_place, picture


async def announce(person: Person, body: bytes, **changes: Any) -> httpx2.Response:
    request = {"kind": "profile", "content_type": "image/jpeg", "size": len(body), **changes}
    return await person.http.post("/media", json=request)


async def put(upload: dict[str, Any], body: bytes) -> int:
    async with httpx2.AsyncClient() as client:
        return (
            await client.request(upload["method"], upload["url"], content=body, headers=upload["headers"])
        ).status_code


async def upload(person: Person, body: bytes, **changes: Any) -> str:
    created = (await announce(person, body, **changes)).json()
    assert await put(created["upload"], body) == 200
    media_id: str = created["id"]
    return media_id


async def complete(person: Person, media_id: str) -> httpx2.Response:
    return await person.http.post(f"/media/{media_id}/complete")


async def upload_key(resources: Resources, media_id: str) -> str:
    async with new_session(resources.engine) as session:
        key = (await session.execute(select(Media.upload_key).where(Media.id == UUID(media_id)))).scalar_one()
    assert key is not None
    return key


async def test_photo_becomes_a_profile_photo_without_its_place(people: People, run_jobs: RunJobs) -> None:
    minji, claire = await people.create("minji"), await people.create("claire")
    media_id = await upload(minji, photo_with_place((1200, 900)))

    completed = await complete(minji, media_id)
    await run_jobs()
    state = (await minji.http.get(f"/media/{media_id}")).json()

    assert (completed.status_code, completed.json()["status"]) == (200, "processing")
    assert (state["status"], state["failure"]) == ("ready", None)
    assert (state["media"]["width"], state["media"]["height"]) == (480, 640)
    assert set(state["media"]["variants"]) == {"thumb", "large"}
    async with httpx2.AsyncClient() as client:
        shown = await client.get(state["url"])
    assert shown.headers["content-type"] == "image/webp"
    assert not opened(shown.content).getexif()
    patched = await minji.http.patch("/me", json={"photo_media_id": media_id})
    assert patched.status_code == 200, patched.text
    assert (await claire.http.get(f"/media/{media_id}")).json()["status"] == "ready"


async def test_only_the_photo_of_a_visible_member_is_shown_to_others(
    people: People, run_jobs: RunJobs, app_resources: Resources
) -> None:
    minji, claire = await people.create("minji"), await people.create("claire")
    media_id = await upload(minji, picture())
    await complete(minji, media_id)
    await run_jobs()

    not_in_use = await claire.http.get(f"/media/{media_id}")
    await minji.http.patch("/me", json={"photo_media_id": media_id})
    in_use = await claire.http.get(f"/media/{media_id}")
    async with new_session(app_resources.engine) as session:
        session.add(Block(blocker_id=minji.id, blocked_id=claire.id))
        await commit(session)
    blocked = await claire.http.get(f"/media/{media_id}")

    assert [r.status_code for r in (not_in_use, in_use, blocked)] == [404, 200, 404]
    assert blocked.json()["code"] == "media_not_found"


async def test_pictures_of_rooms_and_posts_are_not_to_be_had_by_id(people: People, run_jobs: RunJobs) -> None:
    minji, claire = await people.create("minji"), await people.create("claire")
    media_id = await upload(minji, picture(), kind="chat")
    await complete(minji, media_id)
    await run_jobs()

    assert (await minji.http.get(f"/media/{media_id}")).status_code == 200
    assert (await claire.http.get(f"/media/{media_id}")).status_code == 404


@pytest.mark.parametrize("content_type", ["image/svg+xml", "text/html", "application/zip", "image/avif", "nonsense"])
async def test_other_types_are_refused(people: People, content_type: str) -> None:
    minji = await people.create()

    response = await announce(minji, b"x", content_type=content_type)

    assert (response.status_code, response.json()["code"]) == (415, "media_type_not_allowed")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"size": 10 * 1024 * 1024 + 1}, 413, "media_too_large"),
        ({"size": 0}, 422, "invalid"),
        ({"size": -5}, 422, "invalid"),
        ({"kind": "banner"}, 422, "invalid"),
        ({"key": "mine"}, 422, "invalid"),
    ],
)
async def test_bad_announcements(people: People, changes: dict[str, Any], status: int, code: str) -> None:
    minji = await people.create()

    response = await announce(minji, b"x", **changes)

    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_store_refuses_what_was_not_announced(people: People) -> None:
    minji = await people.create()
    body = picture()
    created = (await announce(minji, body)).json()
    other_type = {**created["upload"], "headers": {"Content-Type": "text/html"}}

    assert await put(other_type, body) == 403
    assert await put(created["upload"], body + b"longer") == 403
    missing = await complete(minji, created["id"])
    assert (missing.status_code, missing.json()["code"]) == (422, "upload_missing")


async def test_completing_twice_at_once_processes_once(people: People, run_jobs: RunJobs, context: Context) -> None:
    minji = await people.create()
    media_id = await upload(minji, picture())

    answers = await asyncio.gather(*(complete(minji, media_id) for _ in range(4)))
    await run_jobs()
    late = await complete(minji, media_id)

    assert {answer.status_code for answer in answers} == {200}
    assert late.json()["status"] == "ready"
    enqueued = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'media.process'")
    assert (await context.session.execute(enqueued)).scalar() == 1


async def test_nobody_completes_anothers_upload(people: People) -> None:
    minji, claire = await people.create("minji"), await people.create("claire")
    media_id = await upload(minji, picture())

    assert (await complete(claire, media_id)).status_code == 404
    assert (await complete(claire, str(new_id()))).status_code == 404


@pytest.mark.parametrize(
    ("body", "failure"),
    [(b"<!doctype html><script>", "not_an_image"), (picture()[:300], "unreadable")],
    ids=["html", "truncated"],
)
async def test_what_is_no_picture_fails_and_is_deleted(
    people: People, run_jobs: RunJobs, app_resources: Resources, body: bytes, failure: str
) -> None:
    minji = await people.create()
    media_id = await upload(minji, body, content_type="image/png")
    key = await upload_key(app_resources, media_id)
    await complete(minji, media_id)

    await run_jobs()

    state = (await minji.http.get(f"/media/{media_id}")).json()
    assert (state["status"], state["failure"], state["url"]) == ("failed", failure, None)
    assert await app_resources.store.size(key) is None
    attached = await minji.http.patch("/me", json={"photo_media_id": media_id})
    assert (attached.status_code, attached.json()["code"]) == (409, "media_not_ready")


async def test_original_is_deleted_and_processing_again_changes_nothing(
    people: People, run_jobs: RunJobs, app_resources: Resources
) -> None:
    minji = await people.create()
    media_id = await upload(minji, picture())
    key = await upload_key(app_resources, media_id)
    await complete(minji, media_id)
    await run_jobs()
    before = (await minji.http.get(f"/media/{media_id}")).json()["media"]["blurhash"]

    await run_once(app_resources, jobs.process, media_id=media_id)

    assert await app_resources.store.size(key) is None
    assert (await minji.http.get(f"/media/{media_id}")).json()["media"]["blurhash"] == before


async def test_run_that_died_before_its_commit_is_repeated(
    people: People, run_jobs: RunJobs, app_resources: Resources
) -> None:
    """A variant was written, the row was not: the next run writes the same objects again and settles."""
    minji = await people.create()
    media_id = await upload(minji, picture())
    await complete(minji, media_id)
    await app_resources.store.write(f"media/{media_id}/large.webp", b"half", content_type="image/webp")

    await run_jobs()

    url = (await minji.http.get(f"/media/{media_id}")).json()["url"]
    async with httpx2.AsyncClient() as client:
        assert opened((await client.get(url)).content).size == (640, 480)


async def test_sweep_removes_what_was_never_finished(
    people: People, run_jobs: RunJobs, app_resources: Resources, clock: TurnableClock
) -> None:
    minji = await people.create()
    old, fresh = await upload(minji, picture()), await upload(minji, picture())
    key = await upload_key(app_resources, old)
    async with new_session(app_resources.engine) as session:
        day_ago = clock.now() - timedelta(hours=25)
        await session.execute(update(Media).where(Media.id == UUID(old)).values(created_at=day_ago))
        await commit(session)

    await run_once(app_resources, jobs.sweep, timestamp=0)
    await run_jobs()

    assert (await minji.http.get(f"/media/{old}")).status_code == 404
    assert await app_resources.store.size(key) is None
    assert (await minji.http.get(f"/media/{fresh}")).json()["status"] == "pending"


async def test_sweep_goes_on_until_all_is_gone(
    people: People,
    run_jobs: RunJobs,
    app_resources: Resources,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More than one batch has room for: the next run would be an hour later."""
    minji = await people.create()
    announced = [await upload(minji, picture()) for _ in range(3)]
    monkeypatch.setattr(jobs, "_SWEPT_AT_ONCE", 1)

    clock.turn(timedelta(hours=25))
    await run_once(app_resources, jobs.sweep, timestamp=0)

    async with new_session(app_resources.engine) as session:
        assert (await session.execute(select(Media.id))).all() == []
    assert len(announced) == 3


async def test_sweep_removes_uploads_that_no_row_names(app_resources: Resources, clock: TurnableClock) -> None:
    """The job that should have deleted an original gave up; after a day it is gone all the same, and nothing else."""
    store = app_resources.store
    keys = {"quarantine/forgotten": 0, "media/of-somebody/large.webp": 5}
    for key in keys:
        await store.write(key, b"bytes", content_type="image/webp")

    await run_once(app_resources, jobs.sweep, timestamp=0)
    assert await store.size("quarantine/forgotten") == 5
    clock.turn(timedelta(hours=25))
    await run_once(app_resources, jobs.sweep, timestamp=0)

    assert {key: await store.size(key) or 0 for key in keys} == keys


async def test_discarded_pictures_take_their_objects_along(
    people: People, run_jobs: RunJobs, app_resources: Resources
) -> None:
    minji, claire = await people.create("minji"), await people.create("claire")
    media_id = await upload(minji, picture())
    await complete(minji, media_id)
    await run_jobs()

    for owner in (claire, minji):  # the wrong owner takes nothing
        async with new_session(app_resources.engine) as session:
            context = Context(session=session, resources=app_resources, locale="en")
            await service.discard(context, [UUID(media_id)], owner_id=owner.id)
            await commit(session)
        await run_jobs()
        expected = 200 if owner is claire else 404
        assert (await minji.http.get(f"/media/{media_id}")).status_code == expected
    assert await app_resources.store.size(f"media/{media_id}/large.webp") is None


async def test_half_a_gigabyte_is_enough_for_one_member(people: People, app_resources: Resources) -> None:
    minji = await people.create()
    size = service.MEMBER_QUOTA_BYTES - 100
    async with new_session(app_resources.engine) as session:
        media = Media(
            id=new_id(), owner_id=minji.id, kind="post", status=MediaStatus.READY, content_type="image/png", size=size
        )
        session.add(media)
        await commit(session)

    fits, exceeds = await announce(minji, b"x" * 100), await announce(minji, b"x" * 101)

    assert fits.status_code == 201
    assert (exceeds.status_code, exceeds.json()["code"]) == (413, "media_quota_reached")


async def test_thirty_announcements_a_minute(people: People) -> None:
    minji = await people.create()

    answers = [await announce(minji, b"x") for _ in range(31)]

    assert [answer.status_code for answer in answers[:30]] == [201] * 30
    assert answers[30].status_code == 429
    assert int(answers[30].headers["retry-after"]) >= 1


async def test_store_that_is_away_is_told_and_nothing_is_lost(
    people: People, run_jobs: RunJobs, app_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    minji = await people.create()
    media_id = await upload(minji, picture())
    settings = app_resources.settings.model_copy(update={"s3_endpoint_url": "http://127.0.0.1:9"})
    elsewhere = S3Store(settings, app_resources.clock)

    with monkeypatch.context() as fault:
        # A client that points where nobody listens, in place of the one that the store has made.
        fault.setitem(vars(app_resources.store), "_client", elsewhere._client)
        away = await complete(minji, media_id)
    again = await complete(minji, media_id)

    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert again.json()["status"] == "processing"


async def test_no_connection_is_held_while_the_store_is_asked(
    people: People, app_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    minji = await people.create()
    media_id = await upload(minji, picture())
    connections: list[int] = []
    ask = app_resources.store.size

    async def watched(key: str) -> int | None:
        connections.append(app_resources.engine.pool.checkedout())  # type: ignore[attr-defined]  # a queue pool has it
        return await ask(key)

    monkeypatch.setattr(app_resources.store, "size", watched)
    completed = await complete(minji, media_id)

    assert (completed.status_code, completed.json()["status"]) == (200, "processing")
    assert connections == [0]
