"""The data folder of one Dife: its lock, its secrets, its ports and where each part keeps its files."""

import json
import os
import secrets
import shutil
import time
from pathlib import Path

from dife.local.failures import LocalError, sentence_for
from dife.local.files import try_lock, write_private
from dife.local.ports import Ports
from dife.local.processes import Children

_SECRETS = (
    "secret_key",
    "database_password",
    "app_password",
    "gateway_password",
    "valkey_password",
    "s3_access_key",
    "s3_secret_key",
)
_NEEDED_BYTES = 1_000_000_000
_LONG_LOG_BYTES = 5_000_000


class DataFolder:
    """A folder that belongs to one running Dife at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().absolute()
        self.records = self.root / "run"
        self.logs = self.root / "logs"
        self.mailbox = self.root / "mailbox"
        self.secrets: dict[str, str] = {}
        self.ports = Ports(self.root / "ports.json")
        self.children = Children(self.records)
        self._lock: int | None = None

    def open(self, *, wait_seconds: float = 15.0) -> None:
        """Create the folder, take its lock, and end what a killed run left.

        Raises:
            LocalError: when it cannot be used, with what to do about it.
        """
        try:
            self.create()
            self.require_space()
            self._take_lock(wait_seconds)
            self.children.end_recorded()
            self.attach()
        except OSError as error:
            raise LocalError(sentence_for(error, self.root)) from error

    def create(self) -> None:
        """Make the folder and what every part expects in it."""
        for folder in (self.root, self.records, self.logs, self.mailbox):
            folder.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)

    def attach(self) -> None:
        """Read the secrets and ports of a folder that another process may have opened."""
        self.secrets = self._load_secrets()
        self.ports = Ports(self.root / "ports.json")

    def close(self) -> None:
        """Let another run have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def require_space(self) -> None:
        """Refuse to start on a disk that is nearly full."""
        free = shutil.disk_usage(self.root).free
        if free < _NEEDED_BYTES:
            raise LocalError(
                f"Only {free // 1_000_000} MB are free on the disk of {self.root}. "
                "Free at least 1 GB there, or choose another folder: make run DATA=/path"
            )

    def part(self, name: str) -> Path:
        """The folder of one server, created when missing."""
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        return folder

    def log(self, name: str) -> Path:
        """Where a server writes its log; a long one is put aside first."""
        file = self.logs / f"{name}.log"
        if file.exists() and file.stat().st_size > _LONG_LOG_BYTES:
            file.replace(file.with_suffix(".log.old"))
        return file

    def _take_lock(self, wait_seconds: float) -> None:
        descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + wait_seconds
        while not try_lock(descriptor):
            if time.monotonic() > deadline:
                owner = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
                os.close(descriptor)
                raise LocalError(
                    f"Dife is already running from {self.root} (process {owner}). Stop it with Ctrl-C, "
                    "or start a second one: make run PORT=8010 DATA=.dife-2"
                )
            time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._lock = descriptor

    def _load_secrets(self) -> dict[str, str]:
        file = self.root / "secrets.json"
        try:
            known = json.loads(file.read_text())
        except (FileNotFoundError, ValueError):
            known = {}
        missing = {name: secrets.token_urlsafe(36) for name in _SECRETS if name not in known}
        if missing:
            known |= missing
            write_private(file, json.dumps(known))
        return {str(name): str(value) for name, value in known.items()}
