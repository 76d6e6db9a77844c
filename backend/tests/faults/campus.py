"""People, their rooms and their devices, and what they do while everything around them dies."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest

from dife.resources import close_resources

from .history import History, Send
from .nemesis import PATIENCE_SECONDS
from .readers import Reader, SlowReader
from .site import Site
from .traffic import Door, Outbox
from fixtures.groups import group_body, join
from fixtures.people import Person
from fixtures.rooms import DirectRoom, ok, open_room
from fixtures.waiting import eventually

NAMES = ("minji", "lucas", "sakura", "mateo", "chen", "amelie", "jisoo", "omar")
GROUPS = ((0, 3, 4, 7, 1), (5, 2, 6, 1, 3))
"""The first owns it, the last listens and is removed."""
EMOJIS = ("👍", "🎉")
PAIRS = ((0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7))


@dataclass(frozen=True)
class Group:
    """A group: its owner, those who talk, one who only listens and is removed; and from where on each may see."""

    id: str
    owner: Person
    talkers: tuple[Person, ...]
    listener: Person
    visible_from: dict[UUID, int]


class Talker:
    """Somebody who talks: sends, sometimes twice at once, edits, deletes, leaves a room and comes back."""

    def __init__(
        self, outbox: Outbox, rooms: Sequence[DirectRoom], groups: Sequence[Group], *, history: History
    ) -> None:
        self.outbox = outbox
        self._rooms = rooms
        self._groups = groups
        self._everywhere = [room.id for room in rooms] + [group.id for group in groups]
        self._dice = random.Random(f"{history.seed}:{outbox.person.username[:-8]} talks")
        self._last: Send | None = None
        self._history = history

    async def talk(self, stop: asyncio.Event, *, pause: float) -> None:
        """Do something now and then until told to stop; whatever was begun is settled then."""
        while not stop.is_set():
            await self._act()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._dice.uniform(0.5, 1.5) * pause)

    async def _act(self) -> None:
        action, last = self._dice.random(), self._last
        if last is not None and action < 0.10:
            await self.outbox.edit(last)
        elif last is not None and action < 0.15:
            self._last = None
            await self.outbox.delete(last)
        elif action < 0.25:
            await self._react()
        elif action < 0.27 and (left := [one for one in self._groups if one.owner is not self.outbox.person]):
            group = self._dice.choice(left)
            # What they said before they left they do not see any more.
            self._last = None
            await self.outbox.leave(group.id)
            await asyncio.sleep(self._dice.uniform(0, 0.5))
            await self.outbox.join(group.id)
        elif action < 0.30:
            room = self._dice.choice(self._rooms)
            await self.outbox.leave(room.id)
            await asyncio.sleep(self._dice.uniform(0, 0.5))
            await self.outbox.reopen(room.id, room.other if room.one is self.outbox.person else room.one)
        else:
            room_id = self._dice.choice(self._everywhere)
            sent = await self.outbox.send(room_id, twice=self._dice.random() < 0.05)
            self._last = sent if sent.message_id else self._last

    async def _react(self) -> None:
        """To one of the last messages in a room of two: in a group it may be from before they came back."""
        rooms = {room.id for room in self._rooms}
        lately = [send for send in [*self._history.sends.values()][-40:] if send.room_id in rooms and send.message_id]
        if lately:
            await self.outbox.react(self._dice.choice(lately), self._dice.choice(EMOJIS))


class Campus:
    """Everybody, and what they do until told to stop."""

    def __init__(
        self, site: Site, door: Door, people: Sequence[Person], *, rooms: Sequence[DirectRoom], groups: Sequence[Group]
    ) -> None:
        self.site = site
        self.door = door
        self.history = door.history
        self.people = people
        self.rooms = rooms
        self.groups = groups
        self._tasks: list[asyncio.Task[None]] = []
        self.outboxes = {person.id: Outbox(person, self.history) for person in people}
        self.talkers = [
            Talker(self.outboxes[one.id], self.rooms_of(one), self.groups_of(one), history=self.history)
            for one in people
        ]
        self.readers = [
            self.reader(person, name=f"{person.username}'s {device}", port=port)
            for person in people
            for device, port in zip(("phone", "laptop"), door.gateway_ports, strict=True)
        ]
        slow = {rooms[0].id: 0}
        self.slow_readers = [
            SlowReader(rooms[0].one, door, after=slow, name=f"slow reader {number}", port=port)
            for number, port in enumerate(door.gateway_ports, 1)
        ]

    def rooms_of(self, person: Person) -> list[DirectRoom]:
        return [room for room in self.rooms if person in (room.one, room.other)]

    def groups_of(self, person: Person) -> list[Group]:
        """Where they talk."""
        return [group for group in self.groups if person in group.talkers]

    @property
    def room_ids(self) -> list[str]:
        return [room.id for room in self.rooms] + [group.id for group in self.groups]

    def reader(self, person: Person, *, name: str, port: int, after: Mapping[str, int] | None = None) -> Reader:
        direct = dict.fromkeys((room.id for room in self.rooms_of(person)), 0)
        groups = {each.id: each.visible_from[person.id] - 1 for each in self.groups if person.id in each.visible_from}
        known = after or direct | groups
        return Reader(person, self.door, after=known, name=name, port=port)

    @contextlib.asynccontextmanager
    async def reading(self, readers: Iterable[Reader]) -> AsyncIterator[None]:
        """The readers read inside the block."""
        async with self._doing([reader.run() for reader in readers]):
            yield

    @contextlib.asynccontextmanager
    async def talking(self, *, pause: float = 0.7) -> AsyncIterator[None]:
        """Everybody talks inside the block; at its end everything is settled."""
        stop = asyncio.Event()
        async with self._doing([talker.talk(stop, pause=pause) for talker in self.talkers]) as tasks:
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

    async def until(self, condition: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for `condition`, and not any longer when somebody here gave up with an error."""

        async def holds() -> bool:
            for task in self._tasks:
                if task.done():
                    task.result()
            return condition()

        await eventually(holds, seconds=seconds)

    async def say_in_every_room(self) -> None:
        """One message in each room, at once; in a room of two both are in it afterwards."""
        speakers = {room.id: room.one for room in self.rooms} | {group.id: group.owner for group in self.groups}
        await asyncio.gather(*(self.outboxes[person.id].send(room_id) for room_id, person in speakers.items()))

    async def remove_listeners(self) -> None:
        """The owner of each group takes one out of it, who hears nothing more from then on."""
        for group in self.groups:
            if group.visible_from.pop(group.listener.id, None) is None:
                continue
            await self.outboxes[group.owner.id].remove(group.id, group.listener)
            for reader in self.readers:
                if reader.person is group.listener:
                    reader.feeds[group.id].is_over = True
            self.history.note(f"{group.listener.username} was removed from {group.id}")

    async def look_up_places(self) -> None:
        """From where on everybody sees each group now: coming back moved it."""
        for group in self.groups:
            for person in group.talkers:
                room = ok(await person.http.get(f"/rooms/{group.id}"))
                group.visible_from[person.id] = room["visible_from"]

    async def delivered(self, readers: Iterable[Reader] | None = None, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until readers have everything that was acknowledged so far."""
        waiting = list(readers or [*self.readers, *self.slow_readers])
        heads = self.history.acknowledged_heads()
        began = time.monotonic()
        await self.until(lambda: all(reader.has(heads) for reader in waiting), seconds=seconds)
        self.history.note(f"everybody has everything after {time.monotonic() - began:.2f} s")


@contextlib.asynccontextmanager
async def settled_campus(site: Site, seed: int) -> AsyncIterator[Campus]:
    """People with their devices and rooms."""
    async with contextlib.AsyncExitStack() as stack:
        door = Door(site, History(seed), stack)
        stack.push_async_callback(close_resources, door.resources)
        people = [await door.enter(name) for name in NAMES]
        rooms = [await open_room(people[one], people[other]) for one, other in PAIRS]
        groups = [await _found(people, order) for order in GROUPS]
        yield Campus(site, door, people, rooms=rooms, groups=groups)


async def _found(people: Sequence[Person], order: Sequence[int]) -> Group:
    """A group that its members have joined one after the other; the last one will only listen."""
    owner, *others = (people[number] for number in order)
    room = ok(await owner.http.post("/rooms", json=group_body()), 201)
    visible_from = {owner.id: 1}
    for other in others:
        visible_from[other.id] = ok(await join(other, room["id"]))["visible_from"]
    return Group(room["id"], owner, (owner, *others[:-1]), others[-1], visible_from)


@contextlib.contextmanager
def explained(history: History) -> Iterator[None]:
    """What never happened is told with the seed, the faults, and who still waits."""
    try:
        yield
    except TimeoutError:
        pytest.fail(f"seed {history.seed}: waited in vain.\n{history.timeline()}\n{history.waiting()}")
