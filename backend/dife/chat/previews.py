"""Previews of links: the worker reads the page, and the message gets an event of the log, so everybody sees it once."""

from typing import Any
from uuid import UUID

import structlog

from dife.chat import log_repository, message_repository
from dife.chat.events import announce, append_event
from dife.chat.links import PageInfo, first_link, read_page
from dife.context import Context
from dife.database import AnyRow
from dife.media import service as media
from dife.models import RoomEventKind
from dife.ports import FetchError

PAGE_TYPES = ("text/html", "application/xhtml+xml")
PAGE_BYTES = 512 * 1024
PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
PICTURE_BYTES = 4 * 1024 * 1024

log = structlog.get_logger()


async def preview(context: Context, message_id: UUID) -> None:
    """Give a message the preview of its first link; repeated, or when the page says nothing, it changes nothing."""
    row = await message_repository.get_message(context.session, message_id)
    url = _wanted(row)
    if row is None or url is None:
        return
    room_id, sender_id = row.room_id, row.sender_id
    # The connection goes back: strangers' servers take their time.
    await context.session.rollback()
    page = await _read(context, url)
    if page is None:
        return
    media_id = await _picture(context, page, owner_id=sender_id)
    await _write(context, room_id, message_id, url=url, page=page, media_id=media_id)


def _wanted(row: AnyRow | None) -> str | None:
    if row is None or row.deleted_at is not None or row.preview is not None:
        return None
    return first_link(row.body)


async def _read(context: Context, url: str) -> PageInfo | None:
    try:
        page = await context.resources.fetcher.fetch(url, types=PAGE_TYPES, limit=PAGE_BYTES)
    except FetchError as error:
        log.info("link_not_previewed", reason=str(error))
        return None
    return read_page(page.body, url=page.url, charset=page.charset)


async def _picture(context: Context, page: PageInfo, *, owner_id: UUID) -> UUID | None:
    if page.image_url is None:
        return None
    try:
        picture = await context.resources.fetcher.fetch(page.image_url, types=PICTURE_TYPES, limit=PICTURE_BYTES)
    except FetchError as error:
        log.info("link_picture_not_previewed", reason=str(error))
        return None
    return await media.make_preview(context, picture.body, content_type=picture.content_type, owner_id=owner_id)


async def _write(
    context: Context, room_id: UUID, message_id: UUID, *, url: str, page: PageInfo, media_id: UUID | None
) -> None:
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    row = await message_repository.get_message(context.session, message_id)
    if row is None or room_id not in rooms or _wanted(row) != url:
        # It was edited or deleted meanwhile, or another run was quicker.
        if media_id is not None and row is not None:
            await media.discard(context, [media_id], owner_id=row.sender_id)
        return
    found: dict[str, Any] = {
        "url": url,
        "title": page.title,
        "description": page.description,
        "site_name": page.site_name,
        "media_id": str(media_id) if media_id else None,
    }
    kind = RoomEventKind.MESSAGE_PREVIEWED
    seq = await append_event(context.session, room_id, kind, actor_id=None, message_id=message_id)
    await message_repository.set_preview(context.session, message_id, found, seq=seq)
    await announce(context, room_id, after_seq=rooms[room_id].head_seq)
