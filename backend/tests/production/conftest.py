"""One plant for all tests of this folder, and two people who are signed up there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import httpx2
import pytest

from dife.local.folder import DataFolder
from dife.local.mail_server import MailServer
from dife.local.roles import BUCKET
from dife.local.service import Service, stop_all
from dife.local.stack import Stack

from .journey import Traveller
from .plant import Plant, services_of
from fixtures.collector import Collector
from fixtures.deepl import DeepLServer
from fixtures.expo import ExpoServer
from fixtures.tls import TlsProxy


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    """Where spans arrive."""
    collector = Collector()
    collector.start()
    yield collector
    collector.stop()


@pytest.fixture(scope="module")
def expo() -> ExpoServer:
    """Where pushes arrive."""
    return ExpoServer()


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory, collector: Collector, expo: ExpoServer) -> Iterator[Plant]:
    """One of each role, migrated and running."""
    folder = DataFolder(tmp_path_factory.mktemp("plant"))
    folder.open(wait_seconds=0)
    stack = Stack(folder, durable=False)
    mail = MailServer(folder.mailbox, folder.ports.claim("smtp"))
    deepl = DeepLServer()
    proxies = [TlsProxy(stack.postgres.port, speaks_postgresql=True), TlsProxy(stack.valkey.port)]
    with contextlib.ExitStack() as opened:
        opened.callback(folder.close)
        servers: list[Server] = [mail, deepl, expo, *proxies]
        for server in servers:
            opened.callback(_started(server).stop)
        services = services_of(mail.url, expo.url, deepl.url, collector)
        plant = Plant(stack, database_port=proxies[0].port, valkey_port=proxies[1].port, services=services)
        opened.callback(folder.children.end_recorded)
        opened.callback(stack.stop)
        opened.callback(stop_all, list(plant.roles.values()))
        _start(plant)
        yield plant


class Server(Protocol):
    """What is started and stopped."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def _started(server: Server) -> Server:
    server.start()
    return server


def _start(plant: Plant) -> None:
    plant.stack.start()
    plant.stack.s3.create_bucket(BUCKET, origins=[plant.origin])
    plant.prepare()
    for _ in range(2):
        done = plant.migrate()
        assert done.returncode == 0, done.stderr
    with ThreadPoolExecutor(len(plant.roles)) as threads:
        list(threads.map(Service.start, plant.roles.values()))


@pytest.fixture
async def travellers(plant: Plant) -> AsyncIterator[tuple[Traveller, Traveller]]:
    """Two people who are members; each test has its own."""
    api = f"{plant.origin}/api/v1"
    async with (
        httpx2.AsyncClient(base_url=api, timeout=30) as one,
        httpx2.AsyncClient(base_url=api, timeout=30) as other,
    ):
        pair = Traveller("minji", one, plant.folder.mailbox), Traveller("lucas", other, plant.folder.mailbox)
        await asyncio.gather(pair[0].sign_up("ko"), pair[1].sign_up("en"))
        yield pair
