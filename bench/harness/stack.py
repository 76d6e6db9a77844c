"""PostgreSQL and Valkey for the bench, and processes beside them: the same programs that `make run` starts."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dife.local.folder import DataFolder
from dife.local.roles import Deployment, Role
from dife.local.service import Service, answers_http
from dife.local.stack import Stack
from dife.migrate import migrate_to_head
from dife.settings import Settings

PORTS = {"api": "DIFE_API_PORT", "gateway": "DIFE_GATEWAY_PORT"}


class Numbered(Role):
    """One of several processes of a role."""

    def __init__(self, folder: DataFolder, command: str, number: int, *, environment: Mapping[str, str]) -> None:
        name = f"{command}-{number}"
        self.port = folder.ports.claim(name)
        own = {**environment, PORTS[command]: str(self.port)}
        ready = f"http://127.0.0.1:{self.port}/health/ready"
        super().__init__(folder, command, environment=own, ready_url=ready)
        self.name = name


class Program(Service):
    """Any other server."""

    def __init__(self, folder: DataFolder, name: str, command: Sequence[str | Path], *, url: str) -> None:
        super().__init__(folder)
        self.name = self.title = name
        self._command = command
        self._url = url

    def command(self) -> Sequence[str | Path]:
        """What to run."""
        return self._command

    def answers(self) -> bool:
        """Whether it listens."""
        return self.running and answers_http(self._url)


class Ground:
    """What the servers of the bench stand on."""

    def __init__(self, folder: DataFolder, *, object_store: bool = False) -> None:
        self.folder = folder
        self.stack = Stack(folder)
        if not object_store:
            self.stack.services.remove(self.stack.s3)
        deployment = Deployment(
            self.stack, port=folder.ports.claim("bench"), web_root=None, smtp_url="smtp://127.0.0.1:1"
        )
        self.environment = deployment.environment

    @property
    def settings(self) -> Settings:
        """The settings of Dife's processes here."""
        values = {name.removeprefix("DIFE_").lower(): value for name, value in self.environment.items()}
        return Settings.model_validate(values)


@contextlib.contextmanager
def ground(*, object_store: bool = False) -> Iterator[Ground]:
    """Durable PostgreSQL with Dife's tables, Valkey, and S3 where it is asked for; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dife-bench-") as root:
        # PostgreSQL does not run as root, so its user has to get here.
        Path(root).chmod(0o755)
        folder = DataFolder(Path(root) / "data")
        folder.open(wait_seconds=0)
        made = Ground(folder, object_store=object_store)
        try:
            made.stack.start()
            migrate_to_head(made.stack.postgres.migration_settings())
            yield made
        finally:
            made.stack.stop()
            folder.children.end_recorded()
            folder.close()
