"""The browser of the npm package `@sparticuz/chromium`, unpacked once for all workers and runs."""

import json
import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from dife.local.web import node, node_environment

_UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"
_SECONDS = 120


def unpack_chromium(app: Path, tools: Path) -> Path:
    """Return the browser that CHROMIUM_PATH names, else the package's one in a folder of its version below `tools`.

    The package itself unpacks into the machine's folder for temporary files, where whoever starts a moment later takes
    the half-written file for a browser.

    Raises:
        subprocess.SubprocessError: it cannot be unpacked.
    """
    if given := os.environ.get("CHROMIUM_PATH"):
        return Path(given)
    package = json.loads((app / "node_modules" / "@sparticuz" / "chromium" / "package.json").read_text())
    home = tools / f"chromium-{package['version']}"
    if not home.exists():
        tools.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=tools, ignore_cleanup_errors=True) as folder:
            command: list[str | Path] = [node(), "--input-type=module", "--eval", _UNPACK]
            environment = {**node_environment(), "TMPDIR": folder}
            subprocess.run(command, cwd=app, env=environment, timeout=_SECONDS, check=True)
            # The folder appears whole; whoever was quicker has made the same.
            with suppress(OSError):
                Path(folder).rename(home)
    return home / "chromium"
