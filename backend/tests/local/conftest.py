"""Starters that can be killed: the tests of this folder are about what they leave behind."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dife.local.folder import DataFolder
from dife.local.processes import all_processes, link_of

Starter = Callable[[str, Path], subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    """An open data folder; whatever still runs from it is ended after the test."""
    folder = DataFolder(tmp_path / "data")
    folder.open(wait_seconds=0)
    yield folder
    folder.children.refuse()
    folder.children.end_recorded()
    folder.close()


@pytest.fixture
def starter() -> Iterator[Starter]:
    """Runs Python that has `folder`, an open data folder, until it prints a line; killed at the end at the latest."""
    running: list[subprocess.Popen[str]] = []

    def start(code: str, data: Path) -> subprocess.Popen[str]:
        prologue = (
            "import signal, subprocess, sys, time\n"
            "from pathlib import Path\n"
            "from dife.local.folder import DataFolder\n"
            f"folder = DataFolder(Path({str(data)!r}))\n"
            "folder.open(wait_seconds=5)\n"
        )
        code = f"{prologue}{code}\nprint('ready', flush=True)\ntime.sleep(300)\n"
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def processes_in(data: Path) -> list[int]:
    """Pids of what works in a data folder; every child stands in its own part of it."""
    return [one.pid for one in all_processes() if Path(link_of(one.pid, "cwd")).is_relative_to(data.resolve())]


def wait_until(condition: Callable[[], bool], *, seconds: float = 15.0) -> bool:
    """Whether `condition` became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
