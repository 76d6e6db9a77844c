"""Whom alarms tell, in one region."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct


def alarm_topic(scope: Construct, construct_id: str, *, mail: str, key: kms.IKey | None) -> sns.Topic:
    """A topic that mails what is published."""
    topic = sns.Topic(scope, construct_id, display_name="Dife", master_key=key, enforce_ssl=True)
    # A topic with a policy of its own has lost the one that let its account publish, alarms included.
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AlarmsOfThisAccount",
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
        )
    )
    topic.add_subscription(subscriptions.EmailSubscription(mail))
    return topic
