"""What the deploy role may do beside CloudFormation: hand over the secret, migrate, publish the web client."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from components.acceptance import accept
from components.names import BOOTSTRAP_QUALIFIER, good_image_parameter
from components.permissions import star
from components.service import Task
from components.web_bucket import web_bucket_name
from environments import EDGE_REGION, REGION

_ACCOUNT = "<AWS::AccountId>"


def allow_operations(
    role: iam.Role, *, profile_name: str, migration: Task, secrets: Sequence[secretsmanager.ISecret], key: kms.IKey
) -> None:
    """Give the role what `dife-cloud preflight` and `dife-cloud deploy` do."""
    prefix = f"dife-{profile_name}"
    for statement in [
        *_migrate(profile_name, prefix, migration),
        *_remember(profile_name, prefix),
        *_publish(profile_name),
        *_look(),
        iam.PolicyStatement(
            actions=["secretsmanager:GetSecretValue"], resources=[secret.secret_arn for secret in secrets]
        ),
        iam.PolicyStatement(
            actions=["kms:Decrypt"],
            resources=[key.key_arn],
            conditions={"StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"}},
        ),
    ]:
        role.add_to_policy(statement)
    for resource, reason in (
        (f"arn:aws:ecs:{REGION}:{_ACCOUNT}:task-definition/{prefix}-migrate:*", "every revision of one family"),
        (f"arn:aws:ecs:{REGION}:{_ACCOUNT}:task/{prefix}/*", "tasks of one cluster get their ids when they start"),
        (f"arn:aws:ecs:{REGION}:{_ACCOUNT}:service/{prefix}/*", "services of one cluster"),
        (
            f"arn:aws:logs:{REGION}:{_ACCOUNT}:log-group:/dife/{profile_name}/migrate:log-stream:*",
            "every run of the migration has a stream of its own",
        ),
        (f"arn:aws:cloudformation:{REGION}:{_ACCOUNT}:stack/{prefix}-*/*", "the stacks of this profile"),
        (f"arn:aws:cloudformation:{EDGE_REGION}:{_ACCOUNT}:stack/{prefix}-*/*", "the stacks of this profile"),
        (
            f"arn:aws:cloudfront::{_ACCOUNT}:distribution/*",
            "another region's stack makes it, and its id is not known here",
        ),
        (f"arn:aws:s3:::{prefix}-web-{_ACCOUNT}/*", "the files of the web client"),
    ):
        accept(role, reason, nag=f"AwsSolutions-IAM5[Resource::{resource}]")


def _look() -> list[iam.PolicyStatement]:
    """What is asked before a deployment: what there is to be had, and that the CDK may begin."""
    return [
        star(
            "ec2:DescribeInstanceTypeOfferings",
            "ec2:DescribeManagedPrefixLists",
            "elasticache:DescribeCacheEngineVersions",
            "iam:ListOpenIDConnectProviders",
            "rds:DescribeOrderableDBInstanceOptions",
            "servicequotas:GetServiceQuota",
        ),
        iam.PolicyStatement(
            actions=["ssm:GetParameter"],
            resources=[
                f"arn:aws:ssm:{region}:{Aws.ACCOUNT_ID}:parameter/cdk-bootstrap/{BOOTSTRAP_QUALIFIER}/version"
                for region in (REGION, EDGE_REGION)
            ],
        ),
    ]


def _migrate(profile_name: str, prefix: str, migration: Task) -> list[iam.PolicyStatement]:
    def arn(resource: str) -> str:
        return f"arn:aws:ecs:{REGION}:{Aws.ACCOUNT_ID}:{resource}"

    cluster = {"ArnEquals": {"ecs:cluster": arn(f"cluster/{prefix}")}}
    starter = migration.definition.execution_role
    if starter is None:
        raise ValueError("the migration has no role that starts it")
    return [
        iam.PolicyStatement(
            actions=["ecs:RunTask"], resources=[arn(f"task-definition/{prefix}-migrate:*")], conditions=cluster
        ),
        iam.PolicyStatement(actions=["ecs:DescribeTasks", "ecs:StopTask"], resources=[arn(f"task/{prefix}/*")]),
        iam.PolicyStatement(
            actions=["logs:GetLogEvents"],
            resources=[f"arn:aws:logs:{REGION}:{Aws.ACCOUNT_ID}:log-group:/dife/{profile_name}/migrate:log-stream:*"],
        ),
        iam.PolicyStatement(actions=["ecs:DescribeServices"], resources=[arn(f"service/{prefix}/*")]),
        iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[migration.role.role_arn, starter.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}},
        ),
    ]


def _remember(profile_name: str, prefix: str) -> list[iam.PolicyStatement]:
    return [
        iam.PolicyStatement(
            actions=["cloudformation:DescribeStacks"],
            resources=[
                f"arn:aws:cloudformation:{region}:{Aws.ACCOUNT_ID}:stack/{prefix}-*/*"
                for region in (REGION, EDGE_REGION)
            ],
        ),
        iam.PolicyStatement(
            actions=["ssm:GetParameter", "ssm:PutParameter"],
            resources=[f"arn:aws:ssm:{REGION}:{Aws.ACCOUNT_ID}:parameter{good_image_parameter(profile_name)}"],
        ),
    ]


def _publish(profile_name: str) -> list[iam.PolicyStatement]:
    bucket = f"arn:aws:s3:::{web_bucket_name(profile_name)}"
    return [
        iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket]),
        # The page that was there before comes back from its older version.
        iam.PolicyStatement(actions=["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], resources=[f"{bucket}/*"]),
        iam.PolicyStatement(
            actions=["cloudfront:CreateInvalidation"],
            resources=[f"arn:aws:cloudfront::{Aws.ACCOUNT_ID}:distribution/*"],
        ),
    ]
