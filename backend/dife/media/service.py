"""Rules of media."""

import asyncio
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dife.context import Context
from dife.errors import Unavailable
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean_name
from dife.media import jobs, repository
from dife.media.errors import (
    MediaInUse,
    MediaNotFound,
    MediaNotReady,
    MediaQuotaReached,
    MediaTooLarge,
    MediaTypeNotAllowed,
    UploadMissing,
)
from dife.media.made import make_preview
from dife.media.prefixes import QUARANTINE
from dife.media.schemas import MAX_UPLOAD_BYTES, FileView, MediaCreated, MediaRequest, MediaState, MediaView, Upload
from dife.models import Media, MediaKind, MediaStatus
from dife.ports import ObjectStore, StoreError
from dife.queue import defer

__all__ = ["make_preview"]
"""What stands elsewhere in this slice and others use."""

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"})
FILE_ENDINGS = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
VOICE_TYPES = frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac"})
NAME_LENGTH = 120
MEMBER_QUOTA_BYTES = 500 * 1024 * 1024
STORE_SECONDS = 4
UPLOADS = RateLimit("media_upload", 30, 60)


async def announce(context: Context, data: MediaRequest) -> MediaCreated:
    """Give a new picture an id and a place to upload it to, where nobody can read it.

    Raises:
        MediaTypeNotAllowed: a type that is not taken for this kind.
        InvalidField: a file without a name, or one that nobody can read.
        MediaTooLarge: more than 10 MiB.
        MediaQuotaReached: the caller has 500 MiB of pictures.
        RateLimited: thirty announced in a minute.
    """
    owner_id = context.caller.member_id
    # A recorder names its codec behind the type.
    content_type = data.content_type.partition(";")[0].strip().lower()
    if content_type not in _types_of(MediaKind(data.kind)):
        raise MediaTypeNotAllowed
    if data.size > MAX_UPLOAD_BYTES:
        raise MediaTooLarge
    await context.limiter.hit(UPLOADS, str(owner_id))
    if await repository.bytes_of(context.session, owner_id) + data.size > MEMBER_QUOTA_BYTES:
        raise MediaQuotaReached
    media_id, key = new_id(), f"{QUARANTINE}/{secrets.token_hex(24)}"
    values = {
        "id": media_id,
        "owner_id": owner_id,
        "kind": data.kind,
        "content_type": content_type,
        "size": data.size,
        "upload_key": key,
        "name": _file_name(data.name, content_type) if data.kind == "file" else None,
    }
    await repository.insert_media(context.session, values)
    signed = context.resources.store.sign_put(key, content_type=content_type, size=data.size)
    upload = Upload(method="PUT", url=signed.url, headers=dict(signed.headers), expires_at=signed.expires_at)
    return MediaCreated(id=media_id, upload=upload)


def _types_of(kind: MediaKind) -> Collection[str]:
    if kind == MediaKind.FILE:
        return FILE_ENDINGS.keys()
    return VOICE_TYPES if kind == MediaKind.VOICE else PICTURE_TYPES


def _file_name(name: str | None, content_type: str) -> str:
    """Return the last part of a path, with the ending that its type has."""
    last = clean_name((name or "").replace("\\", "/").rpartition("/")[2], field="name", minimum=1, maximum=NAME_LENGTH)
    ending = f".{FILE_ENDINGS[content_type]}"
    return last if last.lower().endswith(ending) else f"{last}{ending}"


async def complete(context: Context, media_id: UUID) -> MediaState:
    """Take over the uploaded bytes; asked again, tell how far the picture is.

    Raises:
        MediaNotFound: not there, or not the caller's.
        UploadMissing: nothing of the announced size was uploaded.
        Unavailable: the object store is away.
    """
    media = await _own(context, media_id)
    if media.status != MediaStatus.PENDING or media.upload_key is None:
        return _state(context, media)
    key, announced = media.upload_key, media.size
    # The connection goes back: a store that is slow must not keep it from those who do not need the store.
    await context.session.rollback()
    if await _uploaded_size(context, key) != announced:
        raise UploadMissing
    if await repository.start_processing(context.session, media_id, now=context.clock.now()):
        await defer(context.session, jobs.process, media_id=str(media_id))
    return _state(context, await _own(context, media_id))


async def _own(context: Context, media_id: UUID) -> Media:
    own = await repository.get_own(context.session, [media_id], owner_id=context.caller.member_id)
    if not own:
        raise MediaNotFound
    return own[0]


async def _uploaded_size(context: Context, key: str) -> int | None:
    try:
        async with asyncio.timeout(STORE_SECONDS):
            return await context.resources.store.size(key)
    except (StoreError, TimeoutError):
        raise Unavailable from None


async def state(context: Context, media_id: UUID) -> MediaState:
    """Tell how far a picture is, and where it is once it is ready.

    Raises:
        MediaNotFound: not there, or not the caller's to see.
    """
    media = await repository.get_seen(context.session, media_id, viewer=context.caller.member_id)
    if media is None:
        raise MediaNotFound
    return _state(context, media)


