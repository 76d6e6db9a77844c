"""What readers got, held against the log of the room."""

from collections.abc import Iterator

from .history import Event, Feed, History, Received, Session
from .invariants import Invariant, Violation
from .logs import Absence, Log

State = tuple[str | None, frozenset[tuple[str, str]]]
"""What a message says, and who reacted to it with what."""


def check_feed(history: History, feed: Feed, *, log: Log) -> Iterator[Violation]:
    """Order, completeness, content and permission of everything that one reader got of one room."""
    yield from _first(_check_order(feed, log))
    yield from _first(_check_content(history, feed, log=log))
    yield from _first(_check_absences(history, feed, log=log))
    yield from _first(_check_complete(feed, log))


def _first(violations: Iterator[Violation]) -> Iterator[Violation]:
    """One of a kind and feed says it; the others follow from it."""
    for violation in violations:
        yield violation
        return


def _check_order(feed: Feed, log: Log) -> Iterator[Violation]:
    seen: set[int] = set()
    for session in feed.sessions:
        cursor, is_first = session.cursor, True
        for received in session.received:
            seq, expected = received.event.seq, log.next_for(feed.member_id, cursor)
            if is_first and _came_back_with(log, feed.member_id, seq, cursor=cursor):
                # What they had not seen when they left the group they do not see any more.
                feed.excused.append(range(expected, seq))
            elif seq != expected and not _is_excused(feed, log, range(expected, seq)):
                invariant = _wrong_step(seq, expected, is_first=is_first, is_known=seq in seen or seq <= feed.after)
                detail = f"{feed.reader} got {seq} where {expected} belongs"
                yield Violation(invariant, detail, feed.room_id, seq=seq)
            seen.add(seq)
            cursor, is_first = seq, False


def _came_back_with(log: Log, member_id: str, seq: int, *, cursor: int) -> bool:
    """Whether a member who was away came back into a group with this event, after what the reader had."""
    return not log.is_direct and any(each.until == seq and cursor < seq - 1 for each in log.absences(member_id))


def _is_excused(feed: Feed, log: Log, left_out: range) -> bool:
    """Whether everything between was in a gap that nobody could fill, or is not for this member."""
    seq, unfilled = left_out.start, {seq for gap in feed.excused for seq in gap}
    while seq < left_out.stop:
        if seq not in unfilled:
            return False
        seq = log.next_for(feed.member_id, seq)
    return seq == left_out.stop and len(left_out) > 0


def _wrong_step(seq: int, expected: int, *, is_first: bool, is_known: bool) -> Invariant:
    if is_known:
        return Invariant.REPEATED
    return Invariant.WRONG_START if is_first and seq > expected else Invariant.BROKEN_ORDER


def _check_content(history: History, feed: Feed, *, log: Log) -> Iterator[Violation]:
    for session in feed.sessions:
        for received in session.received:
            detail = _difference(history, session, received, log=log)
            if detail is not None:
                seq = received.event.seq
                yield Violation(Invariant.PHANTOM, f"{feed.reader}: {detail}", feed.room_id, seq=seq)


def _difference(history: History, session: Session, received: Received, *, log: Log) -> str | None:
    """Why an event is not what the log says it is; a message may be shown in any state that it had since."""
    event, logged = received.event, log.by_seq.get(received.event.seq)
    if logged is None:
        return "the log has no such event"
    if _identity(event) != _identity(logged):
        return f"got {_identity(event)}, the log has {_identity(logged)}"
    if event.message_id is None or event.changed_seq is None:
        return None
    states = _states(history, event.message_id, log=log)
    if (event.body, event.reactions) != states.get(event.changed_seq):
        shown = f"{event.body!r:.60} with {sorted(event.reactions)}"
        return f"{shown} was not its state after {event.changed_seq}: {states.get(event.changed_seq)}"
    if event.changed_seq < event.seq:
        return f"shows the state of {event.changed_seq}, older than the event itself"
    if event.body and _was_deleted_before(history, event.message_id, session.began):
        return "shows a text that was deleted before this session began"
    return None


def _identity(event: Event) -> tuple[object, ...]:
    message = (event.message_id, event.client_id, event.message_no)
    return (event.seq, event.kind, event.actor_id, *message, event.moved_id, event.text)


def _states(history: History, message_id: str, *, log: Log) -> dict[int, State]:
    """What the message was after each event about it, by seq."""
    events = log.of_message(message_id)
    send = history.sends.get(events[0].client_id or "")
    edits = [
        change.text
        for change in history.changes
        if (change.kind, change.message_id) == ("message_edited", message_id) and change.is_settled
    ]
    body, reactions = send.body if send else None, frozenset[tuple[str, str]]()
    states: dict[int, State] = {}
    for event in events:
        if event.kind == "message_edited" and edits:
            body = edits.pop(0)
        elif event.kind == "message_deleted":
            body, reactions = "", frozenset()
        elif event.kind == "reaction_added":
            reactions |= {(event.text, str(event.actor_id))}
        elif event.kind == "reaction_removed":
            reactions -= {(event.text, str(event.actor_id))}
        states[event.seq] = body, reactions
    return states


def _was_deleted_before(history: History, message_id: str, at: float) -> bool:
    return any(
        change.acknowledged_at is not None and change.acknowledged_at < at
        for change in history.changes
        if (change.kind, change.message_id) == ("message_deleted", message_id)
    )


def _check_absences(history: History, feed: Feed, *, log: Log) -> Iterator[Violation]:
    for absence in log.absences(feed.member_id):
        back_at = _came_back_at(history, feed, absence, log=log)
        for received in feed.received:
            if absence.covers(received.event.seq) and (back_at is None or received.at < back_at):
                detail = f"{feed.reader} left with {absence.after} and got {received.event.seq}"
                yield Violation(Invariant.AFTER_REMOVAL, detail, feed.room_id, seq=received.event.seq)


def _came_back_at(history: History, feed: Feed, absence: Absence, *, log: Log) -> float | None:
    """The earliest moment at which the member may have come back; None when they did not.

    They joined, or somebody's message reopened the room of two.
    """
    if absence.until is None:
        return None
    moves = [
        move.began
        for move in history.moves
        if (move.kind, move.room_id, move.moved_id) == ("member_joined", feed.room_id, feed.member_id)
    ]
    following = next((event for event in log.messages if event.seq > absence.until), None)
    sends = [send.began for send in history.sends.values() if following and send.client_id == following.client_id]
    return min([*moves, *sends], default=float("-inf"))


def _check_complete(feed: Feed, log: Log) -> Iterator[Violation]:
    got = {received.event.seq for received in feed.received} | {seq for gap in feed.excused for seq in gap}
    end = log.end_for(feed.member_id) if feed.upto is None else feed.upto
    seq = log.next_for(feed.member_id, feed.after)
    while seq <= end:
        if seq not in got:
            yield Violation(Invariant.MISSING, f"{feed.reader} never got {seq} of {end}", feed.room_id, seq=seq)
        seq = log.next_for(feed.member_id, seq)
