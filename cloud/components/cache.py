"""Valkey on ElastiCache: TLS, a user who may touch nothing but Dife's keys and channels, one node or two."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from components.acceptance import accept
from components.names import VALKEY_VERSION
from components.secrets import generated_secret
from environments import Profile

USER = "dife"
ACCESS = (
    "on ~dife:* resetchannels &dife:* -@all +@read +@write +@pubsub +@scripting +@transaction +@connection"
    " -@dangerous -@admin"
)
"""What the user of the tasks may do; the tests run Dife's clients against a real Valkey with exactly this."""


class Cache(Construct):
    """A replication group, also with one node: so that a second one is a change of a number."""

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
        self.secret = generated_secret(self, "Password", key=key, description="Valkey: password of the tasks' user")
        users = self._users(profile)
        subnets = elasticache.CfnSubnetGroup(
            self,
            "Subnets",
            description="Dife: private subnets",
            subnet_ids=[subnet.subnet_id for subnet in vpc.isolated_subnets],
        )
        self.group = self._group(profile, key, subnets=subnets, users=users, group=group)
        self._accept(profile)

    @property
    def host(self) -> str:
        """Name of the node that is written to."""
        return self.group.attr_primary_end_point_address

    def nodes(self, count: int) -> list[str]:
        """Names of the nodes, as ElastiCache makes them from the group's."""
        return [f"{self.group.ref}-{number:03}" for number in range(1, count + 1)]

    def _group(
        self,
        profile: Profile,
        key: kms.IKey,
        *,
        subnets: elasticache.CfnSubnetGroup,
        users: elasticache.CfnUserGroup,
        group: ec2.ISecurityGroup,
    ) -> elasticache.CfnReplicationGroup:
        several = profile.cache_nodes > 1
        return elasticache.CfnReplicationGroup(
            self,
            "Group",
            replication_group_id=f"dife-{profile.name}",
            replication_group_description="Dife: hints, locks, rate limits",
            engine="valkey",
            engine_version=VALKEY_VERSION,
            cache_node_type=f"cache.{profile.cache_type}",
            num_cache_clusters=profile.cache_nodes,
            automatic_failover_enabled=several,
            multi_az_enabled=several,
            cache_subnet_group_name=subnets.ref,
            security_group_ids=[group.security_group_id],
            transit_encryption_enabled=True,
            at_rest_encryption_enabled=True,
            kms_key_id=key.key_id,
            user_group_ids=[users.ref],
            auto_minor_version_upgrade=True,
            preferred_maintenance_window="tue:20:30-tue:21:30",
        )

    def _accept(self, profile: Profile) -> None:
        accept(self.group, "6379 is what every tool expects; only the hosts reach it", nag="AwsSolutions-AEC5")
        accept(self.group, "users with rights of their own instead of one token for all", nag="AwsSolutions-AEC6")
        accept(self.group, "users with rights of their own instead of one token for all", checkov="CKV_AWS_31")
        if profile.cache_nodes == 1:
            accept(
                self.group, "losing the cache loses no data, and a small campus waits a minute", nag="AwsSolutions-AEC4"
            )

    def _users(self, profile: Profile) -> elasticache.CfnUserGroup:
        # Every group has a user called default, who is let in without a name: this one can do nothing.
        default = self._user("DefaultUser", f"dife-{profile.name}-default", "default", "off -@all", self.secret)
        tasks = self._user("TasksUser", f"dife-{profile.name}-tasks", USER, ACCESS, self.secret)
        return elasticache.CfnUserGroup(
            self, "Users", engine="valkey", user_group_id=f"dife-{profile.name}", user_ids=[default.ref, tasks.ref]
        )

    def _user(  # noqa: PLR0917 - a row of a table
        self, construct_id: str, user_id: str, name: str, access: str, secret: secretsmanager.ISecret
    ) -> elasticache.CfnUser:
        return elasticache.CfnUser(
            self,
            construct_id,
            engine="valkey",
            user_id=user_id,
            user_name=name,
            access_string=access,
            # The template holds a reference that CloudFormation resolves, not the password.
            authentication_mode={"Type": "password", "Passwords": [secret.secret_value.unsafe_unwrap()]},
        )
