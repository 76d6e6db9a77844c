"""Reading what was said: pages of messages and of events, from any place in a room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dife.chat import log_repository, message_repository, people, repository
from dife.chat.archived_log import read_whole_log
from dife.chat.events import read_logs, render_messages
from dife.chat.log_repository import LogSpan
from dife.chat.messages import require_row
from dife.chat.places import Membership, require_place
from dife.chat.schemas import (
    EventPage,
    Gap,
    MessagePage,
    MessageView,
    RoomEventView,
    SyncedRoom,
    SyncRequest,
    SyncResult,
)
from dife.chat.veil import hidden_from, veil_event
from dife.context import Context
from dife.database import AnyRow
from dife.errors import InvalidField

SYNCED_EVENTS = 500
SYNCED_EVENTS_PER_ROOM = 100


@dataclass(frozen=True, slots=True)
class Where:
    """From where a page of messages is wanted: one of these, or the newest of all."""

    before_seq: int | None = None
    after_seq: int | None = None
    around_seq: int | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse two places at once.

        Raises:
            InvalidField: two are named.
        """
        given = [value for value in (self.before_seq, self.after_seq, self.around_seq, self.at) if value is not None]
        if len(given) > 1:
            raise InvalidField("before_seq", "exactly_one")


async def get_message(context: Context, room_id: UUID, message_id: UUID) -> MessageView:
    """Return a message of a room of the caller's.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        MessageNotFound: no such message in it, or not the caller's to see.
    """
    await require_place(context, room_id)
    return (await render_messages(context, [await require_row(context, room_id, message_id)]))[0]


async def list_messages(context: Context, room_id: UUID, *, where: Where, limit: int) -> MessagePage:
    """Return messages of a room, the newest first.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
    """
    # The head is read first: what is appended meanwhile comes again as an event, and `changed_seq` tells that it is old.
    place = await require_place(context, room_id)
    rows, has_older, has_newer = await _rows(context, place, where, limit=limit)
    shown = {row.id for row in rows}
    wanted = {row.reply_to_id for row in rows if row.reply_to_id is not None} - shown
    quoted = await message_repository.list_visible(context.session, room_id, wanted, visible_from=place.visible_from)
    items, answered = await render_messages(context, rows), await render_messages(context, quoted)
    return MessagePage(
        items=items,
        quoted=[message for message in answered if not message.hidden],
        people=await people.senders(context, [*items, *answered]),
        next_cursor=str(rows[-1].seq) if has_older else None,
        newer_cursor=str(rows[0].seq) if has_newer else None,
        as_of_seq=place.head_seq,
    )


async def _rows(
    context: Context, place: Membership, where: Where, *, limit: int
) -> tuple[Sequence[AnyRow], bool, bool]:
    """Return a page's rows, the newest first, and whether there are older and newer ones."""
    if where.after_seq is not None:
        newer = await _newer(context, place, after_seq=where.after_seq, limit=limit + 1)
        return newer[:limit][::-1], where.after_seq >= place.visible_from and bool(newer), len(newer) > limit
    middle = where.around_seq
    if where.at is not None:
        middle = await log_repository.first_seq_at(
            context.session, place.room_id, where.at, low=place.visible_from, high=place.head_seq
        )
    if middle is None:
        older = await _older(context, place, before_seq=where.before_seq, limit=limit + 1)
        return older[:limit], len(older) > limit, where.before_seq is not None and bool(older)
    after = limit // 2
    newer = await _newer(context, place, after_seq=middle - 1, limit=limit - after + 1)
    older = await _older(context, place, before_seq=middle, limit=after + 1)
    rows = [*newer[: limit - after][::-1], *older[:after]]
    return rows, len(older) > after, len(newer) > limit - after


async def _older(context: Context, place: Membership, *, before_seq: int | None, limit: int) -> Sequence[AnyRow]:
    return await message_repository.list_older(
        context.session, place.room_id, visible_from=place.visible_from, before_seq=before_seq, limit=limit
    )


async def _newer(context: Context, place: Membership, *, after_seq: int, limit: int) -> Sequence[AnyRow]:
    start = max(after_seq, place.visible_from - 1)
    return await message_repository.list_newer(context.session, place.room_id, after_seq=start, limit=limit)


async def list_events(context: Context, room_id: UUID, *, after_seq: int, limit: int) -> EventPage:
    """Return events of a room in their order."""
    place = await require_place(context, room_id)
    start = max(after_seq, place.visible_from - 1)
    store = context.resources.store
    views = await read_whole_log(context.session, store, room_id, after_seq=start, limit=limit + 1)
    hidden = await hidden_from(context)
    page = [veil_event(view, hidden) for view in views[:limit]]
    return EventPage(
        items=page,
        people=await people.actors(context, page),
        next_cursor=str(page[-1].seq) if len(views) > limit else None,
        as_of_seq=place.head_seq,
    )


async def sync(context: Context, data: SyncRequest) -> SyncResult:
    """Return what a client missed in the named rooms: at most 100 events a room and 500 in all, the rest as gaps."""
    places = [
        Membership(*row)
        for row in await repository.get_places(context.session, context.caller.member_id, list(data.rooms))
    ]
    spans = {place.room_id: _missed(place, data.rooms[place.room_id]) for place in places}
    views = await read_logs(
        context.session,
        context.resources.store,
        [span for span in spans.values() if span.after_seq < span.upto_seq],
        per_room=SYNCED_EVENTS_PER_ROOM,
        limit=SYNCED_EVENTS,
    )
    events: dict[UUID, list[RoomEventView]] = {}
    hidden = await hidden_from(context)
    for view in views:
        events.setdefault(view.room_id, []).append(veil_event(view, hidden))
    return SyncResult(rooms=[_synced(place, spans[place.room_id], events.get(place.room_id, [])) for place in places])


def _missed(place: Membership, last_seq: int) -> LogSpan:
    upto = place.head_seq if place.left_seq is None else place.left_seq
    return LogSpan(place.room_id, max(last_seq, place.visible_from - 1), upto)


def _synced(place: Membership, span: LogSpan, events: list[RoomEventView]) -> SyncedRoom:
    if events and events[0].seq != span.after_seq + 1:
        # What comes first lies in the archive: it is paged over REST, and so is what follows it.
        events = []
    reached = events[-1].seq if events else span.after_seq
    return SyncedRoom(
        room_id=place.room_id,
        head_seq=place.head_seq,
        visible_from=place.visible_from,
        read_seq=place.read_seq,
        left_seq=place.left_seq,
        events=events,
        gap=Gap(from_seq=reached + 1, to_seq=span.upto_seq) if reached < span.upto_seq else None,
    )
