"""What chat promises, numbered: each is checked by itself, so that a violation says which promise was broken."""

import enum
from dataclasses import dataclass
from typing import Self


class Invariant(enum.IntEnum):
    """A promise; `sentence` says what breaks it."""

    sentence: str

    def __new__(cls, number: int, sentence: str) -> Self:
        member = int.__new__(cls, number)
        member._value_ = number
        member.sentence = sentence
        return member

    LOST = 1, "acknowledged and not in the log"
    DOUBLED = 2, "in the log more than once"
    MOVED = 3, "a repeat was told another id or seq"
    NUMBERING = 4, "the log is not numbered 1, 2, 3 …, or its head is not its end"
    REORDERED = 5, "acknowledged before the other was sent, and behind it in the log"
    PHANTOM = 6, "in the log and asked for by nobody, or delivered and not what the log says"
    BROKEN_ORDER = 7, "a hole or a step back within one session"
    WRONG_START = 8, "a session does not begin with the event after its cursor"
    REPEATED = 9, "delivered again to somebody who had it"
    MISSING = 10, "never delivered"
    UNSETTLED = 11, "asked again and again, and never settled"
    WRONG_ANSWER = 12, "a status or a close code that no fault excuses"
    SILENCE_LATE = 13, "with Valkey dead and nothing said after it, it did not arrive"
    RACE_LATE = 14, "said while somebody subscribed to a silent room, it did not arrive"
    AFTER_REMOVAL = 15, "delivered to somebody who was no longer in the room"
    PUSH = 16, "no job or no push tells of it, or a device was pushed more than twice"


@dataclass(frozen=True)
class Violation:
    """One broken promise, and where to look."""

    invariant: Invariant
    detail: str
    room_id: str | None = None
    seq: int | None = None
    client_id: str | None = None

    def __str__(self) -> str:
        where = ", ".join(
            f"{name} {value}"
            for name, value in (("room", self.room_id), ("seq", self.seq), ("client id", self.client_id))
            if value is not None
        )
        return f"{int(self.invariant)} {self.invariant.name}: {self.invariant.sentence}: {self.detail} ({where})"
