"""Dife as it runs in production: every role a process with its own rights, TLS on the way to both servers."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
import redis

from dife.local.roles import BUCKET, Role
from dife.local.stack import Stack
from dife.valkey import ACCESS_RULES

from fixtures.collector import Collector
from fixtures.deepl import API_KEY
from fixtures.tls import AUTHORITY

PASSWORDS = {name: f"{name}/@:secret?" for name in ("master", "app", "gateway", "valkey")}
"""With everything in them that has to be escaped in a URL."""


class Plant:
    """Prepares the servers as the infrastructure does, and runs the roles with what each of them is given there."""

    def __init__(self, stack: Stack, *, database_port: int, valkey_port: int, services: Mapping[str, str]) -> None:
        self.stack = stack
        self.folder = stack.folder
        self._database_port = database_port
        self._valkey_port = valkey_port
        ports = {name: self.folder.ports.claim(name) for name in ("api", "gateway", "worker")}
        self.origin = f"http://localhost:{ports['api']}"
        self.gateway_port = ports["gateway"]
        self._shared = {
            "SSL_CERT_FILE": str(AUTHORITY),
            "DIFE_PUBLIC_URL": self.origin,
            "DIFE_GATEWAY_PUBLIC_URL": f"ws://localhost:{ports['gateway']}/ws",
            "DIFE_TRUSTED_HOPS": "2",
            "DIFE_VALKEY_URL": f"rediss://dife@localhost:{valkey_port}",
            "DIFE_VALKEY_PASSWORD": PASSWORDS["valkey"],
            "DIFE_DATABASE_POOL_SIZE": "3",
            "DIFE_GATEWAY_POOL_SIZE": "2",
            "DIFE_WORKER_CONCURRENCY": "2",
            "DIFE_S3_ENDPOINT_URL": stack.s3.url,
            "DIFE_S3_BUCKET": BUCKET,
            "DIFE_S3_ACCESS_KEY": self.folder.secrets["s3_access_key"],
            "DIFE_S3_SECRET_KEY": self.folder.secrets["s3_secret_key"],
            "DIFE_SECRET_KEY": self.folder.secrets["secret_key"],
            "DIFE_DEEPL_API_KEY": API_KEY,
            "DIFE_METRICS_NAMESPACE": "Dife/test",
            "DIFE_TRACES_RATIO": "1",
            "DIFE_API_PORT": str(ports["api"]),
            "DIFE_GATEWAY_PORT": str(ports["gateway"]),
            "DIFE_WORKER_METRICS_PORT": str(ports["worker"]),
            **services,
        }
        ready = {
            "api": f"{self.origin}/health/ready",
            "gateway": f"http://127.0.0.1:{ports['gateway']}/health/ready",
            "worker": f"http://127.0.0.1:{ports['worker']}/health",
        }
        users = {"api": "app", "gateway": "gateway", "worker": "app"}
        self.roles = {
            name: Role(self.folder, name, environment=self._environment(user), ready_url=ready[name])
            for name, user in users.items()
        }

    def database_url(self, user: str) -> str:
        """Address of the database without the password, as a task definition has it."""
        return (
            f"postgresql://dife_{user}@localhost:{self._database_port}/dife?sslmode=verify-full&sslrootcert={AUTHORITY}"
        )

    def _environment(self, user: str) -> dict[str, str]:
        own = {"DIFE_DATABASE_URL": self.database_url(user), "DIFE_DATABASE_PASSWORD": PASSWORDS[user]}
        return self._shared | own

    def prepare(self) -> None:
        """Make the users that RDS and ElastiCache come with: an owner who is no superuser, and one user of Valkey."""
        with psycopg.connect(self.stack.postgres.url(), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'dife_gateway'").fetchone():
                connection.execute("DROP OWNED BY dife_gateway")
                connection.execute("DROP ROLE dife_gateway")
            connection.execute(f"CREATE ROLE dife_master LOGIN CREATEROLE PASSWORD '{PASSWORDS['master']}'".encode())
            connection.execute("ALTER DATABASE dife OWNER TO dife_master")
            # The owner may do this on RDS, where the extension is allowed to them; elsewhere it takes a superuser.
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        rules = ["on", f">{PASSWORDS['valkey']}", *ACCESS_RULES.split()]
        with self.valkey() as valkey:
            valkey.execute_command("ACL", "SETUSER", "dife", "reset", *rules)
            valkey.execute_command("ACL", "LOG", "RESET")

    def migrate(self) -> subprocess.CompletedProcess[str]:
        """Run the migration task: it has the database's settings and no other."""
        environment = {
            "PATH": os.environ["PATH"],
            "DIFE_DATABASE_URL": self.database_url("master"),
            "DIFE_DATABASE_PASSWORD": PASSWORDS["master"],
            "DIFE_APP_ROLE_PASSWORD": PASSWORDS["app"],
            "DIFE_GATEWAY_ROLE_PASSWORD": PASSWORDS["gateway"],
        }
        command = [str(Path(sys.executable).with_name("dife")), "migrate"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    def valkey(self) -> "redis.Redis":
        """Valkey as its administrator."""
        return redis.Redis.from_url(self.stack.valkey.url, decode_responses=True)

    def valkey_as_dife(self) -> "redis.Redis":
        """Valkey as the roles reach it."""
        return redis.Redis(
            host="localhost",
            port=self._valkey_port,
            username="dife",
            password=PASSWORDS["valkey"],
            ssl=True,
            ssl_ca_certs=str(AUTHORITY),
            decode_responses=True,
        )

    def log(self, name: str) -> str:
        """What a role or a server has said."""
        return (self.folder.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")


def services_of(smtp_url: str, expo_url: str, deepl_url: str, collector: Collector) -> dict[str, str]:
    """Where other people's services are."""
    return {
        "DIFE_SMTP_URL": smtp_url,
        "DIFE_EXPO_PUSH_URL": expo_url,
        "DIFE_DEEPL_URL": deepl_url,
        "DIFE_TRACES_URL": collector.url,
    }
