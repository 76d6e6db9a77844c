"""Members, sessions and rooms in bulk, straight into the database: the bench measures what happens afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

from dife.accounts.tokens import issue_access_token
from dife.kit.clock import SystemClock
from dife.kit.ids import new_id
from dife.settings import Settings


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
