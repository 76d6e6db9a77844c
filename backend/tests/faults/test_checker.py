"""The checker finds each fault that is planted in a faultless history."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from .checker import check, report
from .history import Answer, Event, Feed, History, Received, Send

ROOM, READER = "room", "reader"
MESSAGES = 6
Log = list[Event]
Plant = Callable[[History, Log], object]


def faultless() -> tuple[History, Log]:
    """Six messages of two senders, each sent when the one before was acknowledged; a reader who saw all."""
    history, log = History(seed=1), [Event(seq=1)]
    for number in range(1, MESSAGES + 1):
        seq, at = number + 1, float(number * 10)
        sender, client_id = f"sender{number % 2}", f"client{number}"
        send = history.sends[client_id] = Send(client_id, ROOM, sender, body=f"body {number}", began=at)
        send.answers += [Answer(at + 1, None), Answer(at + 2, 503), Answer(at + 3, 200, f"message{number}", seq)]
        log.append(Event(seq, f"message{number}", client_id, sender, f"body {number}", number))
    history.feeds.append(Feed(READER, ROOM, after=0, received=[Received(100.0 + event.seq, event) for event in log]))
    return history, log


def see(history: History, events: Sequence[Event]) -> None:
    """Let the reader have got these events."""
    history.feeds[0].received[:] = [Received(100.0 + place, event) for place, event in enumerate(events)]


def swap_in_log(history: History, log: Log) -> None:
    """The log has two messages in the wrong order, and everybody agrees on that."""
    log[3], log[4] = replace(log[4], seq=4, message_no=3), replace(log[3], seq=5, message_no=4)
    for event in (log[3], log[4]):
        send = history.sends[event.client_id or ""]
        send.answers[-1] = replace(send.answers[-1], seq=event.seq)
    see(history, log)


def write_twice(history: History, log: Log) -> None:
    """A retry was written as a message of its own."""
    log.append(replace(log[-1], seq=len(log) + 1, message_id="another", message_no=MESSAGES + 1))
    see(history, log)


def lose(history: History, log: Log) -> None:
    """The last message was acknowledged and is gone, as after a commit that did not reach the disk."""
    log.pop()
    see(history, log)


def leave_hole(history: History, log: Log) -> None:
    """A number was given to nothing."""
    log[4:] = [replace(event, seq=event.seq + 1) for event in log[4:]]


def answer_again(history: History, log: Log) -> None:
    """A retry was told another place than the first answer."""
    history.sends["client2"].answers.append(Answer(30.0, 200, "message2", 5))


PLANTED: dict[str, tuple[str, Plant]] = {
    "a hole in the log": ("numbering", leave_hole),
    "a number of messages left out": (
        "message_numbering",
        lambda _, log: log.__setitem__(-1, replace(log[-1], message_no=9)),
    ),
    "a doubled message": ("doubled", write_twice),
    "a lost acknowledged message": ("lost", lose),
    "a reordering in the log": ("reordered", swap_in_log),
    "another answer to a retry": ("moved", answer_again),
    "a send that is never settled": ("unsettled", lambda history, _: history.sends["client3"].answers.pop()),
    "a message that nobody sent": ("phantom", lambda history, _: history.sends.pop("client3")),
    "another text than was sent": ("phantom", lambda _, log: log.__setitem__(3, replace(log[3], body="other"))),
    "an event that a reader never got": ("missing", lambda history, log: see(history, log[:-1])),
    "an event that a reader skipped": ("skipped", lambda history, log: see(history, log[:2] + log[3:])),
    "an event that a reader got twice": ("repeated", lambda history, log: see(history, [*log[:3], *log[2:]])),
    "events that a reader got in the wrong order": (
        "skipped",
        lambda history, log: see(history, [*log[:2], log[3], log[2], *log[4:]]),
    ),
    "an event that differs from the log": (
        "unlike_log",
        lambda history, log: see(history, [*log[:-1], replace(log[-1], body="other")]),
    ),
    "a status 500": ("wrong_answer", lambda history, _: history.note_wrong("POST /rooms answered 500")),
}


def test_a_faultless_history_is_faultless() -> None:
    history, log = faultless()

    assert check(history, {ROOM: log}) == []


@pytest.mark.parametrize(("kind", "plant"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(kind: str, plant: Plant) -> None:
    history, log = faultless()
    plant(history, log)

    assert kind in {violation.kind for violation in check(history, {ROOM: log})}


def test_the_report_tells_the_seed_and_what_happened_to_the_message() -> None:
    """Faults are part of the story, other messages are not."""
    history, log = faultless()
    history.note("postgres killed")
    lose(history, log)
    told = report(history, check(history, {ROOM: log}))

    assert "seed 1" in told
    assert "lost" in told
    assert "postgres killed" in told
    assert "client6: answered 503" in told
    assert "client5" not in told
