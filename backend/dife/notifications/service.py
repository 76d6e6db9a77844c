"""Rules of notifications."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dife.context import Context
from dife.kit.ids import new_id
from dife.kit.pagination import split_page
from dife.kit.schema import Page
from dife.media import service as media
from dife.models import NotificationKind
from dife.notifications import jobs, repository
from dife.notifications.events import publish_notifications
from dife.notifications.rendering import to_view
from dife.notifications.schemas import NotificationView, Unread
from dife.queue import defer

PUSHED_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotification:
    """What somebody is to be told. The same `dedup_key` never stands in the list twice: it comes up again instead.

    `actor_id` is None when the actor is anonymous. `data` names what to open and holds ids alone.
    """

    member_id: UUID
    kind: NotificationKind
    actor_id: UUID | None
    data: dict[str, str]
    dedup_key: str

    @property
    def pair(self) -> tuple[UUID, UUID | None]:
        """Receiver and actor."""
        return self.member_id, self.actor_id

    @property
    def is_meeting(self) -> bool:
        """Whether the actor turns to the receiver."""
        return self.kind in repository.MEETINGS

    @property
    def place(self) -> tuple[UUID, str]:
        """Where it stands: there is one row for it."""
        return self.member_id, self.dedup_key


async def notify(
    context: Context,
    *,
    member_id: UUID,
    kind: NotificationKind,
    actor_id: UUID | None,
    data: dict[str, str],
    dedup_key: str,
) -> None:
    """Tell a member something, in the app and on their devices, once the transaction is committed.

    Nothing happens when they may not see the actor, or are the actor.
    """
    news = NewNotification(member_id=member_id, kind=kind, actor_id=actor_id, data=data, dedup_key=dedup_key)
    await notify_many(context, [news])


async def notify_many(context: Context, news: Sequence[NewNotification]) -> None:
    """Tell many members something at once; of two with the same receiver and key the last counts."""
    heard = {
        meet: await repository.receivers(
            context.session, {item.pair for item in news if item.is_meeting is meet}, meet=meet
        )
        for meet in (False, True)
    }
    latest = {item.place: item for item in news if item.pair in heard[item.is_meeting]}
    if not latest:
        return
    unread_before = await repository.unread_keys(context.session, latest)
    ordered = [latest[place] for place in sorted(latest)]
    written = await repository.upsert(context.session, [_row(context, item) for item in ordered])
    locales = {member_id: locale for found in heard.values() for (member_id, _), locale in found.items()}
    await _publish(context, [row.id for row in written], locales)
    # What already stood there unread rings again only when it is a new message.
    ringing = [
        (str(row.member_id), row.dedup_key)
        for row in written
        if (place := (row.member_id, row.dedup_key)) not in unread_before
        or latest[place].kind == NotificationKind.MESSAGE_RECEIVED
    ]
    for start in range(0, len(ringing), PUSHED_AT_ONCE):
        await defer(context.session, jobs.push, places=ringing[start : start + PUSHED_AT_ONCE])


def _row(context: Context, item: NewNotification) -> dict[str, Any]:
    return {
        "id": new_id(),
        "member_id": item.member_id,
        "kind": item.kind,
        "actor_id": item.actor_id,
        "data": item.data,
        "dedup_key": item.dedup_key,
        "created_at": context.clock.now(),
    }


async def _publish(context: Context, ids: Sequence[UUID], locales: dict[UUID, str]) -> None:
    rows = await repository.get_views(context.session, ids)
    photos = await media.views(context, [row.actor_photo_media_id for row in rows])
    unread = await repository.count_unread(context.session, {row.member_id for row in rows})
    views = [(row.member_id, to_view(row, photos, locales[row.member_id]), unread[row.member_id]) for row in rows]
    publish_notifications(context, views)


async def list_own(context: Context, *, limit: int, cursor: str | None) -> Page[NotificationView]:
    """Return the caller's notifications, newest first, without those from people they may not see any more."""
    member_id = context.caller.member_id
    scope = f"notifications:{member_id}"
    key = context.cursors.decode(scope, cursor)
    before = UUID(str(key[0])) if key else None
    rows = await repository.list_of(context.session, member_id, before=before, limit=limit + 1)
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    photos = await media.views(context, [row.actor_photo_media_id for row in page])
    return Page(items=[to_view(row, photos, context.locale) for row in page], next_cursor=next_cursor)


async def count_unread(context: Context) -> Unread:
    """Return how many notifications the caller has not read."""
    member_id = context.caller.member_id
    return Unread(count=(await repository.count_unread(context.session, [member_id]))[member_id])


async def mark_read_up_to(context: Context, up_to: UUID) -> Unread:
    """Mark the caller's notifications as read up to one of them, and return how many are left."""
    await repository.mark_read(context.session, context.caller.member_id, now=context.clock.now(), up_to=up_to)
    return await count_unread(context)


async def mark_subject_read(
    context: Context, member_id: UUID, *, dedup_key: str, message_seq: int | None = None
) -> None:
    """Mark what a member has just seen elsewhere as read in the list too.

    A room that they read up to `message_seq`: only when they have come as far as the message that they were told of.
    """
    await repository.mark_read(
        context.session, member_id, now=context.clock.now(), dedup_key=dedup_key, message_seq=message_seq
    )
