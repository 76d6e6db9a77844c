"""Groups: making, editing and closing them."""

import asyncio
from typing import Any

import pytest

from dife.context import Resources
from dife.kit.ids import new_id

from fixtures.groups import card_of, create_group, group_body, join, leave, roles_of, set_role
from fixtures.people import People
from fixtures.posts import add_picture
from fixtures.rooms import code_of, events_of, ok, send


async def test_who_makes_a_group_owns_it(people: People) -> None:
    ana = await people.create("ana")

    room = await create_group(ana, name="  K-POP 댄스  ", description="춤춰요", password=None)

    assert (room["kind"], room["member"], room["head_seq"], room["unread"]) == ("group", None, 2, 0)
    group = room["group"]
    assert (group["name"], group["description"], group["role"]) == ("K-POP 댄스", "춤춰요", "owner")
    assert (group["member_count"], group["max_members"], group["is_private"]) == (1, 10, False)
    assert (group["history"], group["has_password"], group["picture"]) == ("from_join", False, None)
    assert [each["kind"] for each in await events_of(ana, room["id"])] == ["room_created", "member_joined"]
    assert await roles_of(ana, room["id"]) == {"ana": "owner"}


async def test_two_groups_may_have_one_name(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")

    one, other = await create_group(ana, name="캠핑"), await create_group(bo, name="캠핑")

    assert one["id"] != other["id"]


async def test_a_repeated_request_makes_no_second_group(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    body = group_body()

    answers = await asyncio.gather(*(ana.http.post("/rooms", json=body) for _ in range(4)))
    later = await ana.http.post("/rooms", json=body)
    others = await bo.http.post("/rooms", json=body)

    assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
    assert len({each.json()["id"] for each in [*answers, later]}) == 1
    assert (later.status_code, others.status_code) == (200, 201)
    assert code_of(await ana.http.post("/rooms", json=body | {"name": "other"}), 409) == "idempotency_mismatch"
    direct = {"client_id": body["client_id"], "kind": "direct", "member_id": str(bo.id)}
    assert code_of(await ana.http.post("/rooms", json=direct), 409) == "idempotency_mismatch"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "가" * 21}, "name"),
        ({"name": "a\u200bb"}, "name"),
        ({"description": "가" * 61}, "description"),
        ({"topics": ["camping", "camping"]}, "topics"),
        ({"topics": ["camping", "sns", "ott", "drama", "music"]}, None),
        ({"topics": ["캠핑"]}, None),
        ({"languages": ["ko", "en", "ja"]}, None),
        ({"purposes": ["friends", "free", "language_exchange"]}, None),
        ({"max_members": 2}, None),
        ({"max_members": 301}, None),
        ({"max_members": None}, None),
        ({"password": "12345"}, "password"),
        ({"is_private": True, "password": "123"}, "password"),
        ({"is_private": True, "password": "x" * 21}, "password"),
        ({"history": "some"}, None),
        ({"member_id": str(new_id())}, None),
    ],
)
async def test_what_makes_no_group_is_refused(people: People, fields: dict[str, Any], field: str | None) -> None:
    ana = await people.create("ana")

    answer = await ana.http.post("/rooms", json=group_body(**fields))

    assert code_of(answer, 422) == "invalid"
    if field:
        assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_a_group_takes_the_longest_values(people: People) -> None:
    ana = await people.create("ana")
    fields = {
        "name": "가" * 20,
        "description": "😀" * 60,
        "topics": ["camping", "sns", "ott", "drama"],
        "languages": ["ko", "uz"],
        "purposes": ["friends", "free"],
        "max_members": 300,
    }

    group = (await create_group(ana, **fields))["group"]

    assert {name: group[name] for name in fields} == fields


async def test_editing_tells_what_changed(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana, bo)
    path = f"/rooms/{room['id']}"
    picture = str(await add_picture(app_resources, ana, kind="room"))

    edited = ok(await ana.http.patch(path, json={"name": "새 이름", "topics": ["camping"]}))
    with_picture = ok(await ana.http.patch(path, json={"picture_media_id": picture}))
    unchanged = ok(await ana.http.patch(path, json={"name": "새 이름", "max_members": 10}))
    without = ok(await ana.http.patch(path, json={"picture_media_id": None}))

    assert (edited["group"]["name"], edited["group"]["topics"]) == ("새 이름", ["camping"])
    assert with_picture["group"]["picture"]["id"] == picture
    assert unchanged["head_seq"] == with_picture["head_seq"]
    assert without["group"]["picture"] is None
    told = [each["data"] for each in await events_of(bo, room["id"]) if each["kind"] == "room_updated"]
    assert told == [
        {"fields": ["name", "topics"], "name": "새 이름"},
        {"fields": ["picture_media_id"]},
        {"fields": ["picture_media_id"]},
    ]
    gone = await ana.http.patch(path, json={"picture_media_id": picture})
    assert code_of(gone, 404) == "media_not_found"


