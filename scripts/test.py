"""`make test`: the client's unit tests and sizes, then everything else against the real servers, browser included."""

import subprocess
import sys

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
    client = [run_client(script) for script in ("test", "bundle:sizes")]
    command = [sys.executable, "-m", "pytest", "-n", "auto", *sys.argv[1:]]
    server = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
    if any(client):
        print("✗ The client's unit tests or sizes failed, see above.", file=sys.stderr)
    return max(*client, server)


def run_client(script: str) -> int:
    """Run a script of app/package.json; returns its exit code."""
    return subprocess.run(npm_script(script), cwd=CHECKOUT / "app", env=node_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
