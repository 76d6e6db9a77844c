"""The logs of rooms as the database has them: what everything that was noted is held against."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import psycopg
from psycopg.rows import dict_row

from .history import Event

LEAVING = frozenset({"member_left", "member_removed", "room_closed"})

_EVENTS = """
SELECT e.room_id, e.seq, e.kind, e.actor_id, e.message_id, e.payload,
       m.client_id, m.body, m.message_no, m.changed_seq
FROM room_events e LEFT JOIN messages m ON m.id = e.message_id
WHERE e.room_id = ANY(%s::uuid[]) ORDER BY e.room_id, e.seq
"""
_HEADS = "SELECT id, kind, head_seq FROM rooms WHERE id = ANY(%s::uuid[])"
_TOLD = "SELECT message_id FROM told_messages"
_KEEP_TOLD = """
CREATE TABLE told_messages (message_id text);
CREATE FUNCTION keep_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO told_messages SELECT jsonb_array_elements_text(NEW.args -> 'message_ids');
    RETURN NEW;
END $$;
CREATE TRIGGER keep_told AFTER INSERT ON procrastinate_jobs FOR EACH ROW
WHEN (NEW.task_name = 'chat.notify_messages') EXECUTE FUNCTION keep_told();
"""


@dataclass(frozen=True)
class Absence:
    """A member heard nothing after `after`, until they came back with the event `until`, if they did."""

    after: int
    until: int | None = None

    def covers(self, seq: int) -> bool:
        return seq > self.after and (self.until is None or seq < self.until)


@dataclass
class Log:
    """One room: its events, its head, and the messages that a job tells of. In a direct room absence hides nothing."""

    events: Sequence[Event]
    head: int
    told: Collection[str] = ()
    is_direct: bool = True
    _absences: dict[str, list[Absence]] = field(default_factory=dict)

    @cached_property
    def by_seq(self) -> dict[int, Event]:
        return {event.seq: event for event in self.events}

    @cached_property
    def messages(self) -> list[Event]:
        return [event for event in self.events if event.kind == "message_created"]

    def of_message(self, message_id: str | None) -> list[Event]:
        return self._of_messages.get(message_id, []) if message_id else []

    @cached_property
    def _of_messages(self) -> dict[str | None, list[Event]]:
        found: dict[str | None, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.message_id, []).append(event)
        return found

    def absences(self, member_id: str) -> list[Absence]:
        """When a member was not in the room."""
        if member_id not in self._absences:
            self._absences[member_id] = list(self._find_absences(member_id))
        return self._absences[member_id]

    def _find_absences(self, member_id: str) -> Iterator[Absence]:
        left: int | None = None
        for event in self.events:
            if event.kind in LEAVING and event.moved_id in {member_id, None} and left is None:
                left = event.seq
            elif event.kind == "member_joined" and event.moved_id == member_id and left is not None:
                yield Absence(left, event.seq)
                left = None
        if left is not None:
            yield Absence(left)

    def is_in_at_the_end(self, member_id: str) -> bool:
        absences = self.absences(member_id)
        return not absences or absences[-1].until is not None

    def end_for(self, member_id: str) -> int:
        """The last seq that a member may see."""
        if not self.is_in_at_the_end(member_id):
            return self.absences(member_id)[-1].after
        return self.events[-1].seq if self.events else 0

    def next_for(self, member_id: str, seq: int) -> int:
        """What follows `seq` for a member: in a group, what was said while they were away stays hidden from them."""
        for absence in self.absences(member_id):
            if absence.until is not None and not self.is_direct and absence.covers(seq + 1):
                return absence.until
        return seq + 1


Logs = dict[str, Log]


def keep_told_messages(url: str) -> None:
    """Have the database remember which messages jobs told of: the worker deletes jobs that are done."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_KEEP_TOLD)


def read_logs(url: str, room_ids: Sequence[str]) -> Logs:
    """Read the logs of rooms, past all code that is being tested."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        rooms = connection.execute(_HEADS, [list(room_ids)]).fetchall()
        events: dict[str, list[Event]] = {str(room["id"]): [] for room in rooms}
        for row in connection.execute(_EVENTS, [list(room_ids)]):
            events[str(row["room_id"])].append(_event(row))
        told = {row["message_id"] for row in connection.execute(_TOLD)}
    return {
        str(room["id"]): Log(events[str(room["id"])], room["head_seq"], told, is_direct=room["kind"] == "direct")
        for room in rooms
    }


def _event(row: dict[str, object]) -> Event:
    payload = row["payload"]
    assert isinstance(payload, dict)
    return Event(
        seq=int(str(row["seq"])),
        kind=str(row["kind"]),
        actor_id=_text(row["actor_id"]),
        message_id=_text(row["message_id"]),
        client_id=_text(row["client_id"]),
        body=_text(row["body"]),
        message_no=None if row["message_no"] is None else int(str(row["message_no"])),
        changed_seq=None if row["changed_seq"] is None else int(str(row["changed_seq"])),
        moved_id=payload.get("member_id"),
        text=payload.get("emoji", ""),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
