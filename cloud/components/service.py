"""A service on ECS: its tasks, what they may do, how they are replaced, and when there are more of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from components.acceptance import accept
from components.logs import log_group
from components.permissions import STAR_FINDING
from environments import Profile, Tasks

BUSY_PERCENT = 80
STOP_SECONDS = 90
CPU_UNITS = 256


@dataclass(frozen=True, kw_only=True)
class Image:
    """The one image of all roles. Without a digest nothing can run."""

    repository: ecr.IRepository
    digest: str | None

    @property
    def container_image(self) -> ecs.ContainerImage:
        """The image as ECS names it."""
        return ecs.ContainerImage.from_ecr_repository(self.repository, self.digest or "none")


class Task(Construct):
    """A task definition with two roles: one that starts it, and one that it works with."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        key: kms.IKey,
        image: Image,
        command: str,
        memory_mib: int,
        environment: Mapping[str, str],
        secrets: Mapping[str, ecs.Secret],
        health_url: str | None = None,
        port: int | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.logs = log_group(self, "Logs", days=profile.log_days, key=key, name=f"/dife/{profile.name}/{command}")
        tasks = iam.ServicePrincipal("ecs-tasks.amazonaws.com")
        self.role = iam.Role(self, "TaskRole", assumed_by=tasks, description=f"What dife {command} works with")
        starter = iam.Role(self, "StartRole", assumed_by=tasks, description=f"Starts dife {command}")
        # Asking for a token is for all registries of the account or none; the images that it opens are named.
        accept(starter, "ecr:GetAuthorizationToken knows no resource", nag=STAR_FINDING)
        self.definition = ecs.Ec2TaskDefinition(
            self,
            "Definition",
            family=f"dife-{profile.name}-{command}",
            network_mode=ecs.NetworkMode.BRIDGE,
            task_role=self.role,
            execution_role=starter,
        )
        accept(self.definition, "what is set in the open is no secret; secrets are references", nag="AwsSolutions-ECS2")
        self._container(image, command, memory_mib, environment, secrets, health_url, port)

    def _container(  # noqa: PLR0917 - the rest of the constructor
        self,
        image: Image,
        command: str,
        memory_mib: int,
        environment: Mapping[str, str],
        secrets: Mapping[str, ecs.Secret],
        health_url: str | None,
        port: int | None,
    ) -> None:
        container = self.definition.add_container(
            command,
            image=image.container_image,
            command=["dife", command],
            memory_limit_mib=memory_mib,
            cpu=CPU_UNITS,
            environment=dict(environment),
            secrets=dict(secrets),
            logging=ecs.LogDriver.aws_logs(
                stream_prefix=command, log_group=self.logs, mode=ecs.AwsLogDriverMode.NON_BLOCKING
            ),
            readonly_root_filesystem=True,
            privileged=False,
            stop_timeout=Duration.seconds(STOP_SECONDS),
            health_check=None if health_url is None else _health_check(health_url),
            linux_parameters=_linux_parameters(self),
        )
        if port is not None:
            # Port 0 of the host: Docker chooses one, so several tasks fit on a host.
            container.add_port_mappings(ecs.PortMapping(container_port=port, host_port=0))


def _health_check(url: str) -> ecs.HealthCheck:
    probe = f"import urllib.request as r; r.urlopen('{url}', timeout=4)"
    return ecs.HealthCheck(
        command=["CMD", "python", "-c", probe],
        interval=Duration.seconds(15),
        timeout=Duration.seconds(5),
        retries=3,
        start_period=Duration.seconds(60),
    )


def _linux_parameters(scope: Construct) -> ecs.LinuxParameters:
    parameters = ecs.LinuxParameters(scope, "Linux", init_process_enabled=True)
    parameters.drop_capabilities(ecs.Capability.ALL)
    # The only place that can be written to, and it is memory.
    parameters.add_tmpfs(
        ecs.Tmpfs(
            container_path="/tmp",  # noqa: S108 - inside the container
            size=64,
            mount_options=[ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV],
        )
    )
    return parameters


class Service(Construct):
    """A service and its scaling."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: ecs.ICluster,
        capacity: ecs.AsgCapacityProvider,
        task: Task,
        size: Tasks,
        running: int | None,
        alarm_names: Sequence[str],
        targets: elb.ApplicationTargetGroup | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.service = ecs.Ec2Service(
            self,
            "Service",
            cluster=cluster,
            task_definition=task.definition,
            # Nothing to run yet, or as many as there are now: a deployment takes away none that the load called for.
            desired_count=0 if running is None else max(running, size.minimum),
            capacity_provider_strategies=[
                ecs.CapacityProviderStrategy(capacity_provider=capacity.capacity_provider_name, weight=1)
            ],
            placement_strategies=[
                ecs.PlacementStrategy.spread_across("attribute:ecs.availability-zone"),
                ecs.PlacementStrategy.packed_by_memory(),
            ],
            min_healthy_percent=100,
            # One more at a time is enough where there are several, and one host then has room for it.
            max_healthy_percent=150 if size.minimum > 1 else 200,
            circuit_breaker=ecs.DeploymentCircuitBreaker(enable=True, rollback=True),
            deployment_alarms=(
                ecs.DeploymentAlarmConfig(alarm_names=list(alarm_names), behavior=ecs.AlarmBehavior.ROLLBACK_ON_ALARM)
                if alarm_names
                else None
            ),
            health_check_grace_period=None if targets is None else Duration.seconds(60),
            enable_ecs_managed_tags=True,
            propagate_tags=ecs.PropagatedTagSource.SERVICE,
        )
        if targets is not None:
            self.service.attach_to_application_target_group(targets)
        if size.maximum > size.minimum:
            self._scale(size, is_running=running is not None)

    def _scale(self, size: Tasks, *, is_running: bool) -> None:
        scaling = self.service.auto_scale_task_count(
            min_capacity=size.minimum if is_running else 0, max_capacity=size.maximum if is_running else 0
        )
        calm = Duration.minutes(5)
        scaling.scale_on_cpu_utilization(
            "Cpu",
            target_utilization_percent=BUSY_PERCENT,
            scale_in_cooldown=calm,
            scale_out_cooldown=Duration.minutes(1),
        )
        scaling.scale_on_memory_utilization(
            "Memory",
            target_utilization_percent=BUSY_PERCENT,
            scale_in_cooldown=calm,
            scale_out_cooldown=Duration.minutes(1),
        )
