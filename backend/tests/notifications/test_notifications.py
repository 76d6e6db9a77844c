"""What members are told in the app: once, in their language, and only by people they may see."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import func, select, update

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.catalogue import LOCALES, sentence
from dife.models import Block, Comment, Member, Notification, NotificationKind, Post, RoomMember
from dife.notifications import service
from dife.notifications.service import NewNotification
from dife.valkey import member_channel

from fixtures.people import People, Person
from fixtures.posts import write_comment, write_post

Notify = Callable[..., Awaitable[None]]


@pytest.fixture
async def notify(app_resources: Resources) -> Notify:
    """Tells somebody something in a transaction of its own."""

    async def tell(*news: NewNotification) -> None:
        async with new_session(app_resources.engine) as session:
            context = Context(session=session, resources=app_resources, locale="en")
            await service.notify_many(context, news)
            await commit(session)

    return tell


@pytest.fixture
async def minji(people: People) -> Person:
    return await people.create("minji")


@pytest.fixture
async def claire(people: People) -> Person:
    return await people.create("claire")


def request_of(actor: Person | None, receiver: Person, **changes: Any) -> NewNotification:
    values: dict[str, Any] = {
        "member_id": receiver.id,
        "kind": NotificationKind.CONNECT_REQUESTED,
        "actor_id": actor.id if actor else None,
        "data": {},
        "dedup_key": f"connect_requested:{actor.id if actor else ''}",
    }
    return NewNotification(**{**values, **changes})


async def list_of(person: Person, **headers: str) -> list[dict[str, Any]]:
    response = await person.http.get("/notifications", headers=headers)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def unread_of(person: Person) -> int:
    count: int = (await person.http.get("/notifications/unread")).json()["count"]
    return count


async def test_a_notification_says_who_did_what(notify: Notify, minji: Person, claire: Person) -> None:
    await notify(request_of(claire, minji, data={"request_id": str(uuid4())}))

    (item,) = await list_of(minji, **{"Accept-Language": "ko"})

    assert item["text"] == "claire님이 회원님에게 친구 신청을 보냈어요."
    assert (item["kind"], item["actor"]["username"], item["read_at"]) == ("connect_requested", "claire", None)
    assert set(item["data"]) == {"request_id"}
    assert await unread_of(minji) == 1
    assert await list_of(claire) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", NotificationKind)
def test_every_kind_has_whole_sentences_in_every_language(kind: NotificationKind, locale: str) -> None:
    values = {"name": "민지", "title": "도서관", "preview": "안녕", "room": "북한산"}

    texts = [
        sentence(locale, key, **values) for key in (f"notification.{kind}", f"push.{kind}.title", f"push.{kind}.body")
    ]

    assert "민지" in texts[0]
    assert all(text and "{" not in text for text in texts)
    if "post" in kind or "comment" in kind:
        assert "도서관" in texts[0]


async def test_without_accept_language_it_is_the_members(notify: Notify, people: People, claire: Person) -> None:
    yuki = await people.create("yuki", locale="ja")
    await notify(request_of(claire, yuki))

    (item,) = await list_of(yuki)

    assert item["text"] == "claireさんから友だち申請が届きました。"


async def test_the_same_thing_unread_stands_there_once(notify: Notify, minji: Person, claire: Person) -> None:
    await notify(request_of(claire, minji))
    await notify(request_of(claire, minji), request_of(claire, minji))

    assert len(await list_of(minji)) == 1
    assert await unread_of(minji) == 1


async def test_the_same_thing_again_after_it_was_read_comes_up_unread(
    notify: Notify, minji: Person, claire: Person
) -> None:
    await notify(request_of(claire, minji))
    await minji.http.post("/notifications/read", json={"up_to": (await list_of(minji))[0]["id"]})
    await notify(request_of(claire, minji))

    (item,) = await list_of(minji)

    assert item["read_at"] is None


async def test_like_unlike_like_tells_once(notify: Notify, minji: Person, claire: Person) -> None:
    like = request_of(claire, minji, kind=NotificationKind.MEMBER_LIKED, dedup_key=f"member_liked:{claire.id}")
    await notify(like)
    read = await minji.http.post("/notifications/read", json={"up_to": (await list_of(minji))[0]["id"]})
    await notify(like)

    assert read.json() == {"count": 0}
    assert await unread_of(minji) == 0
    assert len(await list_of(minji)) == 1


async def test_two_at_once_make_one_row(notify: Notify, minji: Person, claire: Person) -> None:
    await asyncio.gather(*(notify(request_of(claire, minji)) for _ in range(8)))

    assert len(await list_of(minji)) == 1


async def test_batches_in_any_order_do_not_lock_each_other_out(
    notify: Notify, people: People, minji: Person, claire: Person
) -> None:
    others = [await people.create() for _ in range(6)]
    news = [request_of(claire, other) for other in [minji, *others]]

    await asyncio.gather(*(notify(*(news if turn % 2 else reversed(news))) for turn in range(8)))

    counts = [await unread_of(other) for other in [minji, *others]]
    assert counts == [1] * 7


@pytest.mark.parametrize("block_by", ["receiver", "actor"])
async def test_a_block_in_either_direction_tells_nothing_and_hides_what_was_told(
    notify: Notify, app_resources: Resources, minji: Person, claire: Person, block_by: str
) -> None:
    await notify(request_of(claire, minji))
    blocker, blocked = (minji, claire) if block_by == "receiver" else (claire, minji)
    async with new_session(app_resources.engine) as session:
        session.add(Block(blocker_id=blocker.id, blocked_id=blocked.id))
        await commit(session)

    await notify(request_of(claire, minji, dedup_key="another"))

    assert await list_of(minji) == []
    assert await unread_of(minji) == 0


@pytest.mark.parametrize("status", ["suspended", "deleted"])
async def test_actors_who_are_gone_are_not_shown(
    notify: Notify, app_resources: Resources, minji: Person, claire: Person, status: str
) -> None:
    await notify(request_of(claire, minji))
    async with new_session(app_resources.engine) as session:
        await session.execute(update(Member).where(Member.id == claire.id).values(status=status))
        await commit(session)

    assert await list_of(minji) == []


async def test_nobody_is_told_of_themselves(notify: Notify, minji: Person) -> None:
    await notify(request_of(minji, minji))

    assert await list_of(minji) == []


async def test_anonymous_actor_is_nowhere(
    notify: Notify, app_resources: Resources, minji: Person, claire: Person
) -> None:
    post = await write_post(minji, title="교환학생 잘 가는 법")
    await write_comment(claire, post, anonymous=True, body="좋은 글이에요")

    (item,) = await list_of(minji, **{"Accept-Language": "ko"})
    async with new_session(app_resources.engine) as session:
        row = (await session.execute(select(Notification))).scalar_one()

    assert item["text"] == "익명님이 “교환학생 잘 가는 법” 게시물에 댓글을 달았어요."
    assert (item["actor"], item["preview"]) == (None, "좋은 글이에요")
    stored = f"{row.actor_id} {row.data} {row.dedup_key}"
    assert str(claire.id) not in stored
    assert str(claire.id) not in str(item)


async def test_what_it_is_about_is_read_fresh_and_vanishes_with_it(
    app_resources: Resources, minji: Person, claire: Person
) -> None:
    post = await write_post(minji, title="처음 제목")
    comment = await write_comment(claire, post, body="처음")
    async with new_session(app_resources.engine) as session:
        await session.execute(update(Post).where(Post.id == UUID(post["id"])).values(title="고친 제목"))
        await session.execute(
            update(Comment).where(Comment.id == UUID(comment["id"])).values(body="고친 " + "글 " * 100)
        )
        await commit(session)
    (item,) = await list_of(minji, **{"Accept-Language": "ko"})
    assert "고친 제목" in item["text"]
    assert item["preview"].startswith("고친 글")
    assert len(item["preview"]) <= 120
    assert item["preview"].endswith("…")

    async with new_session(app_resources.engine) as session:
        await session.execute(update(Post).where(Post.id == UUID(post["id"])).values(deleted_at=func.now()))
        await commit(session)

    assert await list_of(minji) == []
    assert await unread_of(minji) == 0


async def test_a_name_with_placeholders_is_only_a_name(notify: Notify, people: People, minji: Person) -> None:
    trickster = await people.create("{title}%s")
    await notify(request_of(trickster, minji))

    (item,) = await list_of(minji, **{"Accept-Language": "en"})

    assert item["text"] == "{title}%s wants to be your friend."


async def test_pages_come_newest_first_without_gaps(
    notify: Notify, people: People, minji: Person, claire: Person
) -> None:
    for number in range(5):
        await notify(request_of(claire, minji, dedup_key=f"request:{number}", data={"request_id": str(number)}))

    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await minji.http.get("/notifications", params=query)).json()
        seen += [item["data"]["request_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    stolen = await claire.http.get("/notifications", params={"limit": "2", "cursor": "abcd"})

    assert seen == ["4", "3", "2", "1", "0"]
    assert stolen.status_code == 422


async def test_reading_goes_up_to_what_was_seen(notify: Notify, minji: Person, claire: Person) -> None:
    for number in range(3):
        await notify(request_of(claire, minji, dedup_key=f"request:{number}"))
    newest, middle, _ = await list_of(minji)

    read = await minji.http.post("/notifications/read", json={"up_to": middle["id"]})
    foreign = await claire.http.post("/notifications/read", json={"up_to": newest["id"]})

    assert (read.status_code, read.json()) == (200, {"count": 1})
    assert foreign.json() == {"count": 0}
    assert [item["read_at"] is None for item in await list_of(minji)] == [True, False, False]


async def test_reading_elsewhere_counts_too(
    notify: Notify, app_resources: Resources, minji: Person, claire: Person
) -> None:
    await notify(request_of(claire, minji, dedup_key="message:room"))
    async with new_session(app_resources.engine) as session:
        context = Context(session=session, resources=app_resources, locale="en")
        await service.mark_subject_read(context, minji.id, dedup_key="message:room")
        await commit(session)

    assert await unread_of(minji) == 0


@pytest.fixture
async def heard(app_resources: Resources, minji: Person) -> AsyncIterator[Callable[[], Awaitable[dict[str, Any]]]]:
    """What arrives on minji's channel."""
    async with app_resources.valkey.pubsub() as pubsub:
        await pubsub.subscribe(member_channel(minji.id))

        async def next_hint() -> dict[str, Any]:
            async with asyncio.timeout(5):
                while True:
                    message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=1)
                    if message is not None:
                        hint: dict[str, Any] = msgspec.json.decode(message["data"])
                        return hint

        yield next_hint


