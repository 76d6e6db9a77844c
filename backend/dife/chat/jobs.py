"""Telling the receivers of messages."""

from dife.context import Context
from dife.queue import job


@job("chat.notify_messages")
async def notify_messages(context: Context, *, message_ids: list[str]) -> None:
    """Notify those who have not read the messages yet."""
