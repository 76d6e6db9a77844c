"""Sent to a task of the migration's image, which runs it in the network: is what was restored a Dife?"""

import psycopg

from dife.settings import load_migration_settings

with psycopg.connect(load_migration_settings().database_url.get_secret_value(), connect_timeout=10) as connection:
    for statement in (
        "SELECT version_num FROM alembic_version",
        "SELECT count(*) FROM members",
        "SELECT coalesce(max(created_at)::text, 'never') FROM room_events",
    ):
        print(statement, connection.execute(statement.encode()).fetchone(), flush=True)  # noqa: T201 - its log