async def test_the_hint_carries_what_the_list_shows(
    notify: Notify, heard: Callable[[], Awaitable[dict[str, Any]]], minji: Person, claire: Person
) -> None:
    await notify(request_of(claire, minji))

    hint = await heard()

    assert (hint["type"], hint["unread"]) == ("notification", 1)
    assert hint["notification"] == (await list_of(minji, **{"Accept-Language": "en"}))[0]


async def test_a_rollback_tells_nobody(app_resources: Resources, minji: Person, claire: Person) -> None:
    async with new_session(app_resources.engine) as session:
        context = Context(session=session, resources=app_resources, locale="en")
        await service.notify_many(context, [request_of(claire, minji)])
        await session.rollback()

    assert await list_of(minji) == []


async def test_messages_show_as_long_as_the_receiver_is_in_the_room(
    app_resources: Resources, minji: Person, claire: Person, notify: Notify
) -> None:
    room = (
        await claire.http.post("/rooms", json={"client_id": str(uuid4()), "kind": "direct", "member_id": str(minji.id)})
    ).json()
    sent = await claire.http.post(
        f"/rooms/{room['id']}/messages", json={"client_id": str(uuid4()), "body": "Hi there!", "media_ids": []}
    )
    data = {"room_id": room["id"], "message_id": sent.json()["id"]}
    message = request_of(
        claire, minji, kind=NotificationKind.MESSAGE_RECEIVED, data=data, dedup_key=f"message:{room['id']}"
    )
    await notify(message)
    (item,) = await list_of(minji)
    assert (item["preview"], item["data"]) == ("Hi there!", data)

    async with new_session(app_resources.engine) as session:
        await session.execute(update(RoomMember).where(RoomMember.member_id == minji.id).values(left_seq=99))
        await commit(session)

    assert await list_of(minji) == []
