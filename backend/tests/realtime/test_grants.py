"""The gateway's database role reads what it needs and can do nothing else. All other tests use it too."""

import psycopg
import pytest

from fixtures.services import DatabaseUrls


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
        "TRUNCATE messages",
        "CREATE TABLE mine (n int)",
        "SELECT procrastinate_defer_periodic_job_v2('q', 'l', 'q', 'accounts.sweep', 0, '', 0, '{}')",
    ],
)
def test_everything_else_is_denied(database_urls: DatabaseUrls, statement: str) -> None:
    with psycopg.connect(database_urls.gateway, autocommit=True) as connection:
        assert connection.execute("SELECT count(head_seq) FROM rooms").fetchone() is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
