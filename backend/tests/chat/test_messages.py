"""Sending: what is accepted, what is refused, and what a repeat answers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update

from dife.chat.batch import NewMessage, open_message_writer
from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Media, MediaKind, MediaStatus, Member, Message, RoomEvent

from fixtures.people import People, Person
from fixtures.rooms import code_of, ok, open_room, send

MakeGroup = Callable[[Sequence[Person]], Awaitable[str]]


async def test_a_message_is_numbered_and_seen_by_both(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    first = await room.send(ana, "안녕하세요")
    second = await room.say(bo, "hi!")

    assert first.status_code == 201
    message = first.json()
    assert (message["seq"], message["changed_seq"], message["message_no"]) == (4, 4, 1)
    assert (message["body"], message["sender_id"], message["room_id"]) == ("안녕하세요", str(ana.id), room.id)
    assert (second["seq"], second["message_no"]) == (5, 2)
    for reader in (ana, bo):
        assert [each["body"] for each in await room.messages(reader)] == ["안녕하세요", "hi!"]
    log = await room.events(bo)
    assert [(each["seq"], each["kind"]) for each in log] == [
        (1, "room_created"),
        (2, "member_joined"),
        (3, "member_joined"),
        (4, "message_created"),
        (5, "message_created"),
    ]
    assert log[3]["message"] == message


async def test_a_repeat_answers_the_first_result(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    client_id = str(new_id())

    first = await room.send(ana, "once", client_id=client_id)
    await room.say(ana, "in between")
    again = await room.send(ana, "once", client_id=client_id)
    other = await room.send(ana, "twice", client_id=client_id)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert code_of(other, 409) == "idempotency_mismatch"
    assert [each["body"] for each in await room.messages(bo)] == ["once", "in between"]


async def test_a_repeat_answers_after_edit_and_deletion_too(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    client_id = str(new_id())
    message = await room.say(ana, "first", client_id=client_id)
    path = f"/rooms/{room.id}/messages/{message['id']}"

    ok(await ana.http.patch(path, json={"body": "second"}))
    edited = await room.send(ana, "first", client_id=client_id)
    ok(await ana.http.delete(path), 204)
    deleted = await room.send(ana, "first", client_id=client_id)

    assert (edited.status_code, edited.json()["body"]) == (200, "second")
    assert (deleted.status_code, deleted.json()["body"]) == (200, "")
    assert deleted.json()["id"] == message["id"]


async def test_a_repeat_is_answered_though_its_sender_was_blocked_meanwhile(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    client_id = str(new_id())
    first = await room.send(ana, "did it arrive?", client_id=client_id)
    ok(await bo.http.put(f"/blocks/{ana.id}"), 204)

    again = await room.send(ana, "did it arrive?", client_id=client_id)

    assert (again.status_code, again.json()) == (200, first.json())


async def test_the_same_client_id_is_another_message_for_another_sender_or_room(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    one, two = await open_room(ana, bo), await open_room(ana, cy)
    client_id = str(new_id())

    sent = [
        await one.send(ana, "x", client_id=client_id),
        await one.send(bo, "x", client_id=client_id),
        await two.send(ana, "x", client_id=client_id),
    ]

    assert [each.status_code for each in sent] == [201, 201, 201]


async def test_two_identical_sends_at_once_are_one_message(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    for _ in range(5):
        client_id = str(new_id())
        answers = await asyncio.gather(*(room.send(ana, "race", client_id=client_id) for _ in range(2)))
        assert sorted(each.status_code for each in answers) == [200, 201]
        assert answers[0].json() == answers[1].json()

    assert len(await room.messages(bo)) == 5


async def test_fifty_senders_over_two_processes_leave_no_hole(
    people: People, make_group: MakeGroup, app_resources: Resources
) -> None:
    """Half of them send through a second writer, as another API process would."""
    members = [await people.create() for _ in range(50)]
    room_id = await make_group(members)
    other_process = open_message_writer(app_resources.settings, app_resources.hints)

    def elsewhere(sender: Person, number: int) -> Awaitable[object]:
        message = NewMessage(UUID(room_id), sender.id, new_id(), b"", f"message {number}", [])
        return other_process.submit(message)

    await asyncio.gather(
        *(send(sender, room_id, f"message {i}") for i, sender in enumerate(members)),
        *(elsewhere(sender, i) for i, sender in enumerate(members)),
    )
    await other_process.close()

    async with new_session(app_resources.engine) as session:
        numbers = (await session.execute(select(Message.seq, Message.message_no).order_by(Message.seq))).all()
        events = (await session.execute(select(RoomEvent.seq).order_by(RoomEvent.seq))).scalars().all()
    assert [tuple(row) for row in numbers] == [(n, n) for n in range(1, 101)]
    assert list(events) == list(range(1, 101))


async def test_writers_of_many_rooms_do_not_deadlock(
    people: People, make_group: MakeGroup, app_resources: Resources
) -> None:
    ana = await people.create("ana")
    rooms = [UUID(await make_group([ana])) for _ in range(8)]
    writers = [open_message_writer(app_resources.settings, app_resources.hints) for _ in range(3)]

    def write_to_all(number: int) -> list[Awaitable[object]]:
        order = rooms if number % 2 else rooms[::-1]
        return [writers[number % 3].submit(NewMessage(room, ana.id, new_id(), b"", "x", [])) for room in order]

    await asyncio.gather(*(sending for number in range(9) for sending in write_to_all(number)))
    for writer in writers:
        await writer.close()

    async with new_session(app_resources.engine) as session:
        counts = await session.execute(select(func.count(), func.max(Message.seq)).group_by(Message.room_id))
    assert [tuple(row) for row in counts] == [(9, 9)] * 8


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"body": ""}, 422, "invalid"),
        ({"body": "  \n "}, 422, "invalid"),
        ({"body": "가" * 2001}, 422, "invalid"),
        ({"body": "a\0b"}, 422, "invalid"),
        ({"body": 5}, 422, "invalid"),
        ({"body": "x", "extra": 1}, 422, "invalid"),
        ({"client_id": "not-a-uuid"}, 422, "invalid"),
        ({"body": "x", "media_ids": [str(new_id())] * 2}, 422, "invalid"),
        ({"body": "x", "media_ids": [str(new_id()) for _ in range(11)]}, 422, "invalid"),
        ({"body": "x", "media_ids": [str(new_id())]}, 404, "media_not_found"),
    ],
)
async def test_what_is_no_message_is_refused_and_nothing_is_written(
    people: People, fields: dict[str, object], status: int, code: str
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    document = {"client_id": str(new_id()), "body": "x", "media_ids": [], **fields}

    refused = await ana.http.post(f"/rooms/{room.id}/messages", json=document)

    assert code_of(refused, status) == code
    assert await room.messages(bo) == []


async def test_half_a_character_is_malformed(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    document = f'{{"client_id": "{new_id()}", "body": "\\ud800", "media_ids": []}}'

    refused = await ana.http.post(
        f"/rooms/{room.id}/messages", content=document, headers={"Content-Type": "application/json"}
    )

    assert code_of(refused, 400) == "malformed"


async def test_the_longest_message_is_accepted(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    longest = await room.say(ana, "😀" * 2000)

    assert longest["body"] == "😀" * 2000


async def test_a_room_of_others_does_not_exist_for_me(people: People) -> None:
    ana, bo, eve = [await people.create() for _ in range(3)]
    room = await open_room(ana, bo)
    message = await room.say(ana, "secret")
    path = f"/rooms/{room.id}"
    body = {"body": "x"}

    answers = [
        await room.send(eve, "let me in"),
        await eve.http.get(path),
        await eve.http.get(f"{path}/messages"),
        await eve.http.get(f"{path}/events"),
        await eve.http.get(f"{path}/members"),
        await eve.http.post(f"{path}/leave"),
        await eve.http.put(f"{path}/read", json={"seq": 1}),
        await eve.http.patch(f"{path}/preferences", json={"muted": True}),
        await eve.http.patch(f"{path}/messages/{message['id']}", json=body),
        await eve.http.delete(f"{path}/messages/{message['id']}"),
        await send(eve, str(new_id()), "no such room"),
    ]

    assert [code_of(each, 404) for each in answers] == ["room_not_found"] * len(answers)
    assert ok(await eve.http.post("/sync", json={"rooms": {room.id: 0}})) == {"rooms": []}


@pytest.mark.parametrize("standing", ["suspended", "deleted"])
async def test_one_who_is_gone_cannot_be_written_to_but_what_was_said_stays(
    people: People, app_resources: Resources, standing: str
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    await room.say(bo, "bye")
    async with new_session(app_resources.engine) as session:
        await session.execute(update(Member).where(Member.id == bo.id).values(status=standing))
        await commit(session)

    refused = await room.send(ana, "hello?")

    assert code_of(refused, 403) == "cannot_message"
    assert [each["body"] for each in await room.messages(ana)] == ["bye"]
    assert ok(await ana.http.get(f"/rooms/{room.id}"))["member"] is None


async def test_the_refusal_is_the_same_for_every_reason(people: People, app_resources: Resources) -> None:
    refusals = []
    for reason in ("blocks", "blocked", "suspended", "deleted"):
        ana, bo = await people.create(), await people.create()
        room = await open_room(ana, bo)
        if reason == "blocks":
            ok(await ana.http.put(f"/blocks/{bo.id}"), 204)
        elif reason == "blocked":
            ok(await bo.http.put(f"/blocks/{ana.id}"), 204)
        else:
            async with new_session(app_resources.engine) as session:
                await session.execute(update(Member).where(Member.id == bo.id).values(status=reason))
                await commit(session)
        refusals.append(await room.send(ana, "hello?"))

    assert {each.status_code for each in refusals} == {403}
    assert len({each.content for each in refusals}) == 1


async def test_more_than_twenty_messages_in_ten_seconds_have_to_wait(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    answers = [await room.send(ana, f"{n}") for n in range(21)]

    assert [each.status_code for each in answers] == [201] * 20 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 11
    assert (await room.send(bo, "me")).status_code == 201


async def _picture(resources: Resources, owner: Person, *, kind: MediaKind = MediaKind.CHAT) -> UUID:
    media_id = new_id()
    values = {
        "id": media_id,
        "owner_id": owner.id,
        "kind": kind,
        "status": MediaStatus.READY,
        "content_type": "image/png",
        "size": 1,
        "width": 2,
        "height": 1,
        "blurhash": "L",
        "variants": {"thumb": {"key": f"{media_id}/thumb", "width": 2, "height": 1}},
    }
    async with new_session(resources.engine) as session:
        await session.execute(insert(Media).values(values))
        await commit(session)
    return media_id


async def test_pictures_come_with_the_message_and_go_with_it(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    media_ids = [str(await _picture(app_resources, ana)) for _ in range(2)]
    client_id = str(new_id())

    sent = await room.say(ana, "", media_ids=media_ids, client_id=client_id)
    again = await room.send(ana, "", media_ids=media_ids, client_id=client_id)

    assert [each["id"] for each in sent["media"]] == media_ids
    assert sent["media"][0]["variants"]["thumb"].startswith("http")
    assert (again.status_code, again.json()) == (200, sent)
    assert (await room.messages(bo))[0]["media"] == sent["media"]
    assert ok(await bo.http.get("/rooms"))["items"][0]["last_message"] == sent

    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{sent['id']}"), 204)

    assert (await room.messages(bo))[0]["media"] == []
    assert [each["message"]["media"] for each in (await room.events(bo))[3:]] == [[], []]
    repeated = await room.send(ana, "", media_ids=media_ids, client_id=client_id)
    assert (repeated.status_code, repeated.json()["media"]) == (200, [])


async def test_a_picture_is_shown_by_one_message_alone(people: People, app_resources: Resources) -> None:
    """Of several at once too, in one batch and in several: deleting one must not take it from another."""
    ana, bo, cy = await people.create("ana"), await people.create("bo"), await people.create("cy")
    rooms = [await open_room(ana, bo), await open_room(ana, cy)]
    shared, own = [str(await _picture(app_resources, ana)) for _ in range(2)]

    answers = await asyncio.gather(*(room.send(ana, "", media_ids=[shared, own]) for room in rooms * 2))
    later = await rooms[0].send(ana, "again", media_ids=[own])

    accepted = [answer.json() for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code != 201] + [later]
    assert len(accepted) == 1
    assert [code_of(answer, 409) for answer in refused] == ["media_in_use"] * 4
    fresh = await rooms[1].say(ana, "", media_ids=[str(await _picture(app_resources, ana))])
    ok(await ana.http.delete(f"/rooms/{rooms[1].id}/messages/{fresh['id']}"), 204)
    said = [each for room in rooms for each in await room.messages(ana) if each["media"]]
    assert [[picture["id"] for picture in each["media"]] for each in said] == [[shared, own]]


async def test_a_refused_message_leaves_its_pictures_free(people: People, app_resources: Resources) -> None:
    ana, bo, cy = await people.create("ana"), await people.create("bo"), await people.create("cy")
    closed, opened = await open_room(ana, bo), await open_room(ana, cy)
    picture = str(await _picture(app_resources, ana))
    ok(await bo.http.put(f"/blocks/{ana.id}"), 204)

    refused = await closed.send(ana, "", media_ids=[picture])

    assert refused.status_code in {403, 404}
    assert (await opened.say(ana, "", media_ids=[picture]))["media"][0]["id"] == picture


async def test_pictures_of_others_and_of_other_kinds_cannot_be_sent(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    foreign = await _picture(app_resources, bo)
    profile = await _picture(app_resources, ana, kind=MediaKind.PROFILE)

    for media_id in (foreign, profile):
        refused = await room.send(ana, "look", media_ids=[str(media_id)])
        assert code_of(refused, 404) == "media_not_found"


async def test_twenty_messages_in_ten_seconds_and_then_how_long_to_wait(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    answers = [await room.send(ana, str(number)) for number in range(22)]

    assert [answer.status_code for answer in answers] == [201] * 20 + [429] * 2
    assert code_of(answers[-1], 429) == "rate_limited"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 11
    assert (await room.send(bo, "the other one may")).status_code == 201
