"""What happened in a run, noted by those who were there: the only thing that the checker believes."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

SETTLED = (200, 201, 204)


@dataclass(frozen=True)
class Answer:
    """What one attempt came to; the status is None when there was no answer."""

    at: float
    status: int | None
    message_id: str | None = None
    seq: int | None = None

    @property
    def settles(self) -> bool:
        return self.status in SETTLED


@dataclass
class Asked:
    """Something that somebody wants, and every attempt at it."""

    room_id: str
    member_id: str
    began: float
    answers: list[Answer] = field(default_factory=list, kw_only=True)

    @property
    def acknowledged_at(self) -> float | None:
        return min((answer.at for answer in self.answers if answer.settles), default=None)

    @property
    def is_settled(self) -> bool:
        return self.acknowledged_at is not None


@dataclass
class Send(Asked):
    """A message. One that `is_direct_write` did not come through the API, so no job tells of it."""

    client_id: str
    body: str
    is_direct_write: bool = False

    @property
    def message_id(self) -> str | None:
        return next((answer.message_id for answer in self.answers if answer.settles), None)


ChangeKind = Literal["message_edited", "message_deleted", "reaction_added", "reaction_removed"]


@dataclass
class Change(Asked):
    """Something done to a message: an edit (with its new text), a deletion, a reaction (with its emoji)."""

    kind: ChangeKind
    message_id: str
    text: str = ""


MoveKind = Literal["member_left", "member_removed", "member_joined"]


@dataclass
class Move(Asked):
    """Somebody (`moved_id`) leaves a room, is removed from it, or comes back.

    What `is_optional` needs no event of its own: something else may have brought it about before.
    """

    kind: MoveKind
    moved_id: str
    is_optional: bool = False


@dataclass(frozen=True)
class Event:
    """An event of a room, from its log or as a reader got it; `changed_seq` says which state of the message it shows."""

    seq: int
    kind: str = "room_created"
    actor_id: str | None = None
    message_id: str | None = None
    client_id: str | None = None
    body: str | None = None
    message_no: int | None = None
    changed_seq: int | None = None
    moved_id: str | None = None
    reactions: frozenset[tuple[str, str]] = frozenset()
    """(emoji, member) of the message's reactions."""
    text: str = ""
    """The emoji of a reaction."""

    @classmethod
    def of(cls, view: dict[str, Any]) -> "Event":
        message = view["message"] or {}
        return cls(
            seq=view["seq"],
            kind=view["kind"],
            actor_id=view["actor_id"],
            message_id=message.get("id"),
            client_id=message.get("client_id"),
            body=message.get("body"),
            message_no=message.get("message_no"),
            changed_seq=message.get("changed_seq"),
            moved_id=view["data"].get("member_id"),
            reactions=reactions_of(message.get("reactions", ())),
            text=view["data"].get("emoji", ""),
        )


