"""The servers that the other tests stand on."""

import smtplib

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dife.settings import MigrationSettings

from fixtures.services import Services


def test_postgres_is_18_with_pgvector(services: Services) -> None:
    """A database made for a test takes the extension that recommendations use."""
    url = services.create_database("services_pgvector")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
        version = connection.execute("SHOW server_version_num").fetchone()
    services.drop_database("services_pgvector")

    assert version is not None
    assert version[0].startswith("18")


def test_a_template_is_filled_once_and_copied(services: Services) -> None:
    """The second worker that asks for a template copies what the first one made."""
    filled: list[str] = []

    def migrate(settings: MigrationSettings) -> None:
        url = settings.database_url.get_secret_value()
        filled.append(url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")

    template = services.template("services_template", migrate)
    again = services.template("services_template", migrate)
    with psycopg.connect(services.create_database("services_copy", template=template)) as connection:
        tables = connection.execute("SELECT relname FROM pg_class WHERE relname = 'kept'").fetchall()
    services.drop_database("services_copy")

    assert again == template
    assert len(filled) <= 1
    assert tables == [("kept",)]


def test_valkey_answers_with_its_password_only(services: Services) -> None:
    """Another user of the machine cannot read what is in Valkey."""
    with redis.Redis.from_url(services.valkey_url) as client:
        assert client.ping()
    stranger = redis.Redis(host="127.0.0.1", port=services.valkey.port, retry=Retry(NoBackoff(), 0))
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_mail_is_captured(services: Services) -> None:
    """A mail sent by SMTP can be read by its receiver's address."""
    with smtplib.SMTP("127.0.0.1", int(services.smtp_url.rpartition(":")[2])) as client:
        client.sendmail("dife@dife.example", ["Minji@korea.ac.kr"], "Subject: Hello\r\n\r\nYour code is 123456.\r\n")
    received = services.mail.received(to="minji@korea.ac.kr")

    assert [mail.subject for mail in received] == ["Hello"]
    assert "123456" in received[0].text
    assert services.mail.received(to="somebody@else.example") == []
