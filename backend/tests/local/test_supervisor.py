"""Whatever ends unasked is started again, for as long as it is wanted."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dife.local.folder import DataFolder
from dife.local.service import Service
from dife.local.supervisor import Supervisor

from .conftest import processes_in, wait_until


class Sleeper(Service):
    """A service that does nothing, or ends at once when its folder says so."""

    name = "sleeper"
    title = "sleeper"

    def command(self) -> Sequence[str | Path]:
        return ["sh", "-c", "test -e broken && exit 3; exec sleep 300"]

    def answers(self) -> bool:
        return self.running

    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told the person at the terminal."""
    return []


@pytest.fixture
def sleeper(folder: DataFolder, said: list[str]) -> Iterator[Sleeper]:
    """A running service under supervision."""
    service = Sleeper(folder)
    service.start()
    supervisor = Supervisor([service], say=said.append)
    supervisor.start()
    yield service
    supervisor.stop()
    service.stop()


def test_a_service_that_was_killed_comes_back(sleeper: Sleeper, said: list[str]) -> None:
    """`kill -9` of one part is noticed at once and told."""
    first = sleeper.pid()
    os.kill(first, signal.SIGKILL)

    assert wait_until(lambda: sleeper.running and sleeper.pid() != first)
    assert said == ["sleeper ended (by SIGKILL) and is started again"]
    assert len(processes_in(sleeper.folder.root)) == 1


def test_a_service_that_cannot_start_is_tried_again(sleeper: Sleeper, said: list[str]) -> None:
    """What keeps it from starting may pass, a full disk for one."""
    broken = sleeper.home / "broken"
    broken.touch()
    os.kill(sleeper.pid(), signal.SIGKILL)
    assert wait_until(lambda: any("exit code 3" in line for line in said) or len(said) > 2)

    broken.unlink()

    assert wait_until(lambda: sleeper.running and processes_in(sleeper.folder.root) != [])


def test_a_service_that_is_stopped_stays_stopped(folder: DataFolder, said: list[str]) -> None:
    """Ctrl-C is no accident."""
    service = Sleeper(folder)
    service.start()
    supervisor = Supervisor([service], say=said.append)
    supervisor.start()

    supervisor.stop()
    service.stop()

    assert not wait_until(lambda: processes_in(folder.root) != [], seconds=0.5)
    assert said == []


def test_a_service_that_ignores_the_signal_is_ended_by_force(folder: DataFolder) -> None:
    """A deadline, then SIGKILL: nothing stays, its own children included."""

    class Stubborn(Sleeper):
        stop_seconds = 0.3

        def command(self) -> Sequence[str | Path]:
            return ["sh", "-c", "trap '' TERM; sleep 300 & while :; do sleep 1; done"]

    service = Stubborn(folder)
    service.start()
    assert wait_until(lambda: len(processes_in(folder.root)) >= 3)

    service.stop()

    assert processes_in(folder.root) == []
