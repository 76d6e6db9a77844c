"""Holds a history against the logs of the rooms and names whatever breaks the promise of chat.

A pure function: a checker that cannot fail proves nothing, so `test_checker` plants each fault in a history, and
`test_planted_bugs` in the product.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from .feeds import check_feed
from .history import Asked, Change, Event, History, Move, Send
from .invariants import Invariant, Violation
from .logs import Log, Logs


def check(history: History, logs: Logs) -> list[Violation]:
    """Every violation, those of the log first: the others often follow from them."""
    found: list[Violation] = []
    for room_id, log in logs.items():
        found += _check_numbers(room_id, log)
        found += _check_messages(history, room_id, log=log)
    found += [violation for send in history.sends.values() for violation in _check_send(send, logs[send.room_id])]
    placed = list(_place(history, logs))
    deleted = {event.message_id for log in logs.values() for event in log.events if event.kind == "message_deleted"}
    found += _check_changes(history, placed, deleted=deleted)
    for room_id in logs:
        found += _check_order(room_id, [each for each in placed if each[0].room_id == room_id])
    found += [violation for feed in history.feeds for violation in check_feed(history, feed, log=logs[feed.room_id])]
    found += [Violation(Invariant.WRONG_ANSWER, text) for _, text in history.wrong]
    found += _check_probes(history)
    found += [violation for room_id, log in logs.items() for violation in _check_pushes(history, room_id, log=log)]
    return found


def report(history: History, violations: Sequence[Violation]) -> str:
    """The first violation with what happened around it, and how to run the same again."""
    first = violations[0]
    counts = Counter(f"{int(one.invariant)} {one.invariant.name}" for one in violations)
    kinds = ", ".join(f"{kind}: {count}" for kind, count in counts.items())
    timeline = history.timeline(room_id=first.room_id, seq=first.seq, client_id=first.client_id)
    return f"seed {history.seed}: {len(violations)} violations ({kinds}).\nThe first is {first}\n{timeline}"


def _check_numbers(room_id: str, log: Log) -> Iterator[Violation]:
    for expected, event in enumerate(log.events, 1):
        if event.seq != expected:
            yield Violation(Invariant.NUMBERING, f"{event.seq} where {expected} belongs", room_id, seq=event.seq)
            break
    if log.head != len(log.events):
        yield Violation(Invariant.NUMBERING, f"head {log.head}, {len(log.events)} events", room_id, seq=log.head)
    for before, after in pairwise(log.messages):
        if (after.message_no or 0) != (before.message_no or 0) + 1:
            detail = f"message_no {after.message_no} after {before.message_no}"
            yield Violation(Invariant.NUMBERING, detail, room_id, seq=after.seq)


def _check_messages(history: History, room_id: str, *, log: Log) -> Iterator[Violation]:
    """Each was sent, once; its text is judged where somebody gets it."""
    for (sender_id, client_id), count in Counter((one.actor_id, one.client_id) for one in log.messages).items():
        if count > 1:
            detail = f"{count} messages of {sender_id}"
            yield Violation(Invariant.DOUBLED, detail, room_id, client_id=client_id)
    for event in log.messages:
        send = history.sends.get(event.client_id or "")
        if send is None or (send.room_id, send.member_id) != (room_id, event.actor_id):
            yield Violation(Invariant.PHANTOM, "nobody sent this", room_id, seq=event.seq, client_id=event.client_id)
        elif len(log.of_message(event.message_id)) == 1 and event.body != send.body:
            yield Violation(Invariant.PHANTOM, f"{event.body!r:.60}", room_id, seq=event.seq, client_id=event.client_id)


def _check_send(send: Send, log: Log) -> Iterator[Violation]:
    def broken(invariant: Invariant, detail: str) -> Violation:
        return Violation(invariant, detail, send.room_id, client_id=send.client_id)

    told = {(answer.message_id, answer.seq) for answer in send.answers if answer.settles}
    if not told:
        yield broken(Invariant.UNSETTLED, f"answers {[one.status for one in send.answers]}")
        return
    logged = {
        (one.message_id, one.seq)
        for one in log.messages
        if (one.actor_id, one.client_id) == (send.member_id, send.client_id)
    }
    if not logged:
        yield broken(Invariant.LOST, f"told {sorted(map(str, told))}")
    elif told - logged or len(told) > 1:
        yield broken(Invariant.MOVED, f"told {sorted(map(str, told))}, logged {sorted(map(str, logged))}")


Placed = tuple[Asked, Event | None]


def _place(history: History, logs: Logs) -> Iterator[Placed]:
    """Pair what was asked for with the event that it became, or with None.

    Everybody changes the same thing one step after the other, so the k-th request of a kind is the k-th event of it.
    """
    events: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for room_id, log in logs.items():
        for event in log.events:
            if event.kind == "message_created":
                events[room_id, event.kind, event.actor_id, event.client_id].append(event)
            elif event.message_id is not None:
                events[room_id, event.kind, event.actor_id, event.message_id, event.text].append(event)
            else:
                events[room_id, event.kind, event.moved_id].append(event)
    for asked in sorted(history.asked, key=lambda each: each.began):
        found = events.get(_key(asked))
        yield asked, found.pop(0) if found else None


def _key(asked: Asked) -> tuple[object, ...]:
    if isinstance(asked, Send):
        return asked.room_id, "message_created", asked.member_id, asked.client_id
    if isinstance(asked, Change):
        emoji = asked.text if asked.kind.startswith("reaction") else ""
        return asked.room_id, asked.kind, asked.member_id, asked.message_id, emoji
    assert isinstance(asked, Move)
    return asked.room_id, asked.kind, asked.moved_id


def _check_changes(
    history: History, placed: Sequence[Placed], *, deleted: AbstractSet[str | None]
) -> Iterator[Violation]:
    def may_have_none(asked: Change | Move) -> bool:
        """Whether the answer may be that there was nothing to do: reactions go with their message."""
        if isinstance(asked, Move):
            return asked.is_optional
        return asked.kind == "reaction_removed" and asked.message_id in deleted

    for asked, event in placed:
        if isinstance(asked, Send):
            continue
        assert isinstance(asked, Change | Move)
        detail = f"{asked.kind} by {asked.member_id}, answers {[one.status for one in asked.answers]}"
        seq = event.seq if event else None
        if not asked.is_settled:
            yield Violation(Invariant.UNSETTLED, detail, asked.room_id, seq=seq)
        elif event is None and not may_have_none(asked):
            client_id = _client_id(history, asked)
            yield Violation(Invariant.LOST, detail, asked.room_id, client_id=client_id)


def _client_id(history: History, asked: Change | Move) -> str | None:
    if isinstance(asked, Move):
        return None
    return next((send.client_id for send in history.sends.values() if send.message_id == asked.message_id), None)


def _check_order(room_id: str, placed: Sequence[Placed]) -> Iterator[Violation]:
    """What was acknowledged before something else was asked for comes before it.

    Not who came and went: a message may have brought them back before they asked for it.
    """
    earliest = math.inf
    for asked, event in sorted(placed, key=lambda one: -(one[1].seq if one[1] else 0)):
        if event is None or isinstance(asked, Move):
            continue
        if earliest < asked.began:
            detail = "something with a later seq was acknowledged before this was asked for"
            yield Violation(Invariant.REORDERED, detail, room_id, seq=event.seq, client_id=event.client_id)
        acknowledged = asked.acknowledged_at
        earliest = min(earliest, math.inf if acknowledged is None else acknowledged)


_PROBED = {"silence": Invariant.SILENCE_LATE, "race": Invariant.RACE_LATE}


def _check_probes(history: History) -> Iterator[Violation]:
    for probe in history.probes:
        if probe.seconds is None:
            yield Violation(_PROBED[probe.kind], "waited in vain", probe.room_id)


def _check_pushes(history: History, room_id: str, *, log: Log) -> Iterator[Violation]:
    through_api = [
        event
        for event in log.messages
        if (send := history.sends.get(event.client_id or "")) and not send.is_direct_write
    ]
    for event in through_api:
        if event.message_id not in log.told:
            yield Violation(Invariant.PUSH, "no job tells of it", room_id, seq=event.seq, client_id=event.client_id)
    for (member_id, message_id), count in history.pushes.items():
        if count > 2 and message_id in {event.message_id for event in log.messages}:
            yield Violation(Invariant.PUSH, f"{message_id} pushed {count} times to {member_id}", room_id)
    for member_id in {feed.member_id for feed in history.feeds if feed.room_id == room_id}:
        if not history.pushes or not log.is_in_at_the_end(member_id):
            continue
        newest = next((event for event in reversed(through_api) if event.actor_id != member_id), None)
        if newest is not None and newest.body and (member_id, newest.message_id or "") not in history.pushes:
            detail = f"the newest message, {newest.message_id}, was not pushed to {member_id}"
            yield Violation(Invariant.PUSH, detail, room_id, seq=newest.seq, client_id=newest.client_id)