def _state(context: Context, media: Media) -> MediaState:
    shown = _shown(context.resources.store, [media] if media.status == MediaStatus.READY else [])
    view, file = shown.pictures.get(media.id), shown.files.get(media.id)
    return MediaState(
        id=media.id,
        status=media.status,  # type: ignore[arg-type]  # the table's check constraint lists the same words
        failure=media.failure,  # type: ignore[arg-type]  # only the processes that read uploads write it
        url=view.variants["large"] if view else None,
        expires_at=view.expires_at if view else None,
        media=view,
        file=file,
    )


async def views(context: Context, media_ids: Collection[UUID | None]) -> dict[UUID, MediaView]:
    """Return how to show those of the pictures that are ready. Whoever calls this has checked that they may be seen."""
    return await render(context.session, context.resources.store, media_ids)


async def render(
    session: AsyncSession, store: ObjectStore, media_ids: Collection[UUID | None]
) -> dict[UUID, MediaView]:
    """Like `views`, for the gateway, which has no caller's context."""
    return (await render_all(session, store, media_ids)).pictures


class Shown(NamedTuple):
    """What is ready of some media, by its id."""

    pictures: dict[UUID, MediaView]
    files: dict[UUID, FileView]


async def render_all(session: AsyncSession, store: ObjectStore, media_ids: Collection[UUID | None]) -> Shown:
    """Like `render`, with files and voice notes."""
    wanted = {media_id for media_id in media_ids if media_id is not None}
    return _shown(store, await repository.get_ready(session, wanted)) if wanted else Shown({}, {})


def _shown(store: ObjectStore, rows: Sequence[Media]) -> Shown:
    attachments = {MediaKind.FILE, MediaKind.VOICE}
    return Shown(
        {media.id: view_of(store, media) for media in rows if media.kind not in attachments},
        {media.id: _file_view(store, media) for media in rows if media.kind in attachments},
    )


def _file_view(store: ObjectStore, media: Media) -> FileView:
    signed = {name: store.sign_get(variant["key"]) for name, variant in media.variants.items()}
    return FileView(
        id=media.id,
        kind="voice" if media.kind == MediaKind.VOICE else "file",
        name=media.name or "",
        content_type=media.content_type,
        size=media.size,
        duration_ms=media.duration_ms,
        urls={name: url.url for name, url in signed.items()},
        expires_at=min(url.expires_at for url in signed.values()),
    )


def view_of(store: ObjectStore, media: Media) -> MediaView:
    """Return how to show a picture that is ready."""
    signed = {name: store.sign_get(variant["key"]) for name, variant in media.variants.items()}
    return MediaView(
        id=media.id,
        width=media.width or 0,
        height=media.height or 0,
        blurhash=media.blurhash,
        variants={name: url.url for name, url in signed.items()},
        expires_at=min(url.expires_at for url in signed.values()),
    )


async def require_own(
    context: Context, media_ids: Collection[UUID], *, kind: MediaKind, or_kinds: Collection[MediaKind] = ()
) -> None:
    """Make sure that all the media are the caller's, of this kind or these, and ready to be shown.

    Raises:
        MediaNotFound: one is not there, not the caller's, or of another kind.
        MediaNotReady: one is still being processed, or could not be.
    """
    own = await repository.get_own(context.session, media_ids, owner_id=context.caller.member_id)
    if {media.id for media in own if media.kind in {kind, *or_kinds}} != set(media_ids):
        raise MediaNotFound
    if any(media.status != MediaStatus.READY for media in own):
        raise MediaNotReady


async def claim(context: Context, media_ids: Collection[UUID]) -> None:
    """Have the pictures shown by what the caller is writing, and by nothing else.

    Raises:
        MediaInUse: something shows one of them already.
    """
    if not media_ids:
        return
    if await lock_unused(context.session, media_ids) != set(media_ids):
        raise MediaInUse
    await mark_used(context.session, media_ids, now=context.clock.now())


async def lock_unused(session: AsyncSession, media_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the pictures that nothing shows; until the transaction ends nothing else can take them."""
    return await repository.lock_unused(session, media_ids) if media_ids else set()


async def mark_used(session: AsyncSession, media_ids: Collection[UUID], *, now: datetime) -> None:
    """Write down that something shows the pictures, which are locked."""
    if media_ids:
        await repository.mark_used(session, media_ids, now=now)


async def discard(context: Context, media_ids: Sequence[UUID], *, owner_id: UUID | None) -> None:
    """Delete pictures that nothing shows any more (a deleted message, a replaced photo), and their objects.

    Without `owner_id` they may be anybody's: a group's picture was uploaded by whoever owned it then. What an open
    report holds is only hidden from everybody.
    """
    if not media_ids:
        return
    await repository.discard_held(context.session, media_ids, owner_id=owner_id, now=context.clock.now())
    taken = await repository.take(context.session, media_ids, owner_id=owner_id)
    await jobs.defer_deletion(context, taken)


async def defer_deletion_of(context: Context, keys: Sequence[str]) -> None:
    """Have objects deleted that no row names any more, once the transaction is committed."""
    await defer(context.session, jobs.delete_objects, keys=list(keys))
