"""Rules of messages: sending, editing, deleting."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from dife.chat import archiving, indexing, log_repository, message_repository, version_repository
from dife.chat.batch import NewMessage, Written
from dife.chat.errors import EditWindowOver, MessageDeleted, MessageNotFound, NotYourMessage, RoomNotFound
from dife.chat.events import announce, append_event, render_messages
from dife.chat.jobs import forget_archived, preview_link
from dife.chat.links import first_link
from dife.chat.places import Membership, place_of, require_place
from dife.chat.schemas import (
    BODY_LENGTH,
    MessageView,
    SendMessage,
)
from dife.chat.service import find_message
from dife.context import Context
from dife.database import AnyRow, release
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean
from dife.media import service as media
from dife.media.service import Shown
from dife.models import MediaKind, RoomEventKind
from dife.queue import defer

SENDING = RateLimit("messages", 20, 10)
EDIT_WINDOW = timedelta(minutes=15)
SYNCED_EVENTS = 500
SYNCED_EVENTS_PER_ROOM = 100


async def send(context: Context, room_id: UUID, data: SendMessage) -> tuple[MessageView, bool]:
    """Send a message; returns it once it is durable, and whether it is new.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        MessageNotFound: what it answers is not in the room, or not the caller's to see.
        CannotMessage: the other member cannot be written to.
        IdempotencyMismatch: the client id was used for another message.
        RateLimited: twenty messages and edits in ten seconds.
        Unavailable: it is not certain whether the message was written; sending it again tells.
    """
    sender_id = context.caller.member_id
    body = clean(data.body, field="body", minimum=0 if data.media_ids else 1, maximum=BODY_LENGTH)
    if len(set(data.media_ids)) != len(data.media_ids):
        raise InvalidField("media_ids", "repeated")
    await context.limiter.hit(SENDING, str(sender_id))
    fingerprint = _fingerprint(body, data.media_ids, data.reply_to_id)
    if data.media_ids:
        # Their pictures may be gone by now, so a repeat is recognised before anybody looks for them.
        sent = await message_repository.get_sent(
            context.session, room_id, sender_id=sender_id, client_id=data.client_id
        )
        if sent is not None:
            return await _repeated(context, sent, fingerprint), False
    shown = await _own_media(context, data.media_ids)
    message = NewMessage(
        room_id=room_id,
        sender_id=sender_id,
        client_id=data.client_id,
        fingerprint=fingerprint,
        body=body,
        media=[shown.pictures[each] for each in data.media_ids if each in shown.pictures],
        files=[shown.files[each] for each in data.media_ids if each in shown.files],
        reply_to_id=data.reply_to_id,
    )
    return await _write(context, message)


def _fingerprint(body: str, media_ids: Sequence[UUID], reply_to_id: UUID | None) -> bytes:
    parts = [body, media_ids] if reply_to_id is None else [body, media_ids, reply_to_id]
    return hashlib.sha256(msgspec.json.encode(parts)).digest()


async def _repeated(context: Context, sent: AnyRow, fingerprint: bytes) -> MessageView:
    if sent.fingerprint != fingerprint:
        raise IdempotencyMismatch
    return (await render_messages(context, [sent]))[0]


async def _own_media(context: Context, media_ids: Sequence[UUID]) -> Shown:
    if not media_ids:
        return Shown({}, {})
    attachments = (MediaKind.FILE, MediaKind.VOICE)
    await media.require_own(context, media_ids, kind=MediaKind.CHAT, or_kinds=attachments)
    return await media.render_all(context.session, context.resources.store, media_ids)


async def _write(context: Context, message: NewMessage) -> tuple[MessageView, bool]:
    # The request has only read so far. Its connection goes back while it waits, or the pool would bound the batch.
    await release(context.session)
    written: Written = await context.resources.message_writer.submit(message)
    if written.view is not None:
        return written.view, True
    row = await message_repository.get_message(context.session, written.message_id)
    if row is None:
        raise MessageNotFound
    return (await render_messages(context, [row]))[0], False


async def edit(context: Context, room_id: UUID, message_id: UUID, *, body: str) -> MessageView:
    """Replace a message's text, within 15 minutes; repeated, it changes nothing.

    Raises:
        MessageNotFound: no such message in a room of the caller's.
        NotYourMessage: somebody else sent it.
        MessageDeleted: it was deleted.
        EditWindowOver: it is older than 15 minutes.
        RateLimited: twenty messages and edits in ten seconds.
    """
    await context.limiter.hit(SENDING, str(context.caller.member_id))
    room, row = await _lock_own(context, room_id, message_id)
    if row.deleted_at is not None:
        raise MessageDeleted
    cleaned = clean(body, field="body", minimum=0 if row.media_ids else 1, maximum=BODY_LENGTH)
    if cleaned == row.body:
        return (await render_messages(context, [row]))[0]
    now = context.clock.now()
    if now - row.created_at > EDIT_WINDOW:
        raise EditWindowOver
    seq = await append_event(
        context.session, room_id, RoomEventKind.MESSAGE_EDITED, actor_id=row.sender_id, message_id=message_id
    )
    await version_repository.keep(
        context.session, message_id, replaced_seq=seq, body=row.body, written_at=row.edited_at or row.created_at
    )
    await message_repository.set_edited(context.session, message_id, body=cleaned, seq=seq, now=now)
    await indexing.index(context, [message_id])
    await _discard_preview(context, row)
    if first_link(cleaned):
        await defer(context.session, preview_link, message_id=str(message_id))
    await announce(context, room_id, after_seq=room.head_seq)
    return await find_message(context, message_id)


async def delete(context: Context, room_id: UUID, message_id: UUID) -> None:
    """Delete a message for everybody; repeated, it changes nothing. One's own go also after one has left the room.

    Raises:
        RoomNotFound: the caller was never in it.
        MessageNotFound: no such message in a room of the caller's.
        NotYourMessage: somebody else sent it.
    """
    room, row = await _lock_own(context, room_id, message_id, left_too=True)
    if row.deleted_at is not None:
        return
    seq = await append_event(
        context.session, room_id, RoomEventKind.MESSAGE_DELETED, actor_id=row.sender_id, message_id=message_id
    )
    await message_repository.set_deleted(context.session, message_id, seq=seq, now=context.clock.now())
    await version_repository.forget(context.session, message_id)
    await indexing.index(context, [message_id])
    await announce(context, room_id, after_seq=room.head_seq)
    await media.discard(context, row.media_ids, owner_id=row.sender_id)
    await _discard_preview(context, row)


async def _discard_preview(context: Context, row: AnyRow) -> None:
    if row.preview and row.preview["media_id"]:
        await media.discard(context, [UUID(row.preview["media_id"])], owner_id=row.sender_id)


async def _lock_own(
    context: Context, room_id: UUID, message_id: UUID, *, left_too: bool = False
) -> tuple[Membership, AnyRow]:
    place, row = await lock_message(context, room_id, message_id, left_too=left_too)
    if row.sender_id != place.member_id:
        # Who has left hears of nothing in the room that is not theirs.
        raise NotYourMessage if place.left_seq is None else RoomNotFound
    return place, row


async def lock_message(
    context: Context, room_id: UUID, message_id: UUID, *, left_too: bool = False
) -> tuple[Membership, AnyRow]:
    """Lock the room, then read the message: of two changes at once, the second sees the first.

    With `left_too` the room may be one that the caller has left, the message one from before.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        MessageNotFound: no such message in it, or not the caller's to see.
    """
    await log_repository.lock_rooms(context.session, [room_id])
    place = await (place_of if left_too else require_place)(context, room_id)
    row = await require_row(context, room_id, message_id, left_too=left_too)
    if row.is_archived:
        await archiving.thaw(context, row)
        await defer(context.session, forget_archived, room_id=str(room_id), seq=row.seq, message_id=str(message_id))
        row = await require_row(context, room_id, message_id, left_too=left_too)
    return place, row


async def require_row(context: Context, room_id: UUID, message_id: UUID, *, left_too: bool = False) -> AnyRow:
    """Return the row of a message that the caller may see.

    Raises:
        MessageNotFound: there is none in this room.
    """
    row = await message_repository.get_visible(
        context.session, message_id, member_id=context.caller.member_id, left_too=left_too
    )
    if row is None or row.room_id != room_id:
        raise MessageNotFound
    return row
