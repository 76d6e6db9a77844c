"""The gateway's database role reads what it needs and can do nothing else."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import make_url

from dife.context import Resources
from dife.realtime.grants import grant_statements
from dife.settings import Settings

from fixtures.gateway import Clients, Rooms, gateways
from fixtures.people import People


@pytest.fixture
def limited_url(database_url: str, worker_id: str) -> Iterator[str]:
    """Address of the database for a role with these grants alone; roles belong to the whole server."""
    role = f"dife_gateway_{worker_id}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(sql.Identifier(role)))
        for statement in grant_statements(role) * 2:
            connection.execute(statement)
        yield make_url(database_url).set(username=role, password="secret").render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


async def test_the_gateway_works_with_these_rights(
    limited_url: str, settings: Settings, app_resources: Resources, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Logging in, replaying, sweeping: every statement of its life."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, 3)
    limited = settings.model_copy(update={"gateway_database_url": SecretStr(limited_url)})
    async with gateways(limited, app_resources) as start:
        gateway = await start(sweep_seconds=0.2)
        client = await clients.enter(gateway.port, lucas, {room_id: 0})
        await rooms.say(room_id, minji, publish=False)
        await client.until_seq(room_id, 4)
        answer = await lucas.http.post(f"/rooms/{room_id}/leave")
        left = await client.first("room_left")
        await client.close()

    assert answer.status_code in {200, 204}
    assert left["last_seq"] == 5
    assert client.seqs(room_id) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT email FROM accounts",
        "SELECT refresh_hash FROM sessions",
        "SELECT * FROM sessions",
        "SELECT bio FROM members",
        "SELECT body FROM posts",
        "INSERT INTO blocks VALUES (gen_random_uuid(), gen_random_uuid())",
        "UPDATE rooms SET head_seq = 0",
        "DELETE FROM room_events",
        "CREATE TABLE mine (n int)",
    ],
)
def test_everything_else_is_denied(limited_url: str, statement: str) -> None:
    """Also with the read-only setting switched off by whoever got the password."""
    with psycopg.connect(limited_url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
