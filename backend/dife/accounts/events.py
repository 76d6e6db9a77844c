"""What accounts tell the gateway: hints on the member's channel."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from dife.context import Context
from dife.database import after_commit
from dife.valkey import member_channel


def publish_sessions_ended(context: Context, member_id: UUID, session_ids: Sequence[UUID]) -> None:
    """Tell the gateways, after the commit, to close the sockets of these sessions."""
    if not session_ids:
        return
    hint = msgspec.json.encode({"type": "sessions_ended", "session_ids": [str(i) for i in session_ids]})

    async def publish() -> None:
        context.resources.hints.put([(member_channel(member_id), hint)])

    after_commit(context.session, publish)
