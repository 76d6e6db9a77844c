"""`dife migrate` as the database's owner who is no superuser: schema, roles, rights, and all of it again."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy import make_url

from dife.app import create_app
from dife.local.programs import script
from dife.migrate import MIGRATIONS, MigrationError, migrate_to_head
from dife.settings import MigrationSettings, Settings

from fixtures.application import client_of
from fixtures.services import Services

GATEWAY_PASSWORD = "gateway's"


@dataclass(frozen=True)
class Owned:
    """A database of its own and the names of the roles around it; roles belong to the whole server."""

    url: str
    app_role: str
    gateway_role: str

    def _as(self, role: str, password: str) -> str:
        return make_url(self.url).set(username=role, password=password).render_as_string(hide_password=False)

    def as_app(self, password: str) -> str:
        return self._as(self.app_role, password)

    def as_gateway(self) -> str:
        return self._as(self.gateway_role, GATEWAY_PASSWORD)

    def migrate(self, password: str) -> None:
        settings = MigrationSettings(
            database_url=SecretStr(self.url),
            app_role_password=SecretStr(password),
            gateway_role_password=SecretStr(GATEWAY_PASSWORD),
        )
        migrate_to_head(settings, app_role=self.app_role, gateway_role=self.gateway_role)

    def as_owner(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def owned(services: Services, worker_id: str) -> Iterator[Owned]:
    """A database whose owner may create roles, as the master user of RDS may, and is no superuser."""
    name, owner, app_role, gateway = (f"dife_{what}_{worker_id}" for what in ("owned", "owner", "app", "gateway"))
    superuser_url = services.create_database(name)
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'owner'".encode())
        connection.execute(f"ALTER DATABASE {name} OWNER TO {owner}".encode())
        # The master user of RDS may create it, although it is no superuser; this owner may not.
        connection.execute("CREATE EXTENSION vector")
    url = make_url(superuser_url).set(username=owner, password="owner").render_as_string(hide_password=False)
    yield Owned(url, app_role, gateway)
    services.drop_database(name)
    with psycopg.connect(services.postgres_url(), autocommit=True) as connection:
        for role in (app_role, gateway, owner):
            connection.execute(f"DROP ROLE IF EXISTS {role}".encode())


@pytest.fixture(scope="module")
def app_url(owned: Owned) -> str:
    """The application's own address, after two runs at once and a third."""
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(owned.migrate, "first") for _ in range(2)]:
            done.result(timeout=120)
    owned.migrate("second")
    return owned.as_app("second")


def denied(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_changed_password_counts_from_the_next_run_on(owned: Owned, app_url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(owned.as_app("first"))
    psycopg.connect(app_url).close()


async def test_the_api_works_as_the_application(owned: Owned, app_url: str, settings: Settings) -> None:
    """A request that writes rows and enqueues a job; the gateway's role reads what came of others like it."""
    app = create_app(settings.model_copy(update={"database_url": SecretStr(app_url)}))
    sign_up = {"email": f"{os.urandom(4).hex()}@kookmin.ac.kr", "password": "correct horse", "locale": "en"}
    async with app.lifespan(), client_of(app) as client:
        answer = await client.post("/auth/sign-up", json=sign_up)
    with psycopg.connect(app_url) as connection:
        jobs = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
    with psycopg.connect(owned.as_gateway()) as connection:
        messages = connection.execute("SELECT count(*) FROM messages").fetchone()

    assert answer.status_code == 202, answer.text
    assert jobs == (1,)
    assert messages == (0,)


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
    denied(app_url, statement)


@pytest.mark.parametrize("statement", ["UPDATE rooms SET head_seq = 0", "SELECT email FROM accounts"])
def test_what_somebody_gave_to_the_gateway_is_taken_back(owned: Owned, app_url: str, statement: str) -> None:
    """Rights of its own, and rights by membership: what the gateway may do is written in one place."""
    owned.as_owner(f"GRANT SELECT, UPDATE ON accounts, rooms TO {owned.gateway_role}")
    owned.as_owner(f"GRANT {owned.app_role} TO {owned.gateway_role}")
    with psycopg.connect(owned.as_gateway()) as connection:
        connection.execute(statement.encode())

    owned.migrate("second")

    denied(owned.as_gateway(), statement)


def test_a_gateway_that_may_do_what_everybody_may_is_refused(owned: Owned, app_url: str) -> None:
    """Taking back its own rights does not help then, so it is told in a sentence."""
    owned.as_owner("GRANT INSERT ON posts TO PUBLIC")
    try:
        with pytest.raises(MigrationError, match=r"in: posts\."):
            owned.migrate("second")
    finally:
        owned.as_owner("REVOKE INSERT ON posts FROM PUBLIC")
    owned.migrate("second")


def test_an_owner_without_the_extension_hears_what_to_do(owned: Owned, services: Services, worker_id: str) -> None:
    """Where the extension is not trusted and the owner no superuser."""
    name = f"dife_bare_{worker_id}"
    services.create_database(name)
    bare = make_url(owned.url).set(database=name).render_as_string(hide_password=False)
    try:
        with pytest.raises(MigrationError, match="CREATE EXTENSION vector"):
            migrate_to_head(MigrationSettings(database_url=SecretStr(bare)))
    finally:
        services.drop_database(name)


@pytest.fixture
def local_environment(services: Services, worker_id: str) -> Iterator[dict[str, str]]:
    """What the command is told about an empty database, with the roles that all tests share."""
    name = f"dife_command_{worker_id}"
    services.create_database(name)
    given = services.migration_settings(name)
    values = {field: getattr(given, field).get_secret_value() for field in given.model_fields_set}
    yield {**os.environ, **{f"DIFE_{field.upper()}": value for field, value in values.items()}}
    services.drop_database(name)


def dife_migrate(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [script("python"), script("dife"), "migrate"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


async def test_the_command_says_in_a_sentence_what_is_wrong(local_environment: dict[str, str]) -> None:
    url = local_environment["DIFE_DATABASE_URL"]
    first = await asyncio.to_thread(dife_migrate, local_environment)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("GRANT SELECT ON accounts TO PUBLIC")
    second = await asyncio.to_thread(dife_migrate, local_environment)

    assert first.returncode == 0, first.stderr
    assert second.returncode == 1
    assert "may do more than read what it needs, in: accounts." in second.stderr
    assert "Traceback" not in second.stderr


def test_comments_of_before_get_their_language(services: Services, worker_id: str) -> None:
    name = f"dife_languages_{worker_id}"
    url = services.create_database(name)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "20261126_1320")
        with psycopg.connect(url) as connection:
            # Neither posts nor members are needed to see what becomes of the texts.
            connection.execute("SET session_replication_role = replica")
            for body in ("저도 궁금해요", "", "¿Alguien sabe cuándo abre la biblioteca?", "ok"):
                connection.execute(
                    "INSERT INTO comments (id, post_id, author_id, client_id, fingerprint, body, anonymous)"
                    " SELECT u, u, u, u, '', %s, false FROM gen_random_uuid() u",
                    (body,),
                )
        command.upgrade(config, "20261126_1330")
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT body, language FROM comments ORDER BY body").fetchall()
    finally:
        services.drop_database(name)

    assert {(body[:2], language) for body, language in found} == {
        ("", None),
        ("ok", None),
        ("저도", "ko"),
        ("¿A", "es"),
    }
