"""The load balancer: it lets in CloudFront and nobody else, and knows which path belongs to which service."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from aws_cdk import aws_s3 as s3
from constructs import Construct

from components.acceptance import accept
from components.secrets import generated_secret
from components.security_groups import SecurityGroups
from environments import REGION, Deployment
from stacks.dns import zone_of

SECRET_HEADER = "x-dife-origin"  # noqa: S105 - its name, not its value
IDLE_SECONDS = 300
"""Clients ping every 25 seconds, so a socket that lives is never idle for so long."""
DEREGISTRATION_SECONDS = 60
API_PATHS = ["/api/*", "/health", "/health/*"]
GATEWAY_PATHS = ["/ws"]


class IngressStack(Stack):
    """Load balancer, its certificate, its name, and a target group for each service that is called."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        deployment: Deployment,
        zone_id: str,
        vpc: ec2.IVpc,
        groups: SecurityGroups,
        key: kms.IKey,
        logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: load balancer")
        self.secret = generated_secret(
            self, "Secret", key=key, description="What CloudFront says to be let in", length=64
        )
        self.balancer = self._balancer(vpc, groups, logs)
        zone = zone_of(self, deployment, zone_id)
        self._name(deployment, zone)
        self.api = self._targets("Api", vpc)
        # The balancer shares out sockets by how many there are, and brings a client back to where it was.
        self.gateway = self._targets("Gateway", vpc, sticky=True)
        self._listen(self._certificate(deployment, zone))
        CfnOutput(self, "OriginSecretArn", value=self.secret.secret_arn)

    def _balancer(self, vpc: ec2.IVpc, groups: SecurityGroups, logs: s3.IBucket) -> elb.ApplicationLoadBalancer:
        balancer = elb.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=vpc,
            internet_facing=True,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
            security_group=groups.load_balancer,
            idle_timeout=Duration.seconds(IDLE_SECONDS),
            drop_invalid_header_fields=True,
            desync_mitigation_mode=elb.DesyncMitigationMode.STRICTEST,
            deletion_protection=False,
        )
        balancer.add_security_group(groups.redirect)
        balancer.log_access_logs(logs, "balancer")
        accept(
            balancer, "it holds nothing, and the stack that owns it is deleted on purpose only", checkov="CKV_AWS_150"
        )
        accept(balancer, "the web ACL stands in front of CloudFront, and nobody else is let in", checkov="CKV2_AWS_28")
        return balancer

    def _name(self, deployment: Deployment, zone: route53.IHostedZone) -> None:
        route53.ARecord(
            self,
            "Origin",
            zone=zone,
            record_name=deployment.origin,
            target=route53.RecordTarget.from_alias(targets.LoadBalancerTarget(self.balancer)),
        )

    def _certificate(self, deployment: Deployment, zone: route53.IHostedZone) -> acm.Certificate:
        return acm.Certificate(
            self,
            "Certificate",
            domain_name=deployment.domain,
            subject_alternative_names=[deployment.origin],
            validation=acm.CertificateValidation.from_dns(zone),
        )

    def _targets(self, construct_id: str, vpc: ec2.IVpc, *, sticky: bool = False) -> elb.ApplicationTargetGroup:
        return elb.ApplicationTargetGroup(
            self,
            construct_id,
            vpc=vpc,
            protocol=elb.ApplicationProtocol.HTTP,
            target_type=elb.TargetType.INSTANCE,
            port=80,
            health_check=elb.HealthCheck(
                path="/health",
                # Tasks get a port of their own from Docker.
                port="traffic-port",
                interval=Duration.seconds(10),
                timeout=Duration.seconds(5),
                healthy_threshold_count=2,
                unhealthy_threshold_count=3,
            ),
            deregistration_delay=Duration.seconds(DEREGISTRATION_SECONDS),
            stickiness_cookie_duration=Duration.days(1) if sticky else None,
            load_balancing_algorithm_type=elb.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
        )

    def _listen(self, certificate: acm.Certificate) -> None:
        refused = elb.ListenerAction.fixed_response(403, content_type="text/plain", message_body="Forbidden")
        https = self.balancer.add_listener(
            "Https",
            port=443,
            open=False,
            certificates=[certificate],
            ssl_policy=elb.SslPolicy.RECOMMENDED_TLS,
            default_action=refused,
        )
        self.balancer.add_listener(
            "Http",
            port=80,
            open=False,
            default_action=elb.ListenerAction.redirect(protocol="HTTPS", port="443", permanent=True),
        )
        known = elb.ListenerCondition.http_header(SECRET_HEADER, [self.secret.secret_value.unsafe_unwrap()])
        for priority, (name, group, paths) in enumerate(
            [("Gateway", self.gateway, GATEWAY_PATHS), ("Api", self.api, API_PATHS)], start=1
        ):
            elb.ApplicationListenerRule(
                self,
                f"{name}Rule",
                listener=https,
                priority=priority * 10,
                conditions=[known, elb.ListenerCondition.path_patterns(paths)],
                action=elb.ListenerAction.forward([group]),
            )
