"""Holds a history against the logs of the rooms and names whatever breaks the promise of chat.

A pure function: a checker that cannot fail proves nothing, so `test_checker` plants each fault in a history.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .history import Event, Feed, History, Send

Logs = Mapping[str, Sequence[Event]]


@dataclass(frozen=True)
class Violation:
    """One broken promise; `kind` is a word for it, the rest says where to look."""

    kind: str
    detail: str
    room_id: str | None = None
    seq: int | None = None
    client_id: str | None = None


def check(history: History, logs: Logs) -> list[Violation]:
    """Every violation, those of the log first: the others often follow from them."""
    found = [violation for room_id, log in logs.items() for violation in _check_log(history, room_id, log=log)]
    found += [violation for send in history.sends.values() for violation in _check_send(send, logs[send.room_id])]
    found += [violation for feed in history.feeds for violation in _check_feed(feed, logs[feed.room_id])]
    found += [Violation("wrong_answer", text) for _, text in history.wrong]
    return found


def report(history: History, violations: Sequence[Violation]) -> str:
    """The first violation with what happened around it, and how to run the same again."""
    first = violations[0]
    kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(one.kind for one in violations).items())
    timeline = history.timeline(room_id=first.room_id, seq=first.seq, client_id=first.client_id)
    return f"seed {history.seed}: {len(violations)} violations ({kinds}).\nThe first is {first}\n{timeline}"


def _check_log(history: History, room_id: str, *, log: Sequence[Event]) -> Iterator[Violation]:
    for expected, event in enumerate(log, 1):
        if event.seq != expected:
            yield Violation("numbering", f"seq {event.seq} where {expected} belongs", room_id, seq=event.seq)
            break
    messages = [event for event in log if event.client_id is not None]
    for before, after in pairwise(messages):
        if (after.message_no or 0) != (before.message_no or 0) + 1:
            yield Violation("message_numbering", f"message_no {after.message_no}", room_id, seq=after.seq)
    for (sender_id, client_id), count in Counter((one.sender_id, one.client_id) for one in messages).items():
        if count > 1:
            yield Violation("doubled", f"{count} messages of {sender_id}", room_id, client_id=client_id)
    for event in messages:
        send = history.sends.get(event.client_id or "")
        if send is None or (send.room_id, send.sender_id, send.body) != (room_id, event.sender_id, event.body):
            yield Violation("phantom", "nobody sent this", room_id, seq=event.seq, client_id=event.client_id)
    yield from _check_order(history, room_id, messages=messages)


def _check_order(history: History, room_id: str, *, messages: Sequence[Event]) -> Iterator[Violation]:
    """What was acknowledged before another send began comes before it."""
    earliest = math.inf
    for event in sorted(messages, key=lambda one: -one.seq):
        send = history.sends.get(event.client_id or "")
        if send is None:
            continue
        if earliest < send.began:
            detail = "a message with a later seq was acknowledged before this one was sent"
            yield Violation("reordered", detail, room_id, seq=event.seq, client_id=send.client_id)
        earliest = min(earliest, math.inf if send.acknowledged_at is None else send.acknowledged_at)


def _check_send(send: Send, log: Sequence[Event]) -> Iterator[Violation]:
    def broken(kind: str, detail: str) -> Violation:
        return Violation(kind, detail, send.room_id, client_id=send.client_id)

    told = {(answer.message_id, answer.seq) for answer in send.answers if answer.settles}
    if not told:
        yield broken("unsettled", f"no answer settled it: {[one.status for one in send.answers]}")
        return
    logged = {
        (one.message_id, one.seq) for one in log if (one.sender_id, one.client_id) == (send.sender_id, send.client_id)
    }
    if not logged:
        yield broken("lost", "acknowledged and not in the log")
    elif told - logged or len(told) > 1:
        yield broken("moved", f"told {sorted(map(str, told))}, logged {sorted(map(str, logged))}")


def _check_feed(feed: Feed, log: Sequence[Event]) -> Iterator[Violation]:
    by_seq = {event.seq: event for event in log}
    expected = feed.after + 1
    for received in feed.received:
        seq = received.event.seq
        if seq != expected:
            kind = "skipped" if seq > expected else "repeated"
            yield Violation(kind, f"{feed.reader} got {seq} where {expected} belongs", feed.room_id, seq=seq)
            return
        if received.event != by_seq.get(seq):
            yield Violation("unlike_log", f"{feed.reader} got {received.event}", feed.room_id, seq=seq)
        expected += 1
    if expected <= (len(log) if feed.upto is None else feed.upto):
        yield Violation("missing", f"{feed.reader} never got {expected} of {len(log)}", feed.room_id, seq=expected)
