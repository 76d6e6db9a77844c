"""The client's own tools, run with the Node that came from a wheel."""

import subprocess
import sys
import tempfile
from pathlib import Path

from dife.local.folder import DataFolder
from dife.local.steps import Steps
from dife.local.web import WebClient, node, node_environment, npm

CHECKOUT = Path(__file__).resolve().parent.parent


def npm_script(name: str) -> list[str | Path]:
    """The command that runs a script of app/package.json, inside app/."""
    return [node(), npm(), "run", "--silent", name]


def install_client(steps: Steps, *, build: bool = False) -> None:
    """Install the npm packages when they are not those of the lockfile; build the web client when asked."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = DataFolder(Path(temporary))
        folder.open()
        client = WebClient(CHECKOUT, folder)
        client.build(steps) if build else client.install(steps)
        folder.close()


def main() -> int:
    """Run the named scripts of the client; returns the exit code."""
    with Steps() as steps:
        install_client(steps)
    codes = (
        subprocess.run(npm_script(name), cwd=CHECKOUT / "app", env=node_environment(), check=False).returncode
        for name in sys.argv[1:]
    )
    return next((code for code in codes if code != 0), 0)


if __name__ == "__main__":
    sys.exit(main())
