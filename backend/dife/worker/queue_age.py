"""How long the oldest job has been waiting: the one number that tells whether the workers keep up.

Measured beside the jobs, not by one of them: a job that measures would wait as well.
"""

import asyncio

import structlog
from prometheus_client import Gauge
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dife.database import UNAVAILABLE_ERRORS

QUEUE_AGE = Gauge("dife_queue_age_seconds", "Time since the oldest job that waits was due.")
PERIOD_SECONDS = 15

log = structlog.get_logger()

# Jobs are numbered as they come, so the first that is due is nearly the oldest, and an index finds it.
_OLDEST = text(
    """
    SELECT extract(epoch FROM now() - coalesce(due.scheduled_at, deferred.at))
    FROM (
        SELECT id, scheduled_at FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
        ORDER BY id LIMIT 1
    ) AS due
    LEFT JOIN LATERAL (
        SELECT at FROM procrastinate_events WHERE job_id = due.id AND type = 'deferred' ORDER BY id LIMIT 1
    ) AS deferred ON true
    """
)


async def measure(engine: AsyncEngine) -> float:
    """Return the seconds that the oldest due job has been waiting; 0 when none waits."""
    async with engine.connect() as connection:
        age = (await connection.execute(_OLDEST)).scalar()
    return max(0.0, float(age or 0))


async def watch(engine: AsyncEngine) -> None:
    """Keep the gauge right until cancelled."""
    while True:
        try:
            QUEUE_AGE.set(await measure(engine))
        except UNAVAILABLE_ERRORS as error:
            log.warning("queue_age_unknown", error=type(error).__name__)
        await asyncio.sleep(PERIOD_SECONDS)
