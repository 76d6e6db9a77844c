"""What is over is deleted in bounded batches."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import func, insert, select

from dife import database
from dife.accounts import jobs
from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import SignUp

from fixtures.application import TurnableClock
from fixtures.jobs import run_once

pytestmark = pytest.mark.usefixtures("clean")


async def sign_ups(resources: Resources, count: int, clock: TurnableClock) -> None:
    old = clock.now() - timedelta(days=8)
    rows = [
        {
            "id": new_id(),
            "email": f"{number}@kookmin.ac.kr",
            "password_hash": "!",
            "locale": "en",
            "is_taken": False,
            "code_expires_at": old,
            "code_sent_at": old,
            "created_at": old,
        }
        for number in range(count)
    ]
    async with new_session(resources.engine) as session:
        await session.execute(insert(SignUp), rows)
        await commit(session)


async def left(resources: Resources) -> int:
    async with new_session(resources.engine) as session:
        return int((await session.execute(select(func.count()).select_from(SignUp))).scalar_one())


async def test_a_run_takes_as_many_batches_as_it_needs(
    app_resources: Resources, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "DELETED_AT_ONCE", 3)
    await sign_ups(app_resources, 10, clock)

    await run_once(app_resources, jobs.sweep, timestamp=0)

    assert await left(app_resources) == 0


async def test_a_run_ends_and_the_next_one_goes_on(
    app_resources: Resources, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "DELETED_AT_ONCE", 3)
    monkeypatch.setattr(database, "MOST_BATCHES", 2)
    await sign_ups(app_resources, 10, clock)

    counts = []
    for _ in range(2):
        await run_once(app_resources, jobs.sweep, timestamp=0)
        counts.append(await left(app_resources))

    assert counts == [4, 0]


async def test_what_somebody_holds_hinders_nothing_else(
    app_resources: Resources, clock: TurnableClock, database_url: str
) -> None:
    await sign_ups(app_resources, 5, clock)

    with psycopg.connect(database_url) as holder:
        holder.execute("SELECT FROM sign_ups LIMIT 1 FOR UPDATE")
        await run_once(app_resources, jobs.sweep, timestamp=0)
        assert await left(app_resources) == 1
