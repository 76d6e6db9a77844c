"""The demo: a campus that is consistent in itself, and a crowd that is as valid as what the API writes."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import psycopg
import pytest
from litestar import Litestar
from rich.console import Console

from dife.app import create_app
from dife.local.demo.crowd import CrowdSize
from dife.local.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from dife.local.seed import seed
from dife.settings import Settings

from fixtures.application import client_of


@pytest.fixture
def rows(database_url: str, clean: None) -> Iterator[psycopg.Cursor[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection.cursor()


def one(rows: psycopg.Cursor[Any], statement: str) -> Any:
    row = rows.execute(statement.encode()).fetchone()
    return row[0] if row and len(row) == 1 else row


async def fill(settings: Settings, **size: int) -> None:
    await asyncio.to_thread(seed, create_app(settings), settings, size=CrowdSize(**size), console=Console(quiet=True))


_BROKEN_LOGS = """
    SELECT count(*) FROM rooms r WHERE
        (SELECT array_agg(seq ORDER BY seq) FROM room_events e WHERE e.room_id = r.id)
            IS DISTINCT FROM ARRAY(SELECT generate_series(1, r.head_seq))
        OR (SELECT max(message_no) FROM messages m WHERE m.room_id = r.id) <> r.head_message_no
"""


async def test_campus_is_small_and_believable(app: Litestar, settings: Settings, rows: psycopg.Cursor[Any]) -> None:
    await fill(settings)

    assert one(rows, "SELECT count(*), count(DISTINCT country) FROM members") == (30, 12)
    assert one(rows, "SELECT count(*) FROM media WHERE status = 'ready'") == 36
    assert one(rows, "SELECT count(DISTINCT board) FROM posts") == 2
    assert one(rows, "SELECT count(*), sum(member_count) FROM groups") == (6, 33)
    assert one(rows, "SELECT count(*) FROM groups WHERE member_count = max_members") == 1
    assert one(rows, "SELECT count(*) FROM connections WHERE status = 'accepted'") >= 10
    assert one(rows, _BROKEN_LOGS) == 0
    async with client_of(app) as client:
        await assert_usable(client)


async def assert_usable(client: httpx2.AsyncClient) -> None:
    for email in DEMO_LOGINS:
        answer = await client.post("/auth/login", json={"email": email, "password": DEMO_PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        assert len((await client.get("/connect/recommendations")).json()["items"]) >= 10
        rooms = (await client.get("/rooms")).json()["items"]
        post = (await client.get("/posts?board=free")).json()["items"][0]
        for source in ({"message_id": rooms[0]["last_message"]["id"]}, {"post_id": post["id"]}):
            for target in ("ko", "en", "ja", "zh", "es"):
                translated = await client.post("/translations", json={**source, "target": target})
                assert translated.status_code == 200, translated.text


async def test_crowd_is_as_valid_as_what_the_api_writes(settings: Settings, rows: psycopg.Cursor[Any]) -> None:
    await fill(settings, members=60, posts=40, messages=130)
    await fill(settings, members=10)

    assert one(rows, "SELECT count(*) FROM members") == 100, "the second time adds no second campus"
    assert one(rows, "SELECT count(*) FROM posts WHERE client_id = id") == 40
    assert one(rows, "SELECT count(*) FROM messages WHERE client_id = id") == 130
    assert one(rows, _BROKEN_LOGS) == 0
