"""The account on AWS: the few calls that the CDK does not make."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from cli.failures import CloudError
from components.names import GIVEN_SECRETS, REQUIRED_SECRETS, good_image_parameter
from environments import EDGE_REGION, REGION, Profile

_CONFIG = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4})
MIGRATION_SECONDS = 900


@dataclass(frozen=True)
class Account:
    """Calls for one profile; `sleep` is what tests shorten."""

    profile: Profile
    sleep: Callable[[float], None] = time.sleep
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, service: str, *, region: str = REGION) -> Any:
        """A client of a service in a region."""
        key = (service, region)
        if key not in self._clients:
            self._clients[key] = boto3.client(service, region_name=region, config=_CONFIG)  # type: ignore[call-overload]  # names are data here
        return self._clients[key]

    def outputs(self, stack: str) -> dict[str, str]:
        """Outputs of a stack; none when there is no such stack."""
        region = EDGE_REGION if stack == "edge" else REGION
        name = f"dife-{self.profile.name}-{stack}"
        try:
            (found,) = self.client("cloudformation", region=region).describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return {}
            raise
        return {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}

    def output(self, stack: str, name: str) -> str:
        """One output of a stack.

        Raises:
            CloudError: the stack is not there, or has no such output.
        """
        outputs = self.outputs(stack)
        if name not in outputs:
            raise CloudError(f"The stack dife-{self.profile.name}-{stack} has no output {name}: deploy it first.")
        return outputs[name]

    def secret(self, arn: str) -> str:
        """The value of a secret."""
        value: str = self.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
        return value

    def missing_keys(self) -> str | None:
        """What to do about keys that others give and no service starts without; None where all are there."""
        arn = self.outputs("data").get("GivenSecretArn")
        if arn is None:
            return None
        values = json.loads(self.secret(arn))
        missing = [f"{name} ({GIVEN_SECRETS[name]})" for name in REQUIRED_SECRETS if not values.get(name)]
        return f"run dife-cloud secrets: {', '.join(missing)}" if missing else None

    def running(self) -> dict[str, int]:
        """How many tasks each service is asked to run."""
        outputs = self.outputs("services")
        names = {name: outputs[key] for name in self.profile.services if (key := f"{name.title()}Service") in outputs}
        if not names:
            return {}
        cluster = f"dife-{self.profile.name}"
        found = self.client("ecs").describe_services(cluster=cluster, services=list(names.values()))["services"]
        counts = {one["serviceName"]: int(one["desiredCount"]) for one in found}
        return {name: counts.get(service, 0) for name, service in names.items()}

    def good_image(self) -> str | None:
        """Digest of the last image whose smoke test was green."""
        ssm = self.client("ssm")
        try:
            value: str = ssm.get_parameter(Name=good_image_parameter(self.profile.name))["Parameter"]["Value"]
        except ssm.exceptions.ParameterNotFound:
            return None
        return value

    def remember(self, digest: str) -> None:
        """Keep the digest of a good image."""
        name = good_image_parameter(self.profile.name)
        self.client("ssm").put_parameter(Name=name, Value=digest, Type="String", Overwrite=True)

    def prepare(self) -> str:
        """Make the role that ECS works with where an account has never had one; returns the account's number."""
        iam = self.client("iam")
        # Refused where it is there already.
        with suppress(iam.exceptions.InvalidInputException):
            iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")
        number: str = self.client("sts").get_caller_identity()["Account"]
        return number

    def restart(self, say: Callable[[str], None]) -> None:
        """Replace the tasks of each service, one service after the other; new tasks read the secrets anew.

        Raises:
            CloudError: nothing is deployed, or the new tasks of a service did not become healthy.
        """
        outputs, cluster = self.outputs("services"), f"dife-{self.profile.name}"
        if not outputs:
            raise CloudError("No service is deployed: run dife-cloud deploy.")
        ecs = self.client("ecs")
        for name in self.profile.services:
            say(f"new tasks for {name}")
            service = outputs[f"{name.title()}Service"]
            ecs.update_service(cluster=cluster, service=service, forceNewDeployment=True)
            try:
                ecs.get_waiter("services_stable").wait(
                    cluster=cluster, services=[service], WaiterConfig={"Delay": 15, "MaxAttempts": 60}
                )
            except WaiterError as error:
                raise CloudError(f"The new tasks of {name} did not become healthy: {error}") from None

    def migrate(self) -> None:
        """Run the migration to its end.

        Raises:
            CloudError: it did not start, failed, or took too long; the message has the end of its log.
        """
        self.run_task(self.output("migration", "MigrationTask"), seconds=MIGRATION_SECONDS)

    def run_task(self, definition: str, *, overrides: Mapping[str, Any] | None = None, seconds: float) -> None:
        """Run a task to its end.

        Raises:
            CloudError: as for `migrate`.
        """
        cluster = f"dife-{self.profile.name}"
        ecs = self.client("ecs")
        started = ecs.run_task(cluster=cluster, taskDefinition=definition, overrides=dict(overrides or {}), count=1)
        if started["failures"] or not started["tasks"]:
            raise CloudError(f"The task could not be placed: {started['failures']}")
        arn = started["tasks"][0]["taskArn"]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            (task,) = ecs.describe_tasks(cluster=cluster, tasks=[arn])["tasks"]
            if task["lastStatus"] == "STOPPED":
                self._require_success(task)
                return
            self.sleep(5)
        ecs.stop_task(cluster=cluster, task=arn, reason="took too long")
        raise CloudError(f"The task took longer than {seconds:.0f} s and was stopped.")

    def _require_success(self, task: Mapping[str, Any]) -> None:
        (container,) = task["containers"]
        code = container.get("exitCode")
        if code == 0:
            return
        reason = task.get("stoppedReason") or container.get("reason") or "no reason was given"
        task_id = task["taskArn"].rpartition("/")[2]
        raise CloudError(f"The task ended with {code}: {reason}\n{self._log_of(task_id)}")

    def _log_of(self, task_id: str) -> str:
        try:
            events = self.client("logs").get_log_events(
                logGroupName=f"/dife/{self.profile.name}/migrate",
                logStreamName=f"migrate/migrate/{task_id}",
                limit=40,
                startFromHead=False,
            )["events"]
        except (ClientError, BotoCoreError):
            return "Its log cannot be read."
        return "\n".join(event["message"] for event in events)