async def test_a_picture_is_shown_by_one_group_alone(people: People, app_resources: Resources) -> None:
    ana = await people.create("ana")
    picture = str(await add_picture(app_resources, ana, kind="room"))
    await create_group(ana, picture_media_id=picture)

    other = await create_group(ana)
    edited = await ana.http.patch(f"/rooms/{other['id']}", json={"picture_media_id": picture})

    assert code_of(edited, 409) == "media_in_use"


async def test_a_picture_of_another_kind_or_owner_is_refused(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    for picture in (
        await add_picture(app_resources, ana, kind="chat"),
        await add_picture(app_resources, bo, kind="room"),
    ):
        answer = await ana.http.post("/rooms", json=group_body(picture_media_id=str(picture)))
        assert code_of(answer, 404) == "media_not_found"


async def test_only_the_owner_edits_and_closes(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo)
    ok(await set_role(ana, room["id"], bo, "moderator"))

    for who, status, code in ((bo, 403, "not_room_owner"), (cy, 404, "room_not_found")):
        assert code_of(await who.http.patch(f"/rooms/{room['id']}", json={"name": "x"}), status) == code
        assert code_of(await who.http.delete(f"/rooms/{room['id']}"), status) == code


async def test_seats_are_never_fewer_than_members(people: People) -> None:
    ana, bo, cy, di = [await people.create() for _ in range(4)]
    room = await create_group(ana, bo, cy, di)
    path = f"/rooms/{room['id']}"

    refused = await ana.http.patch(path, json={"max_members": 3})

    assert refused.json()["errors"][0]["field"] == "max_members"
    assert ok(await ana.http.patch(path, json={"max_members": 4}))["group"]["max_members"] == 4


async def test_a_group_turns_private_and_public_again(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana)
    path = f"/rooms/{room['id']}"

    private = ok(await ana.http.patch(path, json={"is_private": True, "password": "비밀번호"}))
    assert (private["group"]["is_private"], private["group"]["has_password"]) == (True, True)
    assert code_of(await join(bo, room["id"]), 403) == "wrong_room_password"
    assert code_of(await ana.http.patch(path, json={"is_private": False, "password": "abcd"}), 422) == "invalid"

    public = ok(await ana.http.patch(path, json={"is_private": False}))
    assert (public["group"]["is_private"], public["group"]["has_password"]) == (False, False)
    assert code_of(await ana.http.patch(path, json={"password": "abcd"}), 422) == "invalid"
    ok(await join(bo, room["id"]))
    told = [each["data"] for each in await events_of(ana, room["id"]) if each["kind"] == "room_updated"]
    assert told == [{"fields": ["is_private", "password"]}] * 2


async def test_closing_ends_the_group_for_everybody(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo)
    path = f"/rooms/{room['id']}"

    ok(await ana.http.delete(path), 204)
    ok(await ana.http.delete(path), 204)

    for who in (ana, bo):
        assert ok(await who.http.get("/rooms"))["items"] == []
        assert code_of(await send(who, room["id"], "?"), 404) == "room_not_found"
        missed = ok(await who.http.post("/sync", json={"rooms": {room["id"]: 0}}))["rooms"][0]
        assert missed["events"][-1]["kind"] == "room_closed"
        assert missed["left_seq"] == missed["head_seq"] == missed["events"][-1]["seq"]
    assert code_of(await join(cy, room["id"]), 404) == "room_not_found"
    assert code_of(await cy.http.get(f"/rooms/discover/{room['id']}"), 404) == "room_not_found"


async def test_an_owner_who_leaves_is_followed(people: People) -> None:
    """By the moderator who is in longest, else the member; alone, the group ends."""
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo, cy)
    ok(await set_role(ana, room["id"], cy, "moderator"))

    ok(await leave(ana, room["id"]), 204)
    assert await roles_of(bo, room["id"]) == {"bo": "member", "cy": "owner"}
    told = await events_of(bo, room["id"])
    assert [each["kind"] for each in told[-2:]] == ["member_left", "owner_changed"]
    assert told[-1]["data"] == {"member_id": str(cy.id)}

    ok(await leave(cy, room["id"]), 204)
    assert await roles_of(bo, room["id"]) == {"bo": "owner"}

    ok(await leave(bo, room["id"]), 204)
    assert code_of(await join(ana, room["id"]), 404) == "room_not_found"


