"""A member's rooms as they see them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from dife.chat import archive, repository
from dife.chat.errors import RoomNotFound
from dife.chat.events import media_ids_of, to_message
from dife.chat.group_schemas import GroupView
from dife.chat.log_repository import MESSAGE_PREFIX
from dife.chat.schemas import MessageView, RoomView
from dife.chat.veil import hidden_from, veil_message
from dife.context import Context
from dife.database import AnyRow
from dife.kit.pagination import split_page
from dife.kit.schema import Page
from dife.media import service as media
from dife.media.schemas import MediaView
from dife.media.service import Shown
from dife.members import service as members
from dife.models import RoomKind


async def get_room(context: Context, room_id: UUID) -> RoomView:
    """Return a room of the caller's.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    row = await repository.get_room(context.session, room_id, member_id=context.caller.member_id)
    if row is None:
        raise RoomNotFound
    return (await _views(context, [row]))[0]


async def list_rooms(context: Context, *, limit: int, cursor: str | None) -> Page[RoomView]:
    """Return the caller's rooms: pinned ones first, then the one where something was said last."""
    caller_id = context.caller.member_id
    scope = f"rooms:{caller_id}"
    key = context.cursors.decode(scope, cursor)
    before = (bool(key[0]), datetime.fromisoformat(str(key[1])), UUID(str(key[2]))) if key else None
    rows = await repository.list_rooms(context.session, caller_id, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [int(row.pinned), row.active_at.isoformat(), str(row.id)]),
    )
    return Page(items=await _views(context, page), next_cursor=next_cursor)


async def _views(context: Context, rows: Sequence[AnyRow]) -> list[RoomView]:
    rows = await archive.fill(context.session, context.resources.store, rows, prefix=MESSAGE_PREFIX)
    spoken = [row for row in rows if row.message_id]
    people = {row.other_id for row in rows if row.other_id} | {row.message_sender_id for row in spoken}
    cards = await members.room_cards(context, people)
    wanted = [*media_ids_of(spoken, prefix=MESSAGE_PREFIX), *(row.picture_media_id for row in rows)]
    shown = await media.render_all(context.session, context.resources.store, wanted)
    hidden = await hidden_from(context)
    return [
        RoomView(
            id=row.id,
            kind=RoomKind(row.kind),
            member=cards.get(row.other_id),
            group=_group_view(row, shown.pictures) if row.name is not None else None,
            head_seq=row.head_seq,
            unread=row.unread,
            last_message=_last_message(row, shown, hidden) if row.message_id else None,
            last_sender=cards.get(row.message_sender_id) if row.message_id else None,
            visible_from=row.visible_from,
            read_seq=row.read_seq,
            other_read_seq=row.other_read_seq,
            muted=row.muted,
            pinned=row.pinned,
            auto_translate=row.auto_translate,
            created_at=row.created_at,
        )
        for row in rows
    ]


def _last_message(row: AnyRow, shown: Shown, hidden: AbstractSet[UUID]) -> MessageView:
    return veil_message(to_message(row, shown, prefix=MESSAGE_PREFIX), hidden)


def _group_view(row: AnyRow, pictures: dict[UUID, MediaView]) -> GroupView:
    return GroupView(
        name=row.name,
        description=row.description,
        picture=pictures.get(row.picture_media_id),
        topics=row.topics,
        languages=row.languages,
        purposes=row.purposes,
        max_members=row.max_members,
        member_count=row.member_count,
        is_private=row.is_private,
        has_password=row.has_password,
        history=row.history,
        role=row.role,
        like_count=row.like_count,
        is_liked=row.is_liked,
    )
