"""The web client's refresh token: an HttpOnly cookie, and the checks of requests that live by it."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from dife.accounts.errors import UntrustedOrigin
from dife.accounts.schemas import Tokens
from dife.accounts.sessions import IssuedTokens
from dife.settings import Settings

AnyRequest = Request[Any, Any, Any]


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name. Cookies ignore ports, so on plain http the port is part of the name."""
    return "__Host-refresh" if settings.is_https else f"refresh_{settings.public_port}"


def is_web(request: AnyRequest) -> bool:
    """Tell whether the client asked for the cookie."""
    return request.headers.get("x-client") == "web"


def presented_token(request: AnyRequest, settings: Settings, body_token: str | None) -> str | None:
    """Return the refresh token of the request: the body's, or for a web client on one of our pages the cookie's.

    Raises:
        UntrustedOrigin: a web client's request from elsewhere.
    """
    if not is_web(request):
        return body_token
    if request.headers.get("origin") not in settings.origins:
        raise UntrustedOrigin
    return request.cookies.get(cookie_name(settings))


def with_tokens(request: AnyRequest, settings: Settings, issued: IssuedTokens) -> Response[Tokens]:
    """Answer with the tokens: a web client's refresh token goes into the cookie only."""
    if not is_web(request):
        return Response(issued.tokens)
    body = Tokens(
        access_token=issued.tokens.access_token,
        refresh_token=None,
        token_type=issued.tokens.token_type,
        expires_in=issued.tokens.expires_in,
        member=issued.tokens.member,
    )
    max_age = int(settings.refresh_token_lifetime.total_seconds())
    return Response(body, cookies=[_cookie(settings, issued.refresh_token, max_age)])


def without_token(settings: Settings) -> Response[None]:
    """Answer that the cookie is to be forgotten."""
    return Response(None, status_code=204, cookies=[_cookie(settings, "", 0)])


def _cookie(settings: Settings, value: str, max_age: int) -> Cookie:
    return Cookie(
        key=cookie_name(settings),
        value=value,
        path="/",
        httponly=True,
        samesite="strict",
        secure=settings.is_https,
        max_age=max_age,
    )
