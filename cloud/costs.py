"""What a month costs: quantities from the synthesised template, prices from the dated table, use from the members."""

import json
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from environments import CLOUD, Profile
from synthesis import Assembly, Resource

PRICES = CLOUD / "prices" / "ap-northeast-2.json"
ORIGINAL_USD, ORIGINAL_BILLED_USD = 121.61, 288.06
"""The stack that Dife replaces: as it was drawn up, and with the extended support of its MySQL that is billed today."""
MEMBERS = 4_000


@dataclass(frozen=True)
class Use:
    """What members do in a month. One in five is there on a day, sends 85 messages and asks for 60 other things."""

    members: int

    @property
    def requests(self) -> float:
        """Requests through the edge."""
        return self.members * 0.2 * 30 * (85 + 60)

    @property
    def sockets(self) -> float:
        """Sockets at the same time, at the busiest: a quarter of those who are there on the day."""
        return self.members * 0.2 * 0.25

    @property
    def rows_gb(self) -> float:
        """What a month adds to the database: 4,000 members who all write every day made 1.65 GB."""
        return 1.65 * self.members / 4_000 * 0.2

    @property
    def media_gb(self) -> float:
        """Pictures that are kept: 5 MB for each member."""
        return self.members * 0.005

    @property
    def answers_gb(self) -> float:
        """What the edge sends: 5 KB an answer."""
        return self.requests * 5e-6


@dataclass(frozen=True)
class Costs:
    """The lines of a month."""

    lines: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """All lines together."""
        return sum(self.lines.values())


class Estimate:
    """Prices one synthesis."""

    def __init__(self, assembly: Assembly, *, file: Path = PRICES) -> None:
        self._assembly = assembly
        self._price: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self._hours: float = self._price["hours_per_month"]

    def month(self, use: Use, *, hosts: int | None = None) -> Costs:
        """The month of so many members; `hosts` where the load needs more than the least."""
        return Costs(
            {
                "container hosts": self._groups("cluster", instances=hosts),
                "NAT instances": self._groups("network"),
                "bastion": self._groups("access"),
                "load balancer": self._balancer(use),
                "database": self._database(use),
                "cache": self._cache(),
                "WAF": self._waf(use),
                "CloudFront": self._cloudfront(use),
                "secrets, key, zone": self._secrets(),
                "Insights, alarms, logs": self._watching(use),
                "images, pictures": self._storage(use),
                "interface endpoints": self._endpoints(),
            }
        )

    def _groups(self, stack: str, *, instances: int | None = None) -> float:
        groups = [one for one in self._assembly.of_type("AutoScaling::AutoScalingGroup") if one.stack.endswith(stack)]
        return sum(self._instance(group) * (instances or int(group.properties["MinSize"])) for group in groups)

    def _instance(self, group: Resource) -> float:
        wanted = group.properties["LaunchTemplate"]["LaunchTemplateId"]["Ref"]
        (template,) = (
            one
            for one in self._assembly.of_type("EC2::LaunchTemplate")
            if one.stack == group.stack and one.logical_id == wanted
        )
        data = template.properties["LaunchTemplateData"]
        disks = sum(disk["Ebs"]["VolumeSize"] for disk in data["BlockDeviceMappings"]) * self._price["disk_gib"]
        address = data["NetworkInterfaces"][0].get("AssociatePublicIpAddress", False)
        hourly = self._price["instance_hour"][data["InstanceType"]] + address * self._price["public_ipv4_hour"]
        return float(hourly * self._hours + disks)

    def _balancer(self, use: Use) -> float:
        addresses = len(self._assembly.one("ElasticLoadBalancingV2::LoadBalancer").properties["Subnets"])
        units = max(0.1, use.sockets / 3000, use.answers_gb / self._hours)
        hourly = (
            self._price["balancer_hour"]
            + units * self._price["balancer_unit_hour"]
            + addresses * self._price["public_ipv4_hour"]
        )
        return float(hourly * self._hours)

    def _database(self, use: Use) -> float:
        database = self._assembly.one("RDS::DBInstance").properties
        twice = database["MultiAZ"]
        factor = self._price["database_multi_az_factor"] if twice else 1
        hourly = self._price["database_hour"][database["DBInstanceClass"].removeprefix("db.")] * factor
        # A year of rows, before the archive takes them.
        gib = max(int(database["AllocatedStorage"]), math.ceil(use.rows_gb * 12))
        return float(hourly * self._hours + gib * self._price["database_multi_az_gib" if twice else "database_gib"])

    def _cache(self) -> float:
        cache = self._assembly.one("ElastiCache::ReplicationGroup").properties
        hourly = self._price["cache_hour"][cache["CacheNodeType"].removeprefix("cache.")]
        return float(hourly * self._hours * cache["NumCacheClusters"])

    def _waf(self, use: Use) -> float:
        rules = len(self._assembly.one("WAFv2::WebACL").properties["Rules"])
        requests = use.requests / 1e6 * self._price["waf_million_requests"]
        return float(self._price["waf_acl"] + rules * self._price["waf_rule"] + requests)

    def _cloudfront(self, use: Use) -> float:
        requests = max(0, use.requests / 1e6 - self._price["cloudfront_free_million_requests"])
        traffic = max(0, use.answers_gb - self._price["cloudfront_free_gb"])
        return float(requests * self._price["cloudfront_million_requests"] + traffic * self._price["cloudfront_gb"])

    def _secrets(self) -> float:
        # One more is RDS's own for its master.
        secrets = len(list(self._assembly.of_type("SecretsManager::Secret"))) + 1
        keys = len(list(self._assembly.of_type("KMS::Key")))
        zones = len(list(self._assembly.of_type("Route53::HostedZone")))
        return float(secrets * self._price["secret"] + keys * self._price["key"] + zones * self._price["zone"])

    def _watching(self, use: Use) -> float:
        # Each policy that holds a target makes two alarms, and so does the capacity provider.
        tracking = len(list(self._assembly.of_type("ApplicationAutoScaling::ScalingPolicy"))) + 1
        alarms = len(list(self._assembly.of_type("CloudWatch::Alarm"))) + 2 * tracking
        logs = max(0, 1 + use.requests * 400 / 1e9 - self._price["free_log_gb"])
        return float(
            self._price["insights_metrics"] * self._price["metric"]
            + max(0, alarms - self._price["free_alarms"]) * self._price["alarm"]
            + logs * self._price["log_gb"]
        )

    def _storage(self, use: Use) -> float:
        # Twenty images share most of their layers.
        pictures = use.media_gb * self._price["object_gb"] + use.media_gb * 0.2 * self._price["egress_gb"]
        return float(pictures + 1 * self._price["image_gb"])

    def _endpoints(self) -> float:
        interface = [
            one
            for one in self._assembly.of_type("EC2::VPCEndpoint")
            if one.properties["VpcEndpointType"] == "Interface"
        ]
        return float(
            sum(len(one.properties["SubnetIds"]) for one in interface) * self._price["endpoint_hour"] * self._hours
        )


