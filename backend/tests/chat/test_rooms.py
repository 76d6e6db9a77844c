"""Rooms of two: opening, leaving, closing, and the list of them."""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import event, update

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Member

from fixtures.people import People, Person
from fixtures.rooms import code_of, ok, open_room


async def opening(who: Person, whom: Person, *, client_id: str | None = None) -> httpx2.Response:
    document = {"client_id": client_id or str(new_id()), "kind": "direct", "member_id": str(whom.id)}
    return await who.http.post("/rooms", json=document)


async def rooms_of(who: Person) -> list[Any]:
    found: list[Any] = ok(await who.http.get("/rooms", params={"limit": "100"}))["items"]
    return found


async def test_a_pair_has_one_room_whoever_opens_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    client_id = str(new_id())

    first = await opening(ana, bo, client_id=client_id)
    repeated = await opening(ana, bo, client_id=client_id)
    by_the_other = await opening(bo, ana)

    assert [each.status_code for each in (first, repeated, by_the_other)] == [201, 200, 200]
    assert len({each.json()["id"] for each in (first, repeated, by_the_other)}) == 1
    assert repeated.json() == first.json()
    assert first.json()["member"]["username"] == "bo"
    assert by_the_other.json()["member"]["username"] == "ana"
    assert first.json()["head_seq"] == 3


async def test_two_who_open_at_once_meet_in_one_room(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    client_id = str(new_id())

    answers = await asyncio.gather(
        opening(ana, bo, client_id=client_id),
        opening(ana, bo, client_id=client_id),
        *(opening(one, other) for one, other in [(ana, bo), (bo, ana)] * 3),
    )

    assert sorted(each.status_code for each in answers) == [200] * 7 + [201]
    assert len({each.json()["id"] for each in answers}) == 1
    assert len(await rooms_of(ana)) == len(await rooms_of(bo)) == 1


async def test_a_client_id_opens_no_second_room(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    client_id = str(new_id())
    ok(await opening(ana, bo, client_id=client_id))

    assert code_of(await opening(ana, cy, client_id=client_id), 409) == "idempotency_mismatch"

    client_id = str(new_id())
    one, other = await asyncio.gather(
        opening(cy, ana, client_id=client_id),
        opening(cy, bo, client_id=client_id),
    )
    assert sorted([one.status_code, other.status_code]) == [201, 409]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "party"},
        {"kind": None},
        {"member_id": "nobody"},
        {"client_id": "x"},
        {"name": "extra"},
    ],
)
async def test_what_opens_no_room_is_refused(people: People, fields: dict[str, Any]) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    document = {"client_id": str(new_id()), "kind": "direct", "member_id": str(bo.id), **fields}

    assert code_of(await ana.http.post("/rooms", json=document), 422) == "invalid"


