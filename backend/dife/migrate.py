"""Brings the schema to head, and the roles that use it to their rights: once, before a rollout.

Where passwords are given, the roles that use the tables without owning them get exactly the rights that they need.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from pydantic import SecretStr

from dife.database import conninfo_of
from dife.realtime import grants
from dife.settings import MigrationSettings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

APP_ROLE = "dife_app"

_LOCK = 0x64696665  # "dife"


class MigrationError(Exception):
    """The database cannot be brought to where it should be; the message says what to do."""


def migrate_to_head(settings: MigrationSettings, *, app_role: str = APP_ROLE, gateway_role: str = grants.ROLE) -> None:
    """Run the migrations that are missing, then make the roles that have a password. Two at once wait for each other.

    Raises:
        MigrationError: the owner lacks a right, or the gateway's role may do more than read what it needs.
    """
    url = settings.database_url.get_secret_value()
    with _only_one(url) as connection:
        _create_extension(connection)
        _upgrade(url)
        if settings.app_role_password:
            _settle_role(connection, app_role, password=settings.app_role_password, statements=_app_grants(app_role))
        if settings.gateway_role_password:
            statements = grants.grant_statements(gateway_role)
            _settle_role(connection, gateway_role, password=settings.gateway_role_password, statements=statements)
            _leave_groups(connection, gateway_role)
            _require_reader(connection, gateway_role)


@contextmanager
def _only_one(url: str) -> Iterator[psycopg.Connection]:
    """Open a connection that holds the lock; the lock ends with the connection, however that happens."""
    with psycopg.connect(conninfo_of(url), autocommit=True, connect_timeout=10) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        yield connection


def _create_extension(connection: psycopg.Connection) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except psycopg.errors.InsufficientPrivilege:
        raise MigrationError(
            "The owner of this database may not create the extension vector. "
            "Let a superuser do it once, in this database: CREATE EXTENSION vector"
        ) from None


def _upgrade(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def _app_grants(role: str) -> list[sql.Composed]:
    """Return the statements that let a role read and write rows, and change no table."""
    templates = (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {}",
    )
    return [sql.SQL(template).format(sql.Identifier(role)) for template in templates]


def _settle_role(
    connection: psycopg.Connection, name: str, *, password: SecretStr, statements: list[sql.Composed]
) -> None:
    """Make the role where it is missing, and give it this password and these rights: a password changes so, too."""
    role = sql.Identifier(name)
    # All at once: at no moment has a role that is at work fewer rights than it needs.
    with connection.transaction():
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        # Hashed here: the statement may end up in the server's log.
        secret = connection.pgconn.encrypt_password(
            password.get_secret_value().encode(), name.encode(), b"scram-sha-256"
        )
        change = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        connection.execute(change.format(role, sql.Literal(secret.decode())))
        for statement in statements:
            connection.execute(statement)


def _leave_groups(connection: psycopg.Connection, name: str) -> None:
    """Take the role out of every other one: what it may do would not be seen among its own rights."""
    groups = connection.execute(
        "SELECT pg_get_userbyid(roleid) FROM pg_auth_members WHERE pg_get_userbyid(member) = %s", (name,)
    ).fetchall()
    for (group,) in groups:
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(group), sql.Identifier(name)))


def _require_reader(connection: psycopg.Connection, role: str) -> None:
    """Ask the database itself: a role may also do what everybody may, and a superuser anything."""
    surplus = connection.execute(
        """
        SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND (
            has_table_privilege(%(role)s, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            OR (has_any_column_privilege(%(role)s, oid, 'SELECT') AND relname <> ALL(%(readable)s))
        )
        """,
        {"role": role, "readable": sorted(grants.TABLES)},
    ).fetchone()
    if surplus and surplus[0]:
        raise MigrationError(
            f'The gateway\'s role "{role}" may do more than read what it needs, in: {surplus[0]}. '
            "It must be no superuser, and PUBLIC must have no rights on these tables."
        )
