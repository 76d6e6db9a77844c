"""The restore drill: the database as it was a moment ago, beside the one that runs, looked into and deleted again."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from cli.account import Account
from cli.failures import CloudError
from components.names import DATABASE_ADMIN, database_url

CHECK = Path(__file__).with_name("restore_check.py")
CHECK_SECONDS = 300
OBJECT = "media/restore-drill"


class RestoreDrill:
    """Restores the database and a picture, and says how long it took."""

    def __init__(self, account: Account, *, say: Callable[[str], None]) -> None:
        self._account = account
        self._rds = account.client("rds")
        self._source = f"dife-{account.profile.name}"
        self._copy = f"{self._source}-drill"
        self._say = say

    def run(self) -> float:
        """Run the drill; returns the seconds until the copy answered.

        Raises:
            CloudError: something did not come back.
        """
        self._picture()
        began = time.monotonic()
        try:
            host = self._restore()
            self._say("looking into the copy")
            self._look_into(host)
            return time.monotonic() - began
        finally:
            self._delete()

    def _restore(self) -> str:
        (running,) = self._rds.describe_db_instances(DBInstanceIdentifier=self._source)["DBInstances"]
        self._say(f"restoring {self._source} as of {running.get('LatestRestorableTime', 'now')}")
        self._rds.restore_db_instance_to_point_in_time(
            SourceDBInstanceIdentifier=self._source,
            TargetDBInstanceIdentifier=self._copy,
            UseLatestRestorableTime=True,
            DBInstanceClass=running["DBInstanceClass"],
            DBSubnetGroupName=running["DBSubnetGroup"]["DBSubnetGroupName"],
            VpcSecurityGroupIds=[one["VpcSecurityGroupId"] for one in running["VpcSecurityGroups"]],
            MultiAZ=False,
            DeletionProtection=False,
            PubliclyAccessible=False,
        )
        try:
            self._rds.get_waiter("db_instance_available").wait(
                DBInstanceIdentifier=self._copy, WaiterConfig={"Delay": 30, "MaxAttempts": 120}
            )
        except WaiterError as error:
            raise CloudError(f"The copy {self._copy} did not become available: {error}") from None
        (copy,) = self._rds.describe_db_instances(DBInstanceIdentifier=self._copy)["DBInstances"]
        host: str = copy["Endpoint"]["Address"]
        return host

    def _look_into(self, host: str) -> None:
        overrides = {
            "containerOverrides": [
                {
                    "name": "migrate",
                    "command": ["python", "-c", CHECK.read_text(encoding="utf-8")],
                    "environment": [{"name": "DIFE_DATABASE_URL", "value": database_url(DATABASE_ADMIN, host)}],
                }
            ]
        }
        definition = self._account.output("migration", "MigrationTask")
        self._account.run_task(definition, overrides=overrides, seconds=CHECK_SECONDS)

    def _delete(self) -> None:
        try:
            self._rds.delete_db_instance(
                DBInstanceIdentifier=self._copy, SkipFinalSnapshot=True, DeleteAutomatedBackups=True
            )
        except self._rds.exceptions.DBInstanceNotFoundFault:
            # Nothing was restored.
            return
        except (BotoCoreError, ClientError) as error:
            self._say(f"the copy {self._copy} stays and costs money: delete it in RDS ({error})")

    def _picture(self) -> None:
        """Delete an object and bring it back from its older version."""
        self._say("deleting a picture and bringing it back")
        s3: Any = self._account.client("s3")
        bucket = self._account.output("data", "MediaBucket")
        content = b"restore drill"
        s3.put_object(Bucket=bucket, Key=OBJECT, Body=content)
        marker = s3.delete_object(Bucket=bucket, Key=OBJECT).get("VersionId")
        if marker is None:
            raise CloudError(f"The bucket {bucket} keeps no older versions: what is deleted is gone.")
        s3.delete_object(Bucket=bucket, Key=OBJECT, VersionId=marker)
        found = s3.get_object(Bucket=bucket, Key=OBJECT)["Body"].read()
        s3.delete_object(Bucket=bucket, Key=OBJECT)
        if found != content:
            raise CloudError("The picture that came back is another one.")
