"""Least privilege: the one list of actions that may stand beside `*`, and statements made from it.

A test goes through every policy of every template: `*` as a resource is allowed for these actions and for no other.
"""

from collections.abc import Mapping

from aws_cdk import aws_iam as iam

from components.acceptance import accept

STAR_FINDING = "AwsSolutions-IAM5[Resource::*]"
NO_RESOURCE = "IAM knows no resource for it"
STAR_ACTIONS: Mapping[str, str] = {
    "ecr:GetAuthorizationToken": NO_RESOURCE,
    "ecs:DiscoverPollEndpoint": NO_RESOURCE,
    "ssm:UpdateInstanceInformation": "the agent registers itself; the instance's role is the limit",
    "ssmmessages:CreateControlChannel": NO_RESOURCE,
    "ssmmessages:CreateDataChannel": NO_RESOURCE,
    "ssmmessages:OpenControlChannel": NO_RESOURCE,
    "ssmmessages:OpenDataChannel": NO_RESOURCE,
    "ec2:DescribeInstanceTypeOfferings": NO_RESOURCE,
    "ec2:DescribeManagedPrefixLists": NO_RESOURCE,
    "elasticache:DescribeCacheEngineVersions": NO_RESOURCE,
    "iam:ListOpenIDConnectProviders": NO_RESOURCE,
    "rds:DescribeOrderableDBInstanceOptions": NO_RESOURCE,
    "servicequotas:GetServiceQuota": NO_RESOURCE,
    "xray:PutTraceSegments": NO_RESOURCE,
    "cloudformation:DescribeStackDriftDetectionStatus": NO_RESOURCE,
}


def star(*actions: str) -> iam.PolicyStatement:
    """Allow actions that know no resource.

    Raises:
        ValueError: an action is not in the list.
    """
    unknown = [action for action in actions if action not in STAR_ACTIONS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: name the resources, or add it to STAR_ACTIONS with a reason")
    return iam.PolicyStatement(actions=list(actions), resources=["*"])


def session_manager() -> iam.PolicyStatement:
    """What the SSM agent of an instance needs so that people reach it without an open port."""
    return star(
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    )


def accept_star(role: iam.Role) -> None:
    """Accept `*` in a role whose statements come from `star`; after the last of them. The list gives the reasons."""
    reason = "actions without a resource of their own, each in STAR_ACTIONS"
    accept(role, reason, nag=STAR_FINDING)
    policy = role.node.find_child("DefaultPolicy")
    accept(policy, reason, checkov="CKV_AWS_111")
