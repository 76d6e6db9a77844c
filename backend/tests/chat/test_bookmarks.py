"""Messages that a member keeps: theirs alone, and only as long as they may see them."""

from typing import Any

from fixtures.people import People, Person
from fixtures.rooms import DirectRoom, code_of, ok, open_room


async def keep(who: Person, room: DirectRoom, message: Any, *, method: str = "PUT") -> Any:
    return await who.http.request(method, f"/rooms/{room.id}/messages/{message['id']}/bookmark")


async def kept(who: Person, **params: Any) -> list[str]:
    page = ok(await who.http.get("/me/message-bookmarks", params=params))
    return [each["message"]["body"] for each in page["items"]]


async def test_a_message_is_kept_once_and_the_same_text_twice(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    one, two = await open_room(ana, bo), await open_room(ana, cy)
    messages = [await one.say(bo, "hi"), await one.say(bo, "hi"), await two.say(cy, "hi there")]
    for room, message in ((one, messages[0]), (one, messages[1]), (two, messages[2])):
        for _ in range(2):
            ok(await keep(ana, room, message), 204)

    assert await kept(ana) == ["hi there", "hi", "hi"]
    assert await kept(ana, room_id=one.id) == ["hi", "hi"]
    assert await kept(bo) == []
    first = ok(await ana.http.get("/me/message-bookmarks", params={"limit": "2"}))
    rest = ok(await ana.http.get("/me/message-bookmarks", params={"limit": "2", "cursor": first["next_cursor"]}))
    assert [each["message"]["id"] for each in first["items"] + rest["items"]] == [m["id"] for m in messages[::-1]]
    assert first["items"][0]["sender"]["id"] == str(cy.id)

    for _ in range(2):
        ok(await keep(ana, one, messages[0], method="DELETE"), 204)
    assert len(await kept(ana)) == 2


async def test_nothing_is_kept_of_what_cannot_be_seen(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room = await open_room(ana, bo)
    message, deleted = await room.say(bo, "ours"), await room.say(bo, "gone")
    ok(await keep(ana, room, deleted), 204)
    ok(await bo.http.delete(f"/rooms/{room.id}/messages/{deleted['id']}"), 204)

    assert (await keep(cy, room, message)).status_code == 404
    assert code_of(await keep(ana, room, deleted), 409) == "message_deleted"
    assert await kept(ana) == []
    ok(await keep(ana, room, message), 204)
    ok(await ana.http.post(f"/rooms/{room.id}/leave"), 204)
    assert await kept(ana) == []
    ok(await keep(ana, room, message, method="DELETE"), 204)
