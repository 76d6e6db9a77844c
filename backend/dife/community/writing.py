"""Rules of writing posts: once per `client_id`, by their author alone."""

import hashlib
from collections.abc import Sequence
from typing import Any, NoReturn
from uuid import UUID

import msgspec
from msgspec import UNSET

from dife.community import repository, service
from dife.community.errors import NotAuthor
from dife.community.schemas import POST_LENGTH, TITLE_LENGTH, CreatePost, EditPost, Post
from dife.context import Context
from dife.database import AnyRow
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.languages import detect_language
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean, index_vector
from dife.media import service as media
from dife.models import MediaKind

POSTS = RateLimit("post", 20, 600)


async def create_post(context: Context, data: CreatePost) -> tuple[Post, bool]:
    """Write a post; repeated with the same `client_id`, return the first one. Tells whether it is new.

    Raises:
        InvalidField: title, text or pictures break a rule.
        MediaInUse: something else shows one of the pictures.
        IdempotencyMismatch: the `client_id` stands for another post.
        RateLimited: twenty posts in ten minutes.
    """
    author_id = context.caller.member_id
    title, body = _title(data.title), _body(data.body)
    fingerprint = fingerprint_of(data.board, title, body, data.anonymous, data.media_ids)
    values = {
        "id": new_id(),
        "author_id": author_id,
        "client_id": data.client_id,
        "fingerprint": fingerprint,
        "board": data.board,
        "anonymous": data.anonymous,
        "media_ids": data.media_ids,
        **await _text_columns(title, body),
    }
    if not await repository.insert_post(context.session, values):
        first = await repository.get_created(context.session, author_id, data.client_id)
        if first is None or first.fingerprint != fingerprint:
            raise IdempotencyMismatch
        return await service.get_post(context, first.id), False
    await context.limiter.hit(POSTS, str(author_id))
    await _require_pictures(context, data.media_ids)
    await media.claim(context, data.media_ids)
    return await service.get_post(context, values["id"]), True


def fingerprint_of(*parts: object) -> bytes:
    """Return what tells one request from another with the same `client_id`."""
    return hashlib.sha256(msgspec.json.encode(parts)).digest()


def _title(title: str) -> str:
    return clean(" ".join(title.split()), field="title", minimum=1, maximum=TITLE_LENGTH)


def _body(body: str) -> str:
    return clean(body, field="body", minimum=1, maximum=POST_LENGTH)


async def _text_columns(title: str, body: str) -> dict[str, Any]:
    text = f"{title}\n{body}"
    return {
        "title": title,
        "body": body,
        "language": await detect_language(text),
        "search": index_vector(text),
    }


async def _require_pictures(context: Context, media_ids: Sequence[UUID]) -> None:
    if len(set(media_ids)) != len(media_ids):
        raise InvalidField("media_ids", "repeated")
    await media.require_own(context, media_ids, kind=MediaKind.POST)


async def edit_post(context: Context, post_id: UUID, data: EditPost) -> Post:
    """Change one's own post; pictures that are left out go.

    Raises:
        PostNotFound: not there, or not visible to the caller.
        NotAuthor: it is somebody else's.
        InvalidField: title, text or pictures break a rule.
        MediaInUse: something else shows one of the pictures.
    """
    old = await _lock_own(context, post_id)
    title = old.title if data.title is UNSET else _title(data.title)
    body = old.body if data.body is UNSET else _body(data.body)
    values = await _text_columns(title, body)
    dropped: set[UUID] = set()
    if data.media_ids is not UNSET:
        await _require_pictures(context, data.media_ids)
        await media.claim(context, set(data.media_ids) - set(old.media_ids))
        values["media_ids"] = data.media_ids
        dropped = set(old.media_ids) - set(data.media_ids)
    values["edited_at"] = context.clock.now()
    await repository.update_post(context.session, post_id, values)
    await media.discard(context, sorted(dropped), owner_id=context.caller.member_id)
    return await service.get_post(context, post_id)


async def delete_post(context: Context, post_id: UUID) -> None:
    """Delete one's own post: its text and pictures go at once; repeated, it changes nothing.

    The row stays to answer a repeated `client_id`.

    Raises:
        PostNotFound: not there, or not visible to the caller.
        NotAuthor: it is somebody else's.
    """
    author_id = context.caller.member_id
    old = await repository.lock_own(context.session, post_id, author_id=author_id)
    if old is None and await repository.is_own(context.session, post_id, author_id=author_id):
        return
    if old is None:
        await _refuse(context, post_id)
    values = {"title": "", "body": "", "search": "", "media_ids": [], "deleted_at": context.clock.now()}
    await repository.update_post(context.session, post_id, values)
    await media.discard(context, old.media_ids, owner_id=author_id)


async def _lock_own(context: Context, post_id: UUID) -> AnyRow:
    own = await repository.lock_own(context.session, post_id, author_id=context.caller.member_id)
    if own is None:
        await _refuse(context, post_id)
    return own


async def _refuse(context: Context, post_id: UUID) -> NoReturn:
    await service.require_post(context, post_id)
    raise NotAuthor
