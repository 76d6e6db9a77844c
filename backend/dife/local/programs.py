"""Where the programs are that came from Python wheels."""

import importlib.util
import shutil
import sys
from pathlib import Path

from dife.local.failures import LocalError


def package_folder(package: str) -> Path:
    """Folder of an installed package, without importing it: some do a lot when they are imported."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise LocalError(f"{package} is not installed. Install everything again: make run")
    return Path(found.origin).parent


def script(name: str) -> Path:
    """A program beside our Python, or one of the machine."""
    beside_python = Path(sys.executable).with_name(name)
    found = beside_python if beside_python.exists() else shutil.which(name)
    if found is None:
        raise LocalError(f"{name} is not installed. Install everything again: make run")
    return Path(found)
