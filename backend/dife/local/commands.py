"""Run a program to its end, keep its output in a log, and say in one sentence why it failed."""

import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dife.local.failures import LocalError, explain
from dife.local.folder import DataFolder


def run(
    folder: DataFolder,
    command: Sequence[str | Path],
    *,
    name: str,
    where: Path,
    environment: Mapping[str, str],
    executable: Path | None = None,
    on_line: Callable[[str], None] = lambda _: None,
) -> None:
    """Run `command` and hand each line of its output to `on_line`.

    Raises:
        LocalError: when it fails, with what to do about it.
    """
    log = folder.log(name)
    recent: deque[str] = deque(maxlen=60)
    process = folder.children.start(
        command, name=name, folder=where, output=subprocess.PIPE, environment=environment, executable=executable
    )
    if process.stdout is None:
        raise LocalError(f"{name} has no output.")
    with process.stdout, log.open("a", encoding="utf-8") as file:
        for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip()
            file.write(line + "\n")
            recent.append(line)
            on_line(line)
    code = process.wait()
    folder.children.forget(name)
    if code != 0:
        raise LocalError(explain(f"{name} failed", "\n".join(recent), log))
