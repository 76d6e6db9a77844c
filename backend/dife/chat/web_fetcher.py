"""Reads pages of the public web that strangers name, and nothing else.

Every host is resolved here, every address of it is looked at, and the connection goes to the very address that was
looked at: a name that means another address a moment later gains nothing. Redirects go the same way.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore2

from dife.ports import Fetched, FetchError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Collection[str]]]

SECONDS = 5.0
MAX_REDIRECTS = 3
PORTS = frozenset({80, 443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_TRANSLATED = (
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),
    ip_network("2001::/32"),
)
"""IPv6 addresses that stand for an IPv4 address."""


async def resolve(host: str, port: int) -> Collection[str]:
    """Return every address of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet: not of this machine, its network or its cloud."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class WebFetcher:
    """Fetches pages and pictures. Only tests give it another resolver, other addresses or other ports."""

    def __init__(
        self,
        *,
        resolver: Resolve = resolve,
        allows: Callable[[Address], bool] = is_public,
        ports: Collection[int] = PORTS,
        user_agent: str = "Dife link preview",
    ) -> None:
        self._backend = _CheckedBackend(resolver, allows)
        self._ports = ports
        self._user_agent = user_agent

    async def fetch(self, url: str, *, types: Collection[str], limit: int) -> Fetched:
        """Return what is at a URL of the public web, if it is of one of these types and not larger than `limit`.

        Raises:
            FetchError: anything else.
        """
        try:
            async with asyncio.timeout(SECONDS):
                for _ in range(MAX_REDIRECTS + 1):
                    answer = await self._get(url, types=types, limit=limit)
                    if isinstance(answer, Fetched):
                        return answer
                    url = answer.location
        except (TimeoutError, OSError, ValueError, ssl.SSLError, *_PROTOCOL_ERRORS) as error:
            raise FetchError(type(error).__name__) from None
        raise FetchError("too_many_redirects")

    async def _get(self, url: str, *, types: Collection[str], limit: int) -> "Fetched | _Redirect":
        self._check(url)
        # Nothing is shared between two hosts, and nothing is kept.
        async with httpcore2.AsyncConnectionPool(network_backend=self._backend, max_connections=1) as pool:
            headers: dict[bytes | str, bytes | str] = {
                "Host": urlsplit(url).netloc,
                "User-Agent": self._user_agent,
                "Accept": ", ".join(types),
                "Accept-Encoding": "identity",
            }
            async with pool.stream("GET", url, headers=headers) as response:
                said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status in _REDIRECTS:
                    return _Redirect(urljoin(url, said.get("location", "")))
                content_type, _, parameters = said.get("content-type", "").partition(";")
                content_type = content_type.strip().lower()
                if response.status != _OK or content_type not in types or "content-encoding" in said:
                    raise FetchError("not_acceptable")
                body = await _read(response, limit)
        charset = parameters.partition("charset=")[2].split(";")[0].strip(" \"'") or None
        return Fetched(url=url, content_type=content_type, charset=charset, body=body)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or port not in self._ports:
            raise FetchError("not_allowed")
        if parts.username is not None or parts.password is not None:
            raise FetchError("not_allowed")


_PROTOCOL_ERRORS = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
)


class _Redirect(NamedTuple):
    location: str


async def _read(response: httpcore2.Response, limit: int) -> bytes:
    """Read at most `limit` bytes; of a page the beginning is enough."""
    body = bytearray()
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) >= limit:
            break
    return bytes(body[:limit])


class _CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that it has looked at."""

    def __init__(self, resolver: Resolve, allows: Callable[[Address], bool]) -> None:
        self._resolve = resolver
        self._allows = allows
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(  # noqa: PLR0917 - the library's signature
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to a host, if every address of it may be connected to."""
        addresses = [ip_address(found.partition("%")[0]) for found in await self._resolve(host, port)]
        if not addresses or not all(map(self._allows, addresses)):
            raise FetchError("not_allowed")
        return await self._inner.connect_tcp(
            str(addresses[0]), port, timeout=timeout, local_address=local_address, socket_options=socket_options
        )
