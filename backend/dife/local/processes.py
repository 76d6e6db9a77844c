"""Start child processes that end with us, and end what an earlier run that was killed left behind."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import msgspec

from dife.local.failures import LocalError

_CHILD = Path(__file__).with_name("child.py")
_PROC = Path("/proc")


class ProcessRecord(msgspec.Struct, frozen=True):
    """What child.py wrote about itself."""

    pid: int
    started: int
    executable: str
    boot: str


class ProcessStatus(msgspec.Struct, frozen=True):
    """What the kernel says about a process now."""

    pid: int
    parent: int
    session: int
    started: int
    zombie: bool


class Children:
    """The child processes of one data folder."""

    def __init__(self, records: Path) -> None:
        self._records = records
        self._refused = False
        # The kernel sends the death signal when the *thread* that started the child ends, so one thread that lives as
        # long as this process starts them all.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="start-process")

    def start(
        self,
        command: Sequence[str | Path],
        *,
        name: str,
        folder: Path,
        output: IO[bytes] | int,
        environment: Mapping[str, str] | None = None,
        executable: str | Path | None = None,
        death_signal: signal.Signals = signal.SIGKILL,
    ) -> subprocess.Popen[bytes]:
        """Start `command` in a session of its own; it ends with us, and a record says who it is.

        `executable` is the program that is finally running when `command` begins with a wrapper.
        """
        record = self._records / f"{name}.json"
        wrapper = [sys.executable, "-I", "-S", _CHILD, str(os.getpid()), record, str(int(death_signal))]
        program = shutil.which(executable or command[0]) or str(command[0])
        everything = [str(part) for part in (*wrapper, os.path.realpath(program), *command)]

        def start() -> subprocess.Popen[bytes]:
            self.require_open()
            return subprocess.Popen(
                everything,
                cwd=folder,
                env=None if environment is None else dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

        return self._starter.submit(start).result()

    def require_open(self) -> None:
        """Raise when nothing is started any more."""
        if self._refused:
            raise LocalError("Stopped while starting.")

    def refuse(self) -> None:
        """Start nothing any more; returns when no start is under way."""
        self._refused = True
        self._starter.submit(lambda: None).result()

    def forget(self, name: str) -> None:
        """Drop the record of a process that is gone."""
        (self._records / f"{name}.json").unlink(missing_ok=True)

    def end_recorded(self) -> list[int]:
        """End what the records name and is still running; returns the pids that were ended."""
        ended: list[int] = []
        for file in sorted(self._records.glob("*.json")):
            record = read_record(file)
            if record is not None:
                family = kill(family_of(record))
                wait_gone(family, seconds=10)
                ended += family
            file.unlink(missing_ok=True)
        return ended


def status_of(pid: int) -> ProcessStatus | None:
    """The state of `pid`, or None when there is no such process."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    return ProcessStatus(
        pid=pid, parent=int(fields[1]), session=int(fields[3]), started=int(fields[19]), zombie=fields[0] in "ZX"
    )


def all_processes() -> list[ProcessStatus]:
    """Every process that is alive now."""
    found = (status_of(int(entry.name)) for entry in _PROC.iterdir() if entry.name.isdigit())
    return [status for status in found if status is not None and not status.zombie]


def link_of(pid: int, name: str) -> str:
    """Where a link of /proc/PID leads (`exe`, `cwd`), or "" when it may not be read."""
    try:
        return str((_PROC / str(pid) / name).readlink()).removesuffix(" (deleted)")
    except OSError:
        return ""


def read_record(file: Path) -> ProcessRecord | None:
    """The record in `file`, unless it is missing, damaged or from before the machine was restarted."""
    try:
        record = msgspec.json.decode(file.read_bytes(), type=ProcessRecord)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    return record if record.boot == boot else None


def family_of(record: ProcessRecord) -> list[int]:
    """The recorded process and the rest of its session, as far as they are provably the same.

    A pid is not given away while a session of that number has members, so when the leader is gone the members are its
    descendants; when it is there, its start time and program must be the recorded ones.
    """
    leader = status_of(record.pid)
    if leader is not None and not leader.zombie:
        same = leader.started == record.started and link_of(record.pid, "exe") == record.executable
        if not same:
            return []
    return [one.pid for one in all_processes() if one.session == record.pid and one.started >= record.started]


def kill(pids: Iterable[int]) -> list[int]:
    """Send SIGKILL to each and return those that were there."""
    sent = []
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            sent.append(pid)
    return sent


def wait_gone(pids: Iterable[int], *, seconds: float) -> bool:
    """Wait until none of `pids` is alive."""
    deadline = time.monotonic() + seconds
    waiting = list(pids)
    while waiting:
        waiting = [pid for pid in waiting if (status := status_of(pid)) is not None and not status.zombie]
        if waiting and time.monotonic() > deadline:
            return False
        if waiting:
            time.sleep(0.02)
    return True


def stop(process: subprocess.Popen[bytes], *, stop_signal: signal.Signals, seconds: float) -> None:
    """Ask `process` to stop, and end its whole session when it does not in time."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    kill(one.pid for one in all_processes() if one.session == process.pid)
    process.wait(10)
