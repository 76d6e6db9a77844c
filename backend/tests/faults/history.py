"""What happened in a run, noted by those who were there: the only thing that the checker believes."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SETTLED = (200, 201)


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
class Send:
    """A message that somebody wanted to send, and every attempt at it."""

    client_id: str
    room_id: str
    sender_id: str
    body: str
    began: float
    answers: list[Answer] = field(default_factory=list)

    @property
    def acknowledged_at(self) -> float | None:
        return min((answer.at for answer in self.answers if answer.settles), default=None)


@dataclass(frozen=True)
class Event:
    """An event of a room, from its log or as a reader got it."""

    seq: int
    message_id: str | None = None
    client_id: str | None = None
    sender_id: str | None = None
    body: str | None = None
    message_no: int | None = None

    @classmethod
    def of(cls, view: dict[str, Any]) -> "Event":
        message = view["message"] or {}
        return cls(
            seq=view["seq"],
            message_id=message.get("id"),
            client_id=message.get("client_id"),
            sender_id=message.get("sender_id"),
            body=message.get("body"),
            message_no=message.get("message_no"),
        )


@dataclass(frozen=True)
class Received:
    at: float
    event: Event


@dataclass
class Feed:
    """What one reader saw of one room, which it knew up to `after` when it began.

    `upto` is set for a reader that went home: it must have everything up to there.
    """

    reader: str
    room_id: str
    after: int
    received: list[Received] = field(default_factory=list)
    upto: int | None = None

    @property
    def seq(self) -> int:
        """The cursor: what the reader has up to here it never asks for again."""
        return self.received[-1].event.seq if self.received else self.after


@dataclass
class History:
    """Everything that was noted in one run."""

    seed: int
    start: float = field(default_factory=time.monotonic)
    sends: dict[str, Send] = field(default_factory=dict)
    feeds: list[Feed] = field(default_factory=list)
    notes: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[tuple[float, str]] = field(default_factory=list)
    """Answers and closings that no fault excuses."""

    def note(self, text: str) -> None:
        self.notes.append((time.monotonic(), text))

    def note_wrong(self, text: str) -> None:
        self.wrong.append((time.monotonic(), text))

    def acknowledged_heads(self) -> dict[str, int]:
        """The highest seq of each room that a sender was told."""
        heads: dict[str, int] = defaultdict(int)
        for send in self.sends.values():
            for answer in send.answers:
                heads[send.room_id] = max(heads[send.room_id], answer.seq or 0)
        return heads

    def waiting(self) -> str:
        """Which sends are not settled and which readers lack something, at this moment."""
        heads = self.acknowledged_heads()
        unsettled = [
            f"send {send.client_id}: {[answer.status for answer in send.answers][-5:]}"
            for send in self.sends.values()
            if send.acknowledged_at is None
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
        for send in self.sends.values():
            if send.client_id == client_id:
                lines += _lines_of(send)
        for feed in self.feeds:
            if feed.room_id == room_id:
                lines += [
                    (received.at, f"{feed.reader} got seq {received.event.seq}")
                    for received in feed.received
                    if seq is not None and abs(received.event.seq - seq) <= 1
                ]
        return "\n".join(f"{at - self.start:8.3f} s  {text}" for at, text in sorted(lines))


def _lines_of(send: Send) -> Iterator[tuple[float, str]]:
    yield send.began, f"send {send.client_id} to room {send.room_id}"
    for answer in send.answers:
        outcome = "no answer" if answer.status is None else f"answered {answer.status}, seq {answer.seq}"
        yield answer.at, f"send {send.client_id}: {outcome}"
