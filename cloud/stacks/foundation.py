"""The key that encrypts everything that rests in the home region, and whom alarms tell."""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from components.topics import alarm_topic
from environments import REGION, Deployment


class FoundationStack(Stack):
    """One key for all: it costs a dollar, and who may use it for what is said where it is used."""

    def __init__(self, scope: Construct, construct_id: str, *, deployment: Deployment) -> None:
        super().__init__(
            scope, construct_id, env={"region": REGION}, description="Dife: the encryption key, and whom alarms tell"
        )
        self.key = kms.Key(
            self,
            "Key",
            description="Dife: database, cache, media, secrets, images and logs",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        logs = iam.ServicePrincipal(f"logs.{REGION}.amazonaws.com")
        self.key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="LogGroupsOfThisAccount",
                principals=[logs],
                actions=["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
                resources=["*"],
                conditions={
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{self.account}:log-group:*"
                    }
                },
            )
        )
        self.key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsOfThisAccount",
                principals=[
                    iam.ServicePrincipal("cloudwatch.amazonaws.com"),
                    iam.ServicePrincipal("budgets.amazonaws.com"),
                ],
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        # What uses the key says so in its own policy: grants that changed the key's would tie this stack to all others.
        self.handle = kms.Key.from_key_arn(self, "Handle", self.key.key_arn)
        self.topic = alarm_topic(self, "Alarms", mail=deployment.alarm_mail, key=self.key)
