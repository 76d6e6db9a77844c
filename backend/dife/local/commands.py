"""Run a program to its end, keep its output in a log, and say in one sentence why it failed."""

import re
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dife.local.failures import LocalError
from dife.local.folder import DataFolder

_NO_SPACE = re.compile(r"ENOSPC|EDQUOT|[Nn]o space left|[Dd]isk quota")
_WORD = re.compile(r"\w{2}")
_REASON = re.compile(r"npm error (?!code)|Error: ")
_NO_NETWORK = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network"
)


def run(
    folder: DataFolder,
    command: Sequence[str | Path],
    *,
    name: str,
    where: Path,
    environment: Mapping[str, str],
    on_line: Callable[[str], None] = lambda _: None,
) -> None:
    """Run `command` and hand each line of its output to `on_line`.

    Raises:
        LocalError: when it fails, with what to do about it.
    """
    log = folder.log(name)
    recent: deque[str] = deque(maxlen=60)
    process = folder.children.start(command, name=name, folder=where, output=subprocess.PIPE, environment=environment)
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
        raise LocalError(_why(name, "\n".join(recent), log))


def _why(name: str, output: str, log: Path) -> str:
    if _NO_SPACE.search(output):
        return f"The disk is full ({name}). Free at least 3 GB and start again."
    if _NO_NETWORK.search(output):
        return f"The package registry cannot be reached ({name}). Connect to the network and start again."
    said = [line.strip() for line in output.splitlines() if _WORD.search(line)] or ["it said nothing"]
    # npm and Expo begin with what is wrong and end with advice; Python ends with what is wrong.
    reason = next((line for line in said if _REASON.match(line)), said[-1])
    return f"{name} failed: {reason}. All of it is in {log}"
