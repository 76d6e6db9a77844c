"""The edge, in us-east-1: certificate, web ACL, CloudFront, and the web client. It knows the load balancer by name only."""

from pathlib import Path

from aws_cdk import Acknowledgment, CfnOutput, CfnParameter, Duration, Stack, Validations
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from components.acceptance import accept
from components.alarms import AlarmName, Limit, alarm
from components.topics import alarm_topic
from components.web_acl import WebAcl
from components.web_bucket import edge_logs_bucket, web_bucket, web_bucket_name
from components.web_headers import headers_policy, published_headers
from environments import EDGE_REGION, Deployment, Profile
from stacks.dns import zone_of
from stacks.ingress import SECRET_HEADER

NEVER_CACHED = ("/api/*", "/ws", "/health", "/health/*")
ASSETS = ("/_expo/*", "/assets/*", "/fonts/*")
ROUTES = Path(__file__).resolve().parent.parent / "components" / "routes.js"
UNSET = "unset"


class EdgeStack(Stack):
    """All that people's browsers and phones talk to."""

    def __init__(
        self, scope: Construct, construct_id: str, *, profile: Profile, deployment: Deployment, zone_id: str
    ) -> None:
        super().__init__(scope, construct_id, env={"region": EDGE_REGION}, description="Dife: edge")
        self._profile, self._deployment = profile, deployment
        zone = zone_of(self, deployment, zone_id)
        self._logs = edge_logs_bucket(self, "Logs", days=profile.log_days)
        self.web = web_bucket(self, "Web", name=web_bucket_name(profile.name), logs=self._logs)
        acl = WebAcl(self, "WebAcl", name=construct_id, managed=profile.managed_rules, days=profile.log_days)
        certificate = acm.Certificate(
            self,
            "Certificate",
            domain_name=deployment.domain,
            validation=acm.CertificateValidation.from_dns(zone),
        )
        self.distribution = self._distribute(certificate, acl.arn)
        self._name(zone)
        self._watch(certificate)
        CfnOutput(self, "WebBucket", value=self.web.bucket_name)
        CfnOutput(self, "DistributionId", value=self.distribution.distribution_id)

    def _distribute(self, certificate: acm.Certificate, acl_arn: str) -> cloudfront.Distribution:
        page, asset = self._web_behaviors()
        server = self._server_behavior()
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Dife {self._profile.name}",
            domain_names=[self._deployment.domain],
            certificate=certificate,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_200,
            web_acl_id=acl_arn,
            default_root_object="index.html",
            default_behavior=page,
            additional_behaviors={**dict.fromkeys(NEVER_CACHED, server), **dict.fromkeys(ASSETS, asset)},
            enable_logging=True,
            log_bucket=self._logs,
            log_file_prefix="cloudfront/",
            log_includes_cookies=False,
        )
        Validations.of(self).acknowledge(
            Acknowledgment(
                id="@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk", reason="the root object is index.html"
            )
        )
        accept(distribution, "students come from every country", nag="AwsSolutions-CFR1", checkov="CKV_AWS_374")
        accept(distribution, "one origin for each path; there is no second one to fail over to", checkov="CKV_AWS_310")
        return distribution

    def _web_behaviors(self) -> tuple[cloudfront.BehaviorOptions, cloudfront.BehaviorOptions]:
        origin = origins.S3BucketOrigin.with_origin_access_control(
            self.web,
            # With LIST a file that is missing is a 404 and not a 403.
            origin_access_levels=[cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
        )
        headers = published_headers(self._profile, self._deployment)
        routes = cloudfront.Function(
            self,
            "Routes",
            code=cloudfront.FunctionCode.from_inline(ROUTES.read_text(encoding="utf-8")),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )

        def behavior(name: str, values: dict[str, str]) -> cloudfront.BehaviorOptions:
            return cloudfront.BehaviorOptions(
                origin=origin,
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                compress=True,
                response_headers_policy=headers_policy(self, f"{name}Headers", values),
                function_associations=[
                    cloudfront.FunctionAssociation(
                        function=routes, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                    )
                ]
                if name == "Page"
                else None,
            )

        return behavior("Page", headers.page), behavior("Asset", headers.asset)

    def _server_behavior(self) -> cloudfront.BehaviorOptions:
        # The value is the load balancer's; `dife-cloud deploy` hands it over, since nothing may cross regions by
        # reference. Before that CloudFront is refused, as everybody else.
        secret = CfnParameter(self, "OriginSecret", no_echo=True, default=UNSET, description="What CloudFront says")
        origin = origins.HttpOrigin(
            self._deployment.origin,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={SECRET_HEADER: secret.value_as_string},
            connection_timeout=Duration.seconds(5),
            read_timeout=Duration.seconds(30),
            keepalive_timeout=Duration.seconds(60),
        )
        return cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            # Every header, cookie and query string of the caller, Authorization and Sec-WebSocket-* among them.
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER,
            compress=False,
        )

    def _name(self, zone: route53.IHostedZone) -> None:
        target = route53.RecordTarget.from_alias(targets.CloudFrontTarget(self.distribution))
        route53.ARecord(self, "Name", zone=zone, record_name=self._deployment.domain, target=target)
        route53.AaaaRecord(self, "NameV6", zone=zone, record_name=self._deployment.domain, target=target)

    def _watch(self, certificate: acm.Certificate) -> None:
        topic = alarm_topic(self, "Alarms", mail=self._deployment.alarm_mail, key=None)
        accept(
            topic,
            "it carries the names of alarms; a key would cost as much as everything else here",
            checkov="CKV_AWS_26",
        )
        prefix = f"dife-{self._profile.name}"
        errors = cloudwatch.Metric(
            namespace="AWS/CloudFront",
            metric_name="5xxErrorRate",
            dimensions_map={"DistributionId": self.distribution.distribution_id, "Region": "Global"},
            statistic="Average",
            period=Duration.minutes(5),
        )
        alarm(
            self, AlarmName.EDGE_ERRORS, prefix=prefix, metric=errors, limit=Limit(threshold=5, periods=2), topic=topic
        )
        alarm(
            self,
            AlarmName.CERTIFICATE_EXPIRY,
            prefix=prefix,
            metric=certificate.metric_days_to_expiry(),
            limit=Limit(threshold=20, periods=1, below=True),
            topic=topic,
        )
