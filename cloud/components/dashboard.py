"""The dashboard: one page from traffic down to the logs."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_rds as rds

from components.metrics import Metric, metric

MINUTE = Duration.minutes(1)
HALF, WHOLE, HEIGHT = 12, 24, 6


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the dashboard and the alarms look at."""

    namespace: str
    cluster: ecs.Cluster
    services: dict[str, ecs.Ec2Service]
    hosts: autoscaling.AutoScalingGroup
    nat: list[autoscaling.AutoScalingGroup]
    balancer: elb.ApplicationLoadBalancer
    api: elb.ApplicationTargetGroup
    gateway: elb.ApplicationTargetGroup
    database: rds.DatabaseInstance
    cache_nodes: list[str]
    log_groups: dict[str, str]


def rows(watched: Watched) -> list[list[cloudwatch.IWidget]]:
    """All rows from top to bottom."""
    return [
        [_traffic(watched), _latency(watched)],
        [_errors(watched), _own("Sockets", watched, (Metric.SOCKETS, "Sum"), (Metric.SLOW_READERS, "Sum"))],
        [
            _own(
                "Messages, and how they reach people",
                watched,
                (Metric.MESSAGES, "Sum"),
                (Metric.DELIVERIES, "Sum"),
                (Metric.GAPS_REPAIRED, "Sum"),
                (Metric.HINTS_LOST, "Sum"),
            ),
            _own(
                "Jobs", watched, (Metric.QUEUE_AGE, "Maximum"), (Metric.JOBS_DONE, "Sum"), (Metric.JOBS_FAILED, "Sum")
            ),
        ],
        [_services(watched), _hosts(watched)],
        [_database(watched), _cache(watched)],
        [_table("Errors in the logs", list(watched.log_groups.values()), ERRORS)],
        [_table("Slowest routes", [watched.log_groups["api"]], SLOWEST)],
        [_table("What happened last", list(watched.log_groups.values()), LATEST)],
    ]


ERRORS = [
    "fields @timestamp, @logStream, level, event, error, route, request_id",
    "filter level in ['error', 'critical']",
    "sort @timestamp desc",
    "limit 50",
]
SLOWEST = [
    "filter event = 'request'",
    "stats count() as requests, pct(milliseconds, 50) as p50, pct(milliseconds, 95) as p95, pct(milliseconds, 99) as p99 by method, route",
    "sort p95 desc",
    "limit 20",
]
LATEST = [
    "fields @timestamp, @logStream, level, event, status, route, milliseconds",
    "sort @timestamp desc",
    "limit 50",
]
ONE_REQUEST = ["fields @timestamp, @message", "filter request_id = 'PUT THE ID HERE'", "sort @timestamp asc"]
ONE_MEMBER = [
    "fields @timestamp, @message",
    "filter member_id = 'PUT THE ID HERE'",
    "sort @timestamp desc",
    "limit 200",
]
FAILED_JOBS = [
    "filter event = 'job_failed'",
    "stats count() as failures by job, error",
    "sort failures desc",
]
REFUSED = [
    "filter event = 'request' and status >= 400",
    "stats count() as requests by status, method, route",
    "sort requests desc",
]


def _graph(
    title: str, *lines: cloudwatch.IMetric, right: list[cloudwatch.IMetric] | None = None
) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(lines), right=right, width=HALF, height=HEIGHT, period=MINUTE)


def _table(title: str, groups: list[str], query: list[str]) -> cloudwatch.LogQueryWidget:
    return cloudwatch.LogQueryWidget(
        title=title,
        log_group_names=groups,
        query_lines=query,
        view=cloudwatch.LogQueryVisualizationType.TABLE,
        width=WHOLE,
        height=HEIGHT,
    )


def _own(title: str, watched: Watched, *wanted: tuple[Metric, str]) -> cloudwatch.GraphWidget:
    return _graph(
        title, *(metric(watched.namespace, one, statistic).with_(label=one.value[1]) for one, statistic in wanted)
    )


def _traffic(watched: Watched) -> cloudwatch.GraphWidget:
    balancer = watched.balancer.metrics
    return _graph(
        "Requests and connections",
        balancer.request_count(),
        balancer.new_connection_count(),
        right=[balancer.active_connection_count()],
    )


def _latency(watched: Watched) -> cloudwatch.GraphWidget:
    return _graph(
        "Time to the answer's first byte",
        *(watched.api.metrics.target_response_time(statistic=one, label=one) for one in ("p50", "p95", "p99")),
    )


def _errors(watched: Watched) -> cloudwatch.GraphWidget:
    code = elb.HttpCodeTarget
    return _graph(
        "Errors",
        watched.api.metrics.http_code_target(code.TARGET_5XX_COUNT, label="API 5xx"),
        watched.gateway.metrics.http_code_target(code.TARGET_5XX_COUNT, label="gateway 5xx"),
        watched.balancer.metrics.http_code_elb(elb.HttpCodeElb.ELB_5XX_COUNT, label="balancer 5xx"),
        right=[watched.api.metrics.http_code_target(code.TARGET_4XX_COUNT, label="API 4xx")],
    )


def _services(watched: Watched) -> cloudwatch.GraphWidget:
    services = watched.services.items()
    return _graph(
        "Services",
        *(service.metric_cpu_utilization(label=f"{name} CPU %") for name, service in services),
        right=[service.metric_memory_utilization(label=f"{name} memory %") for name, service in services],
    )


def _hosts(watched: Watched) -> cloudwatch.GraphWidget:
    return _graph(
        "Hosts",
        watched.cluster.metric_cpu_utilization(label="CPU %"),
        watched.cluster.metric_memory_utilization(label="memory %"),
        right=[in_service(group).with_(label=group.node.id) for group in (watched.hosts, *watched.nat)],
    )


def in_service(group: autoscaling.AutoScalingGroup) -> cloudwatch.Metric:
    """How many instances of a group do their work."""
    return cloudwatch.Metric(
        namespace="AWS/AutoScaling",
        metric_name="GroupInServiceInstances",
        dimensions_map={"AutoScalingGroupName": group.auto_scaling_group_name},
        statistic="Minimum",
        period=MINUTE,
    )


def _database(watched: Watched) -> cloudwatch.GraphWidget:
    database = watched.database
    return _graph(
        "Database",
        database.metric_cpu_utilization(label="CPU %"),
        database.metric_database_connections(label="connections"),
        right=[database.metric_freeable_memory(label="memory"), database.metric_free_storage_space(label="storage")],
    )


def cache_metric(node: str, name: str, statistic: str = "Average") -> cloudwatch.Metric:
    """A metric of one node of the cache."""
    return cloudwatch.Metric(
        namespace="AWS/ElastiCache",
        metric_name=name,
        dimensions_map={"CacheClusterId": node},
        statistic=statistic,
        period=MINUTE,
    )


def _cache(watched: Watched) -> cloudwatch.GraphWidget:
    nodes = list(enumerate(watched.cache_nodes, start=1))
    return _graph(
        "Cache",
        *(cache_metric(node, "EngineCPUUtilization").with_(label=f"{number} CPU %") for number, node in nodes),
        *(
            cache_metric(node, "DatabaseMemoryUsagePercentage").with_(label=f"{number} memory %")
            for number, node in nodes
        ),
        right=[cache_metric(node, "CurrConnections").with_(label=f"{number} connections") for number, node in nodes],
    )
