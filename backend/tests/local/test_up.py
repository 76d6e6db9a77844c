"""`dife up`: one command, from an empty folder to a page, through kills and back."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from dife.local.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from dife.local.folder import DataFolder
from dife.local.ports import Ports
from dife.local.processes import wait_gone
from dife.local.steps import Steps
from dife.local.up import _Run

from .conftest import processes_in, wait_until

Run = Callable[..., "UpProcess"]


class UpProcess:
    """A running `dife up` and what it printed."""

    def __init__(self, data: Path, port: int, output: Path) -> None:
        self.data = data
        self.url = f"http://localhost:{port}"
        self._output = output
        command = [str(Path(sys.executable).with_name("dife")), "up", "--port", str(port), "--data", str(data)]
        with output.open("wb") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)

    def said(self) -> str:
        return self._output.read_text()

    def wait_ready(self) -> None:
        """Wait for the line with the address."""
        done = wait_until(lambda: "is ready" in self.said() or self.process.poll() is not None, seconds=300)
        assert done, self.said()
        assert self.process.poll() is None, self.said()

    def log_in(self) -> int:
        """Log in as one of the demo members; returns the status."""
        body = json.dumps({"email": DEMO_LOGINS[0], "password": DEMO_PASSWORD}).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/auth/login", data=body)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5):
                return True
        except OSError:
            return False

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def run_up(tmp_path: Path) -> Iterator[Run]:
    """Starts `dife up` in one data folder, again and again."""
    runs: list[UpProcess] = []
    free = Ports(tmp_path / "test-ports.json").claim("page")

    def run(port: int = free) -> UpProcess:
        runs.append(UpProcess(tmp_path / "data", port, tmp_path / f"output-{len(runs)}"))
        return runs[-1]

    yield run
    for one in runs:
        if one.process.poll() is None:
            one.stop(signal.SIGKILL)
    wait_gone(processes_in(tmp_path / "data"), seconds=20)


def test_everything_starts_survives_kills_and_stops(run_up: Run) -> None:
    """Killed three times while it starts and once when it runs; then one part is killed; then Ctrl-C."""
    for seconds in (1.0, 2.5, 6.0):
        early = run_up()
        time.sleep(seconds)
        early.stop(signal.SIGKILL)

    first = run_up()
    first.wait_ready()
    assert first.log_in() == 200
    assert first.answers("/dev/mailbox")
    children = processes_in(first.data)
    first.stop(signal.SIGKILL)
    assert wait_gone(children, seconds=20)

    second = run_up()
    second.wait_ready()
    assert "demo data" not in second.said()
    assert second.log_in() == 200
    api = json.loads((second.data / "run" / "api.json").read_text())["pid"]
    os.kill(api, signal.SIGKILL)
    assert wait_until(lambda: "api ended (by SIGKILL) and is started again" in second.said())
    assert wait_until(lambda: second.answers("/health/ready"), seconds=60)

    assert second.stop(signal.SIGINT) == 0
    assert processes_in(second.data) == []
    assert "Traceback" not in first.said() + second.said()


def test_demo_data_does_not_need_the_client_that_is_being_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are made at the same time; on a fresh machine the data is there long before the client."""
    environments: list[dict[str, str]] = []
    monkeypatch.setattr("dife.local.up.run", lambda *_, environment, **__: environments.append(environment))
    monkeypatch.setattr("dife.local.up.MailServer", Mock())
    folder = DataFolder(tmp_path / "data")
    folder.open(wait_seconds=0)
    with Steps() as steps:
        _Run(steps, folder, port=1)._dife("seed")
    folder.close()

    assert "DIFE_DATABASE_URL" in environments[0]
    assert "DIFE_WEB_ROOT" not in environments[0]


def test_a_port_that_is_taken_is_named(run_up: Run, tmp_path: Path) -> None:
    """One sentence that says what to do."""
    port = Ports(tmp_path / "test-ports.json").claim("taken")
    with socket.create_server(("127.0.0.1", port)):
        up = run_up(port)
        code = up.process.wait(60)

    assert code == 1
    assert f"Port {port} is in use by another program" in " ".join(up.said().split())
    assert f"make run PORT={port + 10}" in " ".join(up.said().split())
    assert "Traceback" not in up.said()
    assert processes_in(up.data) == []


def test_it_stops_with_whoever_started_it(tmp_path: Path) -> None:
    """`kill -9` of make is followed by a clean stop, so that the next `make run` finds everything free."""
    port = Ports(tmp_path / "test-ports.json").claim("page")
    data = tmp_path / "data"
    command = [str(Path(sys.executable).with_name("dife")), "up", "--port", str(port), "--data", str(data)]
    code = f"import subprocess; subprocess.run({[*command, '--stop-with-parent']!r})"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert wait_until(lambda: len(processes_in(data)) >= 2, seconds=60)

    parent.kill()
    parent.wait()

    assert wait_until(lambda: processes_in(data) == [], seconds=60)
