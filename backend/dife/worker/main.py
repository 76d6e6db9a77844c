"""Runs jobs until it is told to stop; a database that is down, or goes away, is waited for."""

import asyncio
import contextlib
import logging
import random
import signal
import time

import structlog
import uvloop
from procrastinate import PsycopgConnector

from dife.context import Resources
from dife.database import conninfo_of
from dife.metrics_log import reporting
from dife.queue import queue
from dife.resources import close_resources, open_resources
from dife.settings import Settings
from dife.worker import queue_age
from dife.worker.registry import import_jobs
from dife.worker.status import StatusServer, observe

log = structlog.get_logger()

FINISH_SECONDS = 10
"""How long running jobs may take to end after SIGTERM; what does not make it runs again."""
OPEN_SECONDS = 5
POLL_SECONDS = 5
"""Notifications of PostgreSQL bring new jobs at once; this finds what they missed and what was scheduled."""
LONGEST_PAUSE_SECONDS = 10


def run(settings: Settings) -> None:
    """Run the worker role."""
    # The library's lines show the arguments of jobs and the messages of errors; ours say what may be said.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    import_jobs()
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # One transaction a job, and one connection for who measures the queue.
    resources = open_resources(settings, pool_size=settings.worker_concurrency + 1)
    worker = JobRunner(resources)
    status = None
    if settings.worker_metrics_port is not None:
        status = StatusServer(
            settings.worker_metrics_host, settings.worker_metrics_port, is_healthy=lambda: worker.is_running
        )
        status.start()
    measuring = asyncio.create_task(queue_age.watch(resources.engine))
    try:
        async with reporting(settings, "worker"):
            await worker.run_until(stop)
    finally:
        measuring.cancel()
        if status is not None:
            await asyncio.to_thread(status.stop)
        await close_resources(resources)


class JobRunner:
    """Runs jobs, one connection to the database after the other."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._concurrency = resources.settings.worker_concurrency
        self.is_running = False

    async def run_until(self, stop: asyncio.Event) -> None:
        """Run jobs until `stop` is set; whatever ends a round but that is followed by another one."""
        log.info("worker_started", concurrency=self._concurrency, jobs=len(queue.tasks))
        failures = 0
        while not stop.is_set():
            started = time.monotonic()
            await self._round(stop)
            failures = 1 if time.monotonic() - started > LONGEST_PAUSE_SECONDS else failures + 1
            if not stop.is_set():
                pause = min(LONGEST_PAUSE_SECONDS, 2 ** min(failures, 6) * 0.25) * random.uniform(0.5, 1)  # noqa: S311 - no secret
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
        log.info("worker_stopped")

    async def _round(self, stop: asyncio.Event) -> None:
        working = asyncio.create_task(self._work())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        working.cancel()
        # Bounded once more: a server that is stopped, not dead, answers nothing and closes nothing.
        await asyncio.wait({working}, timeout=FINISH_SECONDS + OPEN_SECONDS)
        if working.done() and not working.cancelled() and (error := working.exception()) is not None:
            log.warning("worker_interrupted", error=type(error).__name__)

    async def _work(self) -> None:
        connector = self._connector()
        with queue.replace_connector(connector) as app:
            try:
                await connector.open_async()
                self.is_running = True
                await app.run_worker_async(
                    concurrency=self._concurrency,
                    fetch_job_polling_interval=POLL_SECONDS,
                    shutdown_graceful_timeout=FINISH_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    additional_context={"resources": self._resources},
                    worker_middleware=[observe],
                )
            finally:
                self.is_running = False
                await connector.close_async()

    def _connector(self) -> PsycopgConnector:
        return PsycopgConnector(
            conninfo=conninfo_of(self._resources.settings.database_url.get_secret_value()),
            # Each job that ends, the heartbeat, the schedule, and fetching; a listener has a connection of its own.
            min_size=1,
            max_size=self._concurrency + 3,
            timeout=OPEN_SECONDS,
            kwargs={
                "connect_timeout": 3,
                "options": "-c statement_timeout=10000 -c lock_timeout=5000 -c timezone=UTC",
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
            },
        )
