"""A small campus: thirty members, their friendships, posts and conversations, told through the API."""

from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import httpx2
from litestar import Litestar
from rich.console import Console
from rich.progress import track
from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from dife.accounts import passwords, sessions
from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.local.demo.groups import Groups
from dife.local.demo.pictures import insert_picture
from dife.local.demo.portraits import portrait
from dife.local.demo.residents import Resident, load, talk
from dife.models import (
    Account,
    Comment,
    MediaKind,
    Member,
    MemberHobby,
    MemberLanguage,
    Message,
    Notification,
    Post,
    RoomEvent,
    Translation,
)
from dife.settings import Settings
from dife.translation.flights import hash_of

CAMPUS = "kookmin.ac.kr"
LANGUAGES = ("ko", "en", "ja", "zh", "es")


class _Unlimited:
    """Thirty people settle in within seconds; no limit is meant for that."""

    async def hit(self, limit: RateLimit, key: str) -> None:
        """Count nothing."""

    async def check(self, limit: RateLimit, key: str) -> None:
        """Refuse nothing."""


class Campus:
    """Settles the demo's members."""

    def __init__(self, app: Litestar, settings: Settings, *, password: str) -> None:
        self._app = app
        self._settings = settings
        self._password = password
        self._residents: dict[str, Resident] = {}

    async def settle(self, console: Console) -> None:
        """Make everything; must find the database empty."""
        app = self._app
        async with app.lifespan(), AsyncExitStack() as stack:
            app.state.resources = held = replace(app.state.resources, limiter=cast("Any", _Unlimited()))
            await self._move_in(held, stack, console=console)
            await self._make_friends()
            await self._write_posts()
            await self._gather(held)
            await self._talk()
            async with new_session(held.engine) as session:
                await _remember_translations(session)
                await _age(session)
                await commit(session)

    async def _move_in(self, held: Resources, stack: AsyncExitStack, *, console: Console) -> None:
        password_hash = await passwords.hash_password(self._password)
        for profile in track(load("members"), "demo members", console=console, transient=True):
            member_id = new_id()
            async with new_session(held.engine) as session:
                await _insert_member(session, held, member_id, profile=profile, password_hash=password_hash)
                context = Context(session=session, resources=held, locale="en")
                issued = await sessions.start(context, member_id, client="native", user_agent="demo")
                await commit(session)
            client = httpx2.AsyncClient(
                transport=httpx2.ASGITransport(app=cast("Any", self._app)),
                base_url=f"{self._settings.public_url}/api/v1",
                headers={"Authorization": f"Bearer {issued.tokens.access_token}"},
            )
            await stack.enter_async_context(client)
            self._residents[profile["username"]] = Resident(member_id, client)

    async def _make_friends(self) -> None:
        for one, other in _FRIENDS:
            request = await self._request(one, other, "")
            await self._residents[other].call("POST", f"/connect/requests/{request['connection']['request_id']}/accept")
        for one, other, message in _REQUESTS:
            await self._request(one, other, message)

    async def _request(self, one: str, other: str, message: str) -> Any:
        body = {"member_id": self._residents[other].id, "message": message}
        return await self._residents[one].call("POST", "/connect/requests", body)

    async def _write_posts(self) -> None:
        for post in sorted(load("posts"), key=lambda post: -post["days_ago"]):
            language, author = post["language"], self._residents[post["author"]]
            body = {
                "client_id": str(new_id()),
                "board": post["board"],
                "title": post["title"][language],
                "body": post["body"][language],
                "anonymous": post.get("anonymous", False),
            }
            created = await author.call("POST", "/posts", body)
            for name in post["likes"]:
                await self._residents[name].call("PUT", f"/posts/{created['id']}/like")
            for comment in post["comments"]:
                await self._comment(created["id"], comment, parent_id=None)

    async def _comment(self, post_id: str, comment: dict[str, Any], *, parent_id: str | None) -> None:
        body = {
            "client_id": str(new_id()),
            "body": comment["body"],
            "anonymous": comment.get("anonymous", False),
            "parent_id": parent_id,
        }
        created = await self._residents[comment["author"]].call("POST", f"/posts/{post_id}/comments", body)
        for reply in comment.get("replies", []):
            await self._comment(post_id, reply, parent_id=created["id"])

    async def _gather(self, held: Resources) -> None:
        groups = Groups(self._residents, held)
        for group in sorted(load("groups"), key=lambda group: -group["hours_ago"]):
            await groups.gather(group)

    async def _talk(self) -> None:
        for conversation in sorted(load("conversations"), key=lambda told: -told["hours_ago"]):
            one, other = (self._residents[name] for name in conversation["between"])
            opened = {"client_id": str(new_id()), "kind": "direct", "member_id": other.id}
            room = await one.call("POST", "/rooms", opened)
            await talk(self._residents, room["id"], conversation["messages"])


