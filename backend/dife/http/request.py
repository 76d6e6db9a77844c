"""Reading a request: what the framework would let through, and who sent it."""

from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import SerializationException

from dife.context import Caller, Context, Resources
from dife.errors import Invalid, InvalidField, Malformed, UnsupportedMediaType
from dife.kit.catalogue import negotiate

MAX_BODY_BYTES = 256 * 1024

RequestContext = NamedDependency[Context]
"""How a handler asks for its context: `context: RequestContext`."""


class DifeRequest(Request[Caller | None, Any, State]):
    """A request whose body is JSON, within bounds, and free of what PostgreSQL's text cannot hold."""

    async def json(self) -> Any:
        """Return the decoded body.

        Raises:
            UnsupportedMediaType: it is not declared as JSON.
            Malformed: it cannot be decoded, or is nested too deeply.
            InvalidField: a string in it has a NUL.
        """
        if self.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType
        try:
            decoded = await super().json()
        except (SerializationException, msgspec.DecodeError, RecursionError, UnicodeError):
            raise Malformed from None
        if b"\\u0000" in await self.body():
            refuse_nul(decoded, "body")
        return decoded


def refuse_nul(value: Any, field: str) -> None:
    """Walk a decoded document; its depth is bounded by the decoder.

    Raises:
        InvalidField: some string in it has a NUL character.
    """
    if isinstance(value, str) and "\0" in value:
        raise InvalidField(field, "invalid_characters")
    if isinstance(value, dict):
        for key, child in value.items():
            refuse_nul(key, field)
            refuse_nul(child, str(key))
    elif isinstance(value, list):
        for child in value:
            refuse_nul(child, field)


async def refuse_nul_in_url(request: Request[Any, Any, Any]) -> None:
    """Refuse a NUL in path or query before anything reads them.

    Raises:
        Invalid: there is one.
    """
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise Invalid


def client_address(connection: ASGIConnection[Any, Any, Any, Any], trusted_hops: int) -> str:
    """Return the address that the outermost trusted proxy saw; without trusted proxies, the peer's.

    Of an IPv6 address only the network, 64 bits, is returned: that is what one customer has, with 2^64 addresses in it.
    """
    peer = connection.client.host if connection.client else "unknown"
    # A proxy may add a line of its own to the client's: together they are one list (RFC 9110 §5.3).
    lines = ",".join(connection.headers.getall("x-forwarded-for", []))
    forwarded = [part.strip() for part in lines.split(",") if part.strip()]
    if trusted_hops == 0 or len(forwarded) < trusted_hops:
        return _network_of(peer)
    return _network_of(forwarded[-trusted_hops])


def _network_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed) >> 64 << 64, 64)))


def provide_context(request: Request[Any, Any, Any]) -> Context:
    """Make the context of a request; every handler asks for it by the name `context`."""
    resources: Resources = request.app.state.resources
    caller: Caller | None = request.scope.get("user")
    accept_language = request.headers.get("accept-language")
    return Context(
        session=request.scope["state"]["session"],
        resources=resources,
        locale=negotiate(accept_language) if accept_language or caller is None else caller.locale,
        client_address=client_address(request, resources.settings.trusted_hops),
        maybe_caller=caller,
    )
