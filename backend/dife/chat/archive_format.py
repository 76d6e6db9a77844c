"""How a month of a room lies in the object store: chunks of events and messages, each a zstd frame of JSON.

The frames stand one after the other, so the object is one zstd stream that any tool unpacks; with the places of the
frames known, a page of history reads the one or two that it needs.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import zstandard

CHUNK_EVENTS = 500
_LEVEL = 12
_MOST_PLAIN_BYTES = 64 * 1024 * 1024


class ArchivedEvent(msgspec.Struct, frozen=True):
    """An event of the log."""

    seq: int
    kind: str
    actor_id: UUID | None
    message_id: UUID | None
    payload: dict[str, Any]
    created_at: datetime


class ArchivedText(msgspec.Struct, frozen=True):
    """What a message says: all that its row in the database does without."""

    id: UUID
    body: str
    reactions: list[dict[str, Any]]
    preview: dict[str, Any] | None


class ArchivedChunk(msgspec.Struct, frozen=True):
    """Neighbouring events, and the messages that were created by them."""

    events: list[ArchivedEvent]
    texts: list[ArchivedText]


def pack(chunk: ArchivedChunk) -> tuple[bytes, int]:
    """Return a chunk as it is stored, and how many bytes it has unpacked."""
    plain = msgspec.json.encode(chunk)
    return zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(plain), len(plain)


def unpack(data: bytes) -> ArchivedChunk:
    """Read a chunk.

    Raises:
        ValueError: it is damaged.
    """
    try:
        plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST_PLAIN_BYTES)
        return msgspec.json.decode(plain, type=ArchivedChunk)
    except (zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise ValueError("a damaged chunk of the archive") from error
