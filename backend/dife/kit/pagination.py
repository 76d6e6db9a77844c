"""Keyset pagination: opaque cursors that are versioned, signed and bound to the filters of their list."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import msgspec
from litestar.params import QueryParameter

from dife.errors import InvalidField

T = TypeVar("T")

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_VERSION = 1
_MAC_BYTES = 8

Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="How many items, at most 100.")]
Cursor = Annotated[str | None, QueryParameter(max_length=512, description="`next_cursor` of the page before.")]


class CursorCodec:
    """Turns the sort key of a page's last row into a cursor and back.

    The MAC keeps clients from making cursors of their own; `scope` (the list and its filters) is part of it.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(b"dife-cursor" + secret).digest()

    def encode(self, scope: str, key: Sequence[str | int | float]) -> str:
        """Return the opaque cursor of `key`."""
        body = msgspec.json.encode([_VERSION, *key])
        return base64.urlsafe_b64encode(self._mac(scope, body) + body).decode().rstrip("=")

    def decode(self, scope: str, cursor: str | None) -> list[str | int | float] | None:
        """Return the sort key, or None on the first page.

        Raises:
            InvalidField: forged, damaged, of another version or of another list.
        """
        if cursor is None:
            return None
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raise InvalidField("cursor", "invalid_cursor") from None
        mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(scope, body)):
            raise InvalidField("cursor", "invalid_cursor")
        version, *key = msgspec.json.decode(body)
        if version != _VERSION:
            raise InvalidField("cursor", "invalid_cursor")
        return list(key)

    def _mac(self, scope: str, body: bytes) -> bytes:
        return hmac.new(self._secret, scope.encode() + b"\0" + body, hashlib.sha256).digest()[:_MAC_BYTES]


def split_page(rows: Sequence[T], *, limit: int, cursor_of: Callable[[T], str]) -> tuple[list[T], str | None]:
    """Cut `limit + 1` fetched rows to a page; the surplus row only tells that there is a next page."""
    page = list(rows[:limit])
    return page, (cursor_of(page[-1]) if len(rows) > limit else None)
