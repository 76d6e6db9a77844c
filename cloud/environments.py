"""Where Dife is deployed, and in which of two sizes. The sizes differ by arguments only; nothing asks which one it is."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CLOUD = Path(__file__).resolve().parent
WEB_ROOT = CLOUD.parent / "app" / "dist"

REGION = "ap-northeast-2"
ZONES = ("ap-northeast-2a", "ap-northeast-2c")
"""Named here, so that synthesis looks nothing up; t4g instances are offered in both."""
EDGE_REGION = "us-east-1"
"""CloudFront takes certificates and web ACLs from here only."""
CLOUDFRONT_PREFIX_LIST = "pl-22a6434b"
"""com.amazonaws.global.cloudfront.origin-facing in ap-northeast-2; `dife-cloud preflight` compares it with AWS."""

_NAMES = (
    "domain",
    "zone_id",
    "repository",
    "github_ids",
    "alarm_mail",
    "image",
    "running",
    "oidc_provider",
    "traces_url",
    "web_root",
)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_IDS = re.compile(r"[0-9]+/[0-9]+")
_TRACES = re.compile(r"https?://[^\s@?#]+")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ContextError(Exception):
    """A context value is missing or wrong; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """How one service runs: memory is the hard limit and what is reserved."""

    minimum: int
    maximum: int
    memory_mib: int


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A size of Dife."""

    name: str
    nat_instances: int
    """One serves all private subnets; as many as zones, and each serves its own."""
    hosts_minimum: int
    hosts_maximum: int
    host_type: str
    api: Tasks
    gateway: Tasks
    worker: Tasks
    api_pool_size: int
    gateway_pool_size: int
    worker_concurrency: int
    database_type: str
    database_multi_az: bool
    database_storage_gib: int
    database_backup_days: int
    cache_type: str
    cache_nodes: int
    log_days: int
    keep_data: bool
    """Deleting the stacks keeps the database and the backups as they are, instead of taking a last snapshot."""
    monthly_budget_usd: int
    managed_rules: tuple[str, ...]
    """AWS's lists of the web ACL; each costs a dollar."""
    interface_endpoints: bool = False
    """About 9.50 USD a month for each service and zone; the NAT instance reaches the same."""

    @property
    def services(self) -> dict[str, Tasks]:
        """The services by name, in the order in which they are rolled out."""
        return {"api": self.api, "gateway": self.gateway, "worker": self.worker}


STUDENT = Profile(
    name="student",
    nat_instances=1,
    hosts_minimum=1,
    hosts_maximum=2,
    host_type="t4g.small",
    api=Tasks(minimum=2, maximum=4, memory_mib=300),
    gateway=Tasks(minimum=1, maximum=2, memory_mib=240),
    worker=Tasks(minimum=1, maximum=1, memory_mib=420),
    api_pool_size=4,
    gateway_pool_size=4,
    worker_concurrency=3,
    database_type="t4g.micro",
    database_multi_az=False,
    database_storage_gib=20,
    database_backup_days=7,
    cache_type="t4g.micro",
    cache_nodes=1,
    log_days=30,
    keep_data=False,
    monthly_budget_usd=115,
    managed_rules=("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"),
)

PRODUCTION = Profile(
    name="production",
    nat_instances=2,
    hosts_minimum=2,
    hosts_maximum=4,
    host_type="t4g.small",
    api=Tasks(minimum=2, maximum=4, memory_mib=320),
    gateway=Tasks(minimum=2, maximum=3, memory_mib=320),
    worker=Tasks(minimum=1, maximum=2, memory_mib=440),
    api_pool_size=4,
    gateway_pool_size=4,
    worker_concurrency=2,
    database_type="t4g.micro",
    database_multi_az=True,
    database_storage_gib=20,
    database_backup_days=30,
    cache_type="t4g.micro",
    cache_nodes=2,
    log_days=90,
    keep_data=True,
    monthly_budget_usd=190,
    managed_rules=(
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
    ),
)

PROFILES = {profile.name: profile for profile in (STUDENT, PRODUCTION)}


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One place where Dife runs: whose domain, whose repository, which image."""

    domain: str
    zone_id: str | None = None
    """The hosted zone that the DNS stack made. Until it is known, only that stack can be deployed."""
    repository: str
    """`ORGANISATION/REPOSITORY` on GitHub, whose workflows may deploy."""
    github_ids: str | None = None
    """`OWNER_ID/REPOSITORY_ID`: GitHub names repositories made since 15 July 2026 by their ids too."""
    alarm_mail: str
    image: str | None = None
    """Digest of the image in the registry. Without one nothing runs."""
    running: dict[str, int] = field(default_factory=dict)
    """How many tasks of a service run now, so that a deployment takes none away."""
    oidc_provider: str | None = None
    """The account's provider for GitHub where there is one already: an account can have only one."""
    traces_url: str | None = None
    """Where tasks send OpenTelemetry spans: AWS's own endpoint or a collector. Without one nothing is traced."""
    web_root: Path = WEB_ROOT

    @property
    def version(self) -> str:
        """What the API says it is: the beginning of the image's digest."""
        return (self.image or "none").removeprefix("sha256:")[:12]

    @property
    def subject(self) -> str:
        """The repository as GitHub's tokens name it."""
        if self.github_ids is None:
            return f"repo:{self.repository}"
        owner, name = self.repository.split("/")
        owner_id, repository_id = self.github_ids.split("/")
        return f"repo:{owner}@{owner_id}/{name}@{repository_id}"

    @property
    def origin(self) -> str:
        """The name under which CloudFront reaches the load balancer."""
        return f"origin.{self.domain}"


def profile_of(context: dict[str, Any]) -> Profile:
    """Read the size from the context.

    Raises:
        ContextError: there is no such size.
    """
    name = context.get("profile", STUDENT.name)
    if name not in PROFILES:
        raise ContextError(f"-c profile={name}: choose one of {', '.join(PROFILES)}")
    return PROFILES[name]


def deployment_of(context: dict[str, Any]) -> Deployment:
    """Read the deployment from the context: deployment.json beside this file, and `-c name=value` over it.

    Raises:
        ContextError: a value is missing or wrong.
    """
    given = {**_from_file(), **{name: context[name] for name in _NAMES if context.get(name)}}
    web_root = given.get("web_root")
    return Deployment(
        domain=_checked(given, "domain", _DOMAIN),
        zone_id=given.get("zone_id"),
        repository=_checked(given, "repository", _REPOSITORY),
        github_ids=_checked(given, "github_ids", _IDS) if "github_ids" in given else None,
        alarm_mail=_checked(given, "alarm_mail", _MAIL),
        image=_checked(given, "image", _DIGEST) if "image" in given else None,
        running=_counts(str(given.get("running", ""))),
        oidc_provider=given.get("oidc_provider"),
        traces_url=_checked(given, "traces_url", _TRACES) if "traces_url" in given else None,
        web_root=Path(web_root) if web_root else WEB_ROOT,
    )


def _from_file() -> dict[str, Any]:
    file = CLOUD / "deployment.json"
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return values


def _checked(given: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = str(given.get(name, ""))
    if not pattern.fullmatch(value):
        raise ContextError(f"-c {name}={value or '…'}: missing or not of the form {pattern.pattern}")
    return value


def _counts(text: str) -> dict[str, int]:
    """Read `api:3,gateway:2`."""
    pairs = [part.partition(":") for part in text.split(",") if part]
    if any(not count.isdigit() for _, _, count in pairs):
        raise ContextError(f"-c running={text}: write it as api:3,gateway:2")
    return {name: int(count) for name, _, count in pairs}
