"""The room event log as clients see it: rendering it, and telling the gateways that it grew.

A message event shows the message in its present state, whenever it is replayed: what was edited or deleted since is
never shown again, and `changed_seq` tells the client that it has already seen the later event's effect.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import archive, log_repository
from dife.chat.log_repository import MESSAGE_COLUMNS, MESSAGE_PREFIX, LogSpan
from dife.chat.schemas import EventFrame, LinkPreview, MessageView, ReactionView, ReadFrame, ReplyTo, RoomEventView
from dife.chat.veil import hidden_from, veil_message
from dife.context import Context
from dife.database import AnyRow, after_commit
from dife.media import service as media
from dife.media.service import Shown
from dife.models import RoomEventKind
from dife.ports import ObjectStore
from dife.valkey import member_channel, room_channel

END_OF_LOG = 2**62
"""A seq that no room reaches."""

_MESSAGE_FIELDS = [each.key for each in MESSAGE_COLUMNS]


def encode_event_frame(view: RoomEventView) -> bytes:
    """Return the complete frame of an event, as every socket of the room gets it."""
    return msgspec.json.encode(EventFrame(room_id=view.room_id, event=view))


def encode_hint(seq: int, frame: bytes) -> bytes:
    """Return what is published on a room's channel: the event's seq (0: none) in 8 bytes, then the frame."""
    return seq.to_bytes(8, "big") + frame


async def read_log(
    session: AsyncSession, store: ObjectStore, room_id: UUID, *, after_seq: int, limit: int
) -> list[RoomEventView]:
    """Return the next events of a room. Whoever calls this has checked that they may be seen."""
    return await read_logs(session, store, [LogSpan(room_id, after_seq, END_OF_LOG)], per_room=limit, limit=limit)


async def read_logs(
    session: AsyncSession, store: ObjectStore, spans: Sequence[LogSpan], *, per_room: int, limit: int
) -> list[RoomEventView]:
    """Return the first events of each span, by room and seq, in one query; `limit` bounds all rooms together."""
    if not spans:
        return []
    rows = await log_repository.read_events(session, spans, per_room=per_room, limit=limit)
    # Spans of the same room may overlap.
    return await render_events(session, store, list({(row.room_id, row.seq): row for row in rows}.values()))


async def render_events(session: AsyncSession, store: ObjectStore, rows: Sequence[AnyRow]) -> list[RoomEventView]:
    """Make views of rows of `log_repository.read_events`."""
    rows = await archive.fill(session, store, rows, prefix=MESSAGE_PREFIX)
    shown = await media.render_all(session, store, media_ids_of(rows, prefix=MESSAGE_PREFIX))
    return [
        RoomEventView(
            room_id=row.room_id,
            seq=row.seq,
            kind=RoomEventKind(row.kind),
            actor_id=row.actor_id,
            created_at=row.created_at,
            message=to_message(row, shown, prefix=MESSAGE_PREFIX) if row.message_id else None,
            data=row.payload,
            hidden=False,
        )
        for row in rows
    ]


async def render_messages(context: Context, rows: Sequence[AnyRow]) -> list[MessageView]:
    """Make views of rows that have `MESSAGE_COLUMNS`, as the caller may see them."""
    rows = await archive.fill(context.session, context.resources.store, rows)
    shown = await media.render_all(context.session, context.resources.store, media_ids_of(rows))
    hidden = await hidden_from(context)
    return [veil_message(to_message(row, shown), hidden) for row in rows]


def media_ids_of(rows: Sequence[AnyRow], *, prefix: str = "") -> list[UUID]:
    """Return the ids of all pictures of the rows' messages."""
    shown = [media_id for row in rows for media_id in getattr(row, f"{prefix}media_ids") or ()]
    previews = [getattr(row, f"{prefix}preview") or {} for row in rows]
    return shown + [UUID(each["media_id"]) for each in previews if each.get("media_id")]


