"""The job queue: a job lives and dies with the transaction that enqueued it."""

import dataclasses

import structlog
from procrastinate import PsycopgConnector
from procrastinate.jobs import Status
from pydantic import SecretStr
from sqlalchemy import text

from dife.accounts import jobs as accounts_jobs
from dife.accounts.tokens import CODE_LIFETIME
from dife.context import Context, Resources
from dife.database import AnyRow, commit, new_session
from dife.kit.ids import new_id
from dife.models import SignUp
from dife.notifications.mailer import SmtpMailer
from dife.queue import defer, queue
from dife.worker import jobs
from dife.worker.registry import import_jobs
from dife.worker.status import observe

from fixtures.jobs import RunJobs, run_once
from fixtures.services import Services


async def jobs_in(resources: Resources) -> list[AnyRow]:
    """The jobs that the test enqueued; those of the schedule run along."""
    statement = (
        "SELECT id, task_name, status::text, attempts, extract(epoch FROM scheduled_at - now()) AS due_in "
        "FROM procrastinate_jobs WHERE task_name LIKE 'accounts.mail%' ORDER BY id"
    )
    async with new_session(resources.engine) as session:
        return list((await session.execute(text(statement))).all())


async def make_sign_up(context: Context, email: str = "claire@kookmin.ac.kr") -> str:
    now = context.clock.now()
    expires = now + CODE_LIFETIME
    sign_up = SignUp(
        id=new_id(),
        email=email,
        password_hash="!",
        locale="en",
        is_taken=False,
        code_sent_at=now,
        code_expires_at=expires,
    )
    context.session.add(sign_up)
    await context.session.flush()
    return str(sign_up.id)


async def test_a_job_exists_when_its_transaction_commits(context: Context, app_resources: Resources) -> None:
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=str(new_id()))
    assert await jobs_in(app_resources) == []

    await commit(context.session)

    assert [job.task_name for job in await jobs_in(app_resources)] == ["accounts.mail_sign_up_code"]


async def test_a_job_vanishes_with_its_transaction(context: Context, app_resources: Resources) -> None:
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=str(new_id()))

    await context.session.rollback()

    assert await jobs_in(app_resources) == []


async def test_a_job_of_later_waits(
    context: Context, app_resources: Resources, run_jobs: RunJobs, services: Services
) -> None:
    sign_up_id = await make_sign_up(context, "later@kookmin.ac.kr")
    await defer(context.session, accounts_jobs.mail_sign_up_code, delay_seconds=60, sign_up_id=sign_up_id)
    await commit(context.session)

    await run_jobs()

    assert services.mail.received(to="later@kookmin.ac.kr") == []
    assert [job.status for job in await jobs_in(app_resources)] == ["todo"]


async def test_a_job_that_fails_is_tried_again_later_and_later(context: Context, app_resources: Resources) -> None:
    import_jobs()
    settings = app_resources.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9")})
    broken = dataclasses.replace(app_resources, mailer=SmtpMailer(settings))
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=await make_sign_up(context))
    await commit(context.session)

    waits = []
    for _ in range(2):
        await work_once(broken)
        (job,) = await jobs_in(app_resources)
        waits.append(job.due_in)
        await context.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
        await commit(context.session)

    assert (job.status, job.attempts) == ("todo", 2)
    assert 0 < waits[0] <= 3 < waits[1] <= 9


async def work_once(resources: Resources) -> None:
    connector = PsycopgConnector(conninfo=resources.settings.database_url.get_secret_value(), max_size=4)
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            await app.run_worker_async(
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
                additional_context={"resources": resources},
                worker_middleware=[observe],
            )


async def test_what_a_failing_job_logs_has_no_address(context: Context, app_resources: Resources) -> None:
    import_jobs()
    settings = app_resources.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9")})
    broken = dataclasses.replace(app_resources, mailer=SmtpMailer(settings))
    sign_up_id = await make_sign_up(context, "private@kookmin.ac.kr")
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=sign_up_id)
    await commit(context.session)

    with structlog.testing.capture_logs() as logs:
        await work_once(broken)

    failed = [entry for entry in logs if entry["event"] == "job_failed"]
    assert [entry["error"] for entry in failed] == ["MailError"]
    assert "private@" not in str(logs)


async def _stall(context: Context, *, attempts: int = 0) -> None:
    """A worker took the only job and gave no sign for a minute."""
    worker_id = await queue.job_manager.register_worker()
    job = await queue.job_manager.fetch_job(queues=None, worker_id=worker_id)
    assert job is not None
    await context.session.execute(
        text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = :id"),
        {"id": worker_id},
    )
    await context.session.execute(text("UPDATE procrastinate_jobs SET attempts = :n"), {"n": attempts})
    await commit(context.session)


async def test_a_job_whose_worker_died_runs_again(
    context: Context, app_resources: Resources, run_jobs: RunJobs, services: Services
) -> None:
    sign_up_id = await make_sign_up(context, "stalled@kookmin.ac.kr")
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=sign_up_id)
    await commit(context.session)
    await _stall(context)

    await run_once(app_resources, jobs.retry_stalled, timestamp=0)
    await run_jobs()

    assert len(services.mail.received(to="stalled@kookmin.ac.kr")) == 1


async def test_a_job_that_ends_every_worker_is_given_up(
    context: Context, app_resources: Resources, run_jobs: RunJobs
) -> None:
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=str(new_id()))
    await commit(context.session)
    await _stall(context, attempts=8)

    await run_once(app_resources, jobs.retry_stalled, timestamp=0)

    assert [job.status for job in await jobs_in(app_resources)] == [Status.FAILED.value]


async def test_a_job_that_is_running_is_left_alone(
    context: Context, app_resources: Resources, run_jobs: RunJobs
) -> None:
    await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=str(new_id()))
    await commit(context.session)
    await queue.job_manager.fetch_job(queues=None, worker_id=await queue.job_manager.register_worker())

    await run_once(app_resources, jobs.retry_stalled, timestamp=0)

    assert [job.status for job in await jobs_in(app_resources)] == [Status.DOING.value]


async def test_old_jobs_are_removed(context: Context, app_resources: Resources, run_jobs: RunJobs) -> None:
    for _ in range(2):
        await defer(context.session, accounts_jobs.mail_sign_up_code, sign_up_id=str(new_id()))
    await commit(context.session)
    await run_jobs()
    await context.session.execute(
        text(
            "UPDATE procrastinate_events SET at = at - interval '25 hours' "
            "WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    )
    await commit(context.session)

    await run_once(app_resources, jobs.remove_old_jobs, timestamp=0)

    assert len(await jobs_in(app_resources)) == 1


def test_every_slices_jobs_are_known() -> None:
    import_jobs()

    assert {"accounts.sweep", "media.process", "notifications.push", "worker.retry_stalled"} <= set(queue.tasks)
    scheduled = {name for name, _ in queue.periodic_registry.periodic_tasks}
    assert {"accounts.sweep", "media.sweep", "notifications.receipts", "worker.retry_stalled"} <= scheduled
