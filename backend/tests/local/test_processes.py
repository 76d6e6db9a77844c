"""Child processes never outlive their starter for long, and nobody else's process is ever ended."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dife.local.failures import LocalError
from dife.local.folder import DataFolder
from dife.local.processes import Children, link_of, status_of, wait_gone

from .conftest import Starter, processes_in, wait_until

SLEEP = "folder.children.start(['sleep', '300'], name='{name}', folder=folder.root, output=subprocess.DEVNULL{more})"


def test_a_child_ends_with_its_starter(starter: Starter, tmp_path: Path) -> None:
    """SIGKILL cannot be caught, and still leaves no orphan."""
    process = starter(SLEEP.format(name="child", more=""), tmp_path)
    (child,) = processes_in(tmp_path)

    process.kill()

    assert wait_gone([child], seconds=5)


def test_a_child_ends_although_the_thread_that_wanted_it_is_gone(folder: DataFolder) -> None:
    """The kernel watches the thread that forked, so threads that come and go must not be that thread."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        started.append(
            folder.children.start(["sleep", "300"], name="child", folder=folder.root, output=subprocess.DEVNULL)
        )

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    with pytest.raises(subprocess.TimeoutExpired):
        started[0].wait(0.5)
    started[0].kill()
    started[0].wait()


def test_an_orphan_is_ended_by_the_next_run(starter: Starter, tmp_path: Path) -> None:
    """Where the kernel's signal fails, the record is enough: here the orphan got one that it survives."""
    process = starter(SLEEP.format(name="orphan", more=", death_signal=signal.SIGCONT"), tmp_path)
    (orphan,) = processes_in(tmp_path)
    assert wait_until(lambda: link_of(orphan, "exe").endswith("/sleep"))
    process.kill()
    process.wait()

    again = DataFolder(tmp_path)
    again.open(wait_seconds=0)
    again.close()

    assert wait_gone([orphan], seconds=0)
    assert list(again.records.iterdir()) == []


def test_what_an_orphan_started_is_ended_too(starter: Starter, tmp_path: Path) -> None:
    """The descendants of a recorded process share its session, also when it is dead itself."""
    more = ", death_signal=signal.SIGCONT"
    code = SLEEP.format(name="orphan", more=more).replace("['sleep', '300']", "['sh', '-c', 'sleep 300 & sleep 300']")
    process = starter(code, tmp_path)
    assert wait_until(lambda: len(processes_in(tmp_path)) == 3)
    record = json.loads((tmp_path / "run" / "orphan.json").read_text())
    process.kill()
    process.wait()
    os.kill(record["pid"], signal.SIGKILL)
    assert wait_until(lambda: len(processes_in(tmp_path)) == 2)

    Children(tmp_path / "run").end_recorded()

    assert processes_in(tmp_path) == []


@pytest.mark.parametrize("difference", [{"started": 1}, {"executable": "/bin/other"}, {"boot": "another"}])
def test_a_process_that_only_has_the_recorded_pid_is_left_alone(
    folder: DataFolder, difference: dict[str, int | str]
) -> None:
    """Pids are given away again: start time, program and boot must be the recorded ones."""
    child = folder.children.start(["sleep", "300"], name="child", folder=folder.root, output=subprocess.DEVNULL)
    assert wait_until((folder.records / "child.json").exists)
    file = folder.records / "child.json"
    record = json.loads(file.read_text())
    file.write_text(json.dumps(record | difference))

    ended = folder.children.end_recorded()

    assert ended == []
    assert child.poll() is None
    child.kill()
    child.wait()


def test_a_damaged_record_is_dropped(folder: DataFolder) -> None:
    """A record that was cut off by a full disk stops nobody from starting."""
    (folder.records / "child.json").write_text('{"pid": 1')

    assert folder.children.end_recorded() == []
    assert not (folder.records / "child.json").exists()


def test_nothing_starts_after_the_end(folder: DataFolder) -> None:
    """Ctrl-C while a server is being started must not be followed by that server."""
    folder.children.refuse()

    with pytest.raises(LocalError):
        folder.children.start(["sleep", "300"], name="late", folder=folder.root, output=subprocess.DEVNULL)


def test_a_child_that_comes_too_late_does_not_stay(tmp_path: Path) -> None:
    """When its starter is already gone, child.py starts nothing."""
    from dife.local import child

    command = [sys.executable, "-I", "-S", child.__file__, "1", str(tmp_path / "r"), "9", "/bin/sleep", "sleep", "300"]
    done = subprocess.run(command, check=False, timeout=20)

    assert done.returncode == 1
    assert not (tmp_path / "r").exists()


def test_status_of_nobody() -> None:
    """A pid beyond the kernel's limit belongs to nobody."""
    assert status_of(2**22 + 1) is None
