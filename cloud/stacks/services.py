"""API, gateway and worker, and the alarms that take a deployment back."""

from collections.abc import Mapping

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from components.acceptance import accept
from components.alarms import AlarmName, Limit, alarm
from components.media import media_bucket_name, media_objects
from components.permissions import accept_star, star
from components.service import Image, Service, Task
from components.task_environment import API_PORT, GATEWAY_PORT, WORKER_PORT, TaskEnvironment
from dife.media.prefixes import ARCHIVE, MEDIA, QUARANTINE
from environments import REGION, Deployment, Profile
from stacks.cluster import ClusterStack
from stacks.ingress import IngressStack

HEALTH_PORTS = {"api": API_PORT, "gateway": GATEWAY_PORT, "worker": WORKER_PORT}


class ServicesStack(Stack):
    """What a deployment replaces."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        deployment: Deployment,
        environment: TaskEnvironment,
        image: Image,
        cluster: ClusterStack,
        ingress: IngressStack,
        key: kms.IKey,
        topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: services")
        self._profile, self._deployment, self._key = profile, deployment, key
        self._environment, self._image = environment, image
        self.rollback_alarms = self._alarms(ingress, topic, profile.name)
        self.tasks = {name: self._task(name) for name in profile.services}
        self._allow()
        if deployment.traces_url and ".amazonaws.com/" in deployment.traces_url:
            self._allow_traces()
        self.services = self._services(cluster, ingress)

    def _task(self, name: str) -> Task:
        port = HEALTH_PORTS[name]
        return Task(
            self,
            f"{name.title()}Task",
            profile=self._profile,
            key=self._key,
            image=self._image,
            command=name,
            memory_mib=self._profile.services[name].memory_mib,
            environment=self._environment.variables(name),
            secrets=self._environment.secrets(name),
            health_url=f"http://127.0.0.1:{port}/health",
            port=port if name != "worker" else None,
        )

    def _allow(self) -> None:
        """What each role works with: the gateway shows, the worker makes and deletes, the migration touches nothing."""
        uploads, pictures, old_messages = (f"{prefix}/*" for prefix in (QUARANTINE, MEDIA, ARCHIVE))
        read = "s3:GetObject"
        # An address that is signed opens what its signer may open.
        self._grant("api", {uploads: [read, "s3:PutObject"], pictures: [read], old_messages: [read]})
        self._grant("gateway", {pictures: [read], old_messages: [read]})
        change = ["s3:DeleteObject", read, "s3:PutObject"]
        self._grant("worker", {uploads: ["s3:DeleteObject", read], pictures: change, old_messages: change})
        self.tasks["worker"].role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[f"arn:aws:s3:::{media_bucket_name(self._profile.name)}"],
                # Uploads that nobody confirmed are looked for; nothing else is.
                conditions={"StringEquals": {"s3:prefix": f"{QUARANTINE}/"}},
            )
        )

    def _allow_traces(self) -> None:
        """AWS's own endpoint takes spans that a role with this right has signed."""
        for task in self.tasks.values():
            task.role.add_to_policy(star("xray:PutTraceSegments"))
            accept_star(task.role)

    def _grant(self, service: str, rights: Mapping[str, list[str]]) -> None:
        role = self.tasks[service].role
        for pattern, actions in rights.items():
            objects = media_objects(self._profile.name, pattern)
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[objects]))
            finding = (
                f"AwsSolutions-IAM5[Resource::arn:aws:s3:::dife-{self._profile.name}-media-<AWS::AccountId>/{pattern}]"
            )
            accept(role, "keys are made at run time; the prefix is the limit", nag=finding)
        writes = any("s3:PutObject" in actions for actions in rights.values())
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:Decrypt", *(["kms:GenerateDataKey"] if writes else [])],
                resources=[self._key.key_arn],
                # The key opens secrets too; through S3 it opens pictures only.
                conditions={"StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}},
            )
        )

    def _services(self, cluster: ClusterStack, ingress: IngressStack) -> dict[str, Service]:
        targets = {"api": ingress.api, "gateway": ingress.gateway}
        made: dict[str, Service] = {}
        for name, size in self._profile.services.items():
            running = None if self._deployment.image is None else self._deployment.running.get(name, 0)
            service = Service(
                self,
                name.title(),
                cluster=cluster.cluster,
                capacity=cluster.capacity,
                task=self.tasks[name],
                size=size,
                running=running,
                alarm_names=[one.alarm_name for one in self.rollback_alarms] if name in targets else [],
                targets=targets.get(name),
            )
            # One after the other: the hosts have room for the new tasks of one service, not of all at once.
            for earlier in made.values():
                service.node.add_dependency(earlier)
            made[name] = service
            CfnOutput(self, f"{name.title()}Service", value=service.service.service_name)
        return made

    def _alarms(self, ingress: IngressStack, topic: sns.ITopic, prefix_name: str) -> list[cloudwatch.Alarm]:
        prefix = f"dife-{prefix_name}"
        code = elb.HttpCodeTarget.TARGET_5XX_COUNT
        minute = Duration.minutes(1)
        api, gateway = ingress.api.metrics, ingress.gateway.metrics
        rules = [
            (AlarmName.API_ERRORS, api.http_code_target(code, period=minute), Limit(threshold=10, periods=3)),
            (
                AlarmName.API_SLOW,
                api.target_response_time(period=minute, statistic="p95"),
                Limit(threshold=1.5, periods=5),
            ),
            (AlarmName.GATEWAY_ERRORS, gateway.http_code_target(code, period=minute), Limit(threshold=10, periods=3)),
        ]
        return [
            alarm(self, name, prefix=prefix, metric=metric, limit=limit, topic=topic) for name, metric, limit in rules
        ]
