"""One's own profile: what completes onboarding, and what is refused."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Media

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")

SPEAKS = {"language": "ko", "kind": "speaks", "level": "native"}
LEARNS = {"language": "es", "kind": "learns", "level": "beginner"}


async def change(who: Person, *, status: int = 200, **fields: Any) -> dict[str, Any]:
    response = await who.http.patch("/me", json=fields)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def add_picture(resources: Resources, owner: Person, **columns: Any) -> str:
    values = {"id": new_id(), "owner_id": owner.id, "kind": "profile", "content_type": "image/png", "size": 1}
    async with new_session(resources.engine) as session:
        await session.execute(insert(Media).values(values | columns))
        await commit(session)
    return str(values["id"])


@pytest.fixture
async def newcomer(people: People) -> Person:
    """Somebody who has just confirmed their address."""
    columns: dict[str, Any] = {"country": None, "onboarded_at": None}
    return await people.create("newcomer", hobbies=("ott",), **columns)


async def test_last_missing_piece_completes_onboarding(newcomer: Person) -> None:
    assert (await change(newcomer, bio="hello"))["onboarded"] is False

    assert (await change(newcomer, country="ES"))["onboarded"] is True


async def test_what_is_left_out_stays(people: People) -> None:
    ana = await people.create("ana", bio="hello", mbti="INTP", locale="es")

    me = await change(ana, is_private=True)

    assert (me["bio"], me["mbti"], me["locale"], me["is_private"]) == ("hello", "INTP", "es", True)


async def test_null_takes_the_mbti_away(people: People) -> None:
    ana = await people.create("ana", mbti="INTP")

    assert (await change(ana, mbti=None))["mbti"] is None


@pytest.mark.parametrize("name", ["Ana", "ana", "ANA", " ana "])
async def test_nickname_of_another_is_refused_whatever_its_case(people: People, name: str) -> None:
    await people.create("Ana")
    bo = await people.create("bo")

    assert (await change(bo, username=name, status=409))["code"] == "username_taken"
    check = await bo.http.get("/members/check", params={"username": name})
    assert check.json() == {"available": False, "reason": "taken"}


async def test_own_nickname_in_another_case_is_free(people: People) -> None:
    ana = await people.create("ana")

    check = await ana.http.get("/members/check", params={"username": "ANA"})

    assert check.json() == {"available": True, "reason": None}
    assert (await change(ana, username="ANA"))["username"] == "ANA"


async def test_one_of_two_who_take_a_nickname_at_once_gets_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    answers = await asyncio.gather(*(who.http.patch("/me", json={"username": "바다"}) for who in (ana, bo)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.parametrize("name", ["", "   ", "a" * 13, "a\u200bb", "a\u202eb", "a\nb"])
async def test_nickname_that_is_none_is_refused(people: People, name: str) -> None:
    ana = await people.create("ana")

    await change(ana, username=name, status=422)
    assert (await ana.http.get("/members/check", params={"username": name})).json()["reason"] == "invalid"


@pytest.mark.parametrize(("bio", "status"), [("가" * 60, 200), ("가" * 61, 422)])
async def test_bio_has_at_most_60_characters(people: People, bio: str, status: int) -> None:
    await change(await people.create("ana"), bio=bio, status=status)


@pytest.mark.parametrize(
    "fields",
    [
        {"hobbies": []},
        {"hobbies": ["camping", "travel", "music", "pets"]},
        {"hobbies": ["캠핑"]},
        {"mbti": "XXXX"},
        {"country": "XX"},
        {"languages": []},
        {"languages": [LEARNS]},
        {"languages": [SPEAKS, SPEAKS]},
        {"languages": [SPEAKS, {**SPEAKS, "kind": "learns"}]},
        {"languages": [{**SPEAKS, "level": "godlike"}]},
        {"role": "moderator"},
        {"student_verified": True},
        {"email": "other@kookmin.ac.kr"},
        {"onboarded": True},
    ],
)
async def test_what_is_no_choice_or_not_ones_own_to_set_is_refused(people: People, fields: dict[str, Any]) -> None:
    ana = await people.create("ana")
    before = (await ana.http.get("/me")).json()

    await change(ana, status=422, **fields)

    assert (await ana.http.get("/me")).json() == before


async def test_hobbies_and_languages_are_replaced(people: People) -> None:
    ana = await people.create("ana", hobbies=("camping", "travel"))

    me = await change(ana, hobbies=["pets"], languages=[SPEAKS, LEARNS])

    assert me["hobbies"] == ["pets"]
    assert sorted(skill["language"] for skill in me["languages"]) == ["es", "ko"]


async def test_photo_must_be_ones_own_ready_and_of_its_kind(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    waiting = await add_picture(app_resources, ana)
    foreign = await add_picture(app_resources, bo, status="ready")
    of_chat = await add_picture(app_resources, ana, status="ready", kind="chat")

    assert (await change(ana, photo_media_id=waiting, status=409))["code"] == "media_not_ready"
    assert (await change(ana, photo_media_id=foreign, status=404))["code"] == "media_not_found"
    assert (await change(ana, photo_media_id=of_chat, status=404))["code"] == "media_not_found"


async def test_photo_shows_on_cards_and_goes_when_it_is_taken_away(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    variants = {"thumb": {"key": "media/thumb.webp", "width": 1, "height": 1}}
    photo = await add_picture(app_resources, ana, status="ready", width=1, height=1, variants=variants)

    await change(ana, photo_media_id=photo)
    shown = (await bo.http.get(f"/members/{ana.id}")).json()["photo"]
    await change(ana, photo_media_id=None)

    assert (shown["id"], list(shown["variants"])) == (photo, ["thumb"])
    assert (await bo.http.get(f"/members/{ana.id}")).json()["photo"] is None


async def test_choices_are_the_codes_that_profiles_take(people: People) -> None:
    ana = await people.create("ana")

    choices = (await ana.http.get("/choices")).json()

    assert (len(choices["hobbies"]), len(choices["mbti"])) == (21, 16)
    for hobby in choices["hobbies"]:
        assert (await change(ana, hobbies=[hobby]))["hobbies"] == [hobby]
