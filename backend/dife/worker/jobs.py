"""Housekeeping of the queue itself."""

import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from dife.context import Context
from dife.queue import RETRY, job, queue

log = structlog.get_logger()

FINISHED_HOURS = 24
FAILED_HOURS = 7 * 24


@queue.periodic(cron="* * * * *")
@job("worker.retry_stalled", retry=False)
async def retry_stalled(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - the queue's own tables
    """Put jobs back whose worker gave no sign for half a minute; one that ends its worker each time is given up."""
    for stalled in await queue.job_manager.get_stalled_jobs():
        gives_up = stalled.attempts >= (RETRY.max_attempts or 0)
        log.warning("job_stalled", stalled_job=stalled.task_name, stalled_job_id=stalled.id, gives_up=gives_up)
        try:
            if gives_up:
                await queue.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
            else:
                await queue.job_manager.retry_job(stalled)
        except ConnectorException:  # it ended in the meantime
            log.info("job_no_longer_stalled", stalled_job_id=stalled.id)


@queue.periodic(cron="29 * * * *")
@job("worker.remove_old_jobs", retry=False)
async def remove_old_jobs(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - the queue's own tables
    """Delete jobs that succeeded a day ago, and others a week ago."""
    await queue.job_manager.delete_old_jobs(nb_hours=FINISHED_HOURS)
    await queue.job_manager.delete_old_jobs(
        nb_hours=FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
