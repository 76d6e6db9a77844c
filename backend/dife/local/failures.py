"""What can go wrong while starting, each as one sentence that says what to do."""

import errno
import re
from pathlib import Path

_NO_SPACE = re.compile(r"ENOSPC|EDQUOT|[Nn]o space left|[Dd]isk quota")
_NO_NETWORK = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|npm error network"
)
_WORD = re.compile(r"\w{2}")
_REASON = re.compile(r"npm error (?!code)|Error: ")


class LocalError(Exception):
    """A start that cannot go on; the message is shown to the person as it is."""


class ServiceFailed(LocalError):
    """A server ended or did not become ready in time."""


def sentence_for(error: OSError, path: Path) -> str:
    """Translate what the operating system said about `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds {path} is full. Free at least 1 GB there, or choose another folder: make run DATA=/path"
    if error.errno in (errno.EACCES, errno.EPERM):
        where = error.filename or path
        return f"{where} belongs to another user. Run as that user, or choose another folder: make run DATA=/path"
    if error.errno == errno.EROFS:
        return f"{path} is on a read-only disk. Choose another folder: make run DATA=/path"
    return f"{error.strerror or error} ({error.filename or path}). Choose another folder: make run DATA=/path"


def explain(what: str, output: str, log: Path) -> str:
    """Translate what a program said before it failed; all of it is in `log`."""
    if _NO_SPACE.search(output):
        return f"{what}: the disk is full. Free at least 3 GB and start again."
    if _NO_NETWORK.search(output):
        return f"{what}: the package registry cannot be reached. Connect to the network and start again."
    said = [line.strip() for line in output.splitlines() if _WORD.search(line)] or ["it said nothing"]
    # npm and Expo begin with what is wrong and end with advice; others end with what is wrong.
    reason = next((line for line in said if _REASON.match(line)), said[-1])
    return f"{what}: {reason}. All of it is in {log}"
