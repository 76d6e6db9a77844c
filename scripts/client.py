"""The client's own tools, run with the Node that came from a wheel."""

import subprocess
import sys
from pathlib import Path

from dife.local.failures import LocalError
from dife.local.folder import DataFolder
from dife.local.steps import Steps
from dife.local.web import WebClient, node, node_environment, npm

CHECKOUT = Path(__file__).resolve().parent.parent


def npm_script(name: str) -> list[str | Path]:
    """The command that runs a script of app/package.json, inside app/."""
    return [node(), npm(), "run", "--silent", name]


def install_client(steps: Steps, *, build: bool = False) -> None:
    """Install the npm packages when they are not those of the lockfile; build the web client when asked."""
    folder = DataFolder(CHECKOUT / ".tools" / "client")
    folder.create()
    client = WebClient(CHECKOUT, folder)
    if build:
        client.build(steps)
    else:
        client.install(steps)


def main() -> int:
    """Run the named scripts of the client; returns the exit code."""
    try:
        with Steps() as steps:
            install_client(steps)
    except LocalError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    codes = (
        subprocess.run(npm_script(name), cwd=CHECKOUT / "app", env=node_environment(), check=False).returncode
        for name in sys.argv[1:]
    )
    return next((code for code in codes if code != 0), 0)


if __name__ == "__main__":
    sys.exit(main())
