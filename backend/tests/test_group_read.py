"""Group read: what queues together is looked up together, and nothing is older than the request for it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dife.context import Resources
from dife.database import create_engine
from dife.errors import Unavailable
from dife.group_read import GroupRead
from dife.settings import Settings

from fixtures.people import People
from fixtures.rooms import code_of, ok
from fixtures.statements import counted_statements


@dataclass
class Shelf:
    """Looks numbers up by asking PostgreSQL to repeat them; odd ones are not there."""

    batches: list[list[int]] = field(default_factory=list)
    pause: asyncio.Event = field(default_factory=asyncio.Event)
    backend: int = 0

    async def read(self, connection: AsyncConnection, keys: Sequence[int]) -> dict[int, str]:
        self.batches.append(list(keys))
        await self.pause.wait()
        self.backend = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        numbers = await connection.execute(text("SELECT unnest(CAST(:keys AS integer[]))"), {"keys": list(keys)})
        return {number: str(number) for number in numbers.scalars() if number % 2 == 0}


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Connections that nobody else uses or kills."""
    own = create_engine(settings, pool_size=2)
    yield own
    await own.dispose()


async def test_what_queues_during_a_query_goes_into_the_next(engine: AsyncEngine) -> None:
    shelf = Shelf()
    group = GroupRead("test", engine, shelf.read)

    first = asyncio.create_task(group.get(2))
    await asyncio.sleep(0.05)
    rest = [asyncio.create_task(group.get(number)) for number in (3, 4, 4, 5)]
    await asyncio.sleep(0.05)
    shelf.pause.set()

    assert await asyncio.gather(first, *rest) == ["2", None, "4", "4", None]
    assert shelf.batches == [[2], [3, 4, 5]]


async def test_a_key_that_is_being_read_is_read_again(engine: AsyncEngine) -> None:
    """The query that is under way may have begun before what the second caller must see was committed."""
    shelf = Shelf()
    group = GroupRead("test", engine, shelf.read)

    first = asyncio.create_task(group.get(2))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(group.get(2))
    await asyncio.sleep(0)
    shelf.pause.set()
    await asyncio.gather(first, second)

    assert shelf.batches == [[2], [2]]


async def test_a_query_takes_no_more_than_it_should(engine: AsyncEngine) -> None:
    shelf = Shelf()
    shelf.pause.set()
    group = GroupRead("test", engine, shelf.read, batch=4)

    await asyncio.gather(*(group.get(number) for number in range(10)))

    assert [len(batch) for batch in shelf.batches] == [4, 4, 2]


async def test_heavy_keys_go_in_smaller_batches(engine: AsyncEngine) -> None:
    """One that is too heavy for any batch goes alone."""
    shelf = Shelf()
    shelf.pause.set()
    group = GroupRead("test", engine, shelf.read, batch=10, weigh=lambda number: number)

    await asyncio.gather(*(group.get(number) for number in (6, 4, 2, 20, 8)))

    assert shelf.batches == [[6, 4], [2], [20], [8]]


async def test_one_bad_key_fails_alone(engine: AsyncEngine) -> None:
    async def read(connection: AsyncConnection, keys: Sequence[int]) -> dict[int, int]:
        statement = text("SELECT number, 12 / number AS share FROM unnest(CAST(:keys AS integer[])) AS number")
        return {row.number: row.share for row in await connection.execute(statement, {"keys": list(keys)})}

    group = GroupRead("test", engine, read)

    good, bad, other = await asyncio.gather(group.get(3), group.get(0), group.get(4), return_exceptions=True)

    assert (good, other) == (4, 3)
    assert isinstance(bad, DataError)


async def test_whoever_gives_up_takes_nothing_from_the_others(engine: AsyncEngine) -> None:
    shelf = Shelf()
    group = GroupRead("test", engine, shelf.read)

    impatient, patient = asyncio.create_task(group.get(2)), asyncio.create_task(group.get(2))
    await asyncio.sleep(0.05)
    impatient.cancel()
    shelf.pause.set()

    assert await patient == "2"


async def test_a_connection_that_died_is_replaced(engine: AsyncEngine, database_url: str) -> None:
    """Nobody is told of it."""
    shelf = Shelf()
    shelf.pause.set()
    group = GroupRead("test", engine, shelf.read)
    await group.get(2)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [shelf.backend])

    assert await group.get(4) == "4"


async def test_a_database_that_does_not_answer_is_unavailable(engine: AsyncEngine) -> None:
    group = GroupRead("test", engine, Shelf().read, seconds=0.1)

    with pytest.raises(Unavailable):
        await group.get(2)


async def test_requests_of_one_moment_are_authenticated_by_one_statement(
    people: People, app_resources: Resources
) -> None:
    """Each is somebody else's."""
    everybody = [await people.create() for _ in range(8)]
    with counted_statements(app_resources.engine) as statements:
        answers = await asyncio.gather(*(person.http.get("/auth/sessions") for person in everybody))

    assert [len(ok(answer)["items"]) for answer in answers] == [1] * 8
    # The first goes at once, the others together; a busy machine may see them come in two or three portions.
    assert 1 <= len([each for each in statements if "sessions.id = ANY" in each]) < 5


async def test_a_session_that_ended_is_refused_at_once(people: People) -> None:
    """There is no cache between a log-out and the next request."""
    minji = await people.create()
    ok(await minji.http.get("/me"))
    ok(await minji.http.post("/auth/logout", json={"refresh_token": minji.refresh_token}), 204)

    assert code_of(await minji.http.get("/me"), 401) == "unauthenticated"
