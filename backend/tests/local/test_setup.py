"""scripts/setup.py installs once, again when something changed, and says what keeps it from installing.

The uv here is a small program that writes down how it was called.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import wait_until

SETUP = Path(__file__).resolve().parents[3] / "scripts" / "setup.py"
PINNED = next(line for line in SETUP.read_text().splitlines() if line.startswith("UV = ")).split('"')[1]
INSTALLS = "echo called >> calls; mkdir -p .venv; echo installed > .venv/package"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that has uv already."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(SETUP, tmp_path / "scripts" / "setup.py")
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "uv.lock").write_text("version = 1")
    (tmp_path / ".tools" / "uv" / "bin").mkdir(parents=True)
    (tmp_path / ".tools" / "uv" / f".ready-{PINNED}").touch()
    uv_does(tmp_path, INSTALLS)
    return tmp_path


def uv_does(checkout: Path, script: str) -> None:
    """Make uv a program that runs this."""
    uv = checkout / ".tools" / "uv" / "bin" / "uv"
    uv.write_text(f"#!/bin/sh\n{script}\n")
    uv.chmod(0o755)


def set_up(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run setup.py to its end."""
    return subprocess.run(
        [sys.executable, checkout / "scripts" / "setup.py", "--only-run"],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def calls(checkout: Path) -> int:
    """How often uv ran."""
    file = checkout / "calls"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    """The second `make run` loses no time here."""
    first, second = set_up(checkout), set_up(checkout)

    assert first.returncode == second.returncode == 0
    assert "✓ Python packages" in first.stdout
    assert second.stdout == ""
    assert calls(checkout) == 1


def test_a_new_lock_is_installed(checkout: Path) -> None:
    """After a `git pull` everything is as the lock says."""
    set_up(checkout)
    (checkout / "uv.lock").write_text("version = 2")
    set_up(checkout)

    assert calls(checkout) == 2


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("echo 'error: Failed to fetch: https://packages.example/simple/x/'", "Connect to the network and start again"),
        ("echo 'error: No space left on device (os error 28)'", "Free at least 3 GB and start again"),
        ("echo 'error: the lock is broken'", "Python packages could not be installed: error: the lock is broken"),
    ],
)
def test_a_failure_is_one_sentence(checkout: Path, script: str, sentence: str) -> None:
    """And the next run tries again."""
    uv_does(checkout, f"{script} >&2; exit 2")
    failed = set_up(checkout)
    uv_does(checkout, INSTALLS)
    again = set_up(checkout)

    assert failed.returncode == 1
    assert sentence in failed.stderr
    assert "Traceback" not in failed.stderr
    assert again.returncode == 0


def test_no_registry_for_uv_itself_is_one_sentence(checkout: Path) -> None:
    """The very first step needs the network as well."""
    shutil.rmtree(checkout / ".tools" / "uv")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    failed = set_up(checkout, **nowhere, PIP_RETRIES="0", PIP_EXTRA_INDEX_URL="")

    assert failed.returncode == 1
    assert "The package registry cannot be reached (uv). Connect to the network" in failed.stderr


def test_half_an_installation_is_thrown_away(checkout: Path) -> None:
    """Killed in the middle, a package may lack files that only a user would miss."""
    uv_does(checkout, "mkdir -p .venv; touch .venv/half; exec sleep 60")
    killed = subprocess.Popen(
        [sys.executable, checkout / "scripts" / "setup.py", "--only-run"], stdout=subprocess.DEVNULL
    )
    assert wait_until((checkout / ".venv" / "half").exists)
    children = Path(f"/proc/{killed.pid}/task/{killed.pid}/children").read_text().split()
    killed.kill()
    killed.wait()
    for child in children:
        os.kill(int(child), signal.SIGKILL)

    uv_does(checkout, INSTALLS)
    again = set_up(checkout)

    assert again.returncode == 0
    assert not (checkout / ".venv" / "half").exists()
    assert (checkout / ".venv" / "package").exists()


def test_it_waits_for_what_a_killed_setup_left_running(checkout: Path) -> None:
    """Two installers in one environment would break it."""
    uv_does(checkout, "mkdir -p .venv; touch .venv/half; sleep 2")
    killed = subprocess.Popen(
        [sys.executable, checkout / "scripts" / "setup.py", "--only-run"], stdout=subprocess.DEVNULL
    )
    assert wait_until((checkout / ".venv" / "half").exists)
    killed.kill()
    killed.wait()

    uv_does(checkout, INSTALLS)
    again = set_up(checkout)

    assert "another setup of this checkout is running, waiting for it" in again.stdout
    assert again.returncode == 0
    assert (checkout / ".venv" / "package").exists()
