"""What the database does bare: single-row inserts, each its own commit, over a few connections of the product's driver.

`python -m harness.bare URL CONNECTIONS ROWS`
"""

import asyncio
import json
import sys
import time

import psycopg
import uvloop

from dife.kit.ids import new_id

TABLE = "CREATE TABLE IF NOT EXISTS bare_messages (LIKE messages INCLUDING ALL)"
INSERT = (
    "INSERT INTO bare_messages (id, room_id, sender_id, client_id, fingerprint, seq, changed_seq, message_no, body)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
TEXT = "Shall we meet at the main gate at six? 여섯 시에 정문에서 만날까?"


async def insert(url: str, *, rows: int, place: int) -> None:
    """Insert rows one after the other over one connection."""
    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    connection.prepare_threshold = 0
    room_id, sender_id = new_id(), new_id()
    async with connection, connection.cursor() as cursor:
        for number in range(rows):
            seq = place * rows + number
            values = (new_id(), room_id, sender_id, new_id(), b"x" * 32, seq, seq, seq, TEXT)
            await cursor.execute(INSERT, values)


async def main() -> None:
    """Insert everything and tell how many rows a second that was."""
    url, connections, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(TABLE)
    each = rows // connections
    began = time.monotonic()
    await asyncio.gather(*(insert(url, rows=each, place=place) for place in range(connections)))
    print(json.dumps({"rows": each * connections, "seconds": time.monotonic() - began}))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
