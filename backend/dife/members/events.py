"""What the gateways are told about members."""

import msgspec

from dife.context import Context
from dife.database import after_commit
from dife.valkey import member_channel


def announce_presence_setting(context: Context) -> None:
    """Have the gateways, after the commit, tell others anew whether the caller is here."""
    hint = (member_channel(context.caller.member_id), msgspec.json.encode({"type": "presence_setting_changed"}))

    async def publish() -> None:
        context.resources.hints.put([hint])

    after_commit(context.session, publish)
