"""The metrics of Dife itself, at most ten: the roles write them to their logs in CloudWatch's embedded format."""

from enum import Enum

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

MOST = 10
"""The first ten custom metrics of an account are free."""


class Metric(Enum):
    """The role that reports a metric, and its name; a test compares them with what the roles report."""

    MESSAGES = ("api", "MessagesSent")
    HINTS_LOST = ("api", "HintsLost")
    SOCKETS = ("gateway", "Sockets")
    DELIVERIES = ("gateway", "Deliveries")
    GAPS_REPAIRED = ("gateway", "GapsRepaired")
    SLOW_READERS = ("gateway", "SlowReaders")
    QUEUE_AGE = ("worker", "QueueAge")
    JOBS_DONE = ("worker", "JobsDone")
    JOBS_FAILED = ("worker", "JobsFailed")


def namespace_of(profile_name: str) -> str:
    """`DIFE_METRICS_NAMESPACE` of the tasks."""
    return f"Dife/{profile_name}"


def metric(namespace: str, which: Metric, statistic: str) -> cloudwatch.Metric:
    """One of Dife's own metrics, by the minute."""
    service, name = which.value
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map={"service": service},
        statistic=statistic,
        period=Duration.minutes(1),
    )
