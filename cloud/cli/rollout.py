"""A deployment, step by step: what comes later is not touched when something earlier fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from cli.failures import CloudError
from cli.web import files_of
from environments import Deployment

DNS = ("dns",)
FOUNDATION = ("foundation", "network", "registry", "data", "cluster", "ingress", "access")
MIGRATION = ("migration",)
SERVICES = ("services", "observability", "delivery")
EDGE = ("edge",)


class Stacks(Protocol):
    """Deploys stacks of one deployment."""

    def deploy(self, names: Sequence[str], *, parameters: Mapping[str, str] | None = None) -> str:
        """Deploy these stacks."""


class Operations(Protocol):
    """What is done beside CloudFormation."""

    def output(self, stack: str, name: str) -> str:
        """One output of a stack."""

    def secret(self, arn: str) -> str:
        """The value of a secret."""

    def running(self) -> dict[str, int]:
        """How many tasks each service runs."""

    def good_image(self) -> str | None:
        """The last good image."""

    def remember(self, digest: str) -> None:
        """Keep a good image."""

    def missing_keys(self) -> str | None:
        """What to do about keys without which no service starts."""

    def migrate(self) -> None:
        """Run the migration to its end."""


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """Deploys one image and one web client."""

    deployment: Deployment
    stacks_of: Callable[[Deployment], Stacks]
    operations: Operations
    push_image: Callable[[str], str]
    """Gets the registry's address, returns the digest of the image in it."""
    publish: Callable[[Path], Callable[[], None]]
    """Publishes the web client, returns what brings the last one back."""
    smoke: Callable[[Deployment], list[str]]
    say: Callable[[str], None]

    def run(self) -> str:
        """Deploy; returns the digest that runs now.

        Raises:
            CloudError: a step failed, or the smoke test was red; in that case the last good image runs again.
        """
        # Before anything else: what the edge allows pages to do is computed from the built client.
        files_of(self.deployment.web_root)
        deployment = self._with_zone()
        self._deploy(deployment, "foundation", FOUNDATION)
        if missing := self.operations.missing_keys():
            raise CloudError(f"The foundation stands. For the services {missing}\nThen run dife-cloud deploy again.")
        self.say("image")
        image = self.push_image(self.operations.output("registry", "RepositoryUri"))
        deployment = replace(deployment, image=image, running=self.operations.running())
        self._deploy(deployment, "migration", MIGRATION)
        self.say("running the migration")
        self.operations.migrate()
        self._deploy(deployment, "services", SERVICES)
        self._deploy_edge(deployment)
        self.say("web client")
        bring_back = self.publish(deployment.web_root)
        self.say("smoke test")
        problems = self.smoke(deployment)
        if problems:
            raise self._go_back(deployment, bring_back, problems)
        self.operations.remember(image)
        return image

    def _with_zone(self) -> Deployment:
        self._deploy(self.deployment, "domain", DNS)
        return replace(self.deployment, zone_id=self.operations.output("dns", "ZoneId"))

    def _deploy(self, deployment: Deployment, title: str, names: Sequence[str]) -> None:
        self.say(title)
        self.stacks_of(deployment).deploy(names)

    def _deploy_edge(self, deployment: Deployment) -> None:
        self.say("edge")
        secret = self.operations.secret(self.operations.output("ingress", "OriginSecretArn"))
        self.stacks_of(deployment).deploy(EDGE, parameters={"OriginSecret": secret})

    def _go_back(self, deployment: Deployment, bring_back: Callable[[], None], problems: list[str]) -> CloudError:
        red = "The smoke test was red: " + "; ".join(problems)
        good = self.operations.good_image()
        if good is None:
            return CloudError(f"{red}\nThere is no earlier good image to go back to: what is deployed stays.")
        self.say("going back to the last good image")
        try:
            bring_back()
        except (BotoCoreError, ClientError) as error:
            # What runs matters more than the page.
            red += f"\nThe last web client could not be brought back: {error}"
        earlier = replace(deployment, image=good, running=self.operations.running())
        # The database stays as it is: migrations only add what the running version can do without.
        self.stacks_of(earlier).deploy(("migration", *SERVICES))
        still = self.smoke(earlier)
        ended = "It works again." if not still else f"It does not work either: {'; '.join(still)}"
        return CloudError(f"{red}\nThe last good image {good} runs again. {ended}")
