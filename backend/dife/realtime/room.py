"""One room on this gateway: its events go out in order, each once, whatever order the hints come in.

Sockets in `live` have been sent everything up to `seq`, so one comparison per event serves all of them. A socket that
still reads what it missed is in `waiting`, with a position of its own, and moves to `live` once it has caught up. One
whose member does not see everybody is in `veiled` instead: at the same position, but what it gets may differ.
"""

from collections import deque
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from dife.realtime import metrics
from dife.realtime.veil import join_veiled, people_in
from dife.realtime.window import SendWindow

_KEPT_EVENTS = 256
_NOBODY: frozenset["Receiver"] = frozenset()


class Receiver(Protocol):
    """A socket, as a room sees it."""

    member_id: UUID | None
    hidden_ids: AbstractSet[UUID]

    def push(self, chunk: bytes, events: int) -> None:
        """Send `chunk`, which has `events` events that count against the socket's queue."""
        ...


class RoomFrame(NamedTuple):
    """One event, ready to be written. After one that `ends_place` some members may hear no more."""

    room_id: UUID
    seq: int
    wire: bytes
    ends_place: bool


@dataclass(slots=True)
class Place:
    """Where a socket that catches up stands: `next` is the event that it needs next, `end` the last that it may see."""

    next: int | None = None
    end: int | None = None


