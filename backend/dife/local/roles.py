"""The roles of Dife as child processes, with the settings that point them at local servers."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from dife.local.folder import DataFolder
from dife.local.programs import script
from dife.local.service import Service, answers_http
from dife.local.stack import Stack

BUCKET = "dife-media"


class Role(Service):
    """One process of `dife api`, `dife gateway` or `dife worker`."""

    stop_seconds: ClassVar[float] = 15.0

    def __init__(
        self,
        folder: DataFolder,
        command: str,
        *,
        environment: Mapping[str, str],
        ready_url: str,
    ) -> None:
        super().__init__(folder)
        self.name = command
        self.title = {"api": "API"}.get(command, command)
        self._command = command
        self._environment = {**os.environ, **environment}
        self._ready_url = ready_url

    def command(self) -> Sequence[str | Path]:
        return [script("python"), script("dife"), self._command]

    def environment(self) -> dict[str, str]:
        return self._environment

    @property
    def home(self) -> Path:
        # Roles keep nothing on the disk; the data folder is only where they stand.
        return self.folder.root

    def answers(self) -> bool:
        return self.running and answers_http(self._ready_url)


class Deployment:
    """One of each role on one stack: what `dife up` runs and fault tests break."""

    def __init__(self, stack: Stack, *, port: int, web_root: Path | None, smtp_url: str) -> None:
        self._stack = stack
        self.folder = stack.folder
        self.origin = f"http://localhost:{port}"
        self.gateway_port = self.folder.ports.claim("gateway")
        self.worker_port = self.folder.ports.claim("worker")
        self.environment = {
            **_addresses(stack),
            "DIFE_PUBLIC_URL": self.origin,
            "DIFE_GATEWAY_PUBLIC_URL": f"ws://localhost:{self.gateway_port}/ws",
            "DIFE_API_PORT": str(port),
            "DIFE_GATEWAY_PORT": str(self.gateway_port),
            "DIFE_WORKER_METRICS_PORT": str(self.worker_port),
            "DIFE_SMTP_URL": smtp_url,
            "DIFE_MAILBOX_DIR": str(self.folder.mailbox),
            **({} if web_root is None else {"DIFE_WEB_ROOT": str(web_root)}),
        }
        self._ready_urls = {
            "api": f"http://127.0.0.1:{port}/health/ready",
            "gateway": f"http://127.0.0.1:{self.gateway_port}/health/ready",
            "worker": f"http://127.0.0.1:{self.worker_port}/health",
        }
        self.api, self.gateway, self.worker = self.role("api"), self.role("gateway"), self.role("worker")
        self.roles = [self.api, self.gateway, self.worker]

    @property
    def migration_environment(self) -> dict[str, str]:
        """The environment of `dife migrate`, which acts as the owner of the tables."""
        settings = self._stack.postgres.migration_settings()
        given = {name: getattr(settings, name).get_secret_value() for name in settings.model_fields_set}
        return {f"DIFE_{name.upper()}": value for name, value in given.items()}

    def role(self, command: str) -> Role:
        """A process of this deployment, with the environment as it is now."""
        return Role(self.folder, command, environment=self.environment, ready_url=self._ready_urls[command])


def _addresses(stack: Stack) -> dict[str, str]:
    secrets = stack.folder.secrets
    return {
        "DIFE_DATABASE_URL": stack.postgres.app_url(),
        "DIFE_GATEWAY_DATABASE_URL": stack.postgres.gateway_url(),
        "DIFE_VALKEY_URL": stack.valkey.url,
        "DIFE_S3_ENDPOINT_URL": stack.s3.url,
        "DIFE_S3_BUCKET": BUCKET,
        "DIFE_S3_ACCESS_KEY": secrets["s3_access_key"],
        "DIFE_S3_SECRET_KEY": secrets["s3_secret_key"],
        "DIFE_SECRET_KEY": secrets["secret_key"],
    }
