"""What has to be true before a deployment, asked of AWS, of GitHub and of the domain name system."""

import os
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import dns.exception
import dns.resolver
import httpx2
from botocore.exceptions import BotoCoreError, ClientError

from cli.account import Account
from cli.failures import CloudError
from cli.web import files_of
from components.names import (
    BOOTSTRAP_QUALIFIER,
    DEPLOY_ENVIRONMENT,
    GITHUB_ISSUER,
    POSTGRES_VERSION,
    PROCESSOR_QUOTA,
    VALKEY_VERSION,
)
from environments import CLOUD, CLOUDFRONT_PREFIX_LIST, EDGE_REGION, REGION, ZONES, Deployment

GITHUB_API = "https://api.github.com"
AUTHORITIES = CLOUD / "certificates" / "rds.pem"
AUTHORITIES_URL = f"https://truststore.pki.rds.amazonaws.com/{REGION}/{REGION}-bundle.pem"
DEPLOY_BRANCH = "prod"
IDS_SINCE = "2026-07-15"
"""Tokens of repositories that were made since then name them by their ids too."""
NO_TOKEN = "cannot be checked: set GITHUB_TOKEN to a token that may read the repository"  # noqa: S105 - a sentence
PROCESSORS = 2
"""Of every t4g instance."""


_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """How a check ended: `problem` says what to do, None that all is well."""

    title: str
    problem: str | None


