"""Least privilege: who may do what with which resource, in every policy of every template."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from components.permissions import STAR_ACTIONS, star
from environments import Profile
from synthesis import Assembly, Resource

ALLOWED_MANAGED_POLICIES = {"SecurityAudit"}
"""Of AWS: it shows configuration and no data."""


def statements(assembly: Assembly) -> Iterator[tuple[Resource, dict[str, Any]]]:
    """Every statement that gives somebody rights."""
    for type_ in ("IAM::Policy", "IAM::ManagedPolicy", "IAM::Role"):
        for one in assembly.of_type(type_):
            documents = [one.properties.get("PolicyDocument")] + [
                inline["PolicyDocument"] for inline in one.properties.get("Policies", [])
            ]
            for document in filter(None, documents):
                for statement in document["Statement"]:
                    yield one, statement


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_a_star_stands_only_beside_actions_of_the_list(assembly: Assembly) -> None:
    beside = {
        action
        for _, one in statements(assembly)
        if "*" in as_list(one["Resource"])
        for action in as_list(one["Action"])
    }

    assert beside
    assert beside - set(STAR_ACTIONS) == set()


def test_the_list_has_no_action_that_nobody_needs(assemblies: dict[str, Assembly]) -> None:
    used = {
        action
        for assembly in assemblies.values()
        for _, one in statements(assembly)
        for action in as_list(one["Action"])
    }

    assert set(STAR_ACTIONS) - used == set()


def test_no_action_is_a_pattern(assembly: Assembly) -> None:
    patterns = {action for _, one in statements(assembly) for action in as_list(one["Action"]) if "*" in action}

    # What the CDK writes for a key that opens objects of a bucket or a registry.
    assert patterns <= {"kms:GenerateDataKey*", "kms:ReEncrypt*"}


def test_policies_of_aws_are_not_used_but_one(assembly: Assembly) -> None:
    policies = [
        json.dumps(one)
        for role in assembly.of_type("IAM::Role")
        for one in role.properties.get("ManagedPolicyArns", [])
    ]

    assert [one for one in policies if not any(name in one for name in ALLOWED_MANAGED_POLICIES)] == []


def test_an_action_outside_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="s3:GetObject"):
        star("s3:GetObject")


PREFIXES = ("quarantine/*", "media/*", "archive/*")


def rights_of(assembly: Assembly, role: str) -> dict[str, set[str]]:
    """What the task role of a service may do: actions by the end of the resource's name."""
    rights: dict[str, set[str]] = {}
    for policy, statement in statements(assembly):
        if policy.logical_id.startswith(f"{role}TaskTaskRole"):
            for resource in as_list(statement["Resource"]):
                text = json.dumps(resource)
                known = {**dict.fromkeys(PREFIXES), "ImportValue": "key", '"*"': "*"}
                name = next((known[part] or part for part in known if part in text), "bucket")
                rights.setdefault(name, set()).update(as_list(statement["Action"]))
    return rights


def test_each_task_role_may_do_what_its_service_does(assembly: Assembly) -> None:
    read, change = {"s3:GetObject"}, {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}
    key, traces = {"kms:Decrypt", "kms:GenerateDataKey"}, {"xray:PutTraceSegments"}

    assert rights_of(assembly, "Api") == {
        "quarantine/*": {"s3:GetObject", "s3:PutObject"},
        "media/*": read,
        "archive/*": read,
        "key": key,
        "*": traces,
    }
    assert rights_of(assembly, "Gateway") == {"media/*": read, "archive/*": read, "key": {"kms:Decrypt"}, "*": traces}
    assert rights_of(assembly, "Worker") == {
        "quarantine/*": {"s3:GetObject", "s3:DeleteObject"},
        "media/*": change,
        "archive/*": change,
        "bucket": {"s3:ListBucket"},
        "key": key,
        "*": traces,
    }
    assert rights_of(assembly, "Migrate") == {}


