"""Which installation belongs to whom."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from dife.context import Resources
from dife.database import new_session
from dife.models import Device

from fixtures.people import People, Person

TOKEN = "ExponentPushToken[aBcDeFgHiJkLmNoPqRsTuV]"


async def register(person: Person, installation_id: UUID, token: str = TOKEN) -> int:
    return (await person.http.put(f"/devices/{installation_id}", json={"token": token})).status_code


async def devices(resources: Resources) -> dict[UUID, tuple[UUID, str]]:
    async with new_session(resources.engine) as session:
        rows = await session.execute(select(Device.installation_id, Device.member_id, Device.token))
        return {row[0]: (row[1], row[2]) for row in rows}


async def test_registering_again_changes_nothing(people: People, app_resources: Resources) -> None:
    minji, installation = await people.create(), uuid4()

    assert [await register(minji, installation) for _ in range(2)] == [204, 204]

    assert await devices(app_resources) == {installation: (minji.id, TOKEN)}


async def test_a_phone_belongs_to_whoever_logged_in_last(people: People, app_resources: Resources) -> None:
    minji, claire, phone = await people.create("minji"), await people.create("claire"), uuid4()
    await register(minji, phone)

    await register(claire, phone)

    assert await devices(app_resources) == {phone: (claire.id, TOKEN)}


async def test_a_token_has_one_installation(people: People, app_resources: Resources) -> None:
    minji, claire, old, new = await people.create("minji"), await people.create("claire"), uuid4(), uuid4()
    await register(minji, old)

    await register(claire, new)

    assert await devices(app_resources) == {new: (claire.id, TOKEN)}


async def test_a_token_that_comes_twice_at_once_has_one_installation(people: People, app_resources: Resources) -> None:
    minji, claire = await people.create(), await people.create()
    for number in range(5):
        token = f"ExponentPushToken[at-once-{number}]"

        statuses = await asyncio.gather(*(register(person, uuid4(), token) for person in (minji, claire, minji)))

        assert statuses == [204] * 3
        async with new_session(app_resources.engine) as session:
            assert await session.scalar(select(func.count()).where(Device.token == token)) == 1


async def test_only_ones_own_device_is_removed(people: People, app_resources: Resources) -> None:
    minji, claire, phone = await people.create("minji"), await people.create("claire"), uuid4()
    await register(minji, phone)

    foreign = await claire.http.delete(f"/devices/{phone}")
    kept = await devices(app_resources)
    own = [(await minji.http.delete(f"/devices/{phone}")).status_code for _ in range(2)]

    assert (foreign.status_code, set(kept), own) == (204, {phone}, [204, 204])
    assert await devices(app_resources) == {}


async def test_a_member_has_twenty_devices_at_most(people: People, app_resources: Resources) -> None:
    minji = await people.create()

    for number in range(22):
        await register(minji, uuid4(), f"ExponentPushToken[token-number-{number:03}-abcdef]")

    async with new_session(app_resources.engine) as session:
        assert (await session.execute(select(func.count()).select_from(Device))).scalar() == 20


@pytest.mark.parametrize(
    "body",
    [{}, {"token": ""}, {"token": "abc"}, {"token": "ExponentPushToken[" + "x" * 300 + "]"}, {"token": TOKEN, "x": 1}],
)
async def test_bad_tokens_are_refused(people: People, body: dict[str, Any]) -> None:
    minji = await people.create()

    assert (await minji.http.put(f"/devices/{uuid4()}", json=body)).status_code == 422


async def test_pushes_are_on_until_they_are_turned_off(people: People) -> None:
    minji = await people.create()

    before = (await minji.http.get("/me/notification-settings")).json()
    changed = await minji.http.put("/me/notification-settings", json={"push_enabled": False})
    after = (await minji.http.get("/me/notification-settings")).json()

    assert (before, changed.json(), after) == ({"push_enabled": True}, {"push_enabled": False}, {"push_enabled": False})
