"""A checker that cannot fail proves nothing: each bug is planted in a process of its own, and has to be found."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cached_property

import psycopg
import pytest

from dife.resources import close_resources

from .bugs import BUGS, LATE_SECONDS, Bug, sequence_of
from .checker import check
from .flood import flood
from .history import History, Probe
from .logs import read_logs
from .readers import Reader, SlowReader
from .site import Site, SiteRole
from .traffic import Door, Outbox
from fixtures.gateway import Rooms
from fixtures.people import Person
from fixtures.waiting import eventually

NEVER_SECONDS = 6.0
"""Three times what a gateway without the bug takes."""


class Bench:
    """Three people in one group with a reader each, and roles of which one has the bug."""

    def __init__(self, door: Door, people: list[Person], room_id: str) -> None:
        self.door = door
        self.history = door.history
        self.people = people
        self.room_id = room_id
        self.outboxes = [Outbox(person, door.history) for person in people]
        self.url = door.site.stack.postgres.url()

    @cached_property
    def readers(self) -> list[Reader]:
        """One for each of the people; where a scenario asks for none, nobody misses anything."""
        return [self.reader(person) for person in self.people]

    def reader(self, person: Person, *, after: int = 0, name: str = "") -> Reader:
        reader = Reader(
            person,
            self.door,
            after={self.room_id: after},
            name=name or person.username,
            port=self.door.gateway_ports[0],
        )
        # Coming again would bring what a bug has kept from it.
        reader.is_restless = False
        return reader

    @contextlib.asynccontextmanager
    async def reading(self, *readers: Reader) -> AsyncIterator[None]:
        """The readers read inside the block, from the moment that they are in."""
        tasks = [asyncio.create_task(reader.run()) for reader in readers]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def say(self, times: int = 1) -> None:
        """Everybody says something at once, `times` times."""
        for _ in range(times):
            await asyncio.gather(*(outbox.send(self.room_id, twice=True) for outbox in self.outboxes))

    async def settle(self, *readers: Reader, seconds: float = NEVER_SECONDS) -> bool:
        """Give readers time to get what was acknowledged; tells whether they did."""
        heads = self.history.acknowledged_heads()

        async def have_all() -> bool:
            return all(reader.has(heads) for reader in readers)

        try:
            await eventually(have_all, seconds=seconds)
        except TimeoutError:
            return False
        return True


@contextlib.contextmanager
def running(roles: list[SiteRole], bug: str | None) -> Iterator[list[SiteRole]]:
    """Roles that run inside the block, with a bug or without."""
    try:
        for role in roles:
            role.bug = bug
            role.launch()
        for role in roles:
            role.wait_ready()
        yield roles
    finally:
        for role in roles:
            role.kill_all()


@pytest.fixture(scope="module")
def sound(servers: Site) -> Iterator[Site]:
    """The servers with roles that have no bug: two of the API, one gateway."""
    with running([*servers.apis, servers.gateways[0]], None):
        yield servers


@contextlib.asynccontextmanager
async def planted(sound: Site, name: str) -> AsyncIterator[Bench]:
    """A bench where the roles of the bug's kind have the bug, and the others are sound."""
    role = BUGS[name].role
    count = 2 if role == "api" else 1
    sick = [SiteRole(sound.stack.folder, role, number, environment=sound.environment) for number in range(5, 5 + count)]
    with running(sick, name):
        site = Site(
            sound.stack,
            sound.expo,
            sound.environment,
            apis=sick if role == "api" else sound.apis,
            gateways=sick if role == "gateway" else sound.gateways[:1],
        )
        async with contextlib.AsyncExitStack() as stack:
            door = Door(site, History(seed=1), stack)
            stack.push_async_callback(close_resources, door.resources)
            people = [await door.enter(person, with_device=False) for person in ("minji", "lucas", "sakura")]
            room_id = await Rooms(door.resources).create(*people)
            yield Bench(door, people, str(room_id))


