"""`make test`: the client's unit tests and sizes, then everything else against the real servers, browser included."""

import signal
import subprocess
import sys

from dife.local.failures import LocalError
from dife.local.steps import Steps
from dife.local.web import node_environment

from client import CHECKOUT, install_client, npm_script

CLIENT_SECONDS = 15 * 60
SERVER_SECONDS = 65 * 60
"""Four times what two slow cores need; CI ends everything after 90 minutes without a word about what hung."""
SUMMARY_SECONDS = 60


def main() -> int:
    """Run all tests; returns the exit code. The summary of pytest comes last."""
    try:
        with Steps() as steps:
            install_client(steps, build=True)
    except LocalError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    client = [run_client(script) for script in ("test", "bundle:sizes")]
    # Journeys take a minute each: an idle worker takes over what another has before it.
    server = run_server([sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]])
    if any(client):
        print("✗ The client's unit tests or sizes failed, see above.", file=sys.stderr)
    return max(*client, server)


def run_client(script: str) -> int:
    """Run a script of app/package.json; returns its exit code."""
    return subprocess.run(
        npm_script(script), cwd=CHECKOUT / "app", env=node_environment(), timeout=CLIENT_SECONDS, check=False
    ).returncode


def run_server(command: list[str]) -> int:
    """Run pytest; returns its exit code. After too long it is interrupted, so that it still tells what it found."""
    # Whoever starts this in the background may have it ignore interrupts, and so would pytest.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=CHECKOUT) as process:
        try:
            return process.wait(SERVER_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"✗ The tests did not end within {SERVER_SECONDS // 60} minutes.", file=sys.stderr)
            process.send_signal(signal.SIGINT)
        try:
            return process.wait(SUMMARY_SECONDS) or 1
        except subprocess.TimeoutExpired:
            process.kill()
            return 1


if __name__ == "__main__":
    sys.exit(main())
