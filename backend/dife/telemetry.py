"""Logs (one JSON object a line) and metrics (Prometheus, units in their names)."""

import logging
import sys
import time
import uuid
from http import HTTPStatus
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from prometheus_client import Counter, Histogram

from dife import tracing

REQUESTS = Counter("dife_http_requests_total", "HTTP requests.", ("method", "route", "status"))
REQUEST_SECONDS = Histogram(
    "dife_http_request_seconds",
    "Time from the request to its answer's first byte.",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 6),
)

log = structlog.get_logger()


def configure_logging(level: str) -> None:
    """Send every log line, the libraries' too, to standard output as JSON."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        _name_error,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    numeric = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(numeric, logging.WARNING), force=True)


def _name_error(_: Any, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Say of an exception what it was and where, and nothing of its message: databases and libraries quote private data."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else sys.exc_info()[1]
    if given and error is not None:
        # asyncio's lines go on with the task that failed, which quotes the message, too.
        event["event"] = str(event["event"]).partition("\n")[0]
        event.update(error=type(error).__name__, where=place_of(error))
    return event


def place_of(error: BaseException) -> str:
    """Return file and line where an exception was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def _route_of(scope: Scope) -> str:
    # The template, not the path: ids would make a metric of every member.
    return str(scope.get("path_template") or "unmatched")


class AccessLogMiddleware(ASGIMiddleware):
    """Gives each request an id, one log line and its metrics. Paths are logged as templates plus ids, never queries."""

    scopes = (ScopeType.HTTP,)

    async def handle(  # noqa: PLR0917 - the framework calls it so
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Time the request and note its outcome."""
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, **tracing.ids())
        started = time.perf_counter()

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
                _observe(scope, message["status"], time.perf_counter() - started)
            await send(message)

        await next_app(scope, receive, observed)


class TracingMiddleware(ASGIMiddleware):
    """Begins a trace for each request; only assembled where traces are sent away."""

    scopes = (ScopeType.HTTP,)

    async def handle(  # noqa: PLR0917 - the framework calls it so
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Note the request with its route and outcome; health checks are not worth it."""
        if scope["path"].startswith(("/health", "/metrics")):
            await next_app(scope, receive, send)
            return
        with tracing.root_span(str(scope.get("method")), kind=SpanKind.SERVER) as span:

            async def observed(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _describe(span, scope, message["status"])
                await send(message)

            await next_app(scope, receive, observed)


def _describe(span: Span, scope: Scope, status: int) -> None:
    method, route = str(scope.get("method")), _route_of(scope)
    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(Status(StatusCode.ERROR))


def _observe(scope: Scope, status: int, seconds: float) -> None:
    method, route = str(scope.get("method")), _route_of(scope)
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_SECONDS.labels(method, route).observe(seconds)
    caller = scope.get("user")
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        member_id=str(caller.member_id) if caller else None,
        **_ids_in_path(scope),
    )


def _ids_in_path(scope: Scope) -> dict[str, str]:
    # `member_id` and `request_id` of the line are the caller's and the request's own, so the path's get a prefix.
    ids = {name: str(value) for name, value in scope.get("path_params", {}).items() if name.endswith("_id")}
    return {name if name == "room_id" else f"path_{name}": value for name, value in ids.items()}
