"""What a message takes in the database, what of it is left after six months, and what the rest costs in the object store.

Fills a PostgreSQL of its own with conversations of a month long ago, measures, archives them as the worker does at
night, and measures again. `python archive.py --rooms 200 --messages 500`.
"""

import argparse
import asyncio
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from dife.chat import archiving
from dife.chat.indexing import room_token
from dife.context import Context
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.kit.text import index_vector
from dife.local.roles import BUCKET
from dife.resources import close_resources, open_resources
from dife.settings import Settings

from harness.stack import ground

HERE = Path(__file__).parent
DEMO = HERE.parent / "backend" / "dife" / "local" / "demo"
TABLES = ("messages", "room_events", "message_search")
BEGAN = datetime(2025, 3, 1, tzinfo=UTC)

MEMBERS, PER_DAY = 4000, 85
DATABASE_GB_MONTH, STORE_GB_MONTH = 0.131, 0.025
"""USD, list prices of Seoul: storage of a PostgreSQL on gp3 in one zone, and S3 Standard."""


def main() -> int:
    """Measure and write the result; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--write", action="store_true", help="write results/archive.json")
    arguments = parser.parse_args()
    with ground(object_store=True) as made:
        url = made.stack.postgres.url()
        texts = _fill(url, rooms=arguments.rooms, messages=arguments.messages)
        before = _sizes(url)
        made.stack.s3.create_bucket(BUCKET, origins=["http://localhost:8000"])
        asyncio.run(_archive(made.settings))
        after, stored = _sizes(url), _stored(url)
    result = _result(arguments.rooms * arguments.messages, texts, sizes=(before, after), stored=stored)
    print(json.dumps(result, indent=2))
    if arguments.write:
        (HERE / "results" / "archive.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _sentences() -> list[str]:
    """What people of the demo say, in all five languages."""
    talks = json.loads((DEMO / "conversations.json").read_text(encoding="utf-8"))
    posts = json.loads((DEMO / "posts.json").read_text(encoding="utf-8"))
    said = [text for talk in talks for message in talk["messages"] for text in message[1].values()]
    return said + [text for post in posts for text in post["title"].values()]


def _fill(url: str, *, rooms: int, messages: int) -> int:
    """Write conversations of two as the API does, a month long ago; returns how many bytes of text they have."""
    chance, said, written = random.Random(7), _sentences(), 0  # noqa: S311 - the same texts each time
    with psycopg.connect(url) as connection:
        people = [new_id() for _ in range(2)]
        for number, member_id in enumerate(people):
            connection.execute("INSERT INTO members (id, username) VALUES (%s, %s)", (member_id, f"bench{number}"))
        for _ in range(rooms):
            room_id = new_id()
            head = messages + 60
            values = (room_id, people[0], new_id(), head, head)
            connection.execute(
                "INSERT INTO rooms (id, kind, created_by, client_id, head_seq, head_message_no) "
                "VALUES (%s, 'group', %s, %s, %s, %s)",
                values,
            )
            written += _fill_room(connection, room_id, people, said=said, chance=chance, count=messages)
    return written


def _fill_room(
    connection: "psycopg.Connection[Any]", room_id: Any, people: list[Any], *, said: list[str], chance: Any, count: int
) -> int:
    columns = {
        "messages": "id, room_id, sender_id, client_id, fingerprint, seq, changed_seq, message_no, body, created_at",
        "room_events": "room_id, seq, kind, actor_id, message_id, created_at",
        "message_search": "message_id, room_id, seq, search",
    }
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    written = 0
    # The newest stay in the database whatever their age: they are there, and not counted.
    for seq in range(1, count + 61):
        body = " ".join(chance.choices(said, k=chance.choice((1, 1, 1, 2, 3))))[: chance.randint(6, 160)]
        at = BEGAN + timedelta(minutes=seq) if seq <= count else datetime.now(UTC)
        sender, message_id = people[chance.randrange(2)], new_id()
        written += len(body.encode()) if seq <= count else 0
        fingerprint = chance.randbytes(32)
        rows["messages"].append((message_id, room_id, sender, new_id(), fingerprint, seq, seq, seq, body, at))
        rows["room_events"].append((room_id, seq, "message_created", sender, message_id, at))
        tokens = f"{index_vector(body)} '{room_token(room_id)}'"
        rows["message_search"].append((message_id, room_id, seq, tokens))
    for table in TABLES:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(columns[table]))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows[table]:
                copy.write_row(row)
    return written


def _sizes(url: str) -> dict[str, int]:
    """Bytes of each table with its indexes, without what a busy table has to spare."""
    with psycopg.connect(url, autocommit=True) as connection:
        sizes = {}
        for table in TABLES:
            connection.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
            found = connection.execute("SELECT pg_total_relation_size(%s::regclass)", (table,)).fetchone()
            assert found is not None
            sizes[table] = int(found[0])
    return sizes


def _stored(url: str) -> tuple[int, int, int]:
    """How many objects there are, how many bytes they take, and how many rows of messages have no words any more."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*), sum(stored_bytes)::bigint FROM message_archives").fetchone()
        emptied = connection.execute("SELECT count(*) FROM messages WHERE is_archived").fetchone()
    assert found is not None
    assert emptied is not None
    return int(found[0]), int(found[1]), int(emptied[0])


async def _archive(settings: Settings) -> None:
    resources = open_resources(settings)
    try:
        while True:
            async with new_session(resources.engine) as session:
                context = Context(session=session, resources=resources, locale="en")
                done = await archiving.archive_rooms(context, limit=20)
                await commit(session)
            if done == 0:
                return
    finally:
        await close_resources(resources)


def _result(
    messages: int, text_bytes: int, *, sizes: tuple[dict[str, int], dict[str, int]], stored: tuple[int, int, int]
) -> dict[str, Any]:
    before, after = sizes
    objects, stored_bytes, emptied = stored
    # The newest of each room are in both measurements; their share is taken off by their number.
    rows = messages + 60 * objects
    live = sum(before.values()) / rows
    left = (sum(after.values()) - live * (rows - emptied)) / emptied
    in_store = stored_bytes / emptied
    month = MEMBERS * PER_DAY * 30
    gigabyte = 1_000_000_000
    return {
        "messages": emptied,
        "objects": objects,
        "bytes_a_message": {
            "text": round(text_bytes / messages, 1),
            "database_while_new": {
                **{table: round(size / rows, 1) for table, size in before.items()},
                "all": round(live, 1),
            },
            "database_when_archived": round(left, 1),
            "object_store": round(in_store, 1),
        },
        "a_month_of": {"members": MEMBERS, "messages_a_day": PER_DAY, "messages": month},
        "gigabytes_a_month": {
            "database_while_new": round(month * live / gigabyte, 2),
            "database_when_archived": round(month * left / gigabyte, 2),
            "object_store": round(month * in_store / gigabyte, 2),
        },
        "usd_a_month_after_three_years": {
            "without_archive": round(36 * month * live / gigabyte * DATABASE_GB_MONTH, 2),
            "with_archive": round(
                (6 * live + 30 * left) * month / gigabyte * DATABASE_GB_MONTH
                + 30 * month * in_store / gigabyte * STORE_GB_MONTH,
                2,
            ),
        },
    }


if __name__ == "__main__":
    sys.exit(main())
