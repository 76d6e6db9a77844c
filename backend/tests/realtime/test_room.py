"""The order of one room, for every order of hints: what is live, what is replayed, what is cut."""

import asyncio
from collections.abc import Set as AbstractSet
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from dife.kit.ids import new_id
from dife.realtime.room import Place, Room, RoomFrame
from dife.realtime.window import SendWindow

HEAD = 12


class Listener:
    """A receiver that keeps what it gets; a frame's bytes are its number."""

    def __init__(self) -> None:
        self.member_id: UUID | None = new_id()
        self.hidden_ids: AbstractSet[UUID] = frozenset()
        self.got: list[int] = []

    def push(self, chunk: bytes, events: int) -> None:
        self.got += list(chunk)


def frame(seq: int, *, ends_place: bool = False) -> RoomFrame:
    return RoomFrame(new_id(), seq, bytes([seq]), ends_place)


LOG = [frame(seq) for seq in range(1, HEAD + 1)]


class Table:
    """A room, its log, and who asked for what."""

    def __init__(self, *, loaded: int | None = 0) -> None:
        self.window = SendWindow(0, 0)
        self.asked_to_repair = 0
        self.asked_to_recheck = 0
        self.room = Room(new_id(), self.window, on_behind=self._repair, on_place_ended=self._recheck)
        if loaded is not None:
            self.room.load(loaded)

    def _repair(self, room: Room) -> None:
        self.asked_to_repair += 1

    def _recheck(self, room: Room) -> None:
        self.asked_to_recheck += 1

    def add(self, *, after: int = 0) -> Listener:
        listener = Listener()
        self.room.wait(listener, Place(next=after + 1))
        return listener


hints = st.lists(st.integers(min_value=1, max_value=HEAD), max_size=40)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("hint"), st.integers(1, HEAD)),
        st.tuples(st.just("log"), st.integers(1, 5)),
        st.tuples(st.just("tick"), st.just(0)),
        st.tuples(st.just("join"), st.just(0)),
    ),
    max_size=60,
)


@given(actions=actions, loaded=st.integers(0, HEAD), behind=st.integers(0, HEAD))
@settings(max_examples=300, deadline=None)
def test_any_interleaving_delivers_consecutive_events(actions: list[tuple[str, int]], loaded: int, behind: int) -> None:
    """Hints lost, repeated and reordered, pages of the log in between, a socket that catches up meanwhile."""

    async def scenario() -> None:
        table = Table(loaded=loaded)
        live, late = table.add(after=loaded), table.add(after=min(behind, loaded))
        assert table.room.join(live)
        for kind, number in actions:
            if kind == "hint":
                table.room.receive(LOG[number - 1])
            elif kind == "log":
                position = table.room.seq or 0
                table.room.extend(LOG[position : position + number])
            elif kind == "tick":
                await asyncio.sleep(0.001)
            elif late in table.room.waiting:
                table.room.join(late)
        table.room.note_head(HEAD)
        table.room.extend(LOG[table.room.seq or 0 :])
        place = table.room.waiting.get(late)
        if place is not None and not table.room.join(late):
            # What the replay does: it reads the log from where the socket stands.
            assert place.next is not None
            late.got += range(place.next, HEAD + 1)
            place.next = HEAD + 1
            assert table.room.join(late)
        await asyncio.sleep(0.002)

        assert live.got == list(range(loaded + 1, HEAD + 1))
        assert late.got == list(range(min(behind, loaded) + 1, HEAD + 1))

    asyncio.run(scenario())


async def test_hints_before_the_head_is_known_are_kept() -> None:
    """Registered first, read second: what came in between is not forgotten, and not sent twice."""
    table = Table(loaded=None)
    for seq in (3, 4, 6):
        table.room.receive(frame(seq))
    listener = table.add(after=3)
    table.room.load(3)
    joined = table.room.join(listener)
    await asyncio.sleep(0.002)

    assert joined
    assert listener.got == [4]
    assert table.asked_to_repair == 1


async def test_after_an_event_that_ends_a_place_the_room_waits() -> None:
    """Nobody gets what follows until it is known who left."""
    table = Table()
    listener = table.add()
    table.room.join(listener)
    table.room.receive(frame(1))
    table.room.receive(frame(2, ends_place=True))
    table.room.receive(frame(3))
    await asyncio.sleep(0.002)
    held = list(listener.got)
    table.room.suspend(listener, end=2)
    table.room.release()
    await asyncio.sleep(0.002)

    assert held == [1, 2]
    assert table.asked_to_recheck == 1
    assert listener.got == [1, 2]
    assert table.room.seq == 3
    assert table.room.waiting[listener] == Place(next=3, end=2)


async def test_a_socket_that_joins_does_not_get_what_others_still_wait_for() -> None:
    """The events of the running window are part of what it was given already."""
    table = Table()
    first = table.add()
    table.room.join(first)
    for seq in (1, 2, 3):
        table.room.receive(frame(seq))
    second = table.add(after=3)
    table.room.join(second)
    table.room.receive(frame(4))
    await asyncio.sleep(0.002)

    assert first.got == [1, 2, 3, 4]
    assert second.got == [4]


async def test_what_hints_claim_and_the_log_does_not_have_is_forgotten() -> None:
    """Otherwise the room would read its log for ever."""
    table = Table()
    table.room.receive(frame(7))
    behind = table.room.is_behind
    table.room.forget_unknown()

    assert behind
    assert not table.room.is_behind
