"""What can go wrong while starting, each as one sentence that says what to do."""

import errno
from pathlib import Path


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
