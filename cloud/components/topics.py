"""Whom alarms tell, in one region."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct


def alarm_topic(scope: Construct, construct_id: str, *, mail: str, key: kms.IKey | None) -> sns.Topic:
    """A topic that mails what is published."""
    topic = sns.Topic(scope, construct_id, display_name="Dife", master_key=key, enforce_ssl=True)
    topic.add_subscription(subscriptions.EmailSubscription(mail))
    return topic
