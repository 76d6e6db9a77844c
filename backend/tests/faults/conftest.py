"""A whole Dife of its own, durable and with every role as a process, that a test may break."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dife.local.folder import DataFolder
from dife.local.mail_server import MailServer
from dife.local.roles import BUCKET, Deployment
from dife.local.service import Service, stop_all
from dife.local.stack import Stack
from dife.migrate import migrate_url

from .nemesis import Site
from fixtures.expo import ExpoServer


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One of each role on a durable PostgreSQL, Valkey and SeaweedFS; nothing of it is shared with other tests."""
    folder = DataFolder(tmp_path_factory.mktemp("site"))
    folder.open(wait_seconds=0)
    stack = Stack(folder)
    mail = MailServer(folder.mailbox, folder.ports.claim("smtp"))
    expo = ExpoServer()
    deployment = Deployment(stack, port=folder.ports.claim("api"), web_root=None, smtp_url=mail.url)
    deployment.environment["DIFE_EXPO_PUSH_URL"] = expo.url
    deployment.worker = deployment.role("worker")
    deployment.roles[-1] = deployment.worker
    mail.start()
    expo.start()
    try:
        stack.start()
        stack.s3.create_bucket(BUCKET, origins=[deployment.origin])
        migrate_url(stack.postgres.url())
        with ThreadPoolExecutor(len(deployment.roles)) as threads:
            list(threads.map(Service.start, deployment.roles))
        yield Site(stack, deployment, expo)
    finally:
        expo.stop()
        stop_all(deployment.roles)
        stack.stop()
        folder.children.end_recorded()
        mail.stop()
        folder.close()
