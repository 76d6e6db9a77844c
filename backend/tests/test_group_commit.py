"""Group commit: what queues together is written together, and what breaks breaks alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat.batch import NewMessage, Written, open_message_writer
from dife.context import Resources
from dife.database import create_engine, new_session
from dife.errors import Conflict, DifeError, Unavailable
from dife.group_commit import GroupCommit, Limits
from dife.kit.ids import new_id
from dife.models import Message
from dife.settings import Settings

from fixtures.people import People, Person
from fixtures.rooms import code_of, open_room


@dataclass
class Writer:
    """Writes text by asking PostgreSQL to repeat it; `cast` makes what is no number a data error."""

    batches: list[list[str]] = field(default_factory=list)
    pause: asyncio.Event | None = None
    backend: int = 0

    async def write(self, session: AsyncSession, items: Sequence[str]) -> list[int | DifeError]:
        self.batches.append(list(items))
        self.backend = (await session.execute(select(func.pg_backend_pid()))).scalar_one()
        if self.pause is not None:
            await self.pause.wait()
        statement = text("SELECT CAST(unnest(CAST(:items AS text[])) AS integer)")
        numbers = (await session.execute(statement, {"items": list(items)})).scalars().all()
        return [Conflict() if number == 0 else number for number in numbers]


Make = Callable[..., GroupCommit[str, int]]


@pytest.fixture
async def make(settings: Settings) -> AsyncIterator[Make]:
    """Makes group commits that are closed after the test."""
    made: list[GroupCommit[str, int]] = []

    def create(writer: Writer, **limits: float) -> GroupCommit[str, int]:
        engine = create_engine(settings, pool_size=1)
        group = GroupCommit("test", engine, writer.write, group_of=len, limits=Limits(**limits))  # type: ignore[arg-type]  # whole numbers are whole here
        made.append(group)
        return group

    yield create
    for group in made:
        await group.close()


async def test_what_queues_during_a_transaction_goes_into_the_next(make: Make) -> None:
    writer = Writer(pause=asyncio.Event())
    group = make(writer)

    first = asyncio.create_task(group.submit("1"))
    await asyncio.sleep(0.05)
    rest = [asyncio.create_task(group.submit(f"{n}")) for n in range(2, 40)]
    await asyncio.sleep(0.05)
    assert writer.pause is not None
    writer.pause.set()

    assert await asyncio.gather(first, *rest) == list(range(1, 40))
    assert writer.batches == [["1"], [f"{n}" for n in range(2, 40)]]


async def test_a_transaction_takes_no_more_than_it_should(make: Make) -> None:
    writer = Writer()
    group = make(writer, batch=4)

    await asyncio.gather(*(group.submit(f"{n}") for n in range(1, 11)))

    assert [len(batch) for batch in writer.batches] == [4, 4, 2]


async def test_a_refusal_is_told_and_costs_the_others_nothing(make: Make) -> None:
    writer = Writer()
    group = make(writer)

    outcomes = await asyncio.gather(*(group.submit(each) for each in ["1", "0", "2"]), return_exceptions=True)

    assert [type(each) for each in outcomes] == [int, Conflict, int]
    assert len(writer.batches) == 1


async def test_an_item_that_breaks_the_transaction_fails_alone(make: Make) -> None:
    writer = Writer()
    group = make(writer)

    outcomes = await asyncio.gather(*(group.submit(each) for each in ["1", "oops", "2"]), return_exceptions=True)

    assert [each for each in outcomes if isinstance(each, int)] == [1, 2]
    assert isinstance(outcomes[1], Exception)
    assert writer.batches == [["1", "oops", "2"], ["1"], ["oops"], ["2"]]


async def test_a_full_queue_refuses_at_once(make: Make) -> None:
    writer = Writer(pause=asyncio.Event())
    group = make(writer, waiting=3)

    tasks = [asyncio.create_task(group.submit("1"))]
    await asyncio.sleep(0.05)
    tasks += [asyncio.create_task(group.submit("1")) for _ in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(Unavailable):
        await group.submit("1")
    assert writer.pause is not None
    writer.pause.set()
    assert await asyncio.gather(*tasks) == [1] * 4


async def test_a_caller_does_not_wait_for_ever_and_what_nobody_awaits_is_left_out(make: Make) -> None:
    writer = Writer(pause=asyncio.Event())
    group = make(writer, item_seconds=0.2)

    outcomes = await asyncio.gather(group.submit("1"), return_exceptions=True)
    abandoned = asyncio.create_task(group.submit("2"))
    await asyncio.sleep(0)
    abandoned.cancel()
    assert writer.pause is not None
    writer.pause.set()

    assert isinstance(outcomes[0], Unavailable)
    assert await group.submit("3") == 3
    assert writer.batches == [["1"], ["3"]]


async def test_closing_writes_what_waits_and_refuses_the_rest(make: Make) -> None:
    group = make(Writer())

    waiting = asyncio.create_task(group.submit("1"))
    await asyncio.sleep(0)
    await group.close()

    assert await waiting == 1
    with pytest.raises(Unavailable):
        await group.submit("2")


async def test_a_lost_connection_is_an_uncertain_outcome_and_then_forgotten(make: Make, database_url: str) -> None:
    writer = Writer()
    group = make(writer)
    assert await group.submit("1") == 1

    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [writer.backend])

    with pytest.raises(Unavailable):
        await group.submit("2")
    assert await group.submit("3") == 3


async def test_a_room_that_is_locked_fails_alone(people: People, app_resources: Resources, database_url: str) -> None:
    """Somebody holds one room; messages to other rooms that came at the same moment are written."""
    ana, bo, cy = [await people.create() for _ in range(3)]
    held, free = await open_room(ana, bo), await open_room(ana, cy)

    client_id = str(new_id())
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT FROM rooms WHERE id = %s FOR UPDATE", [held.id])
        stuck, sent = await asyncio.gather(held.send(ana, "stuck", client_id=client_id), free.send(ana, "through"))

    assert code_of(stuck, 503) == "unavailable"
    assert int(stuck.headers["Retry-After"]) > 0
    assert sent.status_code == 201
    assert (await held.send(ana, "stuck", client_id=client_id)).status_code == 201


async def test_a_message_that_the_database_refuses_fails_alone(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    bodies = ["one", "n\0l", "two"]

    outcomes = await asyncio.gather(
        *(app_resources.message_writer.submit(_message(room.id, ana, body)) for body in bodies),
        return_exceptions=True,
    )

    assert [isinstance(each, Written) for each in outcomes] == [True, False, True]
    assert [(each["body"], each["message_no"]) for each in await room.messages(bo)] == [("one", 1), ("two", 2)]


def _message(room_id: str, sender: Person, body: str) -> NewMessage:
    return NewMessage(UUID(room_id), sender.id, new_id(), b"", body, [])


async def test_an_unanswered_send_is_settled_by_repeating_it(people: People, app_resources: Resources) -> None:
    """The commit went through, the answer did not: the repeat finds the message."""
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    message = _message(room.id, ana, "did it?")
    other_process = open_message_writer(app_resources.settings, app_resources.hints)

    first: Written = await other_process.submit(message)
    await other_process.close()
    repeated: Written = await app_resources.message_writer.submit(message)

    assert first.view is not None
    assert (repeated.message_id, repeated.view) == (first.message_id, None)
    async with new_session(app_resources.engine) as session:
        assert (await session.execute(select(func.count()).select_from(Message))).scalar() == 1


async def test_a_commit_reaches_the_disk_whatever_the_server_is_set_to(settings: Settings) -> None:
    engine = create_engine(settings, pool_size=1)

    async with new_session(engine) as session:
        assert (await session.execute(text("SHOW synchronous_commit"))).scalar() == "on"
    await engine.dispose()
