"""The list of alarms. Each has a runbook docs/runbooks/<name>.md; a test demands it."""

from dataclasses import dataclass
from enum import StrEnum

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from environments import CLOUD

RUNBOOKS = CLOUD.parent / "docs" / "runbooks"


class AlarmName(StrEnum):
    """What people are woken for; the names are those of the runbooks."""

    API_ERRORS = "api-errors"
    API_SLOW = "api-slow"
    API_UNHEALTHY = "api-unhealthy"
    GATEWAY_ERRORS = "gateway-errors"
    GATEWAY_UNHEALTHY = "gateway-unhealthy"
    WORKER_STOPPED = "worker-stopped"
    QUEUE_AGE = "queue-age"
    LOAD_BALANCER_ERRORS = "load-balancer-errors"
    EDGE_ERRORS = "edge-errors"
    HOSTS_FULL = "hosts-full"
    NAT_GONE = "nat-gone"
    DATABASE_CPU = "database-cpu"
    DATABASE_CONNECTIONS = "database-connections"
    DATABASE_STORAGE = "database-storage"
    CACHE_MEMORY = "cache-memory"
    CERTIFICATE_EXPIRY = "certificate-expiry"


ROLLBACK_ALARMS = (AlarmName.API_ERRORS, AlarmName.API_SLOW, AlarmName.GATEWAY_ERRORS)
"""While a deployment bakes, these end it and bring the last one back."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """When an alarm goes off: `periods` times in a row on the wrong side of `threshold`."""

    threshold: float
    periods: int = 5
    below: bool = False
    missing_is_bad: bool = False


def alarm(
    scope: Construct,
    name: AlarmName,
    *,
    prefix: str,
    metric: cloudwatch.IMetric,
    limit: Limit,
    topic: sns.ITopic | None = None,
) -> cloudwatch.Alarm:
    """Make the alarm `<prefix>-<name>`; its text names the runbook."""
    comparison = cloudwatch.ComparisonOperator
    missing = cloudwatch.TreatMissingData
    made = cloudwatch.Alarm(
        scope,
        name.title().replace("-", ""),
        alarm_name=f"{prefix}-{name}",
        alarm_description=f"Runbook: docs/runbooks/{name}.md",
        metric=metric,
        threshold=limit.threshold,
        evaluation_periods=limit.periods,
        comparison_operator=(
            comparison.LESS_THAN_THRESHOLD if limit.below else comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
        ),
        treat_missing_data=missing.BREACHING if limit.missing_is_bad else missing.NOT_BREACHING,
    )
    if topic is not None:
        made.add_alarm_action(actions.SnsAction(topic))
        made.add_ok_action(actions.SnsAction(topic))
    return made
