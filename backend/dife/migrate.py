"""Brings the schema to head: once, before a rollout. Two at once wait for each other.

Where passwords are given, the roles that use the tables without owning them get exactly the rights that they need.
"""

from collections.abc import Iterable
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import make_url

from dife.realtime import grants
from dife.settings import MigrationSettings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

APP_ROLE = "dife_app"


def migrate_to_head(settings: MigrationSettings, *, app_role: str = APP_ROLE) -> None:
    """Run the migrations that are missing, then make the roles that have a password."""
    url = settings.database_url.get_secret_value()
    migrate_url(url)
    if settings.app_role_password:
        _settle_role(url, app_role, password=settings.app_role_password, statements=_app_grants(app_role))
    if settings.gateway_role_password:
        _settle_role(url, grants.ROLE, password=settings.gateway_role_password, statements=grants.grant_statements())


def _app_grants(role: str) -> Iterable[str]:
    return (
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        f'REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM "{role}"',
    )


def migrate_url(url: str) -> None:
    """Run the migrations that are missing in the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def _settle_role(url: str, name: str, *, password: SecretStr, statements: Iterable[str]) -> None:
    """Make the role where it is missing, and give it this password and these rights: a password changes so, too."""
    conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(conninfo, connect_timeout=10) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        # Hashed here: the statement may end up in the server's log.
        secret = connection.pgconn.encrypt_password(
            password.get_secret_value().encode(), name.encode(), b"scram-sha-256"
        )
        change = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        connection.execute(change.format(sql.Identifier(name), sql.Literal(secret.decode())))
        for statement in statements:
            connection.execute(statement.encode())
