"""The checker finds each fault that is planted in a faultless history."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from .checker import check, report
from .history import Answer, Change, Event, Feed, History, Move, Probe, Received, Send, Session
from .invariants import Invariant
from .logs import Log

ROOM, READER, MEMBER = "room", "reader", "sender1"
MESSAGES = 6
Plant = Callable[[History, list[Event]], object]


def faultless() -> tuple[History, list[Event]]:
    """Six messages of two senders, one edited and one deleted; somebody left and came back; a reader saw all of it."""
    history, log = History(seed=1), [Event(1)]
    for number in range(1, MESSAGES + 1):
        seq, at = number + 1, float(number * 10)
        sender, client_id, body = f"sender{number % 2}", f"client{number}", f"body {number}"
        send = history.sends[client_id] = Send(ROOM, sender, at, client_id, body)
        send.answers += [Answer(at + 1, None), Answer(at + 2, 503), Answer(at + 3, 200, f"message{number}", seq)]
        log.append(Event(seq, "message_created", sender, f"message{number}", client_id, body, number, seq))
    for seq, kind, body in ((8, "message_edited", "better"), (9, "message_deleted", "")):
        edited = f"message{10 - seq + 3}"
        about = next(event for event in log if event.message_id == edited)
        change = Change(ROOM, str(about.actor_id), seq * 10.0, kind, edited, body)  # type: ignore[arg-type]  # one of the two
        change.answers.append(Answer(seq * 10.0 + 3, 200))
        history.changes.append(change)
        log.append(replace(about, seq=seq, kind=kind, body=body, changed_seq=seq))
    for seq, kind in ((10, "member_left"), (11, "member_joined")):
        move = Move(ROOM, MEMBER, seq * 10.0, kind, MEMBER, answers=[Answer(seq * 10.0 + 3, 204)])  # type: ignore[arg-type]  # as above
        history.moves.append(move)
        log.append(Event(seq, kind, MEMBER, moved_id=MEMBER))
    see(history, log, at=40.0)
    history.probes += [Probe("silence", ROOM, 0.5), Probe("race", ROOM, 0.1)]
    history.pushes[MEMBER, "message6"] = 2
    return history, log


def see(history: History, events: Sequence[Event], *, at: float = 200.0, cursor: int = 0) -> None:
    """Let the reader have got these events in one session."""
    received = [Received(at + place, event) for place, event in enumerate(events)]
    history.feeds[:] = [Feed(READER, MEMBER, ROOM, cursor, [Session(at, cursor, received)])]


def logs_of(events: Sequence[Event], *, head: int | None = None) -> dict[str, Log]:
    told = {event.message_id for event in events if event.message_id}
    return {ROOM: Log(events, len(events) if head is None else head, told)}


def found(history: History, events: Sequence[Event]) -> set[Invariant]:
    return {violation.invariant for violation in check(history, logs_of(events))}


def swap_in_log(history: History, log: list[Event]) -> None:
    """The log has two messages in the wrong order, and everybody agrees on that."""
    log[1], log[2] = (
        replace(log[2], seq=2, changed_seq=2, message_no=1),
        replace(log[1], seq=3, changed_seq=3, message_no=2),
    )
    for event in (log[1], log[2]):
        send = history.sends[event.client_id or ""]
        send.answers[-1] = replace(send.answers[-1], seq=event.seq)
    see(history, log)


def write_twice(history: History, log: list[Event]) -> None:
    """A retry was written as a message of its own."""
    log.append(replace(log[6], seq=len(log) + 1, message_id="another", message_no=MESSAGES + 1, changed_seq=12))
    see(history, log)


def lose(history: History, log: list[Event]) -> None:
    """What was acknowledged last is gone, as after a commit that did not reach the disk."""
    del log[6:]
    see(history, log)


def leave_hole(_: History, log: list[Event]) -> None:
    """A number was given to nothing."""
    log[4:] = [replace(event, seq=event.seq + 1) for event in log[4:]]


def hear_before_coming_back(history: History, log: list[Event]) -> None:
    """They got what happened in the room while they were out of it."""
    log.insert(10, replace(log[6], seq=11, message_id="secret", client_id="client7", message_no=7, changed_seq=11))
    log[11] = replace(log[11], seq=12)
    history.sends["client7"] = Send(
        ROOM, "sender0", 102.0, "client7", "body 6", answers=[Answer(103.0, 201, "secret", 11)]
    )
    see(history, log, at=95.0)


def see_deleted_text(history: History, log: list[Event]) -> None:
    """A replay shows what had been deleted before the socket came."""
    see(history, log)
    session = history.feeds[0].sessions[0]
    place = next(n for n, one in enumerate(session.received) if one.event.message_id == "message4")
    shown = replace(session.received[place].event, body="body 4", changed_seq=5)
    session.received[place] = replace(session.received[place], event=shown)


def come_back_with_hole(history: History, log: list[Event]) -> None:
    """The second socket of the reader begins one event too late."""
    see(history, log[:4])
    received = [Received(300.0 + place, event) for place, event in enumerate(log[5:])]
    history.feeds[0].sessions.append(Session(290.0, 4, received))


def come_back_to_the_same(history: History, log: list[Event]) -> None:
    """The second socket of the reader repeats what the first brought."""
    see(history, log[:4])
    received = [Received(300.0 + place, event) for place, event in enumerate(log[2:])]
    history.feeds[0].sessions.append(Session(290.0, 4, received))


def forget_push(history: History, _: list[Event]) -> None:
    """Others were pushed something, this member was not."""
    history.pushes.clear()
    history.pushes["other", "message"] = 1


PLANTED: dict[str, tuple[Invariant, Plant]] = {
    "a lost acknowledged message": (Invariant.LOST, lose),
    "a lost acknowledged edit": (Invariant.LOST, lambda _, log: log.pop(7)),
    "a doubled message": (Invariant.DOUBLED, write_twice),
    "another answer to a retry": (
        Invariant.MOVED,
        lambda history, _: history.sends["client2"].answers.append(Answer(30.0, 200, "message2", 5)),
    ),
    "a hole in the log": (Invariant.NUMBERING, leave_hole),
    "a number of messages left out": (
        Invariant.NUMBERING,
        lambda _, log: log.__setitem__(6, replace(log[6], message_no=9)),
    ),
    "a reordering in the log": (Invariant.REORDERED, swap_in_log),
    "a message that nobody sent": (Invariant.PHANTOM, lambda history, _: history.sends.pop("client3")),
    "another text than was sent": (Invariant.PHANTOM, lambda _, log: log.__setitem__(2, replace(log[2], body="other"))),
    "an event that differs from the log": (
        Invariant.PHANTOM,
        lambda history, log: see(history, [*log[:2], replace(log[2], body="other"), *log[3:]]),
    ),
    "a deleted text that is shown again": (Invariant.PHANTOM, see_deleted_text),
    "an event that a reader skipped": (
        Invariant.BROKEN_ORDER,
        lambda history, log: see(history, log[:3] + log[4:]),
    ),
    "events that a reader got in the wrong order": (
        Invariant.BROKEN_ORDER,
        lambda history, log: see(history, [*log[:2], log[3], log[2], *log[4:]]),
    ),
    "a session that begins too late": (Invariant.WRONG_START, come_back_with_hole),
    "an event that a reader got twice": (
        Invariant.REPEATED,
        lambda history, log: see(history, [*log[:3], *log[2:]]),
    ),
    "a session that repeats": (Invariant.REPEATED, come_back_to_the_same),
    "an event that a reader never got": (Invariant.MISSING, lambda history, log: see(history, log[:-1])),
    "a send that is never settled": (
        Invariant.UNSETTLED,
        lambda history, _: history.sends["client3"].answers.pop(),
    ),
    "a status 500": (Invariant.WRONG_ANSWER, lambda history, _: history.note_wrong("POST /rooms answered 500")),
    "a silence that nothing ended": (
        Invariant.SILENCE_LATE,
        lambda history, _: history.probes.append(Probe("silence", ROOM, None)),
    ),
    "a race that was lost": (
        Invariant.RACE_LATE,
        lambda history, _: history.probes.append(Probe("race", ROOM, None)),
    ),
    "an event for somebody who had left": (Invariant.AFTER_REMOVAL, hear_before_coming_back),
    "a message that was not pushed": (Invariant.PUSH, forget_push),
    "a message that was pushed three times": (
        Invariant.PUSH,
        lambda history, _: history.pushes.update({(MEMBER, "message6"): 1}),
    ),
}


def test_a_faultless_history_is_faultless() -> None:
    history, log = faultless()

    assert check(history, logs_of(log)) == []


@pytest.mark.parametrize(("invariant", "plant"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(invariant: Invariant, plant: Plant) -> None:
    history, log = faultless()
    plant(history, log)

    assert invariant in found(history, log)


def test_every_promise_can_be_seen_broken() -> None:
    assert {invariant for invariant, _ in PLANTED.values()} == set(Invariant)


def test_a_head_that_is_not_the_end_of_the_log_is_found() -> None:
    history, log = faultless()

    assert Invariant.NUMBERING in {one.invariant for one in check(history, logs_of(log, head=99))}


def test_a_reaction_is_lost_unless_it_went_with_its_message() -> None:
    history, log = faultless()
    deleted = next(event.message_id for event in log if event.kind == "message_deleted")

    def take_back(message_id: str) -> set[Invariant]:
        taken = Change(ROOM, MEMBER, 150.0, "reaction_removed", message_id, "👍", answers=[Answer(151.0, 200)])
        history.changes[2:] = [taken]
        return found(history, log)

    assert take_back(deleted or "") == set()
    assert take_back("message1") == {Invariant.LOST}


def test_a_message_that_no_job_tells_of_is_found() -> None:
    history, log = faultless()

    assert Invariant.PUSH in {one.invariant for one in check(history, {ROOM: Log(log, len(log))})}


def test_the_report_tells_the_seed_and_what_happened_to_the_message() -> None:
    """Faults are part of the story, other messages are not."""
    history, log = faultless()
    history.note("postgres killed")
    lose(history, log)
    told = report(history, check(history, logs_of(log)))

    assert "seed 1" in told
    assert "LOST" in told
    assert "postgres killed" in told
    assert "client6: answered 503" in told
    assert "client2" not in told
