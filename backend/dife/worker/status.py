"""What the worker shows to whoever watches it: a line and a count for each job, `/health` and `/metrics`."""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import structlog
from opentelemetry.trace import SpanKind
from procrastinate import JobContext
from procrastinate.worker import Worker
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from dife import tracing
from dife.telemetry import place_of

JOBS = Counter("dife_jobs_total", "Jobs that ran, by outcome.", ("job", "outcome"))
JOB_SECONDS = Histogram(
    "dife_job_seconds", "Time that a job ran.", ("job",), buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60)
)

log = structlog.get_logger()


async def observe(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:  # noqa: ARG001
    """Note how a job went. Of an error only the class and the place are logged: its message may carry private data."""
    name, started = context.job.task_name, time.perf_counter()
    with structlog.contextvars.bound_contextvars(job=name, job_id=context.job.id, attempt=context.job.attempts + 1):
        try:
            with tracing.root_span(f"job {name}", kind=SpanKind.CONSUMER):
                result = await call_next()
        except BaseException as error:
            _note(name, "failed", started)
            log.warning("job_failed", error=type(error).__name__, where=place_of(error))
            raise
        _note(name, "succeeded", started)
        log.info("job_done", milliseconds=round((time.perf_counter() - started) * 1000, 1))
        return result


def _note(name: str, outcome: str, started: float) -> None:
    JOBS.labels(name, outcome).inc()
    JOB_SECONDS.labels(name).observe(time.perf_counter() - started)


class StatusServer:
    """Serves `/health` and `/metrics` from a thread, so that they answer whatever the jobs do."""

    def __init__(self, host: str, port: int, *, is_healthy: Callable[[], bool]) -> None:
        self._server = ThreadingHTTPServer((host, port), partial(_Handler, is_healthy))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="status", daemon=True)

    @property
    def port(self) -> int:
        """Port that it listens on."""
        return self._server.server_port

    def start(self) -> None:
        """Serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    def __init__(self, is_healthy: Callable[[], bool], *arguments: Any) -> None:
        self._is_healthy = is_healthy
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/health":
            healthy = self._is_healthy()
            body = b'{"status":"ok"}' if healthy else b'{"status":"unavailable"}'
            self._answer(200 if healthy else 503, "application/json", body)
        elif self.path == "/metrics":
            self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
        else:
            self._answer(404, "application/json", b"{}")

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Scrapes are not worth a line."""
