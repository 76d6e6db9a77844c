"""What Dife needs from the outside world, as protocols. The adapters live in the slices that use them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SignedUrl:
    """A URL that works until `expires_at`; `headers` must be sent with it as they are."""

    url: str
    expires_at: datetime
    headers: Mapping[str, str]


class ObjectStore(Protocol):
    """S3. Adapter: `media/store.py`."""

    def sign_put(self, key: str, *, content_type: str, size: int) -> SignedUrl:
        """Sign an upload of exactly this type and size."""
        ...

    def sign_get(self, key: str) -> SignedUrl:
        """Sign a download. The URL is the same for all who ask within five minutes, so that caches work."""
        ...

    async def size(self, key: str) -> int | None:
        """Return the size in bytes, None when there is no such object."""
        ...

    async def read(self, key: str, *, limit: int) -> bytes:
        """Return an object of at most `limit` bytes.

        Raises:
            StoreError: not there, larger, or the store is away.
        """
        ...

    async def read_range(self, key: str, *, offset: int, size: int) -> bytes:
        """Return a part of an object.

        Raises:
            StoreError: not there, shorter, or the store is away.
        """
        ...

    async def write(self, key: str, data: bytes, *, content_type: str, save_as: str | None = None) -> None:
        """Write an object, replacing what was there; with `save_as` a browser saves it and never shows it."""
        ...

    async def list_old(self, prefix: str, *, before: datetime, limit: int) -> list[str]:
        """Look at up to `limit` objects below `prefix` and return the keys of those written before `before`."""
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete objects; those that are not there do not matter."""
        ...


class StoreError(Exception):
    """The object store did not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at a URL, after redirects."""

    url: str
    content_type: str
    charset: str | None
    body: bytes


class Fetcher(Protocol):
    """Reads the public web. Adapter: `chat/web_fetcher.py`."""

    async def fetch(self, url: str, *, types: Collection[str], limit: int) -> Fetched:
        """Return what is at a URL, if it is of one of these types; of more than `limit` bytes the beginning.

        Raises:
            FetchError: it is not there, of another type, or not of the public web.
        """
        ...


class FetchError(Exception):
    """Nothing was fetched; why is for the log alone."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation and the language it was made from (BCP 47)."""

    text: str
    source_language: str


class Translator(Protocol):
    """An engine that translates new text. Adapters: `translation/engines.py`."""

    name: str

    async def translate(self, texts: Sequence[str], *, target: str, source: str | None = None) -> list[Translated]:
        """Translate each text into `target` (BCP 47).

        Raises:
            TranslatorError: with `code` saying why.
        """
        ...

    def close(self) -> None:
        """Close what is open; nothing is asked afterwards."""
        ...


class TranslatorError(Exception):
    """An engine did not translate. `code`: `no_engine`, `engine_unavailable`, `engine_quota_exceeded`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Push:
    """One push to one device token."""

    token: str
    title: str
    body: str
    data: Mapping[str, str]
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class PushTicket:
    """What became of a push: an id to ask the receipt for, or why it failed (Expo's error code)."""

    id: str | None
    error: str | None


class PushSender(Protocol):
    """The push service. Adapter: `notifications/push.py`."""

    async def send(self, pushes: Sequence[Push]) -> list[PushTicket]:
        """Send up to 100 pushes; one ticket for each, in order.

        Raises:
            PushError: the service is away or refused the whole request; trying again later is right.
        """
        ...

    async def receipts(self, ticket_ids: Sequence[str]) -> dict[str, PushTicket]:
        """Ask what became of up to 300 tickets; those not yet known are missing.

        Raises:
            PushError: as `send`.
        """
        ...


class PushError(Exception):
    """The push service did not answer as documented; whether it took the pushes is not known."""


class PushRefused(PushError):
    """The push service certainly took none of the pushes: sending them again doubles nothing."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person."""

    to: str
    subject: str
    text: str
    html: str | None = None


class Mailer(Protocol):
    """Sends mail. Adapter: `notifications/mailer.py`."""

    async def send(self, mail: Mail) -> None:
        """Hand the mail to the server.

        Raises:
            MailError: it did not take it; trying again later is right.
        """
        ...


class MailError(Exception):
    """The mail server did not take a mail."""
