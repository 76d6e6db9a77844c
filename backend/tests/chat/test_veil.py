"""Between two people with a block stands a veil in the rooms that they share: numbers stay, what was said does not."""

from typing import Any

import pytest

from dife.context import Resources
from dife.kit.ids import new_id

from fixtures.groups import create_group, invite, roles_of, set_role
from fixtures.jobs import RunJobs
from fixtures.people import People, Person
from fixtures.posts import add_picture
from fixtures.rooms import code_of, events_of, ok, send


@pytest.fixture
async def ana(people: People) -> Person:
    return await people.create("ana")


@pytest.fixture
async def bo(people: People) -> Person:
    return await people.create("bo")


@pytest.fixture
async def cy(people: People) -> Person:
    return await people.create("cy")


async def block(one: Person, other: Person) -> None:
    ok(await one.http.put(f"/blocks/{other.id}"), 204)


async def messages(reader: Person, room_id: str) -> list[Any]:
    found: list[Any] = ok(await reader.http.get(f"/rooms/{room_id}/messages", params={"limit": "100"}))["items"]
    return found[::-1]


async def room_of(reader: Person, room_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ok(await reader.http.get(f"/rooms/{room_id}"))
    return found


@pytest.mark.parametrize("blocker", ["reader", "speaker"])
async def test_what_somebody_blocked_says_is_hidden_everywhere(
    ana: Person, bo: Person, cy: Person, app_resources: Resources, blocker: str
) -> None:
    """Whoever of the two blocked the other: pages, events, sync, the last message and unread counts agree."""
    room = await create_group(cy, ana, bo)
    ok(await send(cy, room["id"], "hello"))
    picture = str(await add_picture(app_resources, bo, kind="chat"))
    said = ok(await send(bo, room["id"], "a secret", media_ids=[picture]))
    await block(*((ana, bo) if blocker == "reader" else (bo, ana)))

    seen = await messages(ana, room["id"])
    log = await events_of(ana, room["id"])
    synced = ok(await ana.http.post("/sync", json={"rooms": {room["id"]: 0}}))["rooms"][0]["events"]
    shown = await room_of(ana, room["id"])

    assert [each["hidden"] for each in seen] == [False, True]
    assert (seen[1]["id"], seen[1]["seq"], seen[1]["body"], seen[1]["media"]) == (said["id"], said["seq"], "", [])
    for events in (log, synced):
        hidden = next(each for each in events if each["seq"] == said["seq"])
        assert hidden == {
            "room_id": room["id"],
            "seq": said["seq"],
            "kind": "message_created",
            "actor_id": None,
            "created_at": said["created_at"],
            "message": None,
            "data": {},
            "hidden": True,
        }
    assert [each["seq"] for each in log] == list(range(log[0]["seq"], said["seq"] + 1))
    assert (shown["last_message"]["body"], shown["last_sender"]["username"], shown["unread"]) == ("hello", "cy", 1)
    for answer in (seen, log, synced, shown):
        assert "secret" not in str(answer)
        assert picture not in str(answer)
    assert [each["hidden"] for each in await messages(cy, room["id"])] == [False, False]


async def test_neither_sees_the_other(ana: Person, bo: Person, cy: Person) -> None:
    room = await create_group(cy, ana, bo)
    await block(ana, bo)
    ok(await send(ana, room["id"], "from ana"))
    ok(await send(bo, room["id"], "from bo"))

    assert [each["body"] for each in await messages(ana, room["id"])] == ["from ana", ""]
    assert [each["body"] for each in await messages(bo, room["id"])] == ["", "from bo"]
    assert ((await room_of(ana, room["id"]))["unread"], (await room_of(bo, room["id"]))["unread"]) == (0, 0)
    people = ok(await ana.http.get(f"/rooms/{room['id']}/messages"))["people"]
    assert [each["username"] for each in people] == ["ana"]


async def test_a_message_that_is_hidden_cannot_be_used(ana: Person, bo: Person, cy: Person) -> None:
    """Neither read, answered nor translated; reported it can be, since it was seen once."""
    room = await create_group(cy, ana, bo)
    said = ok(await send(bo, room["id"], "a secret"))
    await block(ana, bo)
    path = f"/rooms/{room['id']}/messages/{said['id']}"

    assert code_of(await ana.http.get(path), 404) == "message_not_found"
    assert code_of(await ana.http.put(f"{path}/reactions/👍"), 404) == "message_not_found"
    answer = await send(ana, room["id"], "why?", reply_to_id=said["id"])
    assert code_of(answer, 404) == "message_not_found"
    translation = {"message_id": said["id"], "target": "es"}
    assert code_of(await ana.http.post("/translations", json=translation), 404) == "message_not_found"
    report = {"client_id": str(new_id()), "target_kind": "message", "target_id": said["id"], "reason": "abuse"}
    ok(await ana.http.post("/reports", json=report), 201)


async def test_answers_and_reactions_do_not_show_it_either(ana: Person, bo: Person, cy: Person) -> None:
    room = await create_group(cy, ana, bo)
    secret = ok(await send(bo, room["id"], "a secret"))
    answer = ok(await send(cy, room["id"], "indeed", reply_to_id=secret["id"]))
    for who in (bo, cy):
        ok(await who.http.put(f"/rooms/{room['id']}/messages/{answer['id']}/reactions/👍"))
    ok(await bo.http.put(f"/rooms/{room['id']}/messages/{answer['id']}/reactions/🎉"))
    await block(bo, ana)

    page = ok(await ana.http.get(f"/rooms/{room['id']}/messages", params={"limit": "1"}))
    log = await events_of(ana, room["id"], after_seq=answer["seq"] - 1)

    assert page["quoted"] == []
    assert page["items"][0]["reactions"] == [{"emoji": "👍", "member_ids": [str(cy.id)]}]
    assert [(each["kind"], each["hidden"]) for each in log] == [
        ("message_created", False),
        ("reaction_added", True),
        ("reaction_added", False),
        ("reaction_added", True),
    ]
    assert str(bo.id) not in str(page) + str(log)


async def test_who_comes_and_goes_behind_the_veil(ana: Person, bo: Person, cy: Person) -> None:
    """The kinds stay, because a group that is renamed or closed is so for everybody."""
    room = await create_group(bo, ana, cy)
    ok(await set_role(bo, room["id"], cy, "moderator"))
    await block(ana, bo)
    ok(await bo.http.patch(f"/rooms/{room['id']}", json={"name": "새 이름"}))

    log = await events_of(ana, room["id"])
    listed = ok(await ana.http.get(f"/rooms/{room['id']}/members"))["items"]

    # What `bo` did to `cy` and to the group is hidden, with whom it was about.
    assert [(each["kind"], each["hidden"], each["data"]) for each in log][-2:] == [
        ("member_promoted", True, {}),
        ("room_updated", True, {}),
    ]
    assert (await room_of(ana, room["id"]))["group"]["name"] == "새 이름"
    assert {each["member_id"]: each["member"] and each["member"]["username"] for each in listed} == {
        str(ana.id): "ana",
        str(bo.id): None,
        str(cy.id): "cy",
    }
    ok(await bo.http.delete(f"/rooms/{room['id']}"), 204)
    last = ok(await ana.http.post("/sync", json={"rooms": {room["id"]: 0}}))["rooms"][0]["events"][-1]
    assert (last["kind"], last["hidden"]) == ("room_closed", True)


async def test_an_unblocked_person_is_read_again(ana: Person, bo: Person, cy: Person) -> None:
    room = await create_group(cy, ana, bo)
    await block(ana, bo)
    ok(await send(bo, room["id"], "while blocked"))
    ok(await ana.http.delete(f"/blocks/{bo.id}"), 204)

    assert [(each["body"], each["hidden"]) for each in await messages(ana, room["id"])] == [("while blocked", False)]
    assert (await room_of(ana, room["id"]))["unread"] == 1
    assert set(await roles_of(ana, room["id"])) == {"ana", "bo", "cy"}


async def test_nobody_is_notified_through_the_veil(ana: Person, bo: Person, cy: Person, run_jobs: RunJobs) -> None:
    room = await create_group(cy, ana, bo, name="등산")
    await block(bo, ana)
    ok(await send(bo, room["id"], "hi"))
    await run_jobs()

    async def told(who: Person) -> list[str]:
        items = ok(await who.http.get("/notifications", headers={"Accept-Language": "en"}))["items"]
        return [each["text"] for each in items]

    assert await told(ana) == []
    assert await told(cy) == ["bo wrote in “등산”."]


async def test_reads_are_not_told_through_the_veil(ana: Person, bo: Person, cy: Person) -> None:
    room = await create_group(cy, ana, bo)
    said = ok(await send(cy, room["id"], "hi"))
    ok(await bo.http.put(f"/rooms/{room['id']}/read", json={"seq": said["seq"]}))
    await block(ana, bo)

    async def mark(reader: Person) -> int:
        listed = ok(await reader.http.get(f"/rooms/{room['id']}/members"))["items"]
        found: int = next(each["read_seq"] for each in listed if each["member_id"] == str(bo.id))
        return found

    assert (await mark(ana), await mark(cy)) == (0, said["seq"])


async def test_moderators_decide_about_people_whom_they_do_not_see(ana: Person, bo: Person, cy: Person) -> None:
    room = await create_group(cy, ana, bo)
    ok(await set_role(cy, room["id"], ana, "moderator"))
    await block(ana, bo)

    answer = await ana.http.delete(f"/rooms/{room['id']}/members/{bo.id}")

    assert answer.status_code == 204
    assert (await invite(ana, room["id"]))["created_by"]["username"] == "ana"
