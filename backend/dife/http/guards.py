"""Who may enter a route. Every route names exactly one of these on its own line."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from dife.context import Caller, Resources
from dife.errors import Forbidden, Unauthenticated
from dife.models import MemberRole

Authenticate = Callable[[Resources, str], Awaitable[Caller]]
"""Turns an access token into a caller; `create_app` puts the accounts slice's into `app.state.authenticate`."""

Connection = ASGIConnection[Any, Any, Any, Any]


class NotVerified(Forbidden):
    """The member has not finished onboarding, or is not a verified student."""

    code = "not_verified"


class NotModerator(Forbidden):
    """The member is not a moderator."""

    code = "not_moderator"


async def public(connection: Connection, _: BaseRouteHandler) -> None:
    """Anybody; a token is not even looked at."""
    connection.scope["user"] = None


async def member(connection: Connection, _: BaseRouteHandler) -> None:
    """A logged-in member."""
    await _authenticate(connection)


async def verified_member(connection: Connection, _: BaseRouteHandler) -> None:
    """A logged-in member who is a verified student and has finished onboarding."""
    caller = await _authenticate(connection)
    if not (caller.is_verified and caller.is_onboarded):
        raise NotVerified


async def moderator(connection: Connection, _: BaseRouteHandler) -> None:
    """A logged-in moderator."""
    caller = await _authenticate(connection)
    if caller.role != MemberRole.MODERATOR:
        raise NotModerator


GUARDS = (public, member, verified_member, moderator)


async def _authenticate(connection: Connection) -> Caller:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    state = connection.app.state
    caller: Caller = await state.authenticate(state.resources, token)
    connection.scope["user"] = caller
    return caller
