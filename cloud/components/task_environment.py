"""The settings of the tasks (`DIFE_*`): what is no secret as it is, secrets by reference."""

from dataclasses import dataclass

from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from components.cache import USER, Cache
from components.database import Database
from components.metrics import namespace_of
from components.names import DATABASE_ADMIN, database_url
from components.secrets import SIGNING_KEY
from dife.migrate import APP_ROLE
from dife.realtime.grants import ROLE as GATEWAY_ROLE
from environments import REGION, Deployment, Profile

TRUSTED_HOPS = 2
"""CloudFront and the load balancer."""
STOP_DELAY_SECONDS = 5
"""A task that is told to end while the load balancer still sends to it takes what comes for so long."""
API_PORT, GATEWAY_PORT, WORKER_PORT = 8000, 8001, 8002
EVERYWHERE = "0.0.0.0"  # noqa: S104 - inside the container; Docker publishes what the balancer may reach


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where secrets come from."""

    app_password: secretsmanager.ISecret
    gateway_password: secretsmanager.ISecret
    cache_password: secretsmanager.ISecret
    given: secretsmanager.ISecret
    master_arn: str


class TaskEnvironment:
    """Makes the environment of each role."""

    def __init__(
        self,
        *,
        profile: Profile,
        deployment: Deployment,
        database: Database,
        cache: Cache,
        bucket: str,
        sources: Sources,
    ) -> None:
        self._profile = profile
        self._deployment = deployment
        self._database_host = database.instance.db_instance_endpoint_address
        self._cache_host = cache.host
        self._bucket = bucket
        self._sources = sources

    def variables(self, service: str) -> dict[str, str]:
        """Settings of a service that are no secrets."""
        role = GATEWAY_ROLE if service == "gateway" else APP_ROLE
        domain = self._deployment.domain
        traces = self._deployment.traces_url
        return {
            **({"DIFE_TRACES_URL": traces} if traces else {}),
            "DIFE_PUBLIC_URL": f"https://{domain}",
            "DIFE_GATEWAY_PUBLIC_URL": f"wss://{domain}/ws",
            "DIFE_TRUSTED_HOPS": str(TRUSTED_HOPS),
            "DIFE_STOP_DELAY_SECONDS": str(STOP_DELAY_SECONDS),
            "DIFE_MAIL_FROM": f"Dife <hello@{domain}>",
            "DIFE_DATABASE_URL": self._database_url(role),
            "DIFE_DATABASE_POOL_SIZE": str(self._profile.api_pool_size),
            "DIFE_GATEWAY_POOL_SIZE": str(self._profile.gateway_pool_size),
            "DIFE_VALKEY_URL": f"rediss://{USER}@{self._cache_host}:6379/0",
            "DIFE_S3_BUCKET": self._bucket,
            "DIFE_S3_REGION": REGION,
            "DIFE_API_HOST": EVERYWHERE,
            "DIFE_API_PORT": str(API_PORT),
            "DIFE_GATEWAY_HOST": EVERYWHERE,
            "DIFE_GATEWAY_PORT": str(GATEWAY_PORT),
            "DIFE_WORKER_CONCURRENCY": str(self._profile.worker_concurrency),
            "DIFE_WORKER_METRICS_PORT": str(WORKER_PORT),
            "DIFE_METRICS_NAMESPACE": namespace_of(self._profile.name),
            "DIFE_VERSION": self._deployment.version,
        }

    def secrets(self, service: str) -> dict[str, ecs.Secret]:
        """Secrets of a service: no more than it uses."""
        source = self._sources
        password = source.gateway_password if service == "gateway" else source.app_password
        secrets = {
            "DIFE_DATABASE_PASSWORD": ecs.Secret.from_secrets_manager(password),
            "DIFE_VALKEY_PASSWORD": ecs.Secret.from_secrets_manager(source.cache_password),
            "DIFE_SECRET_KEY": ecs.Secret.from_secrets_manager(source.given, SIGNING_KEY),
            "DIFE_SMTP_URL": ecs.Secret.from_secrets_manager(source.given, "smtp_url"),
        }
        if service != "gateway":
            secrets["DIFE_DEEPL_API_KEY"] = ecs.Secret.from_secrets_manager(source.given, "deepl_api_key")
            secrets["DIFE_EXPO_ACCESS_TOKEN"] = ecs.Secret.from_secrets_manager(source.given, "expo_access_token")
        return secrets

    def migration(self, scope: Construct) -> tuple[dict[str, str], dict[str, ecs.Secret]]:
        """Settings and secrets of the migration: it is the master, and gives the other roles their passwords."""
        source = self._sources
        master = secretsmanager.Secret.from_secret_complete_arn(scope, "Master", source.master_arn)
        secrets = {
            "DIFE_DATABASE_PASSWORD": ecs.Secret.from_secrets_manager(master, "password"),
            "DIFE_APP_ROLE_PASSWORD": ecs.Secret.from_secrets_manager(source.app_password),
            "DIFE_GATEWAY_ROLE_PASSWORD": ecs.Secret.from_secrets_manager(source.gateway_password),
        }
        return {"DIFE_DATABASE_URL": self._database_url(DATABASE_ADMIN)}, secrets

    def _database_url(self, role: str) -> str:
        return database_url(role, self._database_host)
