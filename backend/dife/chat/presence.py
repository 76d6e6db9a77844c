"""Who is here, and when somebody was last seen: best effort, in Valkey alone, written by the gateways.

Each member has a hash with one field for each gateway that holds a socket of theirs, until when that is believed, and
one with the moment of their last leaving. A gateway that was killed is believed for a little while longer.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import structlog
from redis.exceptions import RedisError

from dife.chat import presence_repository
from dife.chat.schemas import PresenceFrame, PresenceView
from dife.context import Context
from dife.valkey import Hint, member_channel

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger()

BELIEVED = timedelta(seconds=75)
KEPT = timedelta(days=30)
_SEEN = b"seen"


def _key(member_id: UUID) -> str:
    return f"dife:presence:{member_id}"


async def note_here(valkey: "Redis", gateway: str, member_ids: Sequence[UUID], *, now: datetime) -> None:
    """Write down that members have a socket on a gateway; to be said again before `BELIEVED` is over."""
    pipeline = valkey.pipeline(transaction=False)
    for member_id in member_ids:
        _ = pipeline.hset(_key(member_id), gateway, _milliseconds(now + BELIEVED))
        _ = pipeline.expire(_key(member_id), KEPT)
    await pipeline.execute()


async def note_gone(valkey: "Redis", gateway: str, member_id: UUID, *, now: datetime) -> None:
    """Write down that a member has no socket on a gateway any more."""
    pipeline = valkey.pipeline(transaction=False)
    _ = pipeline.hdel(_key(member_id), gateway)
    _ = pipeline.hset(_key(member_id), "seen", _milliseconds(now))
    _ = pipeline.expire(_key(member_id), KEPT)
    await pipeline.execute()


async def read(valkey: "Redis", member_ids: Sequence[UUID], *, now: datetime) -> list[PresenceView]:
    """Return how members stand."""
    pipeline = valkey.pipeline(transaction=False)
    for member_id in member_ids:
        _ = pipeline.hgetall(_key(member_id))
    found = await pipeline.execute() if member_ids else []
    return [_view(member_id, fields, now) for member_id, fields in zip(member_ids, found, strict=True)]


def _view(member_id: UUID, fields: dict[bytes, bytes], now: datetime) -> PresenceView:
    until = [int(value) for name, value in fields.items() if name != _SEEN]
    online = any(moment > _milliseconds(now) for moment in until)
    # A gateway that went without a word was heard of for the last time before it was believed.
    seen = [moment - BELIEVED // timedelta(milliseconds=1) for moment in until]
    if _SEEN in fields:
        seen.append(int(fields[_SEEN]))
    last = datetime.fromtimestamp(max(seen) / 1000, UTC) if seen and not online else None
    return PresenceView(member_id=member_id, online=online, last_seen_at=last)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


async def list_presence(context: Context) -> list[PresenceView]:
    """Return how those stand with whom the caller has a conversation of two; nobody, when the caller hides it too."""
    caller_id = context.caller.member_id
    rows = await presence_repository.list_partners(context.session, [caller_id])
    partners = [row.partner_id for row in rows if row.shows_presence]
    try:
        return await read(context.resources.valkey, partners, now=context.clock.now())
    except (RedisError, OSError) as error:
        log.warning("presence_unavailable", error=type(error).__name__)
        return []


def hints(view: PresenceView, receivers: Iterable[UUID]) -> list[Hint]:
    """Return the hints that tell members how somebody stands; each is the frame for their clients."""
    values: dict[str, Any] = msgspec.structs.asdict(view)
    frame = msgspec.json.encode(PresenceFrame(**values))
    return [(member_channel(member_id), frame) for member_id in receivers]
