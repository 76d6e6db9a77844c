"""A few people, their rooms, and what they do while everything around them dies."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence

import pytest

from .history import History
from .nemesis import PATIENCE_SECONDS, Site
from .traffic import Door, Outbox, Reader
from fixtures.people import Person
from fixtures.rooms import DirectRoom, open_room
from fixtures.waiting import eventually

NAMES = ("minji", "lucas", "sakura", "mateo")
PAIRS = ((0, 1), (2, 3), (0, 2), (1, 3))


class Campus:
    """A few people, their rooms, and what they do until told to stop."""

    def __init__(self, site: Site, door: Door, people: Sequence[Person], *, rooms: Sequence[DirectRoom]) -> None:
        self.site = site
        self.door = door
        self.history = door.history
        self.people = people
        self.rooms = rooms
        self._tasks: list[asyncio.Task[None]] = []
        self.outboxes = [Outbox(person, self.history) for person in people]
        self.readers = [self.reader(person, name=f"reader {person.username}") for person in people]

    def rooms_of(self, person: Person) -> list[str]:
        return [room.id for room in self.rooms if person in (room.one, room.other)]

    def outbox_of(self, person: Person) -> Outbox:
        return self.outboxes[self.people.index(person)]

    def reader(self, person: Person, *, name: str, after: dict[str, int] | None = None) -> Reader:
        return Reader(person, self.door, after=after or dict.fromkeys(self.rooms_of(person), 0), name=name)

    @contextlib.asynccontextmanager
    async def reading(self, readers: Iterable[Reader]) -> AsyncIterator[None]:
        """The readers read inside the block."""
        async with self._doing([reader.run() for reader in readers]):
            yield

    @contextlib.asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """Everybody talks inside the block; at its end every send is settled."""
        stop = asyncio.Event()
        async with self._doing([each.talk(self.rooms_of(each.person), stop) for each in self.outboxes]) as tasks:
            yield
            stop.set()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.gather(*tasks)

    @contextlib.asynccontextmanager
    async def _doing(self, work: Iterable[Coroutine[None, None, None]]) -> AsyncIterator[list[asyncio.Task[None]]]:
        tasks = [asyncio.create_task(one) for one in work]
        self._tasks += tasks
        try:
            yield tasks
        finally:
            for task in tasks:
                task.cancel()
                self._tasks.remove(task)
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait for `condition`, and not any longer when somebody here gave up with an error."""

        async def holds() -> bool:
            for task in self._tasks:
                if task.done():
                    task.result()
            return condition()

        await eventually(holds, seconds=PATIENCE_SECONDS)

    async def delivered(self, readers: Iterable[Reader] | None = None) -> None:
        """Wait until readers have everything that was acknowledged so far."""
        waiting, heads = list(readers or self.readers), self.history.acknowledged_heads()
        await self._until(lambda: all(reader.has(heads) for reader in waiting))

    async def recovered(self) -> None:
        """Wait until everybody has sent and read, and somebody was pushed, something of since now."""
        now = time.monotonic()
        everybody = {str(person.id) for person in self.people}

        def flows() -> bool:
            sends = [send for send in self.history.sends.values() if send.began > now and send.acknowledged_at]
            new = {answer.message_id for send in sends for answer in send.answers if answer.settles}
            is_pushed = any(push["data"].get("message_id") in new for push in self.site.expo.pushed)
            return is_pushed and {send.sender_id for send in sends} == everybody

        await self._until(flows)
        await self.delivered()
        self.history.note("recovered")


@contextlib.asynccontextmanager
async def settled_campus(site: Site, seed: int) -> AsyncIterator[Campus]:
    """People sign up over the API and open their rooms."""
    async with contextlib.AsyncExitStack() as stack:
        door = Door(site.deployment, History(seed), stack)
        people = await asyncio.gather(*(door.sign_up(name) for name in NAMES))
        rooms = [await open_room(people[one], people[other]) for one, other in PAIRS]
        yield Campus(site, door, people, rooms=rooms)


@contextlib.contextmanager
def explained(history: History) -> Iterator[None]:
    """What never happened is told with the seed, the faults, and who still waits."""
    try:
        yield
    except TimeoutError:
        pytest.fail(f"seed {history.seed}: waited in vain.\n{history.timeline()}\n{history.waiting()}")
