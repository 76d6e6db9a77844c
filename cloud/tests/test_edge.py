"""The edge: what is cached and what never is, which headers are sent, and that nothing crosses regions."""

import json
from typing import Any

import pytest

from components.web_acl import REQUESTS_IN_FIVE_MINUTES
from components.web_headers import published_headers
from dife.http.headers import ASSET_FOLDERS
from environments import Profile
from stacks.edge import ASSETS, NEVER_CACHED
from synthesis import SAMPLE, Assembly

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
"""Policies that AWS manages, by ids that are the same everywhere."""


def distribution(assembly: Assembly) -> dict[str, Any]:
    config: dict[str, Any] = assembly.one("CloudFront::Distribution").properties["DistributionConfig"]
    return config


def behaviors(assembly: Assembly) -> dict[str, dict[str, Any]]:
    return {one["PathPattern"]: one for one in distribution(assembly)["CacheBehaviors"]}


@pytest.mark.parametrize("path", ["/api/*", "/ws", "/health", "/health/*"])
def test_answers_of_the_server_are_never_cached(assembly: Assembly, path: str) -> None:
    behavior = behaviors(assembly)[path]

    assert behavior["CachePolicyId"] == CACHING_DISABLED
    assert "MinTTL" not in behavior


@pytest.mark.parametrize("path", ["/api/*", "/ws", "/health", "/health/*"])
def test_authorization_and_query_strings_reach_the_server(assembly: Assembly, path: str) -> None:
    """The policy hands on every header, cookie and query string of the caller."""
    behavior = behaviors(assembly)[path]

    assert behavior["OriginRequestPolicyId"] == ALL_VIEWER
    assert set(behavior["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}
    assert behavior["ViewerProtocolPolicy"] == "https-only"


def test_the_server_is_reached_by_name_over_tls_with_the_secret(assembly: Assembly) -> None:
    (origin,) = (one for one in distribution(assembly)["Origins"] if "CustomOriginConfig" in one)

    assert origin["DomainName"] == "origin.dife.example"
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origin["OriginCustomHeaders"] == [{"HeaderName": "x-dife-origin", "HeaderValue": {"Ref": "OriginSecret"}}]


def test_the_secret_is_in_no_template(assembly: Assembly) -> None:
    parameter = assembly.templates[edge_of(assembly)]["Parameters"]["OriginSecret"]

    assert parameter["NoEcho"] is True
    assert parameter["Default"] == "unset"


def test_no_stack_refers_to_another_region(assembly: Assembly) -> None:
    edge = json.dumps(assembly.templates[edge_of(assembly)])
    others = json.dumps([template for stack, template in assembly.templates.items() if stack != edge_of(assembly)])

    assert "Fn::ImportValue" not in edge
    assert "Fn::GetStackOutput" not in edge + others
    assert "Custom::" not in edge + others
    assert f"{edge_of(assembly)}:" not in others


def test_no_stack_reads_a_parameter_or_secret_of_another_by_name(assembly: Assembly) -> None:
    for template in assembly.templates.values():
        # A name would stand where the reference to a resource of the stack's own or an import stands.
        references = json.dumps(template).split("{{resolve:")[1:]
        parameters = template.get("Parameters", {})

        assert [one[:60] for one in references if not one.startswith('secretsmanager:", {"')] == []
        assert all(
            one["Default"].startswith("/aws/service/") or one["Default"].startswith("/cdk-bootstrap/")
            for one in parameters.values()
            if one["Type"].startswith("AWS::SSM::Parameter")
        )


def test_the_edge_sends_the_headers_that_the_api_would_send(assembly: Assembly, profile: Profile) -> None:
    expected = published_headers(profile, SAMPLE)
    by_name = {
        one.logical_id: sent_by(one.properties["ResponseHeadersPolicyConfig"])
        for one in assembly.of_type("CloudFront::ResponseHeadersPolicy")
    }
    page, asset = (next(by_name[one] for one in by_name if one.startswith(name)) for name in ("Page", "Asset"))

    assert page == expected.page
    assert asset == expected.asset


def test_files_with_a_hash_have_the_headers_of_assets(assembly: Assembly) -> None:
    found = behaviors(assembly)
    asset_policy = {json.dumps(found[path]["ResponseHeadersPolicyId"]) for path in ASSETS}

    assert [path.removesuffix("*") for path in ASSETS] == list(ASSET_FOLDERS)
    assert len(asset_policy) == 1
    assert json.dumps(distribution(assembly)["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]) not in asset_policy
    assert set(found) == {*NEVER_CACHED, *ASSETS}


def test_cloudfront_alone_reads_the_web_bucket(assembly: Assembly) -> None:
    policies = [
        statement
        for one in assembly.of_type("S3::BucketPolicy")
        if one.stack == edge_of(assembly) and one.logical_id.startswith("Web")
        for statement in one.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]

    assert {json.dumps(one["Principal"]) for one in policies} == {'{"Service": "cloudfront.amazonaws.com"}'}
    assert all("AWS:SourceArn" in json.dumps(one["Condition"]) for one in policies)


def test_the_web_acl_limits_requests_first_and_lets_people_write_what_they_like(
    assembly: Assembly, profile: Profile
) -> None:
    rules = sorted(assembly.one("WAFv2::WebACL").properties["Rules"], key=lambda rule: rule["Priority"])
    common = next(rule for rule in rules if rule["Name"] == "AWSManagedRulesCommonRuleSet")["Statement"]

    assert rules[0]["Statement"]["RateBasedStatement"]["Limit"] == REQUESTS_IN_FIVE_MINUTES
    assert "Block" in rules[0]["Action"]
    assert [rule["Name"] for rule in rules[1:]] == list(profile.managed_rules)
    overrides = common["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert {each["Name"] for each in overrides if each["ActionToUse"] == {"Count": {}}} == {
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    }


def test_the_acl_stands_in_front_of_cloudfront(assembly: Assembly) -> None:
    acl = assembly.one("WAFv2::WebACL")

    assert acl.properties["Scope"] == "CLOUDFRONT"
    assert distribution(assembly)["WebACLId"] == {"Fn::GetAtt": [acl.logical_id, "Arn"]}


def test_the_certificate_of_each_region_is_validated_by_dns(assembly: Assembly) -> None:
    certificates = {
        one.stack.rpartition("-")[2]: one.properties for one in assembly.of_type("CertificateManager::Certificate")
    }

    assert {one["ValidationMethod"] for one in certificates.values()} == {"DNS"}
    assert certificates["ingress"]["SubjectAlternativeNames"] == ["origin.dife.example"]
    assert set(certificates) == {"ingress", "edge"}


def edge_of(assembly: Assembly) -> str:
    return next(stack for stack in assembly.templates if stack.endswith("-edge"))


def sent_by(policy: dict[str, Any]) -> dict[str, str]:
    """The headers of a policy as they are sent."""
    security = policy["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    sent = {
        "strict-transport-security": f"max-age={transport['AccessControlMaxAgeSec']}"
        + ("; includeSubDomains" if transport["IncludeSubdomains"] else "")
        + ("; preload" if transport["Preload"] else ""),
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "content-security-policy": with_account(security["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
    }
    if security["ContentTypeOptions"]["Override"]:
        sent["x-content-type-options"] = "nosniff"
    for item in policy["CustomHeadersConfig"]["Items"]:
        sent[item["Header"]] = item["Value"]
    return sent


def with_account(value: Any) -> str:
    parts = value["Fn::Join"][1] if isinstance(value, dict) else [value]
    return "".join(part if isinstance(part, str) else "ACCOUNT" for part in parts)