def test_a_task_opens_the_key_through_s3_only(assembly: Assembly) -> None:
    found = [
        statement["Condition"]
        for policy, statement in statements(assembly)
        if "TaskTaskRole" in policy.logical_id and "kms:Decrypt" in statement["Action"]
    ]

    assert found == [{"StringEquals": {"kms:ViaService": "s3.ap-northeast-2.amazonaws.com"}}] * 3


def test_a_service_is_started_with_its_own_secrets(assembly: Assembly) -> None:
    """The role that starts a task reads the secrets that its container names, and no other."""
    for definition in assembly.of_type("ECS::TaskDefinition"):
        (container,) = definition.properties["ContainerDefinitions"]
        named = {secret_of(one["ValueFrom"]) for one in container["Secrets"]}
        starter = definition.properties["ExecutionRoleArn"]["Fn::GetAtt"][0]
        readable = {
            secret_of(resource)
            for policy, statement in statements(assembly)
            if {"Ref": starter} in policy.properties.get("Roles", [])
            and "secretsmanager:GetSecretValue" in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        }

        assert readable == named


def test_github_may_deploy_from_one_environment_of_one_repository(assembly: Assembly) -> None:
    trusts = {
        one.logical_id: one.properties["AssumeRolePolicyDocument"]["Statement"][0]
        for one in assembly.of_type("IAM::Role")
        if one.stack.endswith("delivery")
    }
    conditions = {
        statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
        for statement in trusts.values()
    }

    assert conditions == {"repo:dife-community/dife:environment:prod", "repo:dife-community/dife:environment:drift"}
    for statement in trusts.values():
        assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
        assert set(statement["Condition"]) == {"StringEquals"}
        assert statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"


def test_the_deploy_role_passes_on_the_roles_of_the_migration_only(assembly: Assembly) -> None:
    passed = [
        statement
        for policy, statement in statements(assembly)
        if policy.stack.endswith("delivery") and "iam:PassRole" in as_list(statement["Action"])
    ]

    (statement,) = passed
    assert all("MigrateTask" in json.dumps(resource) for resource in statement["Resource"])
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


def test_the_deploy_role_publishes_and_brings_back_and_deletes_nothing(assembly: Assembly) -> None:
    """Putting and copying files, copying from an older version, and a 404 where a file has never been."""
    allowed = {
        action
        for policy, statement in statements(assembly)
        if policy.logical_id.startswith("DeployDefaultPolicy") and "-web-" in json.dumps(statement["Resource"])
        for action in as_list(statement["Action"])
    }

    assert allowed == {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"}


def test_the_drift_role_changes_nothing(assembly: Assembly) -> None:
    actions = {
        action
        for policy, statement in statements(assembly)
        if policy.logical_id.startswith("DriftDefaultPolicy")
        for action in as_list(statement["Action"])
    }

    assert all(action.startswith(("cloudformation:Describe", "cloudformation:Detect")) for action in actions)


def test_people_reach_the_bastion_with_one_document_only(assembly: Assembly, profile: Profile) -> None:
    (policy,) = (one for one in assembly.of_type("IAM::ManagedPolicy") if one.stack.endswith("access"))
    starting = [one for one in policy.properties["PolicyDocument"]["Statement"] if one["Action"] == "ssm:StartSession"]
    instances, document = starting
    content = assembly.one("SSM::Document").properties["Content"]

    # Without it whoever names no document gets a shell; AWS wants it in every statement.
    named_document = {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}
    bastion = {"StringEquals": {"ssm:resourceTag/dife-bastion": f"dife-{profile.name}"}}
    assert instances["Condition"] == {**bastion, **named_document}
    assert document["Condition"] == named_document
    assert "document/" in json.dumps(document["Resource"])
    assert content["sessionType"] == "Port"
    assert content["properties"]["portNumber"] == "5432"
    assert "host" not in content["parameters"]


def secret_of(reference: Any) -> str:
    """The name of the secret that a reference means, without the field of it."""
    text = json.dumps(reference)
    return text.split('Fn::ImportValue": "')[1].split('"')[0]