async def _insert_member(
    session: AsyncSession, held: Resources, member_id: UUID, *, profile: dict[str, Any], password_hash: str
) -> None:
    now = held.clock.now()
    columns = {name: profile[name] for name in ("username", "country", "locale", "mbti", "bio")}
    standing = {"campus_id": CAMPUS, "student_verified_at": now, "onboarded_at": now}
    await session.execute(insert(Member).values(id=member_id, **columns, **standing))
    email = f"{profile['email']}@{CAMPUS}"
    await session.execute(insert(Account).values(member_id=member_id, email=email, password_hash=password_hash))
    await session.execute(insert(MemberHobby), [{"member_id": member_id, "hobby": h} for h in profile["hobbies"]])
    languages = [
        {"member_id": member_id, "language": language, "kind": kind, "level": level}
        for kind in ("speaks", "learns")
        for language, level in profile[kind].items()
    ]
    await session.execute(insert(MemberLanguage), languages)
    original = portrait(profile["username"])
    photo_id = await insert_picture(session, held, member_id, kind=MediaKind.PROFILE, original=original)
    await session.execute(update(Member).where(Member.id == member_id).values(photo_media_id=photo_id))


def _texts() -> list[dict[str, str]]:
    posts = [post[part] for post in load("posts") for part in ("title", "body")]
    return posts + [
        message[1] for name in ("conversations", "groups") for room in load(name) for message in room["messages"]
    ]


async def _remember_translations(session: AsyncSession) -> None:
    # The first version of a text is the one that was written; posts name theirs, so all pairs are remembered.
    rows = {
        (hash_of(source), target): {
            "source_hash": hash_of(source),
            "target": target,
            "source_language": language,
            "text": versions[target],
            "engine": "demo",
        }
        for versions in _texts()
        for language, source in versions.items()
        for target in versions
        if target != language
    }
    await session.execute(insert(Translation), list(rows.values()))


async def _age(session: AsyncSession) -> None:
    """Let what was written within seconds have happened over the last days, in the same order."""
    for post in load("posts"):
        title = post["title"][post["language"]]
        age = timedelta(days=post["days_ago"], hours=len(title) % 9)
        await session.execute(update(Post).where(Post.title == title).values(created_at=Post.created_at - age))
    await session.execute(
        update(Comment)
        .where(Comment.post_id == Post.id)
        .values(
            created_at=Post.created_at + (Comment.created_at - text("transaction_timestamp()")) + timedelta(hours=5)
        )
    )
    for table in (RoomEvent, Message, Notification):
        await session.execute(update(table).values(created_at=table.created_at - timedelta(hours=2)))


_FRIENDS = (
    ("민지", "Lucía"), ("민지", "현우"), ("서준", "さくら"), ("도윤", "Jonas"), ("하은", "晓彤"), ("Emma", "수아"),
    ("Mateo", "Sofía"), ("은서", "Camille"), ("예린", "婷婷"), ("Timur", "Thảo"), ("健太", "美咲"), ("Noah", "민지"),
)  # fmt: skip
_REQUESTS = (
    ("Chloé", "민지", "Hi! I like walking with a camera too. Shall we go together?"),
    ("思源", "민지", ""),
    ("은서", "Lucía", "¡Hola! Bienvenida a Corea :)"),
    ("Camille", "Lucía", ""),
    ("민지", "Ayşe", "같이 궁궐 산책해요!"),
)