SIZES = (
    (20_000, "t4g.micro", "t4g.micro"),
    (60_000, "t4g.small", "t4g.micro"),
    (200_000, "t4g.medium", "t4g.small"),
    (10_000_000, "r8g.large", "t4g.medium"),
)
"""Up to so many members, a database and a cache of this class: an assumption, to be replaced by what is measured."""
MEMBERS_OF_A_HOST = 12_000


def profile_for(profile: Profile, members: int) -> Profile:
    """The profile with the sizes that so many members need."""
    database, cache = next((database, cache) for most, database, cache in SIZES if members <= most)
    return replace(profile, database_type=database, cache_type=cache)


def hosts_for(profile: Profile, members: int) -> int:
    """How many hosts run."""
    return max(profile.hosts_minimum, math.ceil(members / MEMBERS_OF_A_HOST))


def table(costs: dict[str, Costs]) -> str:
    """The lines of all profiles as a table in Markdown."""
    names = list(costs)
    head = [f"| USD a month | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines = next(iter(costs.values())).lines
    rows = [f"| {line} | {' | '.join(f'{costs[name].lines[line]:.2f}' for name in names)} |" for line in lines]
    total = f"| **total** | {' | '.join(f'**{costs[name].total:.2f}**' for name in names)} |"
    return "\n".join([*head, *rows, total])


def plot(curves: dict[str, dict[int, float]], file: Path) -> None:
    """Draw the cost of a month against the number of members."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to import, and only here
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for name, curve in curves.items():
        axes.plot(list(curve), list(curve.values()), marker="o", label=name)
    for usd, label in ((ORIGINAL_USD, "the original, as drawn up"), (ORIGINAL_BILLED_USD, "the original, as billed")):
        axes.axhline(usd, linestyle="--", color="grey", linewidth=1)
        axes.annotate(f"{label}: {usd:.0f}", (100, usd), textcoords="offset points", xytext=(0, 3), fontsize=8)
    axes.set(xscale="log", yscale="log", xlabel="members", ylabel="USD a month", title="What a month of Dife costs")
    axes.grid(visible=True, which="both", linewidth=0.3)
    axes.legend()
    figure.savefig(file, dpi=110, metadata={"Software": None})
