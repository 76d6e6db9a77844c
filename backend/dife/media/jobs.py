"""Processing of uploaded pictures, and the sweep of those that were never finished."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from dife.context import Context
from dife.database import commit
from dife.media import repository
from dife.media.attachments import Order
from dife.media.prefixes import MEDIA, QUARANTINE
from dife.media.processing import examine, reencode
from dife.media.reencode import Result
from dife.media.schemas import MAX_UPLOAD_BYTES
from dife.models import Media, MediaKind, MediaStatus
from dife.queue import defer, job, queue

log = structlog.get_logger()

VARIANTS: dict[MediaKind, dict[str, int]] = {
    MediaKind.PROFILE: {"thumb": 256, "large": 640},
    MediaKind.CHAT: {"thumb": 320, "large": 1600},
    MediaKind.POST: {"thumb": 320, "large": 1600},
    MediaKind.ROOM: {"thumb": 256, "large": 640},
    MediaKind.PREVIEW: {"thumb": 320, "large": 640},
}
"""Longest side in pixels."""

UNFINISHED_AFTER = timedelta(hours=24)

_SWEPT_AT_ONCE = 500
_MOST_BATCHES = 20
_LISTED_AT_MOST = 20_000


@job("media.process")
async def process(context: Context, *, media_id: str) -> None:
    """Make the variants of an uploaded picture. Repeated, it writes the same objects and settles once."""
    media = await repository.get(context.session, UUID(media_id))
    if media is None or media.status != MediaStatus.PROCESSING or media.upload_key is None:
        return
    original, kind = media.upload_key, MediaKind(media.kind)
    attachment = _Attachment(media.id, kind, media.content_type, media.name)
    # The connection goes back: reading, decoding and writing take seconds.
    await context.session.rollback()
    data = await context.resources.store.read(original, limit=MAX_UPLOAD_BYTES)
    if kind in VARIANTS:
        values = await store_variants(context, media_id, await reencode(data, variants=VARIANTS[kind]))
    else:
        values = await _store_attachment(context, attachment, data)
    if await repository.finish_processing(context.session, UUID(media_id), values):
        await defer(context.session, delete_objects, keys=[original])
    log.info("media_processed", media_id=media_id, failure=values.get("failure"))


async def store_variants(context: Context, media_id: str, result: Result) -> dict[str, Any]:
    """Write the variants of a picture, and return what its row says then."""
    if result.failure is not None:
        return {"status": MediaStatus.FAILED, "failure": result.failure}
    variants = {}
    for name, variant in result.variants.items():
        key = f"{MEDIA}/{media_id}/{name}.webp"
        await context.resources.store.write(key, variant.data, content_type="image/webp")
        variants[name] = {"key": key, "width": variant.width, "height": variant.height}
    return {
        "status": MediaStatus.READY,
        "size": sum(len(variant.data) for variant in result.variants.values()),
        "width": variants["large"]["width"],
        "height": variants["large"]["height"],
        "blurhash": result.blurhash,
        "variants": variants,
    }


class _Attachment(NamedTuple):
    """What is known of a file or a voice note before it is read."""

    id: UUID
    kind: MediaKind
    content_type: str
    name: str | None


async def _store_attachment(context: Context, media: _Attachment, data: bytes) -> dict[str, Any]:
    order = Order(kind="voice" if media.kind == MediaKind.VOICE else "file", content_type=media.content_type)
    result = await examine(data, order=order)
    if result.failure is not None:
        return {"status": MediaStatus.FAILED, "failure": result.failure}
    if media.kind == MediaKind.FILE:
        # Whatever is in it, a browser saves it and never shows it.
        key = f"{MEDIA}/{media.id}/file"
        await context.resources.store.write(key, data, content_type=media.content_type, save_as=media.name)
        return {"status": MediaStatus.READY, "variants": {"file": {"key": key}}}
    variants = {}
    for name, sound in result.sounds.items():
        key = f"{MEDIA}/{media.id}/{name}"
        await context.resources.store.write(key, sound.data, content_type=sound.content_type)
        variants[name] = {"key": key}
    return {
        "status": MediaStatus.READY,
        "size": sum(len(sound.data) for sound in result.sounds.values()),
        "duration_ms": result.duration_ms,
        "variants": variants,
    }


async def defer_deletion(context: Context, deleted: Iterable[Media]) -> None:
    """Have the objects of deleted pictures deleted once the transaction is committed."""
    keys = [key for media in deleted for key in _keys(media)]
    if keys:
        await defer(context.session, delete_objects, keys=keys)


def _keys(media: Media) -> list[str]:
    originals = [media.upload_key] if media.upload_key else []
    return originals + [variant["key"] for variant in media.variants.values()]


@job("media.delete_objects")
async def delete_objects(context: Context, *, keys: list[str]) -> None:
    """Delete objects that no row names any more."""
    await context.resources.store.delete(keys)


@queue.periodic(cron="23 * * * *")
@job("media.sweep")
async def sweep(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Delete what was announced a day ago and never finished, and what only a report held that is gone."""
    before = context.clock.now() - UNFINISHED_AFTER
    for _ in range(_MOST_BATCHES):
        unfinished = await repository.take_unfinished(context.session, before=before, limit=_SWEPT_AT_ONCE)
        forgotten = await repository.take_forgotten(context.session, limit=_SWEPT_AT_ONCE)
        await defer_deletion(context, [*unfinished, *forgotten])
        await commit(context.session)
        if max(len(unfinished), len(forgotten)) < _SWEPT_AT_ONCE:
            break
    # Uploads that no row names: the job that should have deleted them gave up.
    await context.resources.store.delete(
        await context.resources.store.list_old(f"{QUARANTINE}/", before=before, limit=_LISTED_AT_MOST)
    )
