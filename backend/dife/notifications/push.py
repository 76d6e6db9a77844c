"""Expo's push service: two calls, 100 pushes or 300 receipts each."""

import asyncio
import gzip
import ssl
import zlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeVar

import httpx2
import msgspec

from dife.ports import Push, PushError, PushRefused, PushTicket
from dife.settings import Settings

MAX_PUSHES = 100
MAX_RECEIPTS = 300
MAX_ANSWER_BYTES = 1024 * 1024
_TIMEOUT = httpx2.Timeout(10, connect=5)
_CALL_SECONDS = 30
_OK = 200
_REFUSALS = frozenset({400, 401, 403, 413, 429, 503})

T = TypeVar("T")


class _Details(msgspec.Struct):
    error: str = "unknown"


class _Ticket(msgspec.Struct):
    """One outcome, in both answers; an id only comes with a push that was taken."""

    status: str
    id: str | None = None
    details: _Details | None = None

    def read(self) -> PushTicket:
        if self.status == "ok":
            return PushTicket(id=self.id, error=None)
        return PushTicket(id=None, error=self.details.error if self.details else "unknown")


class _Sent(msgspec.Struct):
    data: list[_Ticket]


class _Receipts(msgspec.Struct):
    data: dict[str, _Ticket]


class ExpoPushSender:
    """Speaks Expo's HTTP protocol. Nothing in an answer is trusted: size, form and number are checked."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.expo_push_url.rstrip("/")
        self._headers = {
            "accept": "application/json",
            "accept-encoding": "gzip",
            "content-type": "application/json",
            "content-encoding": "gzip",
        }
        if settings.expo_access_token is not None:
            self._headers["authorization"] = f"Bearer {settings.expo_access_token.get_secret_value()}"

    async def send(self, pushes: Sequence[Push]) -> list[PushTicket]:
        """Send up to 100 pushes; one ticket for each, in order.

        Raises:
            PushError: the service is away or refused the whole request; trying again later is right.
        """
        if len(pushes) > MAX_PUSHES:
            raise ValueError(f"at most {MAX_PUSHES} pushes at once")
        answer = await self._post("send", [_message(push) for push in pushes], _Sent)
        if len(answer.data) != len(pushes):
            raise PushError("not one ticket for each push")
        return [ticket.read() for ticket in answer.data]

    async def receipts(self, ticket_ids: Sequence[str]) -> dict[str, PushTicket]:
        """Ask what became of up to 300 tickets; those not yet known are missing.

        Raises:
            PushError: as `send`.
        """
        if len(ticket_ids) > MAX_RECEIPTS:
            raise ValueError(f"at most {MAX_RECEIPTS} receipts at once")
        answer = await self._post("getReceipts", {"ids": list(ticket_ids)}, _Receipts)
        return {ticket_id: answer.data[ticket_id].read() for ticket_id in ticket_ids if ticket_id in answer.data}

    async def _post(self, call: str, body: object, answer_type: type[T]) -> T:
        content = gzip.compress(msgspec.json.encode(body), compresslevel=3, mtime=0)
        try:
            async with asyncio.timeout(_CALL_SECONDS):
                raw = await self._exchange(call, content)
            return msgspec.json.decode(raw, type=answer_type)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise PushRefused(type(error).__name__) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
            raise PushError(type(error).__name__) from None
        except (msgspec.DecodeError, zlib.error, UnicodeError):
            raise PushError("an answer that is not as documented") from None

    async def _exchange(self, call: str, content: bytes) -> bytes:
        async with (
            httpx2.AsyncClient(timeout=_TIMEOUT, verify=self._tls, trust_env=False) as client,
            client.stream("POST", f"{self._url}/{call}", content=content, headers=self._headers) as response,
        ):
            if response.status_code in _REFUSALS:
                raise PushRefused(f"status {response.status_code}")
            if response.status_code != _OK:
                raise PushError(f"status {response.status_code}")
            return await _read_bounded(response)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _message(push: Push) -> dict[str, Any]:
    message: dict[str, Any] = {
        "to": push.token,
        "title": push.title,
        "body": push.body,
        "data": dict(push.data),
        "sound": "default",
        "channelId": "default",
    }
    if push.badge is not None:
        message["badge"] = push.badge
    return message


async def _read_bounded(response: httpx2.Response) -> bytes:
    # Read raw and unpacked here with a limit: the client's own unpacking would let a small answer fill the memory.
    raw = bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > MAX_ANSWER_BYTES:
            raise PushError("an answer that is too large")
    if response.headers.get("content-encoding", "identity") != "gzip":
        return bytes(raw)
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(bytes(raw), MAX_ANSWER_BYTES)
    if unpacker.unconsumed_tail:
        raise PushError("an answer that is too large")
    return unpacked
