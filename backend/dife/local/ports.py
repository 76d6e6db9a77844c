"""Ports that a data folder keeps from run to run.

All are below 32768: above it the kernel hands ports to outgoing connections, and one of them would sooner or later sit
on the port of a server that is being restarted.
"""

import json
import random
import socket
from pathlib import Path

from dife.local.files import write_private

LOWEST, HIGHEST = 15_000, 32_767


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Ports:
    """Named ports of one data folder, chosen once and then reused."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._chosen: dict[str, int] = self._load()

    def get(self, name: str) -> int:
        """The port of `name`, chosen on first use."""
        return self._chosen.get(name) or self._choose(name)

    def claim(self, name: str) -> int:
        """The port of `name` for a server about to start: chosen anew when somebody else listens on it."""
        port = self._chosen.get(name)
        return port if port is not None and is_free(port) else self._choose(name)

    def _choose(self, name: str) -> int:
        taken = set(self._chosen.values())
        while (port := random.randint(LOWEST, HIGHEST)) in taken or not is_free(port):  # noqa: S311 - not a secret
            continue
        self._chosen[name] = port
        write_private(self._file, json.dumps(self._chosen))
        return port

    def _load(self) -> dict[str, int]:
        try:
            stored = json.loads(self._file.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return {str(name): int(port) for name, port in stored.items()}
