"""Files that tell a later run what an earlier one did; a process killed half-way must not leave half of one."""

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step, readable by its owner alone."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_stamp(file: Path) -> str:
    """What was written, or "" when nothing was."""
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def try_lock(descriptor: int) -> bool:
    """Whether the open file is locked for us now; the lock ends with its last descriptor, however that happens."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def hash_of(folder: Path, *, leave_out: Collection[str] = ()) -> str:
    """A hash of the names and contents of the files below a folder, hidden and left-out ones apart."""
    digest = hashlib.sha256()
    for file in _files(folder, {*leave_out, "__pycache__"}):
        digest.update(f"{file.relative_to(folder)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Path, leave_out: Collection[str]) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name in leave_out or entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry, leave_out)
        else:
            yield entry