def to_message(row: AnyRow, shown: Shown, *, prefix: str = "") -> MessageView:
    """Make a view of a row that has `MESSAGE_COLUMNS`, with `prefix` in front of their names."""
    fields: dict[str, Any] = {name: getattr(row, prefix + name) for name in _MESSAGE_FIELDS}
    media_ids, reactions = fields.pop("media_ids"), fields.pop("reactions")
    preview, _ = fields.pop("preview"), fields.pop("is_archived")
    original, seq = fields.pop("reply_to_id"), fields.pop("reply_to_seq")
    return MessageView(
        **fields,
        media=[shown.pictures[each] for each in media_ids if each in shown.pictures],
        files=[shown.files[each] for each in media_ids if each in shown.files],
        reply_to=ReplyTo(id=original, seq=seq) if original else None,
        reactions=msgspec.convert(reactions, list[ReactionView], strict=False) if reactions else [],
        preview=_preview(preview, shown) if preview else None,
        hidden=False,
    )


def _preview(found: dict[str, Any], shown: Shown) -> LinkPreview:
    image = shown.pictures.get(UUID(found["media_id"])) if found["media_id"] else None
    return LinkPreview(
        url=found["url"],
        title=found["title"],
        description=found["description"],
        site_name=found["site_name"],
        image=image,
    )


async def append_event(
    session: AsyncSession,
    room_id: UUID,
    kind: RoomEventKind,
    *,
    actor_id: UUID | None,
    message_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> int:
    """Append an event to the log of a room that `log_repository.lock_rooms` has locked; returns its seq."""
    return await log_repository.append_event(
        session, room_id, kind, actor_id=actor_id, message_id=message_id, payload=data or {}
    )


async def announce(context: Context, room_id: UUID, *, after_seq: int) -> None:
    """Publish, after the commit, what this transaction appended to a room's log after `after_seq`."""
    views = await read_log(context.session, context.resources.store, room_id, after_seq=after_seq, limit=100)
    channel = room_channel(room_id)
    _publish(context, [(channel, encode_hint(view.seq, encode_event_frame(view))) for view in views])


def announce_read(context: Context, room_id: UUID, *, seq: int) -> None:
    """Publish, after the commit, how far the caller has read. It is no event: nobody is told again."""
    frame = msgspec.json.encode(ReadFrame(room_id=room_id, member_id=context.caller.member_id, seq=seq))
    _publish(context, [(room_channel(room_id), encode_hint(0, frame))])


def announce_joined(context: Context, room_id: UUID, member_ids: Collection[UUID]) -> None:
    """Publish, after the commit, that members are in a room from now on."""
    _publish(context, [joined_hint(room_id, member_id) for member_id in member_ids])


def announce_left(context: Context, room_id: UUID, member_ids: Collection[UUID], *, last_seq: int) -> None:
    """Publish, after the commit, that members hear nothing of a room after `last_seq`."""
    hint = msgspec.json.encode({"type": "room_left", "room_id": room_id, "last_seq": last_seq})
    _publish(context, [(member_channel(member_id), hint) for member_id in member_ids])


def announce_veil(context: Context, member_ids: Collection[UUID]) -> None:
    """Publish, after the commit, that whom members see has changed."""
    hint = msgspec.json.encode({"type": "veil_changed"})
    _publish(context, [(member_channel(member_id), hint) for member_id in member_ids])


def announce_own(context: Context, room_id: UUID) -> None:
    """Publish, after the commit, that a room is another one for the caller: to all their devices, nobody else."""
    hint = msgspec.json.encode({"type": "room_updated", "room_id": room_id})
    _publish(context, [(member_channel(context.caller.member_id), hint)])


def joined_hint(room_id: UUID, member_id: UUID) -> tuple[str, bytes]:
    """Return channel and content of the hint that a member is in a room from now on."""
    return member_channel(member_id), msgspec.json.encode({"type": "room_joined", "room_id": room_id})


def _publish(context: Context, hints: Sequence[tuple[str, bytes]]) -> None:
    async def publish() -> None:
        context.resources.hints.put(hints)

    if hints:
        after_commit(context.session, publish)