class Preflight:
    """All checks for one deployment."""

    def __init__(
        self,
        account: Account,
        deployment: Deployment,
        *,
        name_servers_of: Callable[[str], list[str]],
        github_api: str = GITHUB_API,
        authorities_url: str = AUTHORITIES_URL,
    ) -> None:
        self._account = account
        self._deployment = deployment
        self._name_servers_of = name_servers_of
        self._github_api = github_api
        self._authorities_url = authorities_url

    def findings(self) -> Iterator[Finding]:
        """Every check; without credentials only the first, since the others need them."""
        checks: list[tuple[str, Callable[[], str | None]]] = [
            ("built web client", self._web_client),
            ("CDK bootstrap in both regions", self._bootstrap),
            ("instance types in both zones", self._instance_types),
            ("quota of virtual processors", self._processors),
            ("PostgreSQL version", self._postgres),
            ("authorities of RDS", self._authorities),
            ("Valkey version", self._valkey),
            ("CloudFront's prefix list", self._prefix_list),
            ("provider for GitHub", self._provider),
            ("name servers of the domain", self._delegation),
            ("keys of other services", self._account.missing_keys),
            (f"environment {DEPLOY_ENVIRONMENT} on GitHub", self._environment),
            ("how GitHub names the repository", self._subject),
        ]
        credentials = self._run("credentials", self._credentials)
        yield credentials
        if credentials.problem is None:
            yield from (self._run(title, check) for title, check in checks)

    def _run(self, title: str, check: Callable[[], str | None]) -> Finding:
        try:
            return Finding(title, check())
        except (BotoCoreError, ClientError, httpx2.HTTPError, dns.exception.DNSException) as error:
            return Finding(title, f"cannot be checked: {error}")

    def _credentials(self) -> str | None:
        self._account.client("sts").get_caller_identity()
        return None

    def _web_client(self) -> str | None:
        try:
            files_of(self._deployment.web_root)
        except CloudError as error:
            return str(error)
        return None

    def _bootstrap(self) -> str | None:
        missing = []
        for region in (REGION, EDGE_REGION):
            ssm = self._account.client("ssm", region=region)
            try:
                ssm.get_parameter(Name=f"/cdk-bootstrap/{BOOTSTRAP_QUALIFIER}/version")
            except ssm.exceptions.ParameterNotFound:
                missing.append(region)
        return f"run dife-cloud bootstrap ({', '.join(missing)})" if missing else None

    def _instance_types(self) -> str | None:
        wanted = {self._account.profile.host_type, "t4g.nano"}
        found = self._account.client("ec2").describe_instance_type_offerings(
            LocationType="availability-zone",
            Filters=[{"Name": "instance-type", "Values": sorted(wanted)}, {"Name": "location", "Values": list(ZONES)}],
        )["InstanceTypeOfferings"]
        offered = {(one["InstanceType"], one["Location"]) for one in found}
        missing = [f"{type_} in {zone}" for type_ in sorted(wanted) for zone in ZONES if (type_, zone) not in offered]
        return f"not offered: {', '.join(missing)}" if missing else None

    def _processors(self) -> str | None:
        """New accounts may start few instances: all groups at their largest, a NAT instance's replacement included."""
        profile = self._account.profile
        wanted = PROCESSORS * (profile.hosts_maximum + 2 * profile.nat_instances + 1)
        found = self._account.client("service-quotas").get_service_quota(ServiceCode="ec2", QuotaCode=PROCESSOR_QUOTA)
        quota = found["Quota"]["Value"]
        if quota >= wanted:
            return None
        return (
            f"{wanted} are needed, {quota:.0f} allowed: aws service-quotas request-service-quota-increase "
            f"--region {REGION} --service-code ec2 --quota-code {PROCESSOR_QUOTA} --desired-value {wanted}"
        )

    def _postgres(self) -> str | None:
        options = self._account.client("rds").describe_orderable_db_instance_options(
            Engine="postgres",
            EngineVersion=POSTGRES_VERSION,
            DBInstanceClass=f"db.{self._account.profile.database_type}",
        )["OrderableDBInstanceOptions"]
        return None if options else f"{POSTGRES_VERSION} is not offered for db.{self._account.profile.database_type}"

    def _authorities(self) -> str | None:
        with httpx2.Client(timeout=10) as client:
            answer = client.get(self._authorities_url)
            answer.raise_for_status()
        unknown = fingerprints(AUTHORITIES.read_text(encoding="ascii")) - fingerprints(answer.text)
        if not unknown:
            return None
        return (
            f"{AUTHORITIES.name} has {len(unknown)} that AWS does not name: "
            f"compare it with {self._authorities_url}, and deploy with AWS's file"
        )

    def _valkey(self) -> str | None:
        found = self._account.client("elasticache").describe_cache_engine_versions(Engine="valkey")
        versions = {one["EngineVersion"] for one in found["CacheEngineVersions"]}
        is_offered = any(version.startswith(VALKEY_VERSION) for version in versions)
        return None if is_offered else f"{VALKEY_VERSION} is not among {', '.join(sorted(versions))}"

    def _prefix_list(self) -> str | None:
        name = "com.amazonaws.global.cloudfront.origin-facing"
        found = self._account.client("ec2").describe_managed_prefix_lists(
            Filters=[{"Name": "prefix-list-name", "Values": [name]}]
        )["PrefixLists"]
        ids = [one["PrefixListId"] for one in found]
        return None if ids == [CLOUDFRONT_PREFIX_LIST] else f"AWS has {ids}, environments.py {CLOUDFRONT_PREFIX_LIST}"

    def _provider(self) -> str | None:
        providers = self._account.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
        known = [one["Arn"] for one in providers if one["Arn"].endswith(GITHUB_ISSUER)]
        is_ours = bool(self._account.outputs("delivery")) and self._deployment.oidc_provider is None
        if known and not is_ours and self._deployment.oidc_provider not in known:
            return f'the account has one already: put "oidc_provider": "{known[0]}" into deployment.json'
        return None

    def _delegation(self) -> str | None:
        wanted = set(self._account.outputs("dns").get("NameServers", "").split())
        if not wanted:
            return "run dife-cloud zone, and enter the name servers that it prints where the domain is registered"
        found = set(self._name_servers_of(self._deployment.domain))
        if found == wanted:
            return None
        return f"enter {' '.join(sorted(wanted))} where {self._deployment.domain} is registered; now {sorted(found)}"

    def _environment(self) -> str | None:
        token = os.environ.get("GITHUB_TOKEN")
        if not token:
            return NO_TOKEN
        base = f"{self._github_api}/repos/{self._deployment.repository}/environments/{quote(DEPLOY_ENVIRONMENT)}"
        with _github(token) as client:
            environment = client.get(base)
            if environment.status_code == 404:  # noqa: PLR2004 - not found
                return f"make it in the settings of {self._deployment.repository}, for the branch {DEPLOY_BRANCH} alone"
            environment.raise_for_status()
            policy: dict[str, Any] = environment.json().get("deployment_branch_policy") or {}
            branches = client.get(f"{base}/deployment-branch-policies").json().get("branch_policies", [])
        names = [one["name"] for one in branches]
        if policy.get("custom_branch_policies") and names == [DEPLOY_BRANCH]:
            return None
        return f"it must admit the branch {DEPLOY_BRANCH} and no other, it admits {names or 'every branch'}"

    def _subject(self) -> str | None:
        """A role that expects another name is refused to every workflow."""
        token = os.environ.get("GITHUB_TOKEN")
        if not token:
            return NO_TOKEN
        with _github(token) as client:
            answer = client.get(f"{self._github_api}/repos/{self._deployment.repository}")
        answer.raise_for_status()
        found = answer.json()
        ids = f"{found['owner']['id']}/{found['id']}"
        given = self._deployment.github_ids
        if given == ids or (given is None and found["created_at"] < IDS_SINCE):
            return None
        return f'by its ids: put "github_ids": "{ids}" into deployment.json'


def _github(token: str) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    return httpx2.Client(headers=headers, timeout=10)


def fingerprints(text: str) -> set[str]:
    """SHA-256 of each certificate in a text."""
    return {sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in _CERTIFICATE.findall(text)}


def name_servers_of(domain: str) -> list[str]:
    """The name servers that the domain's registry knows."""
    answer = dns.resolver.resolve(domain, "NS", lifetime=10)
    return sorted(str(record.target).rstrip(".") for record in answer)
