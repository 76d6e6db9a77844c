"""Errors on the wire: RFC 9457 problem documents in the reader's language."""

import re
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import Headers
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap, Message, Scope
from sqlalchemy.exc import DBAPIError

from dife.database import UNAVAILABLE_ERRORS
from dife.errors import (
    DifeError,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotFound,
    TooLarge,
    Unavailable,
)
from dife.kit.catalogue import negotiate, sentence
from dife.telemetry import place_of

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "https://dife.example/problems/"


class FieldProblem(msgspec.Struct, kw_only=True, frozen=True):
    """What is wrong with one field."""

    field: str
    code: str
    message: str


class Problem(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """An RFC 9457 problem document; `code` is stable and what clients act on."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | msgspec.UnsetType = msgspec.UNSET


def problem_of(error: DifeError, locale: str) -> Problem:
    """Write the error down for a reader of `locale`."""
    fields = [
        FieldProblem(field=e["field"], code=e["code"], message=_field_sentence(locale, e["code"]))
        for e in error.field_errors
    ]
    return Problem(
        type=f"{DOCUMENTATION}{error.code}",
        title=sentence(locale, f"error.{error.code}.title", **error.values),
        status=error.status,
        detail=sentence(locale, f"error.{error.code}.detail", **error.values),
        code=error.code,
        errors=fields or msgspec.UNSET,
    )


def _field_sentence(locale: str, code: str) -> str:
    try:
        return sentence(locale, f"field.{code}")
    except KeyError:
        return sentence(locale, "field.invalid")


def problem_response(error: DifeError, locale: str) -> Response[bytes]:
    """Return the answer that carries the problem."""
    return Response(
        msgspec.json.encode(problem_of(error, locale)),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=error.headers,
    )


def problem_messages(error: DifeError, scope: Scope) -> list[Message]:
    """Return the raw ASGI messages of the problem, for where no handler can answer any more."""
    body = msgspec.json.encode(problem_of(error, negotiate(Headers.from_scope(scope).get("accept-language"))))
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **error.headers}
    return [
        {
            "type": "http.response.start",
            "status": error.status,
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        },
        {"type": "http.response.body", "body": body, "more_body": False},
    ]


def _locale_of(request: Request[Any, Any, Any]) -> str:
    return negotiate(request.headers.get("accept-language"))


def _answer(request: Request[Any, Any, Any], error: DifeError) -> Response[bytes]:
    return problem_response(error, _locale_of(request))


class ValidationFailed(Invalid):
    """The body, query or path does not fit the schema; the first field at fault is named."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__()
        self._field, self._message = field, message

    @property
    def field_errors(self) -> list[dict[str, Any]]:
        """The first field at fault."""
        return [{"field": self._field, "code": field_code(self._message)}]


_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]+)`")
_FIELD_CODES = (
    ("unknown field", "unknown_field"),
    ("missing required", "required"),
    ("length <=", "too_long"),
    ("length >=", "too_short"),
    (">=", "too_small"),
    ("<=", "too_large"),
    ("enum value", "unknown_choice"),
    ("matching regex", "invalid_format"),
    ("Expected `", "wrong_type"),
)


def field_code(message: str) -> str:
    """Turn msgspec's message into one of our stable field codes."""
    return next((code for needle, code in _FIELD_CODES if needle in message), "invalid")


def _on_validation(request: Request[Any, Any, Any], exc: ValidationException) -> Response[bytes]:
    extra = exc.extra if isinstance(exc.extra, list) and exc.extra else [{}]
    first = extra[0] if isinstance(extra[0], dict) else {}
    message = str(first.get("message") or "")
    unknown = _UNKNOWN_FIELD.search(message)
    field = unknown[1] if unknown else str(first.get("key") or "body")
    return _answer(request, ValidationFailed(field, message))


_BY_STATUS: dict[int, type[DifeError]] = {400: Malformed, 404: NotFound, 405: MethodNotAllowed, 413: TooLarge}


def _on_http(request: Request[Any, Any, Any], exc: HTTPException) -> Response[bytes]:
    if exc.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _on_unexpected(request, exc)
    response = _answer(request, _BY_STATUS.get(exc.status_code, Malformed)())
    response.headers.update(exc.headers or {})
    return response


def _on_dife(request: Request[Any, Any, Any], exc: DifeError) -> Response[bytes]:
    if exc.keeps_changes:
        request.scope["state"]["keeps_changes"] = True
    return _answer(request, exc)


def _on_unavailable(request: Request[Any, Any, Any], exc: Exception) -> Response[bytes]:
    log.warning("dependency_unavailable", error=type(exc).__name__)
    return _answer(request, Unavailable())


def _on_database(request: Request[Any, Any, Any], exc: DBAPIError) -> Response[bytes]:
    if exc.connection_invalidated:
        return _on_unavailable(request, exc)
    return _on_unexpected(request, exc)


def _on_unexpected(request: Request[Any, Any, Any], exc: Exception) -> Response[bytes]:
    # Only the class and the place are logged: messages of databases and libraries may carry private data.
    what = {"error": type(exc).__name__, "where": place_of(exc)}
    log.error("unexpected_error", **what, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return _answer(request, DifeError())


def exception_handlers() -> ExceptionHandlersMap:
    """Return the handlers for everything that can go wrong; the framework's defaults are not used."""
    handlers: dict[Any, Any] = {
        DifeError: _on_dife,
        ValidationException: _on_validation,
        NotFoundException: _on_http,
        MethodNotAllowedException: _on_http,
        ClientException: _on_http,
        HTTPException: _on_http,
        DBAPIError: _on_database,
        Exception: _on_unexpected,
    }
    handlers.update(dict.fromkeys(UNAVAILABLE_ERRORS, _on_unavailable))
    return handlers
