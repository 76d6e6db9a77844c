"""Changing one's own profile."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import insert

from dife.context import Resources
from dife.kit.ids import new_id
from dife.models import Media, MediaStatus

from fixtures.jobs import RunJobs
from fixtures.people import People, Person


async def photo_of(person: Person, resources: Resources) -> str:
    """Make a photo that is ready, with its objects."""
    media_id = new_id()
    variants = {name: {"key": f"media/{media_id}/{name}.webp", "width": 8, "height": 8} for name in ("thumb", "large")}
    for variant in variants.values():
        await resources.store.write(str(variant["key"]), b"pixels", content_type="image/webp")
    values = {
        "id": media_id,
        "owner_id": person.id,
        "kind": "profile",
        "status": MediaStatus.READY,
        "content_type": "image/jpeg",
        "size": 12,
        "variants": variants,
    }
    async with resources.engine.begin() as connection:
        await connection.execute(insert(Media).values(values))
    return str(media_id)


async def test_saving_twice_at_once_is_saving_once(people: People) -> None:
    member = await people.create()
    skill = {"language": "ko", "kind": "speaks", "level": "native"}

    answers = await asyncio.gather(
        *(member.http.patch("/me", json={"hobbies": ["camping", "cooking"], "languages": [skill]}) for _ in range(4))
    )

    assert [answer.status_code for answer in answers] == [200] * 4
    me = (await member.http.get("/me")).json()
    assert (sorted(me["hobbies"]), me["languages"]) == (["camping", "cooking"], [skill])


@pytest.mark.parametrize("has_next", [True, False])
async def test_photo_that_was_replaced_is_gone(
    people: People, app_resources: Resources, run_jobs: RunJobs, *, has_next: bool
) -> None:
    member = await people.create()
    old = await photo_of(member, app_resources)
    new = await photo_of(member, app_resources) if has_next else None
    for photo in (old, old, new):  # setting the same one again takes nothing away
        patched = await member.http.patch("/me", json={"photo_media_id": photo})
        assert patched.status_code == 200, patched.text

    await run_jobs()

    assert (await member.http.get(f"/media/{UUID(old)}")).status_code == 404
    assert await app_resources.store.size(f"media/{old}/large.webp") is None
    if new is not None:
        assert (await member.http.get("/me")).json()["photo"]["id"] == new
        assert await app_resources.store.size(f"media/{new}/large.webp") is not None
