"""Sites of their own, which nothing else uses."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dife.local.folder import DataFolder
from dife.local.service import Service, stop_all
from dife.local.stack import Stack
from dife.migrate import migrate_to_head

from .logs import keep_told_messages
from .site import BUCKET, Site
from fixtures.expo import ExpoServer


@contextlib.contextmanager
def prepared(site_folder: DataFolder, *, with_s3: bool) -> Iterator[Site]:
    """Servers that run and have their tables; the roles are up to the test."""
    site_folder.open(wait_seconds=0)
    stack, expo = Stack(site_folder), ExpoServer()
    if not with_s3:
        stack.services.remove(stack.s3)
    # Nothing that was acknowledged may wait for this: it makes a lost flush visible.
    stack.postgres._options.append("wal_writer_delay=10s")
    site = Site.on(stack, expo)
    expo.start()
    try:
        stack.start()
        if with_s3:
            stack.s3.create_bucket(BUCKET, origins=["http://localhost:8000"])
        migrate_to_head(stack.postgres.migration_settings())
        keep_told_messages(stack.postgres.url())
        yield site
    finally:
        expo.stop()
        stop_all(site.roles)
        stack.stop()
        site_folder.children.end_recorded()
        site_folder.close()


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Every role and every server, running; it is thrown away afterwards."""
    with prepared(DataFolder(tmp_path_factory.mktemp("site")), with_s3=True) as site:
        with ThreadPoolExecutor(len(site.roles)) as threads:
            list(threads.map(Service.start, site.roles))
        yield site


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """PostgreSQL and Valkey for all tests of a module, which start the roles that they need."""
    with prepared(DataFolder(tmp_path_factory.mktemp("servers")), with_s3=False) as site:
        yield site
