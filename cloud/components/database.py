"""PostgreSQL on RDS: encrypted, TLS only, backed up, protected against deletion."""

from aws_cdk import Duration, RemovalPolicy, SecretValue
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from components.acceptance import accept
from components.logs import log_group
from components.names import DATABASE_ADMIN, DATABASE_NAME, POSTGRES_VERSION
from environments import Profile

_VERSION = rds.PostgresEngineVersion.of(POSTGRES_VERSION, POSTGRES_VERSION.partition(".")[0])

CONNECTION_LIMITS = {"t4g.micro": 112, "t4g.small": 225, "t4g.medium": 450, "r8g.large": 1802}
"""max_connections that RDS would give to the whole memory: LEAST(bytes / 9531392, 5000)."""
RESERVED_CONNECTIONS = 5
"""Three for superusers and two for RDS itself."""


class Database(Construct):
    """The database instance; its master password is made, kept and rotated by RDS in Secrets Manager."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        vpc: ec2.IVpc,
        group: ec2.ISecurityGroup,
        key: kms.IKey,
        profile: Profile,
    ) -> None:
        super().__init__(scope, construct_id)
        # A fixed name, so that no update of the stack can put an empty database in the place of this one.
        identifier = f"dife-{profile.name}"
        # RDS makes them when they are missing, and then they keep lines for ever.
        groups = [
            log_group(self, name.title(), days=profile.log_days, key=key, name=f"/aws/rds/instance/{identifier}/{name}")
            for name in ("postgresql", "upgrade")
        ]
        self.instance = self._instance(identifier, profile, vpc=vpc, group=group, key=key)
        self._let_rds_keep_the_password(key)
        self.instance.node.add_dependency(*groups)
        self._accept(profile)

    def _instance(
        self, identifier: str, profile: Profile, *, vpc: ec2.IVpc, group: ec2.ISecurityGroup, key: kms.IKey
    ) -> rds.DatabaseInstance:
        return rds.DatabaseInstance(
            self,
            "Instance",
            instance_identifier=identifier,
            engine=rds.DatabaseInstanceEngine.postgres(version=_VERSION),
            instance_type=ec2.InstanceType(profile.database_type),
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            security_groups=[group],
            credentials=rds.Credentials.from_password(
                DATABASE_ADMIN, SecretValue.unsafe_plain_text("taken away below")
            ),
            database_name=DATABASE_NAME,
            parameters={
                "rds.force_ssl": "1",
                # What the pools were counted against: RDS's own figure is of the memory that it leaves, which is less.
                "max_connections": str(CONNECTION_LIMITS[profile.database_type]),
                # Slow statements are not logged: their values are what members write. pg_stat_statements, which RDS
                # loads by itself, tells them without.
                "log_lock_waits": "1",
            },
            # One of those in cloud/certificates/rds.pem, with which the tasks compare.
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            multi_az=profile.database_multi_az,
            storage_type=rds.StorageType.GP3,
            allocated_storage=profile.database_storage_gib,
            max_allocated_storage=profile.database_storage_gib * 5,
            storage_encrypted=True,
            storage_encryption_key=key,
            backup_retention=Duration.days(profile.database_backup_days),
            preferred_backup_window="18:00-19:00",
            preferred_maintenance_window="tue:19:30-tue:20:30",
            copy_tags_to_snapshot=True,
            deletion_protection=True,
            auto_minor_version_upgrade=True,
            iam_authentication=True,
            cloudwatch_logs_exports=["postgresql", "upgrade"],
            removal_policy=RemovalPolicy.RETAIN if profile.keep_data else RemovalPolicy.SNAPSHOT,
        )

    def _let_rds_keep_the_password(self, key: kms.IKey) -> None:
        resource = self.instance.node.default_child
        if not isinstance(resource, rds.CfnDBInstance):
            raise TypeError("an instance is made of one CfnDBInstance")
        resource.manage_master_user_password = True
        resource.master_user_password = None
        resource.master_user_secret = rds.CfnDBInstance.MasterUserSecretProperty(kms_key_id=key.key_id)
        self.master_secret_arn = resource.get_att("MasterUserSecret.SecretArn").to_string()

    def _accept(self, profile: Profile) -> None:
        accept(
            self.instance,
            "5432 is what every tool expects; only two security groups reach it",
            nag="AwsSolutions-RDS11",
        )
        accept(
            self.instance,
            "what it would add costs more than the database's other logs, and CloudWatch measures every minute",
            checkov="CKV_AWS_118",
        )
        if not profile.database_multi_az:
            accept(
                self.instance,
                "a small campus does without a stand-by; the backups bring it back in minutes",
                nag="AwsSolutions-RDS3",
                checkov="CKV_AWS_157",
            )
