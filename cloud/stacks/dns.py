"""The domain's zone. The stacks of both regions know it by its id, which is why it comes first and by itself."""

from aws_cdk import CfnOutput, Fn, RemovalPolicy, Stack
from aws_cdk import aws_route53 as route53
from constructs import Construct

from components.acceptance import accept
from environments import REGION, Deployment


class DnsStack(Stack):
    """A hosted zone; its name servers have to be entered where the domain is registered."""

    def __init__(self, scope: Construct, construct_id: str, *, deployment: Deployment) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: the domain")
        zone = route53.PublicHostedZone(self, "Zone", zone_name=deployment.domain)
        # A new zone would get other name servers, and the domain would be gone until they are entered.
        zone.apply_removal_policy(RemovalPolicy.RETAIN)
        accept(zone, "query logs name what people look up", checkov="CKV2_AWS_39")
        accept(zone, "signing the zone is a decision of the domain's registrar too", checkov="CKV2_AWS_38")
        CfnOutput(self, "ZoneId", value=zone.hosted_zone_id)
        CfnOutput(self, "NameServers", value=Fn.join(" ", zone.hosted_zone_name_servers or []))


def zone_of(scope: Construct, deployment: Deployment, zone_id: str) -> route53.IHostedZone:
    """The zone, for stacks of any region."""
    return route53.HostedZone.from_hosted_zone_attributes(
        scope, "Zone", hosted_zone_id=zone_id, zone_name=deployment.domain
    )