class Room:
    """Order, completeness and fan-out of one room."""

    __slots__ = (
        "_ahead",
        "_delivered_in",
        "_head",
        "_on_behind",
        "_on_place_ended",
        "_pending",
        "_recent",
        "_window",
        "id",
        "is_held",
        "is_repairing",
        "live",
        "seq",
        "veiled",
        "waiting",
    )

    def __init__(
        self,
        room_id: UUID,
        window: SendWindow,
        *,
        on_behind: Callable[["Room"], None],
        on_place_ended: Callable[["Room"], None],
    ) -> None:
        self.id = room_id
        self.seq: int | None = None
        self.live: set[Receiver] = set()
        self.veiled: AbstractSet[Receiver] = _NOBODY
        self.waiting: dict[Receiver, Place] = {}
        self.is_held = False
        self.is_repairing = False
        self._window = window
        self._on_behind = on_behind
        self._on_place_ended = on_place_ended
        self._pending: list[bytes] = []
        self._delivered_in = 0
        self._head = 0
        # Both are made when they are first needed: most rooms are silent most of the time.
        self._ahead: dict[int, RoomFrame] = {}
        self._recent: deque[RoomFrame] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody here listens."""
        return not self.live and not self.veiled and not self.waiting

    @property
    def receivers(self) -> list[Receiver]:
        """Everybody here who listens or catches up."""
        return [*self.live, *self.veiled, *self.waiting]

    @property
    def is_behind(self) -> bool:
        """Whether the log is known to have events that went to nobody here yet, and they may go now."""
        return self.seq is not None and not self.is_held and self._head > self.seq

    def is_live(self, receiver: Receiver) -> bool:
        """Whether a socket has been sent everything."""
        return receiver in self.live or receiver in self.veiled

    def load(self, head: int) -> None:
        """Set where live delivery begins, once. Hints that came before were kept."""
        if self.seq is None:
            self.seq = head
            self._drain()

    def note_head(self, head: int) -> None:
        """Learn from the database how far the log goes."""
        self._head = max(self._head, head)
        if self.is_behind:
            self._on_behind(self)

    def forget_unknown(self) -> None:
        """Drop what hints claimed and the log, read after them, does not have."""
        self._ahead.clear()
        self._head = self.seq or 0

    def forward(self, wire: bytes) -> None:
        """Pass on a frame that has no number, to whoever is here now and sees whom it is about."""
        wary = [receiver for receiver in (*self.veiled, *self.waiting) if receiver.hidden_ids]
        people = people_in([wire])[0] if wary else frozenset()
        for receiver in self.receivers:
            if receiver.hidden_ids.isdisjoint(people):
                receiver.push(wire, 0)

    def receive(self, frame: RoomFrame) -> None:
        """Take an event from a hint: the next one goes out, an earlier one is known, a later one waits for the hole."""
        self._head = max(self._head, frame.seq)
        if self.seq is None or self.is_held or frame.seq > self.seq + 1:
            self._keep(frame)
        elif frame.seq == self.seq + 1:
            self._accept(frame)
            self._drain()

    def extend(self, frames: Iterable[RoomFrame]) -> int:
        """Take consecutive events from the log; returns how many were new here."""
        accepted = 0
        for frame in frames:
            if self.seq is not None and frame.seq == self.seq + 1 and not self.is_held:
                self._accept(frame)
                accepted += 1
        self._drain()
        return accepted

    def release(self) -> None:
        """Go on after the places of members have been looked up."""
        self.is_held = False
        self._drain()

    def flush(self) -> None:
        """Hand what is pending to the live sockets, as one chunk for all of them."""
        if not self._pending:
            return
        frames, self._pending = self._pending, []
        chunk = frames[0] if len(frames) == 1 else b"".join(frames)
        self._delivered_in = self._window.number
        for receiver in self.live:
            receiver.push(chunk, len(frames))
        if self.veiled:
            people = people_in(frames)
            for receiver in self.veiled:
                receiver.push(join_veiled(frames, people, receiver.hidden_ids) or chunk, len(frames))
        metrics.DELIVERIES.inc(len(frames) * (len(self.live) + len(self.veiled)))

    def wait(self, receiver: Receiver, place: Place) -> None:
        """Take a socket in that has to catch up; from now on recent events are kept for it."""
        if self._recent is None:
            self._recent = deque(maxlen=_KEPT_EVENTS)
        self.waiting[receiver] = place

    def join(self, receiver: Receiver) -> bool:
        """Make a waiting socket live if what it lacks is at hand; False when it has to read more of the log."""
        place = self.waiting[receiver]
        if place.next is None or self.seq is None or place.end is not None:
            return False
        missing = [frame.wire for frame in self._recent or () if frame.seq >= place.next]
        if len(missing) != self.seq + 1 - place.next:
            return False
        # The others' pending events are among the missing ones, so they go out before this socket is one of them.
        self.flush()
        if missing:
            seen = join_veiled(missing, people_in(missing), receiver.hidden_ids) if receiver.hidden_ids else None
            receiver.push(seen or b"".join(missing), len(missing))
        self._stop_waiting(receiver)
        self._take_in(receiver)
        return True

    def reveil(self, receiver: Receiver) -> None:
        """Take note that a socket's member sees others than before."""
        if self.is_live(receiver):
            self._let_go(receiver)
            self._take_in(receiver)

    def _take_in(self, receiver: Receiver) -> None:
        if receiver.hidden_ids:
            self.veiled = {*self.veiled, receiver}
        else:
            self.live.add(receiver)

    def _let_go(self, receiver: Receiver) -> None:
        self.live.discard(receiver)
        if receiver in self.veiled:
            self.veiled = (self.veiled - {receiver}) or _NOBODY

    def suspend(self, receiver: Receiver, *, end: int) -> None:
        """Let a live socket hear no more than up to `end`: it reads the rest of that from the log."""
        self.flush()
        if self.is_live(receiver) and self.seq is not None:
            self._let_go(receiver)
            self.wait(receiver, Place(next=self.seq + 1, end=end))
        elif (place := self.waiting.get(receiver)) is not None:
            place.end = end

    def remove(self, receiver: Receiver) -> None:
        """Forget a socket."""
        self.flush()
        self._let_go(receiver)
        self._stop_waiting(receiver)

    def _stop_waiting(self, receiver: Receiver) -> None:
        self.waiting.pop(receiver, None)
        if not self.waiting:
            self._recent = None

    def _accept(self, frame: RoomFrame) -> None:
        self.seq = frame.seq
        self._pending.append(frame.wire)
        if self._recent is not None:
            self._recent.append(frame)
        if frame.ends_place:
            # Whoever left with this event must get it and nothing after it.
            self.is_held = True
            self.flush()
            self._on_place_ended(self)
        elif self._window.is_closing or self._delivered_in == self._window.number:
            if len(self._pending) == 1:
                self._window.add_room(self)
        else:
            self.flush()

    def _keep(self, frame: RoomFrame) -> None:
        if len(self._ahead) < _KEPT_EVENTS:
            self._ahead[frame.seq] = frame
        if self.is_behind:
            self._on_behind(self)

    def _drain(self) -> None:
        while self.seq is not None and not self.is_held and (frame := self._ahead.pop(self.seq + 1, None)):
            self._accept(frame)
        if self._ahead and self.seq is not None:
            self._ahead = {seq: frame for seq, frame in self._ahead.items() if seq > self.seq}
        if self.is_behind:
            self._on_behind(self)
