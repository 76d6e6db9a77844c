"""The migration: deployed and run with the new image before any service gets it."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_kms as kms
from constructs import Construct

from components.service import Image, Task
from components.task_environment import TaskEnvironment
from environments import REGION, Profile

MEMORY_MIB = 256


class MigrationStack(Stack):
    """One task definition, which `dife-cloud deploy` runs to its end."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        environment: TaskEnvironment,
        image: Image,
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: migration")
        variables, secrets = environment.migration(self)
        self.task = Task(
            self,
            "MigrateTask",
            profile=profile,
            key=key,
            image=image,
            command="migrate",
            memory_mib=MEMORY_MIB,
            environment=variables,
            secrets=secrets,
        )
        CfnOutput(self, "MigrationTask", value=self.task.definition.task_definition_arn)
        CfnOutput(self, "MigrationLogs", value=self.task.logs.log_group_name)
