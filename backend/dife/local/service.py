"""What every local server and role has in common: start, wait until it answers, stop, die, come back."""

import signal
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from dife.local import processes
from dife.local.failures import ServiceFailed, explain
from dife.local.folder import DataFolder


class Service(ABC):
    """One child process and what it needs."""

    name: str
    title: str
    port_names: tuple[str, ...] = ()
    death_signal: ClassVar[signal.Signals] = signal.SIGKILL
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    stop_seconds: ClassVar[float] = 10.0
    ready_seconds: ClassVar[float] = 60.0

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def claim_ports(self) -> None:
        """Make sure that the ports are free; to be called before the first start, not before a restart."""
        for name in self.port_names:
            self.folder.ports.claim(name)

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """What to run."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server does its work now; asked again and again while it starts."""

    def prepare(self) -> None:  # noqa: B027 - nothing is a good answer
        """Write what the server needs before it starts."""

    def executable(self) -> str | Path:
        """The program that is finally running."""
        return self.command()[0]

    @property
    def home(self) -> Path:
        """The server's own folder."""
        return self.folder.part(self.name)

    @property
    def running(self) -> bool:
        """Whether the process is there; it may not answer yet."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start and wait until the server answers.

        Raises:
            ServiceFailed: when it ended or took too long, with the end of its log.
        """
        self.prepare()
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Start the process without waiting for it."""
        with self.folder.log(self.name).open("ab") as log:
            self.process = self.folder.children.start(
                self.command(),
                name=self.name,
                folder=self.home,
                output=log,
                environment=self.environment(),
                executable=self.executable(),
                death_signal=self.death_signal,
            )

    def environment(self) -> dict[str, str] | None:
        """Environment of the process; None hands ours down."""
        return None

    def wait_ready(self) -> None:
        """Wait until the server answers, or say why it does not."""
        deadline = time.monotonic() + self.ready_seconds
        while not self.answers():
            if not self.running:
                raise ServiceFailed(self._explain("ended while it started"))
            if time.monotonic() > deadline:
                raise ServiceFailed(self._explain(f"did not answer within {self.ready_seconds:.0f} s"))
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop cleanly, by force after the deadline."""
        if self.process is not None:
            processes.stop(self.process, stop_signal=self.stop_signal, seconds=self.stop_seconds)
        self.folder.children.forget(self.name)

    def kill_all(self) -> None:
        """End the server and all its processes with SIGKILL, as a crash of the machine would."""
        if self.process is not None:
            processes.stop(self.process, stop_signal=signal.SIGKILL, seconds=10)

    def restart(self) -> None:
        """Bring the server back, whatever state it is in; its address stays the same."""
        self.kill_all()
        self.start()

    def _explain(self, what: str) -> str:
        log = self.folder.logs / f"{self.name}.log"
        lines = log.read_text(errors="replace").splitlines()[-5:]
        return explain(f"{self.title} {what}", "\n".join(lines), log)


def answers_http(url: str) -> bool:
    """Whether `url` answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - an address of our own
            return True
    except OSError:
        return False


def stop_all(services: Sequence[Service]) -> None:
    """Stop services that do not need each other, side by side."""
    with ThreadPoolExecutor(len(services)) as threads:
        list(threads.map(lambda service: service.stop(), services))
