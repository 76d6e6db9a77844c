"""What is checked before a deployment: all well, or what to do in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import dns.resolver
import pytest

from cli.preflight import AUTHORITIES, Finding, Preflight
from components.names import POSTGRES_VERSION
from environments import EDGE_REGION, ZONES
from synthesis import SAMPLE
from testing.aws import Aws
from testing.http import Answer, serving
from testing.preflight import ENVIRONMENT, KEYS, OFFERED, SERVERS, WELL, Answers, policy, repository

PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of GitHub."""
    monkeypatch.setenv("GITHUB_TOKEN", "a-token")


def problems(
    aws: Aws,
    web_root: Path,
    *,
    github: dict[str, Answer] | None = None,
    authorities: bytes | None = None,
    asked: list[dict[str, str]] | None = None,
    name_servers_of: Callable[[str], list[str]] = lambda _: SERVERS,
    **deployment: Any,
) -> dict[str, str]:
    """What is not well, by the titles of the checks."""
    named = AUTHORITIES.read_bytes() if authorities is None else authorities
    answers = {
        **repository("2026-07-14"),
        **(policy("prod") if github is None else github),
        "/rds.pem": Answer(body=named),
    }
    with serving(answers, asked=asked) as origin:
        checks = Preflight(
            aws.account,
            replace(SAMPLE, web_root=web_root, **deployment),
            name_servers_of=name_servers_of,
            github_api=origin,
            authorities_url=f"{origin}/rds.pem",
        )
        found: list[Finding] = list(checks.findings())
    return {one.title: one.problem for one in found if one.problem is not None}


def prepare(aws: Aws, **instead: Answers) -> None:
    """Answer every check well, but for those that are given."""
    for title, answer in WELL.items():
        instead.get(title, answer)(aws)


def test_where_all_is_well_nothing_is_found(aws: Aws, web_root: Path) -> None:
    prepare(aws)
    asked: list[dict[str, str]] = []

    assert problems(aws, web_root, asked=asked) == {}
    assert {one["authorization"] for one in asked if one["path"] != "/rds.pem"} == {"Bearer a-token"}
    # What GitHub is told is nobody else's business.
    assert [one.get("authorization") for one in asked if one["path"] == "/rds.pem"] == [None]


def test_without_credentials_nothing_else_is_asked(aws: Aws, web_root: Path) -> None:
    aws.refuses("sts", "get_caller_identity", "ExpiredToken", says="The security token is expired")

    (only,) = problems(aws, web_root).items()

    assert only[0] == "credentials"
    assert only[1].startswith("cannot be checked: ")
    assert only[1].endswith("The security token is expired")


def test_a_web_client_that_is_not_built_is_found(aws: Aws, tmp_path: Path) -> None:
    """The edge computes from it which styles pages may have; without it they would be refused in the browser."""
    prepare(aws)

    assert problems(aws, tmp_path / "nothing") == {
        "built web client": f"There is no web client in {tmp_path / 'nothing'}: "
        "build it with .venv/bin/python scripts/build_web.py."
    }


def test_an_authority_that_aws_does_not_name_is_found(aws: Aws, web_root: Path) -> None:
    prepare(aws)
    first, second, *_ = AUTHORITIES.read_bytes().split(b"-----END CERTIFICATE-----\n")
    fewer = b"".join(one + b"-----END CERTIFICATE-----\n" for one in (first, second))

    found = problems(aws, web_root, authorities=fewer)

    assert list(found) == ["authorities of RDS"]
    assert found["authorities of RDS"].startswith("rds.pem has 1 that AWS does not name: compare it with http")


def test_an_authority_that_aws_adds_does_no_harm(aws: Aws, web_root: Path) -> None:
    prepare(aws)
    more = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"

    assert problems(aws, web_root, authorities=AUTHORITIES.read_bytes() + more) == {}


def not_bootstrapped(aws: Aws) -> None:
    aws.says("ssm", "get_parameter", {"Parameter": {"Value": "21"}})
    aws.refuses("ssm", "get_parameter", "ParameterNotFound", region=EDGE_REGION)


def no_nano(aws: Aws) -> None:
    few = [one for one in OFFERED if one != {"InstanceType": "t4g.nano", "Location": ZONES[1]}]
    aws.says("ec2", "describe_instance_type_offerings", {"InstanceTypeOfferings": few})


def few_processors(aws: Aws) -> None:
    aws.says("service-quotas", "get_service_quota", {"Quota": {"Value": 5.0}})


def no_postgres(aws: Aws) -> None:
    aws.says("rds", "describe_orderable_db_instance_options", {"OrderableDBInstanceOptions": []})


def old_valkey(aws: Aws) -> None:
    aws.says("elasticache", "describe_cache_engine_versions", {"CacheEngineVersions": [{"EngineVersion": "7.2"}]})


def other_list(aws: Aws) -> None:
    aws.says("ec2", "describe_managed_prefix_lists", {"PrefixLists": [{"PrefixListId": "pl-other"}]})


