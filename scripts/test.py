"""`make test`: the client's unit tests, then everything else against the real servers, browser tests included."""

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
    client = subprocess.run(npm_script("test"), cwd=CHECKOUT / "app", env=node_environment(), check=False).returncode
    command = [sys.executable, "-m", "pytest", "-n", "auto", *sys.argv[1:]]
    server = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
    if client != 0:
        print("✗ The client's unit tests failed, see above.", file=sys.stderr)
    return client or server


if __name__ == "__main__":
    sys.exit(main())
