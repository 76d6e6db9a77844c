"""The network: two zones with a public and a private subnet each, the way out, and who may talk to whom."""

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

from components.acceptance import accept
from components.logs import log_group
from components.nat.construct import NatInstances
from components.security_groups import SecurityGroups
from environments import REGION, ZONES, Profile

CIDR = "10.20.0.0/16"
INTERFACE_ENDPOINTS = {
    "EcrApi": ec2.InterfaceVpcEndpointAwsService.ECR,
    "EcrDocker": ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    "Logs": ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    "Secrets": ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    "Ssm": ec2.InterfaceVpcEndpointAwsService.SSM,
    "SsmMessages": ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES,
    "Ecs": ec2.InterfaceVpcEndpointAwsService.ECS,
}


class NetworkStack(Stack):
    """What everything else stands in."""

    def __init__(self, scope: Construct, construct_id: str, *, profile: Profile, key: kms.IKey) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: network")
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(CIDR),
            availability_zones=list(ZONES),
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="Public", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24, map_public_ip_on_launch=False
                ),
                # Their default route is no resource of a template: the NAT instances set it and move it.
                ec2.SubnetConfiguration(name="Private", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=22),
            ],
        )
        self.groups = SecurityGroups(self, "SecurityGroups", vpc=self.vpc)
        self.nat = NatInstances(
            self, "Nat", vpc=self.vpc, cidr=CIDR, group=self.groups.nat, count=profile.nat_instances
        )
        # Free, and pictures and image layers then bypass the NAT instances.
        self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        if profile.interface_endpoints:
            self._add_interface_endpoints()
        # What was let through is in the load balancer's and the database's own logs.
        self.vpc.add_flow_log(
            "Rejected",
            traffic_type=ec2.FlowLogTrafficType.REJECT,
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(log_group(self, "FlowLogs", days=30, key=key)),
        )
        for subnet in (*self.vpc.public_subnets, *self.vpc.isolated_subnets):
            accept(subnet, "named, so that synthesis looks nothing up; one region is meant", cfn_lint="W3010")
        accept(
            self.vpc,
            "nothing uses the default group; closing it would take a function of its own that may change any group",
            checkov="CKV2_AWS_12",
        )

    def _add_interface_endpoints(self) -> None:
        for name, service in INTERFACE_ENDPOINTS.items():
            self.vpc.add_interface_endpoint(name, service=service, private_dns_enabled=True)