def other_provider(aws: Aws) -> None:
    aws.says("iam", "list_open_id_connect_providers", {"OpenIDConnectProviderList": [{"Arn": PROVIDER}]})
    aws.lacks("delivery")


def no_zone(aws: Aws) -> None:
    aws.lacks("dns")


def other_servers(aws: Aws) -> None:
    aws.has("dns", NameServers="ns-3.example ns-4.example")


def no_keys(aws: Aws) -> None:
    aws.has("data", GivenSecretArn=KEYS)
    aws.says("secretsmanager", "get_secret_value", {"SecretString": '{"smtp_url": ""}'})


def may_not_look(aws: Aws) -> None:
    aws.refuses("rds", "describe_orderable_db_instance_options", "AccessDenied", says="not authorized")


@pytest.mark.parametrize(
    ("title", "answer", "told"),
    [
        ("CDK bootstrap in both regions", not_bootstrapped, "run dife-cloud bootstrap (us-east-1)"),
        ("instance types in both zones", no_nano, "not offered: t4g.nano in ap-northeast-2c"),
        ("quota of virtual processors", few_processors, "10 are needed, 5 allowed: aws service-quotas request-"),
        ("PostgreSQL version", no_postgres, f"{POSTGRES_VERSION} is not offered for db.t4g.micro"),
        ("PostgreSQL version", may_not_look, "cannot be checked: "),
        ("Valkey version", old_valkey, "8.1 is not among 7.2"),
        ("CloudFront's prefix list", other_list, "AWS has ['pl-other'], environments.py pl-22a6434b"),
        ("provider for GitHub", other_provider, f'the account has one already: put "oidc_provider": "{PROVIDER}"'),
        ("name servers of the domain", no_zone, "run dife-cloud zone, and enter the name servers"),
        ("name servers of the domain", other_servers, "enter ns-3.example ns-4.example where dife.example"),
        ("keys of other services", no_keys, "run dife-cloud secrets: smtp_url"),
    ],
)
def test_what_is_not_well_is_told_alone(aws: Aws, web_root: Path, title: str, answer: Answers, told: str) -> None:
    prepare(aws, **{title: answer})

    found = problems(aws, web_root)

    assert list(found) == [title]
    assert found[title].startswith(told)


def test_the_provider_that_the_file_names_is_accepted(aws: Aws, web_root: Path) -> None:
    prepare(aws, **{"provider for GitHub": other_provider})

    assert problems(aws, web_root, oidc_provider=PROVIDER) == {}


def test_a_domain_that_nobody_knows_is_said(aws: Aws, web_root: Path) -> None:
    prepare(aws)

    def unknown(domain: str) -> list[str]:
        raise dns.resolver.NoNameservers

    (found,) = problems(aws, web_root, name_servers_of=unknown).items()

    assert found[0] == "name servers of the domain"
    assert found[1].startswith("cannot be checked: ")


@pytest.mark.parametrize(
    ("github", "told"),
    [
        ({}, "make it in the settings of dife-community/dife, for the branch prod alone"),
        (policy(), "it must admit the branch prod and no other, it admits every branch"),
        (policy("prod", "main"), "it must admit the branch prod and no other, it admits ['prod', 'main']"),
        (policy("prod", custom=False), "it must admit the branch prod and no other"),
        ({ENVIRONMENT: Answer(403)}, "cannot be checked: "),
    ],
)
def test_the_environment_on_github_has_to_admit_one_branch(
    aws: Aws, web_root: Path, github: dict[str, Answer], told: str
) -> None:
    prepare(aws)

    found = problems(aws, web_root, github=github)

    assert list(found) == ["environment prod on GitHub"]
    assert found["environment prod on GitHub"].startswith(told)


@pytest.mark.parametrize(
    ("created", "given", "is_well"),
    [
        ("2026-07-14", None, True),
        ("2026-07-15", None, False),
        ("2026-07-15", "10/20", True),
        ("2026-07-14", "1/2", False),
    ],
)
def test_new_repositories_are_known_by_their_ids(
    aws: Aws, web_root: Path, *, created: str, given: str | None, is_well: bool
) -> None:
    prepare(aws)

    found = problems(aws, web_root, github={**policy("prod"), **repository(created)}, github_ids=given)

    told = 'by its ids: put "github_ids": "10/20" into deployment.json'
    assert found == ({} if is_well else {"how GitHub names the repository": told})


def test_without_a_token_of_github_that_is_said(aws: Aws, web_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(aws)
    monkeypatch.delenv("GITHUB_TOKEN")

    assert "set GITHUB_TOKEN" in problems(aws, web_root)["environment prod on GitHub"]


def test_the_role_of_the_workflow_may_ask_what_is_asked(aws: Aws, web_root: Path, deploy_actions: set[str]) -> None:
    prepare(aws)

    assert problems(aws, web_root) == {}
    # IAM asks nobody for a right to know who one is.
    assert aws.asked - {"sts:GetCallerIdentity"} <= deploy_actions
    assert len(aws.asked) > 8
