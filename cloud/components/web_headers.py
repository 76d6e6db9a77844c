"""The headers of the web client's files at the edge: the set that the API would send, made by the same function."""

from pathlib import Path
from tempfile import TemporaryDirectory

from aws_cdk import Aws, Duration
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from components.role_settings import ACCOUNT, settings_of
from dife.http.headers import WebHeaders, web_headers
from environments import Deployment, Profile


def published_headers(profile: Profile, deployment: Deployment) -> WebHeaders:
    """Compute the headers of the build in the deployment's web root; before there is one, those of an empty page."""
    settings = settings_of(profile, domain=deployment.domain)
    if (deployment.web_root / "index.html").exists():
        return web_headers(settings, deployment.web_root)
    with TemporaryDirectory() as empty:
        Path(empty, "index.html").touch()
        return web_headers(settings, Path(empty))


def headers_policy(scope: Construct, construct_id: str, headers: dict[str, str]) -> cloudfront.ResponseHeadersPolicy:
    """Make CloudFront send these headers. It takes some of them only in fields of their own."""
    rest = {name: value.replace(ACCOUNT, Aws.ACCOUNT_ID) for name, value in headers.items()}
    security = cloudfront.ResponseSecurityHeadersBehavior(
        content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
            content_security_policy=rest.pop("content-security-policy"), override=True
        ),
        strict_transport_security=_transport_security(rest.pop("strict-transport-security")),
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
            referrer_policy=cloudfront.HeadersReferrerPolicy(rest.pop("referrer-policy").upper().replace("-", "_")),
            override=True,
        ),
    )
    if rest.pop("x-content-type-options") != "nosniff":
        raise ValueError("CloudFront knows no other value than nosniff")
    custom = [cloudfront.ResponseCustomHeader(header=name, value=value, override=True) for name, value in rest.items()]
    return cloudfront.ResponseHeadersPolicy(
        scope,
        construct_id,
        security_headers_behavior=security,
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=custom),
    )


def _transport_security(value: str) -> cloudfront.ResponseHeadersStrictTransportSecurity:
    parts = value.split("; ")
    return cloudfront.ResponseHeadersStrictTransportSecurity(
        access_control_max_age=Duration.seconds(int(parts[0].removeprefix("max-age="))),
        include_subdomains="includeSubDomains" in parts,
        preload="preload" in parts,
        override=True,
    )
