"""What is done in the account beside CloudFormation: tasks that run to their end, services that start anew, keys."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from cli.failures import CloudError
from environments import REGION
from testing.aws import ANY, Aws

ARN = f"arn:aws:ecs:{REGION}:123456789012:task/dife-student/0123"
KEYS = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:given"


def started(aws: Aws) -> None:
    wanted = {"cluster": "dife-student", "taskDefinition": "migrate:7", "overrides": {}, "count": 1}
    aws.says("ecs", "run_task", {"tasks": [{"taskArn": ARN}], "failures": []}, to=wanted)


def is_now(aws: Aws, status: str, **more: Any) -> None:
    container: dict[str, Any] = {
        "name": "migrate",
        **{key: more.pop(key) for key in ("exitCode", "reason") if key in more},
    }
    task = {"taskArn": ARN, "lastStatus": status, "containers": [container], **more}
    aws.says("ecs", "describe_tasks", {"tasks": [task]}, to={"cluster": "dife-student", "tasks": [ARN]})


def test_a_migration_is_waited_for_until_it_has_ended(aws: Aws) -> None:
    aws.has("migration", MigrationTask="migrate:7")
    started(aws)
    is_now(aws, "PENDING")
    is_now(aws, "RUNNING")
    is_now(aws, "STOPPED", exitCode=0)

    aws.account.migrate()

    assert len(aws.waited) == 2


def test_a_migration_that_failed_shows_why(aws: Aws) -> None:
    aws.has("migration", MigrationTask="migrate:7")
    started(aws)
    is_now(aws, "STOPPED", exitCode=1, stoppedReason="Essential container in task exited")
    log = {"logGroupName": "/dife/student/migrate", "logStreamName": "migrate/migrate/0123", "limit": 40}
    lines = {"events": [{"message": "relation member does not exist"}, {"message": "rolled back"}]}
    aws.says("logs", "get_log_events", lines, to={**log, "startFromHead": False})

    with pytest.raises(CloudError) as failed:
        aws.account.migrate()

    assert str(failed.value) == (
        "The task ended with 1: Essential container in task exited\nrelation member does not exist\nrolled back"
    )


def test_a_log_that_cannot_be_read_hides_no_failure(aws: Aws) -> None:
    started(aws)
    is_now(aws, "STOPPED", reason="CannotPullContainerError: no such image")
    aws.refuses("logs", "get_log_events", "ResourceNotFoundException")

    with pytest.raises(CloudError, match=r"ended with None: CannotPullContainerError.*\nIts log cannot be read"):
        aws.account.run_task("migrate:7", seconds=60)


def test_a_task_for_which_no_host_has_room_is_said(aws: Aws) -> None:
    aws.says("ecs", "run_task", {"tasks": [], "failures": [{"arn": ARN, "reason": "RESOURCE:MEMORY"}]})

    with pytest.raises(CloudError, match=r"could not be placed.*RESOURCE:MEMORY"):
        aws.account.run_task("migrate:7", seconds=60)


def test_a_task_that_takes_too_long_is_stopped(aws: Aws) -> None:
    started(aws)
    aws.says("ecs", "stop_task", {}, to={"cluster": "dife-student", "task": ARN, "reason": ANY})

    with pytest.raises(CloudError, match="took longer than 0 s and was stopped"):
        aws.account.run_task("migrate:7", seconds=0)


def test_a_stack_that_is_not_there_has_no_outputs(aws: Aws) -> None:
    aws.lacks("services")
    aws.lacks("data")

    assert aws.account.running() == {}
    with pytest.raises(CloudError, match="dife-student-data has no output MediaBucket: deploy it first"):
        aws.account.output("data", "MediaBucket")


def test_a_refusal_of_aws_is_not_taken_for_an_empty_account(aws: Aws) -> None:
    aws.refuses("cloudformation", "describe_stacks", "AccessDenied", says="not authorized")

    with pytest.raises(ClientError, match="not authorized"):
        aws.account.outputs("services")


def test_what_runs_is_told_by_service(aws: Aws) -> None:
    aws.has("services", ApiService="a", GatewayService="g", WorkerService="w")
    found = [{"serviceName": "a", "desiredCount": 3}, {"serviceName": "g", "desiredCount": 2}]
    wanted = {"cluster": "dife-student", "services": ["a", "g", "w"]}
    aws.says("ecs", "describe_services", {"services": found}, to=wanted)

    assert aws.account.running() == {"api": 3, "gateway": 2, "worker": 0}


def test_the_last_good_image_is_kept(aws: Aws) -> None:
    aws.refuses("ssm", "get_parameter", "ParameterNotFound")
    kept = {"Name": "/dife/student/good-image", "Value": "sha256:1", "Type": "String", "Overwrite": True}
    aws.says("ssm", "put_parameter", {}, to=kept)
    found = {"Parameter": {"Name": kept["Name"], "Value": "sha256:1"}}
    aws.says("ssm", "get_parameter", found, to={"Name": "/dife/student/good-image"})

    assert aws.account.good_image() is None
    aws.account.remember("sha256:1")
    assert aws.account.good_image() == "sha256:1"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ('{"smtp_url": "", "deepl_api_key": ""}', "run dife-cloud secrets: smtp_url (smtp://"),
        ('{"smtp_url": "smtp://mail.example:587"}', None),
    ],
)
def test_keys_without_which_nothing_starts_are_missed(aws: Aws, values: str, told: str | None) -> None:
    aws.has("data", GivenSecretArn=KEYS)
    aws.says("secretsmanager", "get_secret_value", {"SecretString": values}, to={"SecretId": KEYS})

    missing = aws.account.missing_keys()

    assert (missing or "").startswith(told or "")
    assert (missing is None) == (told is None)


def test_before_there_is_a_place_for_keys_none_is_missed(aws: Aws) -> None:
    aws.lacks("data")

    assert aws.account.missing_keys() is None


def replaced(aws: Aws, service: str, *, stable: bool) -> None:
    wanted = {"cluster": "dife-student", "service": service, "forceNewDeployment": True}
    aws.says("ecs", "update_service", {}, to=wanted)
    state = {"serviceName": service, "status": "ACTIVE" if stable else "INACTIVE"}
    found = {**state, "desiredCount": 1, "runningCount": 1, "deployments": [{"id": "new"}]}
    aws.says("ecs", "describe_services", {"services": [found]})


def test_an_empty_account_gets_the_role_that_ecs_works_with(aws: Aws) -> None:
    aws.says("iam", "create_service_linked_role", {}, to={"AWSServiceName": "ecs.amazonaws.com"})
    aws.says("sts", "get_caller_identity", {"Account": "123456789012"})

    assert aws.account.prepare() == "123456789012"


def test_an_account_that_has_the_role_keeps_it(aws: Aws) -> None:
    aws.refuses("iam", "create_service_linked_role", "InvalidInput", says="has been taken in this account")
    aws.says("sts", "get_caller_identity", {"Account": "123456789012"})

    assert aws.account.prepare() == "123456789012"


def test_services_start_anew_one_after_the_other(aws: Aws) -> None:
    aws.has("services", ApiService="a", GatewayService="g", WorkerService="w")
    for service in ("a", "g", "w"):
        replaced(aws, service, stable=True)
    said: list[str] = []

    aws.account.restart(said.append)

    assert said == ["new tasks for api", "new tasks for gateway", "new tasks for worker"]


def test_a_service_whose_new_tasks_fail_ends_the_restart(aws: Aws) -> None:
    aws.has("services", ApiService="a", GatewayService="g", WorkerService="w")
    replaced(aws, "a", stable=False)

    with pytest.raises(CloudError, match="new tasks of api did not become healthy"):
        aws.account.restart(lambda _: None)


def test_where_nothing_is_deployed_nothing_starts_anew(aws: Aws) -> None:
    aws.lacks("services")

    with pytest.raises(CloudError, match="run dife-cloud deploy"):
        aws.account.restart(lambda _: None)


def test_the_role_of_the_workflow_may_migrate(aws: Aws, deploy_actions: set[str]) -> None:
    aws.has("migration", MigrationTask="migrate:7")
    started(aws)
    is_now(aws, "STOPPED", exitCode=1)
    aws.says("logs", "get_log_events", {"events": []})
    started(aws)
    aws.says("ecs", "stop_task", {})
    for call in (aws.account.migrate, lambda: aws.account.run_task("migrate:7", seconds=0)):
        with pytest.raises(CloudError):
            call()

    assert aws.asked <= deploy_actions
