"""Telling the receivers of messages."""

from uuid import UUID

from dife.chat import indexing, message_repository
from dife.chat.links import first_link
from dife.context import Context
from dife.media import service as media
from dife.models import NotificationKind
from dife.notifications import service as notifications
from dife.notifications.service import NewNotification
from dife.queue import defer, job, queue

INDEXED_AT_ONCE = 1000
ARCHIVED_AT_ONCE = 20


def notification_key(room_id: UUID) -> str:
    """Return under which key a room stands in a member's notifications: one line a room, its newest message."""
    return f"room:{room_id}"


@job("chat.notify_messages")
async def notify_messages(context: Context, *, message_ids: list[str]) -> None:
    """Make new messages findable, have their links previewed, and notify those who have not read them yet."""
    await indexing.index(context, [UUID(each) for each in message_ids])
    for row in await message_repository.list_bodies(context.session, [UUID(each) for each in message_ids]):
        if first_link(row.body):
            await defer(context.session, preview_link, message_id=str(row.id))
    receivers = await message_repository.get_receivers(context.session, [UUID(each) for each in message_ids])
    news = [
        NewNotification(
            member_id=row.member_id,
            kind=NotificationKind.MESSAGE_RECEIVED,
            actor_id=row.sender_id,
            data={"room_id": str(row.room_id), "message_id": str(row.id)},
            dedup_key=notification_key(row.room_id),
        )
        for row in receivers
    ]
    await notifications.notify_many(context, news)


@job("chat.index_older")
async def index_older(context: Context) -> None:
    """Make messages findable that were written before Dife could find any; it comes again until none is left."""
    message_ids = await message_repository.list_unindexed(context.session, limit=INDEXED_AT_ONCE)
    await indexing.index(context, message_ids)
    if message_ids:
        await defer(context.session, index_older)


@job("chat.preview_link")
async def preview_link(context: Context, *, message_id: str) -> None:
    """Show what the page behind a message's first link says about itself."""
    # Imported here: previews append events, which needs what needs this module.
    from dife.chat import previews  # noqa: PLC0415

    await previews.preview(context, UUID(message_id))


@queue.periodic(cron="41 18 * * *")
@job("chat.archive")
async def archive_messages(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Move what was said long ago to the object store; at night in Korea."""
    await defer(context.session, archive_on)


@job("chat.archive_on")
async def archive_on(context: Context) -> None:
    """Archive a month of some rooms; it comes again until none is left."""
    from dife.chat import archiving  # noqa: PLC0415 - as above

    if await archiving.archive_rooms(context, limit=ARCHIVED_AT_ONCE):
        await defer(context.session, archive_on)


@job("chat.forget_archived")
async def forget_archived(context: Context, *, room_id: str, seq: int, message_id: str) -> None:
    """Take a message that is no longer archived out of the archive."""
    from dife.chat import archiving  # noqa: PLC0415 - as above

    left = await archiving.forget_text(context, room_id=UUID(room_id), seq=seq, message_id=UUID(message_id))
    if left:
        await media.defer_deletion_of(context, left)
