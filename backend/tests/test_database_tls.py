"""Whoever connects as the tasks on AWS do talks to the database that its authority knows by name, and to no other."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from fixtures.tls import AUTHORITY, TlsProxy

RDS_AUTHORITIES = Path(__file__).resolve().parents[2] / "cloud" / "certificates" / "rds.pem"


@pytest.fixture
def proxy(database_url: str) -> Iterator[TlsProxy]:
    """TLS in front of the database, with a certificate of our own authority for `localhost`."""
    proxy = TlsProxy(urlsplit(database_url).port or 5432, speaks_postgresql=True)
    proxy.start()
    yield proxy
    proxy.stop()


def connect(database_url: str, host: str, proxy: TlsProxy, authorities: Path) -> None:
    parts = urlsplit(database_url)
    place = f"{parts.username}:{parts.password or ''}@{host}:{proxy.port}{parts.path}"
    trust = f"sslmode=verify-full&sslrootcert={authorities}"
    with psycopg.connect(f"postgresql://{place}?{trust}", connect_timeout=10) as connection:
        assert connection.pgconn.ssl_in_use


def test_the_authority_and_the_name_are_right(database_url: str, proxy: TlsProxy) -> None:
    connect(database_url, "localhost", proxy, AUTHORITY)


def test_a_certificate_of_another_authority_is_refused(database_url: str, proxy: TlsProxy) -> None:
    """As somebody in between would show it: RDS's authorities have not signed it."""
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        connect(database_url, "localhost", proxy, RDS_AUTHORITIES)


def test_a_certificate_for_another_name_is_refused(database_url: str, proxy: TlsProxy) -> None:
    with pytest.raises(psycopg.OperationalError, match="does not match host name"):
        connect(database_url, "127.0.0.1", proxy, AUTHORITY)