def reactions_of(listed: Iterable[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    """Who reacted with what."""
    return frozenset((each["emoji"], member_id) for each in listed for member_id in each["member_ids"])


@dataclass(frozen=True)
class Received:
    at: float
    event: Event


@dataclass
class Session:
    """What came over one socket, and over REST where it named a gap, to a reader that had everything up to `cursor`."""

    began: float
    cursor: int
    received: list[Received] = field(default_factory=list)


@dataclass
class Feed:
    """What one reader saw of one room, which it knew up to `after` when it first came.

    `upto` is set for a reader that went home: it must have everything up to there. `is_over` says that its member was
    removed. `excused` are gaps that it was told of when its member had left the room, so that nobody can fill them.
    """

    reader: str
    member_id: str
    room_id: str
    after: int
    sessions: list[Session] = field(default_factory=list)
    upto: int | None = None
    is_over: bool = False
    excused: list[range] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """The cursor: what the reader has up to here it never asks for again."""
        return next((each.received[-1].event.seq for each in reversed(self.sessions) if each.received), self.after)

    @property
    def received(self) -> Iterator[Received]:
        return (received for session in self.sessions for received in session.received)

    def begin(self) -> None:
        """A new socket is about to open."""
        self.sessions.append(Session(time.monotonic(), self.seq))

    def take(self, event: Event) -> None:
        self.sessions[-1].received.append(Received(time.monotonic(), event))


@dataclass(frozen=True)
class Probe:
    """One delivery that had to come by itself, and when it did; `late` names the promise."""

    kind: Literal["silence", "race"]
    room_id: str
    seconds: float | None


@dataclass
class History:
    """Everything that was noted in one run."""

    seed: int
    start: float = field(default_factory=time.monotonic)
    sends: dict[str, Send] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    pushes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each (member, message) was pushed to the member's device."""
    notes: list[tuple[float, str]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    closes: Counter[int] = field(default_factory=Counter)
    wrong: list[tuple[float, str]] = field(default_factory=list)
    """Answers and closings that no fault excuses."""

    def note(self, text: str) -> None:
        self.notes.append((time.monotonic(), text))

    def note_wrong(self, text: str) -> None:
        self.wrong.append((time.monotonic(), text))

    @property
    def asked(self) -> list[Asked]:
        return [*self.sends.values(), *self.changes, *self.moves]

    def acknowledged_heads(self) -> dict[str, int]:
        """The highest seq of each room that a sender was told."""
        heads: dict[str, int] = defaultdict(int)
        for asked in self.asked:
            for answer in asked.answers:
                heads[asked.room_id] = max(heads[asked.room_id], answer.seq or 0)
        return heads

    def waiting(self) -> str:
        """What is not settled and which readers lack something, at this moment."""
        heads = self.acknowledged_heads()
        unsettled = [
            f"{type(asked).__name__} of {asked.member_id} in room {asked.room_id}: "
            f"{[answer.status for answer in asked.answers][-5:]}"
            for asked in self.asked
            if not asked.is_settled
        ]
        behind = [
            f"{feed.reader} has {feed.seq} of {heads[feed.room_id]} in room {feed.room_id}"
            for feed in self.feeds
            if feed.upto is None and feed.seq < heads[feed.room_id]
        ]
        return "\n".join([*unsettled, *behind]) or "nobody waits"

    def timeline(self, *, room_id: str | None = None, seq: int | None = None, client_id: str | None = None) -> str:
        """What happened to one message or event, between the faults, oldest first."""
        lines = [*self.notes, *self.wrong]
        message_id = self.sends[client_id].message_id if client_id in self.sends else None
        for send in self.sends.values():
            if send.client_id == client_id or (seq is not None and send.room_id == room_id and _told(send, seq)):
                lines += _lines_of(send, f"send {send.client_id} to room {send.room_id}")
        for change in self.changes:
            if message_id is not None and change.message_id == message_id:
                lines += _lines_of(change, f"{change.kind} of {change.message_id}")
        for move in self.moves:
            if room_id is not None and move.room_id == room_id:
                lines += _lines_of(move, f"{move.kind} of {move.moved_id}")
        for feed in self.feeds:
            if room_id is not None and feed.room_id == room_id and seq is not None:
                lines += _lines_of_feed(feed, seq)
        return "\n".join(f"{at - self.start:8.3f} s  {text}" for at, text in sorted(lines))


def _told(send: Send, seq: int) -> bool:
    return any(answer.seq is not None and abs(answer.seq - seq) <= 1 for answer in send.answers)


def _lines_of(asked: Asked, what: str) -> Iterator[tuple[float, str]]:
    yield asked.began, what
    for answer in asked.answers:
        outcome = "no answer" if answer.status is None else f"answered {answer.status}, seq {answer.seq}"
        yield answer.at, f"{what.split(' to ', maxsplit=1)[0]}: {outcome}"


def _lines_of_feed(feed: Feed, seq: int) -> Iterable[tuple[float, str]]:
    for session in feed.sessions:
        near = [one for one in session.received if abs(one.event.seq - seq) <= 1]
        if near or abs(session.cursor - seq) <= 1:
            yield session.began, f"{feed.reader} comes with cursor {session.cursor}"
        for one in near:
            yield one.at, f"{feed.reader} got seq {one.event.seq} ({one.event.kind}, {one.event.body!r:.40})"