async def repeat_at_once(bench: Bench) -> None:
    """Every message is sent twice at once, so that one finds the other."""
    with psycopg.connect(bench.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE messages DROP CONSTRAINT uq_messages_room_id_sender_id_client_id")
        await bench.say(2)


async def race_two_writers(bench: Bench) -> None:
    """Two processes write to one room at once."""
    with psycopg.connect(bench.url, autocommit=True) as connection:
        connection.execute(f"CREATE SEQUENCE {sequence_of(bench.room_id)}")
        connection.execute(f"GRANT USAGE ON SEQUENCE {sequence_of(bench.room_id)} TO PUBLIC")
    async with bench.reading(*bench.readers):
        await bench.say(6)
        await bench.settle(*bench.readers, seconds=1)


async def fail_to_commit(bench: Bench) -> None:
    """What the database refuses in the end was told to everybody before."""
    async with bench.reading(*bench.readers):
        await bench.say(6)
        await bench.settle(*bench.readers, seconds=1)


async def crash_the_database(bench: Bench) -> None:
    """A burst, and PostgreSQL with all its backends is killed at once after its last acknowledgement."""
    await bench.say(3)
    postgres = bench.door.site.stack.postgres
    await asyncio.to_thread(postgres.kill_all)
    await asyncio.to_thread(postgres.start)


async def lose_hints(bench: Bench) -> None:
    """A few events are written whose hints never come; later ones come at once."""
    resources, sender = bench.door.resources, bench.people[0]
    async with bench.reading(*bench.readers):
        await bench.say()
        await bench.settle(*bench.readers)
        for _ in range(3):
            await flood(resources, bench.history, room_id=bench.room_id, sender=sender, messages=2, publish=False)
            await bench.outboxes[1].send(bench.room_id)
        await bench.settle(*bench.readers, seconds=1)


async def speak_once_with_valkey_dead(bench: Bench) -> None:
    """One message, and silence."""
    async with bench.reading(*bench.readers):
        await bench.say()
        await bench.settle(*bench.readers)
        valkey = bench.door.site.stack.valkey
        await asyncio.to_thread(valkey.kill_all)
        try:
            await bench.outboxes[0].send(bench.room_id)
            arrived = await bench.settle(*bench.readers)
        finally:
            await asyncio.to_thread(valkey.start)
        bench.history.probes.append(Probe("silence", bench.room_id, 0 if arrived else None))


async def speak_while_somebody_comes(bench: Bench) -> None:
    """The message is committed after the newcomer's gateway has read, and before it listens."""
    await bench.say()
    newcomer = bench.reader(bench.people[2], after=bench.history.acknowledged_heads()[bench.room_id], name="newcomer")
    async with bench.reading(newcomer):
        await asyncio.sleep(LATE_SECONDS / 2)
        await bench.outboxes[0].send(bench.room_id)
        arrived = await bench.settle(newcomer)
    bench.history.probes.append(Probe("race", bench.room_id, 0 if arrived else None))


async def flood_who_does_not_read(bench: Bench) -> None:
    """More than the kernel takes; then the reader reads again."""
    slow = SlowReader(
        bench.people[1], bench.door, after={bench.room_id: 0}, name="slow", port=bench.door.gateway_ports[0]
    )
    async with bench.reading(slow):
        await bench.say()
        await bench.settle(slow)
        slow.pause()
        await flood(bench.door.resources, bench.history, room_id=bench.room_id, sender=bench.people[0], messages=60)
        slow.resume()
        await bench.settle(slow, seconds=1)
        await bench.say()
        await bench.settle(slow, seconds=1)


async def leave_and_be_talked_about(bench: Bench) -> None:
    """One of three leaves, the others talk on."""
    async with bench.reading(*bench.readers):
        await bench.say()
        await bench.settle(*bench.readers)
        await bench.outboxes[2].leave(bench.room_id)
        await bench.outboxes[0].send(bench.room_id)
        await bench.settle(*bench.readers, seconds=2)


async def just_talk(bench: Bench) -> None:
    """Nothing special: what is missing is in no log."""
    await bench.say()


SCENARIOS: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "no uniqueness": repeat_at_once,
    "sequence": race_two_writers,
    "publish first": fail_to_commit,
    "asynchronous commit": crash_the_database,
    "no gap detection": lose_hints,
    "no tick": speak_once_with_valkey_dead,
    "read first": speak_while_somebody_comes,
    "silent drop": flood_who_does_not_read,
    "deaf to leaving": leave_and_be_talked_about,
    "job outside": just_talk,
}


@pytest.mark.parametrize("name", BUGS)
async def test_a_planted_bug_is_found(sound: Site, name: str) -> None:
    """By the promise that it breaks."""
    bug: Bug = BUGS[name]
    began = time.monotonic()
    async with planted(sound, name) as bench:
        await SCENARIOS[name](bench)
        logs = await asyncio.to_thread(read_logs, bench.url, [bench.room_id])
    found = {violation.invariant for violation in check(bench.history, logs)}
    names = ", ".join(each.name for each in sorted(found))
    print(f"{bug.sentence}: {names or 'not found'}, {time.monotonic() - began:.1f} s")  # noqa: T201 - shown with -s

    assert found & bug.breaks
