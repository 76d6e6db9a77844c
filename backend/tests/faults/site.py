"""A whole Dife with two gateways and two API processes, durable, which a test may break."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from dife.context import Resources
from dife.local.folder import DataFolder
from dife.local.programs import script
from dife.local.roles import BUCKET, Deployment, Role
from dife.local.service import Service
from dife.local.stack import Stack
from dife.resources import open_resources
from dife.settings import Settings

from fixtures.expo import ExpoServer

PLANTED = Path(__file__).with_name("planted.py")
_PORT_SETTINGS = {"api": "DIFE_API_PORT", "gateway": "DIFE_GATEWAY_PORT", "worker": "DIFE_WORKER_METRICS_PORT"}
_READY = {"api": "/health/ready", "gateway": "/health/ready", "worker": "/health"}


class SiteRole(Role):
    """One process of a role, beside others of the same; with a planted bug it is not the product that runs."""

    def __init__(self, folder: DataFolder, command: str, number: int, *, environment: dict[str, str]) -> None:
        name = f"{command}-{number}"
        self.port = folder.ports.claim(name)
        own = {**environment, _PORT_SETTINGS[command]: str(self.port)}
        super().__init__(folder, command, environment=own, ready_url=f"http://127.0.0.1:{self.port}{_READY[command]}")
        self.name = name
        self.bug: str | None = None

    def command(self) -> Sequence[str | Path]:
        if self.bug is None:
            return super().command()
        return [script("python"), PLANTED, self.bug, self._command]


@dataclass
class Site:
    """Processes and servers; `environment` is what the roles are given."""

    stack: Stack
    expo: ExpoServer
    environment: dict[str, str]
    apis: list[SiteRole] = field(default_factory=list)
    gateways: list[SiteRole] = field(default_factory=list)
    workers: list[SiteRole] = field(default_factory=list)

    @classmethod
    def on(cls, stack: Stack, expo: ExpoServer) -> "Site":
        """The roles of a site, not started yet."""
        port = stack.folder.ports.claim("site")
        deployment = Deployment(stack, port=port, web_root=None, smtp_url="smtp://127.0.0.1:1")
        site = cls(stack, expo, {**deployment.environment, "DIFE_EXPO_PUSH_URL": expo.url})
        for command, roles in (("api", site.apis), ("gateway", site.gateways), ("worker", site.workers)):
            roles += [
                SiteRole(stack.folder, command, number, environment=site.environment)
                for number in range(1, 2 if command == "worker" else 3)
            ]
        return site

    @property
    def roles(self) -> list[SiteRole]:
        return [*self.apis, *self.gateways, *self.workers]

    @property
    def worker(self) -> SiteRole:
        return self.workers[0]

    @property
    def services(self) -> list[Service]:
        return [*self.stack.services, *self.roles]

    def settings(self) -> Settings:
        """What the roles were given, for code in this process that prepares data."""
        values = {name.removeprefix("DIFE_").lower(): value for name, value in self.environment.items()}
        return Settings.model_validate(values)

    def resources(self) -> Resources:
        """Connections of this process."""
        return open_resources(self.settings())


class Balancer(httpx2.AsyncBaseTransport):
    """Sends each request to one of the API processes, by chance and without asking whether it lives."""

    def __init__(self, ports: Sequence[int], dice: random.Random) -> None:
        self._ports = ports
        self._dice = dice
        self._transport = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(port=self._dice.choice(self._ports))
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        await self._transport.aclose()


def as_document(response: httpx2.Response) -> Any:
    """The answer's JSON, or nothing."""
    return response.json() if response.is_success and response.content else {}


__all__ = ["BUCKET", "Balancer", "Site", "SiteRole", "as_document"]