async def test_there_is_no_room_with_oneself_or_with_somebody_invisible(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    ok(await bo.http.put(f"/blocks/{ana.id}"), 204)

    assert code_of(await opening(ana, ana), 422) == "invalid"
    assert code_of(await opening(ana, bo), 404) == "member_not_found"
    assert code_of(await opening(bo, ana), 404) == "member_not_found"


async def test_only_verified_members_open_and_send(people: People) -> None:
    ana, bo = await people.create("ana", student_verified_at=None), await people.create("bo")
    room = await open_room(bo, ana)

    assert code_of(await opening(ana, bo), 403) == "not_verified"
    assert code_of(await room.send(ana, "hi"), 403) == "not_verified"


async def test_one_who_left_hears_nothing_until_the_other_writes(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await room.say(ana, "before")

    ok(await bo.http.post(f"/rooms/{room.id}/leave"), 204)
    ok(await bo.http.post(f"/rooms/{room.id}/leave"), 204)

    assert await rooms_of(bo) == []
    assert code_of(await bo.http.get(f"/rooms/{room.id}/messages"), 404) == "room_not_found"
    assert [each["kind"] for each in await room.events(ana, after_seq=4)] == ["member_left"]

    await room.say(ana, "are you there?")

    assert [each["body"] for each in await room.messages(bo)] == ["before", "are you there?"]
    back, message = await room.events(bo, after_seq=5)
    assert (back["kind"], back["actor_id"]) == ("member_joined", str(ana.id))
    assert back["data"] == {"member_id": str(bo.id), "reopened": True}
    assert message["message"]["body"] == "are you there?"
    assert (await rooms_of(bo))[0]["unread"] == 2


async def test_one_who_left_comes_back_by_writing(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    ok(await ana.http.post(f"/rooms/{room.id}/leave"), 204)

    await room.say(ana, "I am back")

    assert [each["kind"] for each in await room.events(ana, after_seq=3)] == [
        "member_left",
        "member_joined",
        "message_created",
    ]


async def test_opening_again_brings_only_oneself_back(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await room.say(ana, "before")
    for who in (ana, bo):
        ok(await who.http.post(f"/rooms/{room.id}/leave"), 204)

    opened = await opening(ana, bo)

    assert (opened.status_code, opened.json()["id"]) == (200, room.id)
    assert [each["body"] for each in await room.messages(ana)] == ["before"]
    assert await rooms_of(bo) == []


async def test_a_link_opens_a_room_again_that_was_left_or_closed_by_a_block(people: People) -> None:
    ana, bo, eve = [await people.create(name) for name in ("ana", "bo", "eve")]
    room = await open_room(ana, bo)
    await room.say(bo, "before")
    ok(await ana.http.put(f"/blocks/{bo.id}"), 204)

    for who in (ana, bo, eve):
        assert code_of(await who.http.post(f"/rooms/{room.id}/join", json={}), 404) == "room_not_found"
    ok(await ana.http.delete(f"/blocks/{bo.id}"), 204)
    back = ok(await ana.http.post(f"/rooms/{room.id}/join", json={}))

    assert (back["id"], back["member"]["id"]) == (room.id, str(bo.id))
    assert ok(await ana.http.post(f"/rooms/{room.id}/join", json={})) == back
    assert [each["body"] for each in await room.messages(ana)] == ["before"]
    assert await rooms_of(bo) == []
    assert code_of(await eve.http.post(f"/rooms/{room.id}/join", json={}), 404) == "room_not_found"


async def test_two_who_return_and_write_at_once_are_each_back_once(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    for who in (ana, bo):
        ok(await who.http.post(f"/rooms/{room.id}/leave"), 204)

    await asyncio.gather(room.say(ana, "a"), room.say(bo, "b"), opening(ana, bo), opening(bo, ana))

    log = await room.events(ana, after_seq=5)
    joined = [each["data"]["member_id"] for each in log if each["kind"] == "member_joined"]
    assert sorted(joined) == sorted([str(ana.id), str(bo.id)])
    assert [each["seq"] for each in log] == [6, 7, 8, 9]


async def test_a_block_closes_the_room_and_opening_it_again_opens_it(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await room.say(bo, "hey")

    ok(await ana.http.put(f"/blocks/{bo.id}"), 204)

    assert (await rooms_of(ana), await rooms_of(bo)) == ([], [])
    for who in (ana, bo):
        assert code_of(await room.send(who, "?"), 403) == "cannot_message"
        missed = ok(await who.http.post("/sync", json={"rooms": {room.id: 0}}))["rooms"][0]
        assert missed["left_seq"] == 5
        assert (missed["events"][-1]["kind"], missed["events"][-1]["actor_id"]) == ("room_closed", None)

    ok(await ana.http.delete(f"/blocks/{bo.id}"), 204)
    ok(await opening(ana, bo))
    await room.say(ana, "sorry")

    assert [each["body"] for each in await room.messages(bo)] == ["hey", "sorry"]


async def test_nothing_slips_in_after_a_block(people: People) -> None:
    """Sends race the block: each is either before the event that closes the room, or refused."""
    for _ in range(4):
        ana, bo = await people.create(), await people.create()
        room = await open_room(ana, bo)

        answers = await asyncio.gather(
            *(room.send(ana, f"{n}") for n in range(6)),
            bo.http.put(f"/blocks/{ana.id}"),
            *(room.send(ana, f"{n}") for n in range(6)),
            opening(ana, bo),
        )

        sent = [each for each in answers if each.request.url.path.endswith("/messages")]
        accepted = {each.json()["seq"] for each in sent if each.status_code == 201}
        assert {each.status_code for each in sent} <= {201, 403}
        missed = ok(await bo.http.post("/sync", json={"rooms": {room.id: 0}}))["rooms"][0]
        assert missed["events"][-1]["kind"] == "room_closed"
        assert missed["events"][-1]["seq"] == missed["left_seq"] == missed["head_seq"]
        assert accepted == {each["seq"] for each in missed["events"] if each["kind"] == "message_created"}


async def test_what_was_said_in_a_room_that_one_left_stays_unheard(people: People) -> None:
    """Sends race a leaving: what came after it is heard only because it opened the room again."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    await asyncio.gather(
        *(room.say(ana, f"{n}") for n in range(5)),
        bo.http.post(f"/rooms/{room.id}/leave"),
        *(room.say(ana, f"{n}") for n in range(5)),
    )

    log = await room.events(ana)
    kinds = [each["kind"] for each in log]
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    left = kinds.index("member_left")
    assert kinds[left + 1 : left + 2] in ([], ["member_joined"])
    assert kinds.count("message_created") == 10


async def test_the_list_shows_the_liveliest_room_first_page_by_page(people: People) -> None:
    ana = await people.create("ana")
    others = [await people.create() for _ in range(5)]
    rooms = [await open_room(ana, other) for other in others]
    for number in (3, 0, 4):
        await rooms[number].say(others[number], f"from {number}")

    seen, cursor = [], None
    while True:
        page = ok(await ana.http.get("/rooms", params={"limit": "2"} | ({"cursor": cursor} if cursor else {})))
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert [each["id"] for each in seen] == [rooms[n].id for n in (4, 0, 3, 2, 1)]
    assert [each["last_message"] and each["last_message"]["body"] for each in seen] == [
        "from 4",
        "from 0",
        "from 3",
        None,
        None,
    ]
    assert [each["member"]["id"] for each in seen] == [str(others[n].id) for n in (4, 0, 3, 2, 1)]
    forged = await ana.http.get("/rooms", params={"cursor": "AAAA" + "A" * 40})
    assert code_of(forged, 422) == "invalid"


async def test_the_list_costs_the_same_for_one_room_and_for_twenty(people: People, app_resources: Resources) -> None:
    ana = await people.create("ana")

    async def statements() -> int:
        counted: list[str] = []

        def count(*arguments: Any) -> None:
            counted.append(arguments[2])

        event.listen(app_resources.engine.sync_engine, "before_cursor_execute", count)
        try:
            assert len(await rooms_of(ana)) == len(opened)
        finally:
            event.remove(app_resources.engine.sync_engine, "before_cursor_execute", count)
        return len(counted)

    opened = []
    for number in range(20):
        other = await people.create()
        room = await open_room(other, ana)
        opened.append(room)
        await room.say(other, "hi")
        if number == 0:
            for_one = await statements()

    assert await statements() == for_one <= 5


async def test_unread_counts_what_others_said_since_the_mark(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    sent = [await room.say(ana, f"{n}") for n in range(4)]
    await room.say(bo, "mine")

    async def unread(who: Person) -> int:
        count: int = (await rooms_of(who))[0]["unread"]
        return count

    assert (await unread(bo), await unread(ana)) == (4, 1)

    mark = ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": sent[1]["seq"]}))
    assert mark == {"room_id": room.id, "member_id": str(bo.id), "seq": sent[1]["seq"]}
    assert await unread(bo) == 2

    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{sent[3]['id']}"), 204)
    assert await unread(bo) == 1

    back = ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": 1}))
    assert back["seq"] == sent[1]["seq"]
    beyond = await bo.http.put(f"/rooms/{room.id}/read", json={"seq": 1000})
    assert code_of(beyond, 422) == "invalid"
    assert code_of(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": -1}), 422) == "invalid"
    shown = (await rooms_of(ana))[0]
    assert (shown["other_read_seq"], shown["read_seq"]) == (sent[1]["seq"], 0)


async def test_preferences_are_the_members_own(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    path = f"/rooms/{room.id}/preferences"

    ok(await ana.http.patch(path, json={"auto_translate": True}))
    changed = ok(await ana.http.patch(path, json={"muted": True}))

    assert (changed["auto_translate"], changed["muted"]) == (True, True)
    mine = ok(await bo.http.get(f"/rooms/{room.id}"))
    assert (mine["auto_translate"], mine["muted"]) == (False, False)
    assert code_of(await ana.http.patch(path, json={"muted": "yes"}), 422) == "invalid"


async def test_members_are_listed_with_how_far_they_read(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    ok(await bo.http.put(f"/rooms/{room.id}/read", json={"seq": 2}))

    listed = ok(await ana.http.get(f"/rooms/{room.id}/members", params={"limit": "1"}))
    rest = ok(await ana.http.get(f"/rooms/{room.id}/members", params={"limit": "1", "cursor": listed["next_cursor"]}))
    found = {each["member"]["username"]: each["read_seq"] for each in [*listed["items"], *rest["items"]]}

    assert found == {"ana": 0, "bo": 2}
    assert rest["next_cursor"] is None

    async with new_session(app_resources.engine) as session:
        await session.execute(update(Member).where(Member.id == bo.id).values(status="suspended"))
        await commit(session)
    everybody = ok(await ana.http.get(f"/rooms/{room.id}/members"))["items"]
    assert {each["member_id"]: each["member"] is None for each in everybody} == {str(ana.id): False, str(bo.id): True}
