"""`make test`: the client's unit tests, then everything else against the real servers, browser tests included."""

import subprocess
import sys
from pathlib import Path

from dife.local.failures import LocalError
from dife.local.steps import Steps
from dife.local.web import node_environment

from client import CHECKOUT, install_client, npm_script


def main() -> int:
    """Run all tests; returns the exit code. The summary of pytest comes last."""
    try:
        with Steps() as steps:
            install_client(steps, build=True)
    except LocalError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    client = run(npm_script("test"), CHECKOUT / "app")
    server = run([sys.executable, "-m", "pytest", "-n", "auto", *sys.argv[1:]], CHECKOUT)
    if client != 0:
        print("✗ The client's unit tests failed, see above.", file=sys.stderr)
    return client or server


def run(command: list[str | Path], where: Path) -> int:
    """Run a test program in the terminal."""
    return subprocess.run(command, cwd=where, env=node_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