async def test_handing_over_and_roles(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo)

    promoted = ok(await set_role(ana, room["id"], bo, "moderator"))
    ok(await set_role(ana, room["id"], bo, "moderator"))
    assert (promoted["role"], promoted["member"]["username"]) == ("moderator", "bo")
    assert code_of(await set_role(bo, room["id"], ana, "member"), 403) == "not_room_owner"
    assert code_of(await set_role(ana, room["id"], cy, "moderator"), 404) == "room_member_not_found"
    assert code_of(await set_role(ana, room["id"], ana, "member"), 422) == "invalid"
    assert ok(await set_role(ana, room["id"], ana, "owner"))["role"] == "owner"

    ok(await set_role(ana, room["id"], bo, "owner"))
    assert await roles_of(ana, room["id"]) == {"ana": "moderator", "bo": "owner"}
    ok(await set_role(bo, room["id"], ana, "member"))
    assert await roles_of(ana, room["id"]) == {"ana": "member", "bo": "owner"}
    kinds = [each["kind"] for each in await events_of(ana, room["id"])]
    assert kinds[-3:] == ["member_promoted", "owner_changed", "member_demoted"]


async def test_two_who_take_over_at_once_leave_one_owner(people: People) -> None:
    ana, bo, cy = [await people.create(name) for name in ("ana", "bo", "cy")]
    room = await create_group(ana, bo, cy)

    await asyncio.gather(
        set_role(ana, room["id"], bo, "owner"), set_role(ana, room["id"], cy, "owner"), leave(ana, room["id"])
    )

    assert list((await roles_of(bo, room["id"])).values()).count("owner") == 1


async def test_pinned_rooms_come_first(people: People) -> None:
    ana = await people.create("ana")
    rooms = [await create_group(ana, name=f"g{n}") for n in range(4)]
    for room in rooms:
        await send(ana, room["id"], "hi")

    pinned = ok(await ana.http.patch(f"/rooms/{rooms[1]['id']}/preferences", json={"pinned": True}))
    seen, cursor = [], None
    while True:
        page = ok(await ana.http.get("/rooms", params={"limit": "1"} | ({"cursor": cursor} if cursor else {})))
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert pinned["pinned"] is True
    assert seen == [rooms[n]["id"] for n in (1, 3, 2, 0)]


async def test_a_private_person_is_known_where_they_speak(people: People) -> None:
    """Nobody finds them, but a group that they join sees who talks."""
    ana, bo = await people.create("ana"), await people.create("bo", is_private=True)
    room = await create_group(ana, bo)
    ok(await send(bo, room["id"], "hi"))

    shown = ok(await ana.http.get(f"/rooms/{room['id']}"))

    assert shown["last_sender"]["username"] == "bo"
    assert await roles_of(ana, room["id"]) == {"ana": "owner", "bo": "member"}
    assert code_of(await ana.http.get(f"/members/{bo.id}"), 404) == "member_not_found"


async def test_how_many_groups_one_makes_in_a_day(people: People) -> None:
    ana = await people.create("ana")
    for _ in range(20):
        await create_group(ana)

    answer = await ana.http.post("/rooms", json=group_body())

    assert code_of(answer, 429) == "rate_limited"
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_card_shows_nothing_of_inside(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await create_group(ana, is_private=True, password="abcd")
    ok(await send(ana, room["id"], "secret words"))

    card = await card_of(bo, room["id"])

    assert (card["name"], card["member_count"], card["is_private"], card["standing"]) == (
        "북한산 등산",
        1,
        True,
        "none",
    )
    assert "secret" not in str(card)
    assert str(ana.id) not in str(card)
    for path in ("", "/members", "/messages", "/events", "/invites"):
        assert code_of(await bo.http.get(f"/rooms/{room['id']}{path}"), 404) == "room_not_found"
