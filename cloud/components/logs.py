"""Log groups: encrypted, and gone after a while."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

_RETENTION = {
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
}


def log_group(
    scope: Construct, construct_id: str, *, days: int, key: kms.IKey | None = None, name: str | None = None
) -> logs.LogGroup:
    """A log group that goes with its stack."""
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=_RETENTION[days],
        encryption_key=key,
        removal_policy=RemovalPolicy.DESTROY,
    )
