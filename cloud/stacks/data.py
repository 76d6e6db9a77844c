"""What must never be lost, apart from everything that comes and goes."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

from components.cache import Cache
from components.database import Database
from components.media import MediaBucket, logs_bucket, media_bucket_name
from components.secrets import generated_secret, given_secret
from components.security_groups import SecurityGroups
from environments import REGION, Deployment, Profile


class DataStack(Stack):
    """Database, cache, pictures and secrets."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        deployment: Deployment,
        vpc: ec2.IVpc,
        groups: SecurityGroups,
        key: kms.IKey,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env={"region": REGION},
            description="Dife: database, cache, pictures, secrets",
            termination_protection=True,
        )
        self.database = Database(self, "Database", vpc=vpc, group=groups.database, key=key, profile=profile)
        self.cache = Cache(self, "Cache", vpc=vpc, group=groups.cache, key=key, profile=profile)
        self.logs = logs_bucket(self, "Logs", days=profile.log_days)
        self.media = MediaBucket(
            self,
            "Media",
            name=media_bucket_name(profile.name),
            key=key,
            logs=self.logs,
            origin=f"https://{deployment.domain}",
        ).bucket
        self.app_password = generated_secret(self, "AppPassword", key=key, description="Database: API and worker")
        self.gateway_password = generated_secret(self, "GatewayPassword", key=key, description="Database: gateway")
        self.given = given_secret(self, "Given", key=key)
        CfnOutput(self, "GivenSecretArn", value=self.given.secret_arn)
        CfnOutput(self, "MediaBucket", value=self.media.bucket_name)
