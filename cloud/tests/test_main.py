"""What a person at the terminal sees: results, questions, and a sentence instead of a traceback."""

import getpass
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import environments
from cli import main
from cli.cdk import Cdk
from testing.aws import Aws

KEYS = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:given"


@pytest.fixture(autouse=True)
def account(aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """Commands ask the account that answers, and read a deployment.json of the test."""
    values = {"domain": "dife.example", "repository": "ORG/REPO", "alarm_mail": "operators@dife.example"}
    (tmp_path / "deployment.json").write_text(json.dumps(values))
    monkeypatch.setattr(environments, "CLOUD", tmp_path)
    monkeypatch.setattr(main, "Account", lambda _: aws.account)
    return aws


@pytest.fixture
def cdk(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What the command line of the CDK is asked; it always succeeds."""
    asked: list[tuple[str, tuple[str, ...]]] = []

    def run(self: Cdk, command: str, *arguments: str) -> str:
        names = tuple(one for one in arguments if one.startswith("dife-"))
        asked.append((command, names))
        return f"{command} is done\n"

    monkeypatch.setattr(Cdk, "_run", run)
    return asked


def call(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main.app, arguments, input=typed)


def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What is said on standard error when the command ends with 1."""
    monkeypatch.setattr(sys, "argv", ["dife-cloud", *arguments])
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 1
    return capsys.readouterr().err


def test_a_profile_that_there_is_not_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = told(capsys, monkeypatch, "drift", "--profile", "large")

    assert said == "✗ There is no profile large: choose one of student, production.\n"


def test_an_empty_setting_of_the_profile_is_none(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that nobody set on GitHub is an empty text."""
    monkeypatch.setenv("DIFE_CLOUD_PROFILE", "")
    aws.lacks("services")

    assert "No service is deployed" in str(call("restart").exception)


def test_a_deployment_that_nobody_described_is_told(
    tmp_path: Path, aws: Aws, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deployment.json").unlink()
    aws.lacks("dns")

    assert told(capsys, monkeypatch, "zone").startswith("✗ -c domain=…: missing or not of the form ")


def test_a_refusal_of_aws_is_told_without_a_traceback(
    aws: Aws, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.refuses("cloudformation", "describe_stacks", "ExpiredToken", says="The security token is expired")

    said = told(capsys, monkeypatch, "drift")

    assert said.startswith("✗ AWS: ")
    assert said.endswith("The security token is expired\n")


def test_an_image_that_is_no_digest_is_told_before_anything_is_touched(aws: Aws, web_root: Path, cdk: Any) -> None:
    result = call("deploy", "--image", "latest", "--web", str(web_root))

    assert str(result.exception) == "latest is no digest: it begins with sha256: and has 64 hexadecimal digits."
    assert cdk == []


def test_a_web_client_that_is_not_built_is_told_before_anything_is_touched(tmp_path: Path, cdk: Any) -> None:
    result = call("deploy", "--web", str(tmp_path / "nothing"))

    assert "There is no web client in" in str(result.exception)
    assert cdk == []


def test_the_zone_prints_the_name_servers_one_a_line(aws: Aws, cdk: Any) -> None:
    aws.lacks("dns")
    aws.has("dns", NameServers="ns-1.example ns-2.example")

    result = call("zone")

    assert result.stdout == "ns-1.example\nns-2.example\n"
    assert cdk == [("deploy", ("dife-student-dns",))]


def test_the_roles_are_told_as_commands_of_github(aws: Aws) -> None:
    role = "arn:aws:iam::123456789012:role/dife-student-delivery-Deploy-0123456789-abcdefghijklmnopqrstuvwxyz"
    aws.has("dns", ZoneId="Z1")
    for _ in range(2):
        aws.has("delivery", DeployRoleArn=role, DriftRoleArn="arn:drift")

    assert call("roles").stdout.splitlines() == [
        f"gh variable set DEPLOY_ROLE_ARN --repo ORG/REPO --env prod --body {role}",
        "gh variable set DIFE_CLOUD_PROFILE --repo ORG/REPO --env prod --body student",
        "gh variable set DRIFT_ROLE_ARN --repo ORG/REPO --env drift --body arn:drift",
        "gh variable set DIFE_CLOUD_PROFILE --repo ORG/REPO --env drift --body student",
    ]


def test_keys_are_asked_for_and_those_that_are_there_stay(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typed(question: str) -> str:
        asked.append(question)
        return "smtp://mail.example:587" if question.startswith("smtp_url") else ""

    monkeypatch.setattr(getpass, "getpass", typed)
    before = {"smtp_url": "", "deepl_api_key": "kept", "secret_key": "signs"}
    after = {"smtp_url": "smtp://mail.example:587", "deepl_api_key": "kept", "secret_key": "signs"}
    aws.has("data", GivenSecretArn=KEYS)
    aws.says("secretsmanager", "get_secret_value", {"SecretString": json.dumps(before)})
    wanted = {"SecretId": KEYS, "SecretString": json.dumps({**after, "expo_access_token": ""})}
    aws.says("secretsmanager", "put_secret_value", {}, to=wanted)

    result = call("secrets")

    assert result.exit_code == 0
    assert "dife-cloud restart" in result.stdout
    assert [("Enter keeps" in question) for question in asked] == [False, True, False]
    # No key is shown.
    assert "kept" not in result.stdout.replace("✓ kept", "")


def test_a_preflight_that_finds_something_ends_with_1(aws: Aws) -> None:
    aws.lacks("dns")
    aws.refuses("sts", "get_caller_identity", "InvalidClientTokenId", says="The token is invalid")

    result = call("preflight")

    assert result.exit_code == 1
    assert result.stdout.startswith("✗ credentials: cannot be checked: ")


def test_nothing_is_taken_down_by_mistake(cdk: Any) -> None:
    result = call("destroy", typed="dife-production\n")

    assert str(result.exception) == "Nothing was taken down."
    assert cdk == []


def hosts_are_protected(aws: Aws) -> None:
    """One host, whose protection has to be lifted."""
    aws.has("cluster", CapacityProvider="dife-capacity")
    group = {"AutoScalingGroupName": "dife-hosts"}
    arn = "arn:aws:autoscaling:ap-northeast-2:123456789012:autoScalingGroup:1:autoScalingGroupName/dife-hosts"
    provider = {"capacityProviders": [{"autoScalingGroupProvider": {"autoScalingGroupArn": arn}}]}
    aws.says("ecs", "describe_capacity_providers", provider, to={"capacityProviders": ["dife-capacity"]})
    aws.says("autoscaling", "update_auto_scaling_group", {}, to={**group, "NewInstancesProtectedFromScaleIn": False})
    host = {
        "InstanceId": "i-1",
        "AvailabilityZone": "ap-northeast-2a",
        "LifecycleState": "InService",
        "HealthStatus": "Healthy",
        "ProtectedFromScaleIn": True,
    }
    sizes = {"MinSize": 1, "MaxSize": 2, "DesiredCapacity": 1, "DefaultCooldown": 300, "HealthCheckType": "EC2"}
    found = {
        **group,
        **sizes,
        "AvailabilityZones": ["ap-northeast-2a"],
        "CreatedTime": "2026-01-01T00:00:00Z",
        "Instances": [host],
    }
    aws.says("autoscaling", "describe_auto_scaling_groups", {"AutoScalingGroups": [found]})
    lifted = {**group, "InstanceIds": ["i-1"], "ProtectedFromScaleIn": False}
    aws.says("autoscaling", "set_instance_protection", {}, to=lifted)


def test_data_stay_unless_that_is_said_twice(aws: Aws, cdk: list[tuple[str, tuple[str, ...]]]) -> None:
    aws.has("dns", ZoneId="Z1")
    hosts_are_protected(aws)

    assert call("destroy", typed="dife-student\n").exit_code == 0

    (command, names), (_, hosts) = cdk
    assert command == "destroy"
    assert "dife-student-services" in names
    # CloudFormation would wait for ever for hosts that ECS protects, and ECS protects those that have tasks.
    assert hosts == ("dife-student-cluster",)
    assert not {"dife-student-data", "dife-student-network", "dife-student-dns"} & set(names)


def test_data_go_where_that_is_said_twice(aws: Aws, cdk: list[tuple[str, tuple[str, ...]]]) -> None:
    aws.has("dns", ZoneId="Z1")
    aws.lacks("cluster")
    lifted = {"DBInstanceIdentifier": "dife-student", "DeletionProtection": False, "ApplyImmediately": True}
    aws.says("rds", "modify_db_instance", {}, to=lifted)
    unprotected = {"StackName": "dife-student-data", "EnableTerminationProtection": False}
    aws.says("cloudformation", "update_termination_protection", {}, to=unprotected)

    assert call("destroy", "--with-data", typed="dife-student and its data\n").exit_code == 0

    serving, hosts, *rest = [names for _, names in cdk]
    assert "dife-student-data" not in {*serving, *hosts}
    assert "dife-student-data" in rest[0]
    assert rest[-1] == ("dife-student-dns",)
