"""`dife migrate` as the database's owner who is no superuser: schema, roles, rights, and all of it again."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from dife.migrate import migrate_to_head
from dife.settings import MigrationSettings

from fixtures.services import Services


@dataclass(frozen=True)
class Owned:
    """A database of its own and the names of the roles around it; roles belong to the whole server."""

    url: str
    app_role: str

    def as_app(self, password: str) -> str:
        return make_url(self.url).set(username=self.app_role, password=password).render_as_string(hide_password=False)

    def migrate(self, password: str) -> None:
        settings = MigrationSettings(database_url=SecretStr(self.url), app_role_password=SecretStr(password))
        migrate_to_head(settings, app_role=self.app_role)


@pytest.fixture(scope="module")
def owned(services: Services, worker_id: str) -> Iterator[Owned]:
    """A database whose owner may create roles, as the master user of RDS may, and is no superuser."""
    name, owner, app_role = (f"dife_{what}_{worker_id}" for what in ("owned", "owner", "app"))
    url = services.create_database(name)
    with psycopg.connect(services.postgres_url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'owner'".encode())
        connection.execute(f"ALTER DATABASE {name} OWNER TO {owner}".encode())
    yield Owned(make_url(url).set(username=owner, password="owner").render_as_string(hide_password=False), app_role)
    services.drop_database(name)
    with psycopg.connect(services.postgres_url(), autocommit=True) as connection:
        for role in (app_role, owner):
            connection.execute(f"DROP ROLE IF EXISTS {role}".encode())


@pytest.fixture(scope="module")
def app_url(owned: Owned) -> str:
    """The application's own address, after two runs."""
    owned.migrate("first")
    owned.migrate("second")
    return owned.as_app("second")


def test_a_changed_password_counts_from_the_next_run_on(owned: Owned, app_url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(owned.as_app("first"))
    psycopg.connect(app_url).close()


def test_the_application_reads_and_writes(app_url: str) -> None:
    with psycopg.connect(app_url) as connection:
        connection.execute("INSERT INTO members (id) VALUES (gen_random_uuid())")
        job = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't') RETURNING id"
        )
        assert job.fetchone() is not None
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (n int)",
        "DROP TABLE members",
        "ALTER TABLE members ADD COLUMN n int",
        "TRUNCATE members",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE ROLE another",
    ],
)
def test_the_application_changes_no_schema(app_url: str, statement: str) -> None:
    with psycopg.connect(app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())
