"""What notifications tell the gateway: hints on the member's channel."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from dife.context import Context
from dife.database import after_commit
from dife.notifications.schemas import NotificationView
from dife.valkey import member_channel


def publish_notifications(context: Context, news: Sequence[tuple[UUID, NotificationView, int]]) -> None:
    """Publish, after the commit, (receiver, notification, number of unread ones)."""
    hints = [
        (
            member_channel(member_id),
            msgspec.json.encode({"type": "notification", "notification": view, "unread": unread}),
        )
        for member_id, view, unread in news
    ]

    async def publish() -> None:
        context.resources.hints.put(hints)

    if hints:
        after_commit(context.session, publish)
