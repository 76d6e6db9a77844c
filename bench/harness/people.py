"""Members, sessions and rooms in bulk, straight into the database: the bench measures what happens afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from dife.accounts.tokens import issue_access_token
from dife.kit.clock import SystemClock
from dife.kit.ids import new_id
from dife.models import RoomEventKind
from dife.settings import Settings

from harness.events import body_of


@dataclass(frozen=True)
class Somebody:
    """A member with a session; `token` is good for a quarter of an hour."""

    id: UUID
    token: str


def sign_up(url: str, settings: Settings, count: int) -> list[Somebody]:
    """Make members who may use everything."""
    now, clock = datetime.now(UTC), SystemClock()
    ids = [(new_id(), new_id()) for _ in range(count)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        columns = "id, username, country, campus_id, student_verified_at, onboarded_at"
        with cursor.copy(f"COPY members ({columns}) FROM STDIN") as copy:
            for member_id, _ in ids:
                copy.write_row((member_id, f"m{member_id.hex[-19:]}", "KR", "kookmin.ac.kr", now, now))
        columns = "id, member_id, client, user_agent, refresh_hash, rotated_at, last_used_at, expires_at"
        with cursor.copy(f"COPY sessions ({columns}) FROM STDIN") as copy:
            for member_id, session_id in ids:
                until = now + timedelta(days=1)
                copy.write_row((session_id, member_id, "native", "bench", session_id.bytes, now, now, until))
    return [
        Somebody(member_id, issue_access_token(settings, clock, member_id=member_id, session_id=session_id))
        for member_id, session_id in ids
    ]


def open_rooms(url: str, groups: Sequence[Sequence[Somebody]]) -> list[UUID]:
    """Make a group room for each group of members."""
    rooms = [(new_id(), group) for group in groups]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        with cursor.copy("COPY rooms (id, kind, created_by, client_id) FROM STDIN") as copy:
            for room_id, group in rooms:
                copy.write_row((room_id, "group", group[0].id, new_id()))
        with cursor.copy("COPY room_members (room_id, member_id) FROM STDIN") as copy:
            for room_id, group in rooms:
                for member in group:
                    copy.write_row((room_id, member.id))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return [room_id for room_id, _ in rooms]


def say(url: str, rooms: Sequence[UUID], count: int) -> None:
    """Write `count` messages into each room's empty log, and tell nobody."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (room_id uuid, seq bigint, message_id uuid, body text)")
        with cursor.copy("COPY said FROM STDIN") as copy:
            for room_id in rooms:
                for seq in range(1, count + 1):
                    copy.write_row((room_id, seq, new_id(), body_of(seq)))
        cursor.execute(
            "INSERT INTO messages (id, room_id, sender_id, client_id, fingerprint, seq, changed_seq, message_no, body) "
            "SELECT s.message_id, s.room_id, r.created_by, s.message_id, '', s.seq, s.seq, s.seq, s.body "
            "FROM said s JOIN rooms r ON r.id = s.room_id"
        )
        cursor.execute(
            "INSERT INTO room_events (room_id, seq, kind, actor_id, message_id) "
            "SELECT s.room_id, s.seq, %s, r.created_by, s.message_id FROM said s JOIN rooms r ON r.id = s.room_id",
            [RoomEventKind.MESSAGE_CREATED],
        )
        cursor.execute(
            "UPDATE rooms SET head_seq = %s, head_message_no = %s WHERE id = ANY(%s)", [count, count, list(rooms)]
        )
