"""The container hosts: ECS on EC2, growing with what the tasks ask for and with what the hosts can bear."""

from aws_cdk import CfnOutput, Duration, Stack, Tags
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from components.acceptance import accept
from components.hosts import encrypted_disk, instance_template
from components.permissions import accept_star, session_manager, star
from components.security_groups import SecurityGroups
from environments import REGION, Profile

HOST_MEMORY_MIB = {"t4g.small": 1840, "t4g.medium": 3780}
"""What an instance of the type offers to ECS."""
KEPT_FOR_THE_HOST_MIB = 96
BUSY_PERCENT = 70


class ClusterStack(Stack):
    """Cluster, hosts, and when there are more of them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        vpc: ec2.IVpc,
        groups: SecurityGroups,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: container hosts")
        self._name = f"dife-{profile.name}"
        self.cluster = ecs.Cluster(
            self, "Cluster", cluster_name=self._name, vpc=vpc, container_insights_v2=ecs.ContainerInsights.ENABLED
        )
        self.hosts = self._hosts(profile, vpc, groups.hosts)
        self.capacity = ecs.AsgCapacityProvider(
            self,
            "Capacity",
            auto_scaling_group=self.hosts,
            enable_managed_scaling=True,
            target_capacity_percent=100,
            minimum_scaling_step_size=1,
            maximum_scaling_step_size=1,
            enable_managed_termination_protection=True,
            enable_managed_draining=True,
        )
        self.cluster.add_asg_capacity_provider(self.capacity)
        self.cluster.add_default_capacity_provider_strategy(
            [ecs.CapacityProviderStrategy(capacity_provider=self.capacity.capacity_provider_name, weight=1)]
        )
        self._grow("Cpu", self.cluster.metric_cpu_utilization(period=Duration.minutes(1)))
        self._grow("Memory", self.cluster.metric_memory_utilization(period=Duration.minutes(1)))
        CfnOutput(self, "ClusterName", value=self.cluster.cluster_name)
        CfnOutput(self, "CapacityProvider", value=self.capacity.capacity_provider_name)

    def _hosts(self, profile: Profile, vpc: ec2.IVpc, group: ec2.ISecurityGroup) -> autoscaling.AutoScalingGroup:
        data = ec2.UserData.for_linux()
        data.add_commands(
            "cat >>/etc/ecs/ecs.config <<'SETTINGS'",
            f"ECS_RESERVED_MEMORY={KEPT_FOR_THE_HOST_MIB}",
            # Gateways say goodbye to their sockets for up to a minute.
            "ECS_CONTAINER_STOP_TIMEOUT=90s",
            "ECS_IMAGE_PULL_BEHAVIOR=prefer-cached",
            "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=30m",
            "ECS_DISABLE_PRIVILEGED=true",
            "SETTINGS",
        )
        template = instance_template(
            self,
            "Template",
            image=ecs.EcsOptimizedImage.amazon_linux2023(ecs.AmiHardwareType.ARM),
            instance_type=profile.host_type,
            disk=encrypted_disk("/dev/xvda", gib=30),
            group=group,
            # What is allowed is said here; nothing that uses the role adds to it.
            role=self._role().without_policy_updates(),
            user_data=data,
        )
        hosts = autoscaling.AutoScalingGroup(
            self,
            "Hosts",
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            launch_template=template,
            min_capacity=profile.hosts_minimum,
            max_capacity=profile.hosts_maximum,
            new_instances_protected_from_scale_in=True,
            health_checks=autoscaling.HealthChecks.ec2(grace_period=Duration.minutes(5)),
            update_policy=autoscaling.UpdatePolicy.rolling_update(
                min_instances_in_service=profile.hosts_minimum,
                max_batch_size=1,
                pause_time=Duration.minutes(5),
                suspend_processes=[autoscaling.ScalingProcess.ALARM_NOTIFICATION],
            ),
            group_metrics=[autoscaling.GroupMetrics.all()],
        )
        accept(hosts, "the alarm hosts-full tells what matters", nag="AwsSolutions-AS3")
        Tags.of(hosts).add("Name", f"{self.stack_name}/host")
        return hosts

    def _role(self) -> iam.Role:
        role = iam.Role(self, "HostRole", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        role.add_to_policy(session_manager())
        role.add_to_policy(star("ecs:DiscoverPollEndpoint", "ecr:GetAuthorizationToken"))
        instances = self.format_arn(service="ecs", resource="container-instance", resource_name=f"{self._name}/*")
        role.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "ecs:RegisterContainerInstance",
                    "ecs:DeregisterContainerInstance",
                    "ecs:SubmitAttachmentStateChanges",
                    "ecs:SubmitContainerStateChange",
                    "ecs:SubmitTaskStateChange",
                ],
                resources=[self.cluster.cluster_arn],
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "ecs:Poll",
                    "ecs:StartTelemetrySession",
                    "ecs:UpdateContainerInstancesState",
                    "ecs:PutSystemLogEvents",
                ],
                resources=[instances],
            )
        )
        accept_star(role)
        accept(
            role,
            "the id of an instance is not known before it registers; the cluster is the limit",
            nag=f"AwsSolutions-IAM5[Resource::arn:aws:ecs:{REGION}:<AWS::AccountId>:container-instance/{self._name}/*]",
        )
        return role

    def _grow(self, what: str, metric: cloudwatch.IMetric) -> None:
        """Add a host while the cluster is busy, even where ECS could still place every task."""
        self.hosts.scale_on_metric(
            f"Busy{what}",
            metric=metric,
            scaling_steps=[
                autoscaling.ScalingInterval(lower=BUSY_PERCENT, change=1),
                autoscaling.ScalingInterval(lower=BUSY_PERCENT + 15, change=2),
            ],
            adjustment_type=autoscaling.AdjustmentType.CHANGE_IN_CAPACITY,
            evaluation_periods=3,
            estimated_instance_warmup=Duration.minutes(4),
        )
