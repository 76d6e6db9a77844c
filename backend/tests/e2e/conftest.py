"""All of Dife as `dife up` runs it, with the built client, demo data and a translator, for a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dife.local.commands import run
from dife.local.folder import DataFolder
from dife.local.mail_server import MailServer
from dife.local.programs import script
from dife.local.roles import BUCKET, Deployment
from dife.local.service import Service, stop_all
from dife.local.stack import Stack
from dife.local.steps import Steps
from dife.local.supervisor import Supervisor
from dife.local.web import WebClient
from dife.migrate import migrate_to_head

from .chromium import unpack_chromium
from fixtures.deepl import API_KEY, DeepLServer

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journeys: each takes a minute, and whoever begins one last keeps everybody waiting.

    Each worker first gets an equal stretch of the list (pytest-xdist, `worksteal`), so each stretch begins with some.
    """
    folder = Path(__file__).parent
    journeys = [item for item in items if item.path.is_relative_to(folder)]
    others = [item for item in items if not item.path.is_relative_to(folder)]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    length = len(items) // workers
    items.clear()
    for worker in range(workers):
        own = journeys[worker::workers]
        rest = max(length - len(own), 0) if worker < workers - 1 else len(others)
        items += own + others[:rest]
        del others[:rest]


class Site:
    """A running Dife and what a journey must know of it."""

    def __init__(self, deployment: Deployment, chromium: Path) -> None:
        self._deployment = deployment
        self._chromium = chromium
        self._pid_file = deployment.folder.root / "gateway.pid"

    @property
    def environment(self) -> dict[str, str]:
        """Where a journey finds browser and pages, and whom it may kill."""
        process = self._deployment.gateway.process
        assert process is not None
        self._pid_file.write_text(str(process.pid))
        return {
            "CHROMIUM_PATH": str(self._chromium),
            "DIFE_E2E_ORIGIN": self._deployment.origin,
            "DIFE_E2E_GATEWAY_PID": str(self._pid_file),
        }


@pytest.fixture(scope="session")
def web_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built client; a copy, since another build would take files away from an open page."""
    folder = DataFolder(CHECKOUT / ".tools" / "client")
    folder.create()
    client = WebClient(CHECKOUT, folder)
    client.build(Steps())
    return Path(shutil.copytree(client.root, tmp_path_factory.mktemp("web") / "dist"))


@pytest.fixture(scope="session")
def deepl() -> Iterator[DeepLServer]:
    """A translator that knows a few sentences."""
    server = DeepLServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, web_root: Path, deepl: DeepLServer) -> Iterator[Site]:
    """One of each role, watched over: what ends unasked is started again."""
    folder = DataFolder(tmp_path_factory.mktemp("site"))
    folder.open(wait_seconds=0)
    stack = Stack(folder, durable=False)
    mail = MailServer(folder.mailbox, folder.ports.claim("smtp"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DIFE_DEEPL_API_KEY", API_KEY)
        environment.setenv("DIFE_DEEPL_URL", deepl.url)
        deployment = Deployment(stack, port=folder.ports.claim("api"), web_root=web_root, smtp_url=mail.url)
    supervisor = Supervisor(deployment.roles, say=_append_to(folder.log("supervisor")))
    mail.start()
    try:
        _fill(stack, deployment)
        with ThreadPoolExecutor(len(deployment.roles)) as threads:
            list(threads.map(Service.start, deployment.roles))
        supervisor.start()
        yield Site(deployment, unpack_chromium(CHECKOUT / "app", CHECKOUT / ".tools"))
    finally:
        supervisor.stop()
        stop_all(deployment.roles)
        stack.stop()
        folder.children.end_recorded()
        mail.stop()
        folder.close()


def _append_to(log: Path) -> Callable[[str], None]:
    def say(line: str) -> None:
        with log.open("a") as lines:
            print(line, file=lines)

    return say


def _fill(stack: Stack, deployment: Deployment) -> None:
    stack.start()
    stack.s3.create_bucket(BUCKET, origins=[deployment.origin])
    migrate_to_head(stack.postgres.migration_settings())
    command: list[str | Path] = [script("python"), script("dife"), "seed"]
    environment = deployment.api.environment()
    run(stack.folder, command, name="seed", where=CHECKOUT, environment=environment)
