"""Reactions: events of the log, bounded, and the same for every reader."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from sqlalchemy import update

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Message

from fixtures.people import People, Person
from fixtures.rooms import code_of, events_of, ok, open_room, send

MakeGroup = Callable[[Sequence[Person]], Awaitable[str]]


async def react(member: Person, message: Any, emoji: str, *, method: str = "PUT") -> httpx2.Response:
    path = f"/rooms/{message['room_id']}/messages/{message['id']}/reactions/{quote(emoji)}"
    return await member.http.request(method, path)


def short(message: Any) -> list[tuple[str, list[str]]]:
    return [(each["emoji"], each["member_ids"]) for each in message["reactions"]]


async def test_everybody_sees_who_reacted(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "It works!")

    ok(await react(bo, message, "❤"))
    ok(await react(ana, message, "❤️"))
    last = ok(await react(bo, message, "🎉"))

    assert short(last) == [("❤️", [str(bo.id), str(ana.id)]), ("🎉", [str(bo.id)])]
    assert (last["seq"], last["changed_seq"]) == (4, 7)
    assert await room.messages(ana) == await room.messages(bo) == [last]
    log = await room.events(ana, after_seq=4)
    assert [(each["seq"], each["kind"], each["actor_id"], each["data"]) for each in log] == [
        (5, "reaction_added", str(bo.id), {"emoji": "❤️"}),
        (6, "reaction_added", str(ana.id), {"emoji": "❤️"}),
        (7, "reaction_added", str(bo.id), {"emoji": "🎉"}),
    ]
    assert all(each["message"] == last for each in log)


async def test_repeating_changes_nothing_and_taking_back_is_an_event(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "x")

    first = ok(await react(bo, message, "👍"))
    assert ok(await react(bo, message, "👍")) == first
    none = ok(await react(bo, message, "👍", method="DELETE"))
    assert ok(await react(bo, message, "👍", method="DELETE")) == none

    assert (none["reactions"], none["changed_seq"]) == ([], 6)
    kinds = [each["kind"] for each in await room.events(ana, after_seq=4)]
    assert kinds == ["reaction_added", "reaction_removed"]


async def test_reactions_at_once_are_all_there(people: People, make_group: MakeGroup) -> None:
    members = [await people.create() for _ in range(12)]
    room_id = await make_group(members)
    message = ok(await send(members[0], room_id, "everybody!"))

    await asyncio.gather(
        *(react(one, message, "👏") for one in members), *(react(one, message, "👏") for one in members)
    )

    log = await events_of(members[0], room_id)
    assert [each["seq"] for each in log] == list(range(1, 14))
    [(emoji, who)] = short(log[-1]["message"])
    assert (emoji, sorted(who)) == ("👏", sorted(str(one.id) for one in members))


async def test_a_message_takes_twenty_emojis_and_three_hundred_reactions(
    people: People, app_resources: Resources
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    many, full = await room.say(ana, "many"), await room.say(ana, "full")
    twenty = [{"emoji": chr(0x1F600 + number), "member_ids": [str(ana.id)]} for number in range(20)]
    crowd = [{"emoji": "👍", "member_ids": [str(new_id()) for _ in range(300)]}]
    async with new_session(app_resources.engine) as session:
        for message, reactions in ((many, twenty), (full, crowd)):
            await session.execute(update(Message).where(Message.id == message["id"]).values(reactions=reactions))
        await commit(session)

    assert code_of(await react(bo, many, "🎉"), 409) == "too_many_reactions"
    assert code_of(await react(bo, full, "👍"), 409) == "too_many_reactions"
    assert len(ok(await react(bo, many, "😀"))["reactions"]) == 20


@pytest.mark.parametrize("text", ["a", "👍👍", ":+1:", "1"])
async def test_only_an_emoji_is_a_reaction(people: People, text: str) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "x")

    assert code_of(await react(bo, message, text), 422) == "invalid"
    assert len(await room.events(bo)) == 4


async def test_a_deleted_message_keeps_no_reactions_and_takes_none(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "x")
    ok(await react(bo, message, "👍"))
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{message['id']}"), 204)

    assert code_of(await react(bo, message, "👍"), 409) == "message_deleted"
    assert (await room.messages(bo))[0]["reactions"] == []


async def test_reacting_is_limited(people: People) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = await room.say(ana, "x")

    methods = ["PUT", "DELETE"] * 15 + ["PUT"]
    statuses = [(await react(bo, message, "👍", method=method)).status_code for method in methods]

    assert statuses == [200] * 30 + [429]
