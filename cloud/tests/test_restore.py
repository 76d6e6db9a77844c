"""The restore drill: what is restored is beside the running database, is looked into, and goes again whatever happens."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from cli.failures import CloudError
from cli.restore import CHECK, RestoreDrill
from environments import REGION
from testing.aws import ANY, Aws

BUCKET = "dife-student-media-123456789012"
TASK = f"arn:aws:ecs:{REGION}:123456789012:task/dife-student/0123"
RUNNING = {
    "DBInstanceClass": "db.t4g.micro",
    "DBSubnetGroup": {"DBSubnetGroupName": "private"},
    "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}],
}


@pytest.fixture
def bucket(aws: Aws) -> Iterator[Any]:
    """A bucket that keeps older versions; of S3 this is an imitation, the rest is written down."""
    with mock_aws():
        s3 = aws.account.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        aws.has("data", MediaBucket=BUCKET)
        yield s3


def restores(aws: Aws, *, status: str = "available") -> None:
    source, copy = {"DBInstanceIdentifier": "dife-student"}, {"DBInstanceIdentifier": "dife-student-drill"}
    aws.says("rds", "describe_db_instances", {"DBInstances": [RUNNING]}, to=source)
    wanted = {
        "SourceDBInstanceIdentifier": "dife-student",
        "TargetDBInstanceIdentifier": "dife-student-drill",
        "UseLatestRestorableTime": True,
        "DBInstanceClass": "db.t4g.micro",
        "DBSubnetGroupName": "private",
        "VpcSecurityGroupIds": ["sg-1"],
        "MultiAZ": False,
        "DeletionProtection": False,
        "PubliclyAccessible": False,
    }
    aws.says("rds", "restore_db_instance_to_point_in_time", {}, to=wanted)
    aws.says("rds", "describe_db_instances", {"DBInstances": [{"DBInstanceStatus": status}]}, to=copy)
    if status == "available":
        aws.says("rds", "describe_db_instances", {"DBInstances": [{"Endpoint": {"Address": "copy.rds"}}]}, to=copy)


def is_looked_into(aws: Aws, *, code: int) -> None:
    aws.has("migration", MigrationTask="migrate:7")
    wanted = {"cluster": "dife-student", "taskDefinition": "migrate:7", "overrides": ANY, "count": 1}
    aws.says("ecs", "run_task", {"tasks": [{"taskArn": TASK}], "failures": []}, to=wanted)
    task = {"taskArn": TASK, "lastStatus": "STOPPED", "containers": [{"name": "migrate", "exitCode": code}]}
    aws.says("ecs", "describe_tasks", {"tasks": [task]})


def is_deleted(aws: Aws) -> None:
    wanted = {"DBInstanceIdentifier": "dife-student-drill", "SkipFinalSnapshot": True, "DeleteAutomatedBackups": True}
    aws.says("rds", "delete_db_instance", {}, to=wanted)


def test_a_drill_that_goes_well_says_how_long_it_took_and_leaves_nothing(aws: Aws, bucket: Any) -> None:
    restores(aws)
    is_looked_into(aws, code=0)
    is_deleted(aws)
    said: list[str] = []

    assert RestoreDrill(aws.account, say=said.append).run() >= 0

    assert said == [
        "deleting a picture and bringing it back",
        "restoring dife-student as of now",
        "looking into the copy",
    ]
    assert "Contents" not in bucket.list_objects_v2(Bucket=BUCKET)


def test_the_task_looks_into_the_copy_and_not_into_what_runs(aws: Aws, bucket: Any) -> None:
    asked: list[dict[str, Any]] = []
    restores(aws)
    is_looked_into(aws, code=0)
    is_deleted(aws)
    aws.account.client("ecs").meta.events.register(
        "before-parameter-build.ecs.RunTask", lambda params, **_: asked.append(params)
    )

    RestoreDrill(aws.account, say=lambda _: None).run()

    (container,) = asked[0]["overrides"]["containerOverrides"]
    (url,) = container["environment"]
    assert url["name"] == "DIFE_DATABASE_URL"
    assert url["value"].startswith("postgresql://dife_admin@copy.rds:5432/dife?sslmode=verify-full&sslrootcert=")
    assert container["command"] == ["python", "-c", CHECK.read_text()]


def test_a_copy_that_is_no_dife_fails_the_drill_and_goes(aws: Aws, bucket: Any) -> None:
    restores(aws)
    is_looked_into(aws, code=1)
    aws.says("logs", "get_log_events", {"events": [{"message": 'relation "members" does not exist'}]})
    is_deleted(aws)

    with pytest.raises(CloudError, match='relation "members" does not exist'):
        RestoreDrill(aws.account, say=lambda _: None).run()


def test_a_copy_that_does_not_come_up_fails_the_drill_and_goes(aws: Aws, bucket: Any) -> None:
    restores(aws, status="failed")
    is_deleted(aws)

    with pytest.raises(CloudError, match="The copy dife-student-drill did not become available"):
        RestoreDrill(aws.account, say=lambda _: None).run()


def test_a_copy_that_cannot_be_deleted_is_told_since_it_costs_money(aws: Aws, bucket: Any) -> None:
    restores(aws)
    is_looked_into(aws, code=0)
    aws.refuses("rds", "delete_db_instance", "AccessDenied")
    said: list[str] = []

    RestoreDrill(aws.account, say=said.append).run()

    assert said[-1].startswith("the copy dife-student-drill stays and costs money: delete it in RDS")


def test_where_nothing_was_restored_nothing_is_said_to_stay(aws: Aws, bucket: Any) -> None:
    aws.says("rds", "describe_db_instances", {"DBInstances": [RUNNING]})
    aws.refuses("rds", "restore_db_instance_to_point_in_time", "PointInTimeRestoreNotEnabled", says="no backups")
    aws.refuses("rds", "delete_db_instance", "DBInstanceNotFound")
    said: list[str] = []

    with pytest.raises(aws.account.client("rds").exceptions.ClientError, match="no backups"):
        RestoreDrill(aws.account, say=said.append).run()

    assert not any("stays" in one for one in said)


def test_a_bucket_that_keeps_no_versions_ends_the_drill_before_the_database(aws: Aws) -> None:
    with mock_aws():
        s3 = aws.account.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        aws.has("data", MediaBucket=BUCKET)

        with pytest.raises(CloudError, match=f"The bucket {BUCKET} keeps no older versions"):
            RestoreDrill(aws.account, say=lambda _: None).run()
