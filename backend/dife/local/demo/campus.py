"""A small campus: thirty members, their friendships, posts and conversations, told through the API."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from typing import Any, cast
from uuid import UUID

import httpx2
import msgspec
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
from dife.local.demo.portraits import portrait
from dife.media.jobs import VARIANTS
from dife.media.reencode import Order, reencode_trusted
from dife.models import (
    Account,
    Comment,
    Media,
    MediaKind,
    MediaStatus,
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


def _load(name: str) -> list[dict[str, Any]]:
    raw = resources.files("dife.local.demo").joinpath(f"{name}.json").read_bytes()
    return cast("list[dict[str, Any]]", msgspec.json.decode(raw))


class _Unlimited:
    """Thirty people settle in within seconds; no limit is meant for that."""

    async def hit(self, limit: RateLimit, key: str) -> None:
        """Count nothing."""

    async def check(self, limit: RateLimit, key: str) -> None:
        """Refuse nothing."""


class _Resident:
    """A member of the demo and their way into the API."""

    def __init__(self, member_id: UUID, http: httpx2.AsyncClient) -> None:
        self.id = str(member_id)
        self._http = http

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Do something as this member.

        Raises:
            HTTPStatusError: the API refused; the demo data is wrong then.
        """
        response = await self._http.request(method, path, json=body)
        response.raise_for_status()
        return response.json() if response.content else None


class Campus:
    """Settles the demo's members."""

    def __init__(self, app: Litestar, settings: Settings, *, password: str) -> None:
        self._app = app
        self._settings = settings
        self._password = password
        self._residents: dict[str, _Resident] = {}

    async def settle(self, console: Console) -> None:
        """Make everything; must find the database empty."""
        app = self._app
        async with app.lifespan(), AsyncExitStack() as stack:
            app.state.resources = held = replace(app.state.resources, limiter=cast("Any", _Unlimited()))
            await self._move_in(held, stack, console=console)
            await self._make_friends()
            await self._write_posts()
            await self._talk()
            async with new_session(held.engine) as session:
                await _remember_translations(session)
                await _age(session)
                await commit(session)

    async def _move_in(self, held: Resources, stack: AsyncExitStack, *, console: Console) -> None:
        password_hash = await passwords.hash_password(self._password)
        for profile in track(_load("members"), "demo members", console=console, transient=True):
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
            self._residents[profile["username"]] = _Resident(member_id, client)

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
        for post in sorted(_load("posts"), key=lambda post: -post["days_ago"]):
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

    async def _talk(self) -> None:
        for conversation in sorted(_load("conversations"), key=lambda talk: -talk["hours_ago"]):
            one, other = (self._residents[name] for name in conversation["between"])
            opened = {"client_id": str(new_id()), "kind": "direct", "member_id": other.id}
            room = await one.call("POST", "/rooms", opened)
            told: list[Any] = []
            for name, versions, *extras in conversation["messages"]:
                extra = extras[0] if extras else {}
                told.append(
                    await self._say(room["id"], name, body=next(iter(versions.values())), told=told, extra=extra)
                )
                await asyncio.sleep(0)

    async def _say(self, room_id: str, name: str, *, body: str, told: list[Any], extra: dict[str, Any]) -> Any:
        """Send a message; `extra` may say which one it answers, and who reacts to it."""
        message = {"client_id": str(new_id()), "body": body, "media_ids": []}
        if "reply_to" in extra:
            message["reply_to_id"] = told[extra["reply_to"]]["id"]
        sent = await self._residents[name].call("POST", f"/rooms/{room_id}/messages", message)
        await self._residents[name].call("PUT", f"/rooms/{room_id}/read", {"seq": sent["seq"]})
        for emoji, names in extra.get("reactions", {}).items():
            for reader in names:
                path = f"/rooms/{room_id}/messages/{sent['id']}/reactions/{emoji}"
                await self._residents[reader].call("PUT", path)
        return sent


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
    photo_id = await _insert_photo(session, held, member_id, name=profile["username"])
    await session.execute(update(Member).where(Member.id == member_id).values(photo_media_id=photo_id))


async def _insert_photo(session: AsyncSession, held: Resources, member_id: UUID, *, name: str) -> UUID:
    media_id, original = new_id(), portrait(name)
    result = reencode_trusted(Order(variants=VARIANTS[MediaKind.PROFILE]), original)
    variants = {}
    for variant, picture in result.variants.items():
        key = f"media/{media_id}/{variant}.webp"
        await held.store.write(key, picture.data, content_type="image/webp")
        variants[variant] = {"key": key, "width": picture.width, "height": picture.height}
    row = {
        "id": media_id,
        "owner_id": member_id,
        "kind": MediaKind.PROFILE,
        "status": MediaStatus.READY,
        "content_type": "image/jpeg",
        "size": len(original),
        "width": variants["large"]["width"],
        "height": variants["large"]["height"],
        "blurhash": result.blurhash,
        "variants": variants,
        "completed_at": held.clock.now(),
    }
    await session.execute(insert(Media).values(row))
    return media_id


def _texts() -> list[dict[str, str]]:
    posts = [post[part] for post in _load("posts") for part in ("title", "body")]
    return posts + [message[1] for talk in _load("conversations") for message in talk["messages"]]


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
    for post in _load("posts"):
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
