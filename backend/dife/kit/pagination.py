"""Keyset pagination: cursors that nobody can read or make, versioned and bound to the filters of their list."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from litestar.params import QueryParameter

from dife.errors import InvalidField

T = TypeVar("T")

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_VERSION = b"\x02"
_SHORTEST = len(_VERSION) + 16 + len("[]")

Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="How many items, at most 100.")]
Cursor = Annotated[str | None, QueryParameter(max_length=512, description="`next_cursor` of the page before.")]


class CursorCodec:
    """Turns the sort key of a page's last row into a cursor and back.

    A sort key may hold what the list itself does not show (when somebody was last here), so it is encrypted: AES-SIV
    (RFC 5297), which needs no nonce, so that the same page always has the same cursor. `scope` (the list and its
    filters) is authenticated with it.
    """

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESSIV(hmac.new(secret, b"dife-cursor", hashlib.sha512).digest())

    def encode(self, scope: str, key: Sequence[str | int | float]) -> str:
        """Return the opaque cursor of `key`."""
        sealed = self._cipher.encrypt(msgspec.json.encode(key), [_VERSION, scope.encode()])
        return base64.urlsafe_b64encode(_VERSION + sealed).decode().rstrip("=")

    def decode(self, scope: str, cursor: str | None) -> list[str | int | float] | None:
        """Return the sort key, or None on the first page.

        Raises:
            InvalidField: forged, damaged, of another version or of another list.
        """
        if cursor is None:
            return None
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            if len(raw) < _SHORTEST or not raw.startswith(_VERSION):
                raise InvalidField("cursor", "invalid_cursor")
            opened = self._cipher.decrypt(raw.removeprefix(_VERSION), [_VERSION, scope.encode()])
        except (binascii.Error, ValueError, InvalidTag):
            raise InvalidField("cursor", "invalid_cursor") from None
        return msgspec.json.decode(opened, type=list[str | int | float])


def split_page(rows: Sequence[T], *, limit: int, cursor_of: Callable[[T], str]) -> tuple[list[T], str | None]:
    """Cut `limit + 1` fetched rows to a page; the surplus row only tells that there is a next page."""
    page = list(rows[:limit])
    return page, (cursor_of(page[-1]) if len(rows) > limit else None)
