"""NAT instances, each in an Auto Scaling group of its own that replaces it, and that moves the route when it does."""

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import ArnFormat, Duration, Stack, Tags
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from components.acceptance import accept
from components.hosts import encrypted_disk, instance_template
from components.permissions import accept_star, session_manager

USER_DATA = Path(__file__).parent / "user_data.sh"
INSTANCE_TYPE = "t4g.nano"
_NAT_TAG = "dife-nat"


class NatInstances(Construct):
    """As many as asked for; the private subnets are shared out among them."""

    def __init__(
        self, scope: Construct, construct_id: str, *, vpc: ec2.Vpc, cidr: str, group: ec2.SecurityGroup, count: int
    ) -> None:
        super().__init__(scope, construct_id)
        self._cidr = cidr
        self.groups = [
            self._instance(index, vpc, group, tables=[subnet.route_table.route_table_id for subnet in served])
            for index, served in enumerate(_shared_out(vpc.isolated_subnets, count))
        ]

    def _instance(
        self, index: int, vpc: ec2.Vpc, group: ec2.SecurityGroup, *, tables: Sequence[str]
    ) -> autoscaling.AutoScalingGroup:
        template = instance_template(
            self,
            f"Template{index}",
            image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
            instance_type=INSTANCE_TYPE,
            disk=encrypted_disk("/dev/xvda", gib=8),
            group=group,
            role=self._role(index, tables),
            user_data=_user_data(self._cidr, tables),
            public_address=True,
        )
        accept(template, "it is the way out", checkov="CKV_AWS_88")
        instances = autoscaling.AutoScalingGroup(
            self,
            f"Group{index}",
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnets=[vpc.public_subnets[index]]),
            launch_template=template,
            min_capacity=1,
            # The new one takes the route over before the old one goes.
            max_capacity=2,
            health_checks=autoscaling.HealthChecks.ec2(grace_period=Duration.minutes(3)),
            update_policy=autoscaling.UpdatePolicy.rolling_update(
                min_instances_in_service=1, max_batch_size=1, pause_time=Duration.minutes(3)
            ),
            group_metrics=[autoscaling.GroupMetrics.all()],
        )
        accept(instances, "the alarm nat-gone tells what matters", nag="AwsSolutions-AS3")
        Tags.of(instances).add("Name", f"{Stack.of(self).stack_name}/nat-{index}")
        Tags.of(instances).add(_NAT_TAG, Stack.of(self).stack_name)
        return instances

    def _role(self, index: int, tables: Sequence[str]) -> iam.Role:
        stack = Stack.of(self)

        def arn(resource: str, name: str) -> str:
            return stack.format_arn(
                service="ec2", resource=resource, resource_name=name, arn_format=ArnFormat.SLASH_RESOURCE_NAME
            )

        role = iam.Role(self, f"Role{index}", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        role.add_to_policy(session_manager())
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["ec2:ReplaceRoute", "ec2:CreateRoute"],
                resources=[arn("route-table", table) for table in tables],
            )
        )
        accept(
            role,
            "the id of an instance is not known before it runs; a condition demands its tag",
            nag=f"AwsSolutions-IAM5[Resource::arn:aws:ec2:{stack.region}:<AWS::AccountId>:instance/*]",
        )
        # The id of an instance is not known before it runs; its tag is.
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["ec2:ModifyInstanceAttribute"],
                resources=[arn("instance", "*")],
                conditions={"StringEquals": {f"aws:ResourceTag/{_NAT_TAG}": stack.stack_name}},
            )
        )
        accept_star(role)
        return role


def _shared_out(subnets: Sequence[ec2.ISubnet], count: int) -> list[list[ec2.ISubnet]]:
    return [list(subnets[index::count]) for index in range(count)]


def _user_data(cidr: str, tables: Sequence[str]) -> ec2.UserData:
    script = USER_DATA.read_text(encoding="utf-8").split("\n", 1)[1]
    data = ec2.UserData.for_linux()
    data.add_commands(f"NAT_CIDR='{cidr}'", f"NAT_ROUTE_TABLES='{' '.join(tables)}'", script)
    return data
