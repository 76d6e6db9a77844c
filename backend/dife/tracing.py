"""Traces by OpenTelemetry: off, and next to free, until `DIFE_TRACES_URL` says where spans are sent.

The SDK is imported only then; it is in the dependency group `production`. Spans carry routes and statements, never
parameters: those may be private.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from dife.settings import Settings, SettingsError

_tracer = trace.get_tracer("dife")
_STATEMENT_LENGTH = 500
_AWS_HOST = re.compile(r"(?P<service>[a-z]+)\.(?P<region>[a-z0-9-]+)\.amazonaws\.com")


def configure(settings: Settings, role: str) -> None:
    """Send this process's spans away from now on, if the settings say where.

    Raises:
        SettingsError: the SDK is not installed.
    """
    if settings.traces_url is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - as above
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace.sampling import TraceIdRatioBased  # noqa: PLC0415 - as above
    except ImportError:
        raise SettingsError("DIFE_TRACES_URL: needs the packages of the dependency group `production`") from None
    resource = Resource.create({"service.name": f"dife-{role}", "service.version": settings.version})
    provider = TracerProvider(sampler=TraceIdRatioBased(settings.traces_ratio), resource=resource)
    exporter = OTLPSpanExporter(endpoint=settings.traces_url, timeout=5, session=_session(settings.traces_url))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def flush() -> None:
    """Send what waits; the process ends."""
    shutdown = getattr(trace.get_tracer_provider(), "shutdown", None)
    if shutdown is not None:
        shutdown()


def ids() -> dict[str, str]:
    """Return what joins a log line to its trace; nothing outside of one."""
    context = trace.get_current_span().get_span_context()
    return {"trace_id": trace.format_trace_id(context.trace_id)} if context.trace_flags.sampled else {}


def is_recording() -> bool:
    """Whether what happens now belongs to a trace that is sent away."""
    return trace.get_current_span().is_recording()


@contextmanager
def root_span(name: str, *, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[Span]:
    """Begin a trace. What the caller claims about one of their own is not believed: sampling would be theirs."""
    with _current(_tracer.start_span(name, context=trace.set_span_in_context(trace.INVALID_SPAN), kind=kind)) as span:
        yield span


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """Note a call to another server, within a trace; outside of one this does nothing."""
    if not is_recording():
        yield
        return
    with _current(_tracer.start_span(name, kind=SpanKind.CLIENT, attributes=attributes)):
        yield


@contextmanager
def _current(running: Span) -> Iterator[Span]:
    with trace.use_span(running, end_on_exit=True, record_exception=False, set_status_on_exception=False):
        try:
            yield running
        except BaseException as error:
            _fail(running, error)
            raise


def _fail(running: Span, error: BaseException) -> None:
    # The class alone: the message may show what is private.
    running.set_status(Status(StatusCode.ERROR, type(error).__name__))


def observe_engine(engine: AsyncEngine) -> None:
    """Note each statement within a trace."""
    event.listen(engine.sync_engine, "before_cursor_execute", _statement_begins)
    event.listen(engine.sync_engine, "after_cursor_execute", _statement_ends)
    event.listen(engine.sync_engine, "handle_error", _statement_fails)


def _statement_begins(*arguments: Any) -> None:
    # SQLAlchemy: connection, cursor, statement, parameters, context, executemany
    statement, context = arguments[2], arguments[4]
    if context is None or not is_recording():
        return
    verb = statement.lstrip()[:12].split(maxsplit=1)[0].upper()
    attributes = {"db.system.name": "postgresql", "db.query.text": statement[:_STATEMENT_LENGTH]}
    context.dife_span = _tracer.start_span(f"postgresql {verb}", kind=SpanKind.CLIENT, attributes=attributes)


def _statement_ends(*arguments: Any) -> None:
    running = getattr(arguments[4], "dife_span", None)
    if running is not None:
        running.end()


def _statement_fails(failure: Any) -> None:
    running = getattr(failure.execution_context, "dife_span", None)
    if running is not None:
        _fail(running, failure.original_exception)
        running.end()


def _session(url: str) -> Any:
    """Make the session that sends; AWS's own endpoint takes only what is signed with the machine's role."""
    import requests  # noqa: PLC0415 - comes with the exporter

    session = requests.Session()
    found = _AWS_HOST.fullmatch(urlsplit(url).hostname or "")
    if found:
        session.auth = _AwsSignature(found["service"], found["region"])
    return session


class _AwsSignature:
    """Signs requests with AWS's Signature Version 4."""

    def __init__(self, service: str, region: str) -> None:
        import boto3  # noqa: PLC0415 - only where the machine has a role

        self._service = service
        self._region = region
        self._credentials: Any = boto3.Session().get_credentials()
        if self._credentials is None:
            raise SettingsError("DIFE_TRACES_URL: AWS takes signed spans only, and this machine has no role")

    def __call__(self, request: Any) -> Any:
        from botocore.auth import SigV4Auth  # noqa: PLC0415 - as boto3
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - as boto3

        kept = {"Content-Type": request.headers["Content-Type"]}
        signed = AWSRequest(method=request.method, url=request.url, data=request.body, headers=kept)
        SigV4Auth(self._credentials.get_frozen_credentials(), self._service, self._region).add_auth(signed)
        request.headers.update(dict(signed.headers))
        return request
