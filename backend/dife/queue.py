"""The job queue: the slices register jobs here, enqueue them in the business transaction, and the worker runs them."""

from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.tasks import Task
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.kit.catalogue import DEFAULT_LOCALE

P = ParamSpec("P")
JobTask = Task[Any, Any, Any]
JobFunction = Callable[Concatenate[Context, P], Awaitable[None]]

queue = App(connector=PsycopgConnector())
"""The API never opens this connector: every job is inserted over the connection of the request's transaction."""

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
"""Waits 3 s, 9 s, … : about two hours in all. Delivery is at least once, so every job is safe to repeat."""

log = structlog.get_logger()


def job(name: str, *, retry: RetryStrategy | bool = RETRY, **options: Any) -> Callable[[JobFunction[P]], JobTask]:
    """Register a job. Its function gets a context with a transaction of its own, committed when it returns."""

    def register(function: JobFunction[P]) -> JobTask:
        async def run(job_context: JobContext, /, **arguments: Any) -> None:
            resources: Resources = job_context.additional_context["resources"]
            structlog.contextvars.bind_contextvars(job=name, job_id=job_context.job.id)
            async with new_session(resources.engine) as session:
                context = Context(
                    session=session,
                    resources=resources,
                    locale=DEFAULT_LOCALE,
                    is_repeat=job_context.job.attempts > 0,
                )
                await function(context, **arguments)  # type: ignore[call-arg]  # the queue's
                await commit(session)

        run.__name__ = function.__name__
        return queue.task(name=name, retry=retry, pass_context=True, **options)(run)

    return register


async def defer(session: AsyncSession, task: JobTask, *, delay_seconds: int = 0, **arguments: Any) -> None:
    """Enqueue `task` in the session's transaction: the job exists exactly when the transaction commits."""
    connection = await (await session.connection()).get_raw_connection()
    options: dict[str, Any] = {"connection": connection.driver_connection}
    if delay_seconds:
        options["schedule_in"] = {"seconds": delay_seconds}
    await task.configure(**options).defer_async(**arguments)


def enqueueing(task: JobTask, arguments: str) -> TextClause:
    """Return SQL that enqueues `task` when its statement runs, for hot paths; the parameter `arguments` is JSON."""
    return text(
        "procrastinate_defer_jobs_v1(ARRAY[ROW(CAST(:job_queue AS varchar), CAST(:job_task AS varchar), 0, NULL, NULL, "
        f"CAST(:{arguments} AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
    ).bindparams(job_queue=task.queue, job_task=task.name)
