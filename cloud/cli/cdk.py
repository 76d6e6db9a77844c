"""The CDK's own command line, run with the Node of the wheel and the context of one deployment."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.failures import CloudError
from components.node import CDK, CLOUD, node
from environments import EDGE_REGION, REGION, Deployment, Profile

QUIET = {"CDK_DISABLE_CLI_TELEMETRY": "true", "CDK_DISABLE_VERSION_CHECK": "true", "CI": "true", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Cdk:
    """Runs the command line for one deployment; `assembly` is a synthesis to use instead of a new one."""

    profile: Profile
    deployment: Deployment
    assembly: Path | None = None

    def stack(self, name: str) -> str:
        """The full name of a stack."""
        return f"dife-{self.profile.name}-{name}"

    def bootstrap(self, account: str) -> str:
        """Prepare an account for deployments, in both regions."""
        places = [f"aws://{account}/{region}" for region in (REGION, EDGE_REGION)]
        # Outside of this folder, whose app would be synthesised although bootstrapping needs none.
        return run(["bootstrap", *places], where=Path("/"))

    def deploy(self, names: Sequence[str], *, parameters: Mapping[str, str] | None = None) -> str:
        """Deploy stacks, and nothing else than these."""
        given = [part for name, value in (parameters or {}).items() for part in ("--parameters", f"{name}={value}")]
        stacks = [self.stack(name) for name in names]
        return self._run("deploy", "--exclusively", "--require-approval", "never", *given, *stacks)

    def deploy_all(self) -> str:
        """Deploy every stack."""
        return self._run("deploy", "--all", "--require-approval", "never")

    def drift(self) -> str:
        """Compare every stack with what there is.

        Raises:
            CloudError: something was changed by other means; the message is the CDK's report.
        """
        return self._run("drift", "--fail")

    def destroy(self, names: Sequence[str]) -> str:
        """Delete stacks."""
        return self._run("destroy", "--force", "--exclusively", *map(self.stack, names))

    def _run(self, command: str, *arguments: str) -> str:
        source = ["--app", str(self.assembly)] if self.assembly else [*self._context()]
        return run([command, *source, *arguments], where=CLOUD)

    def _context(self) -> list[str]:
        deployment = self.deployment
        values = {
            "profile": self.profile.name,
            "domain": deployment.domain,
            "repository": deployment.repository,
            "github_ids": deployment.github_ids,
            "alarm_mail": deployment.alarm_mail,
            "zone_id": deployment.zone_id,
            "image": deployment.image,
            "running": ",".join(f"{name}:{count}" for name, count in deployment.running.items()),
            "oidc_provider": deployment.oidc_provider,
            "traces_url": deployment.traces_url,
            "web_root": str(deployment.web_root),
        }
        return [part for name, value in values.items() if value for part in ("--context", f"{name}={value}")]


def run(arguments: Sequence[str], *, where: Path) -> str:
    """Run the command line and return what it said.

    Raises:
        CloudError: it failed; the message is the end of what it said.
    """
    process = subprocess.run(
        [str(node()), str(CDK), *arguments],
        cwd=where,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if process.returncode != 0:
        raise CloudError(f"cdk {arguments[0]} failed:\n{process.stdout[-4000:].strip()}")
    return process.stdout
