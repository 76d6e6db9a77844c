"""`make check`: every static check, two at a time; a line each, and the output of those that fail."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dife.local.failures import LocalError
from dife.local.steps import Steps
from dife.local.web import node_environment

from client import install_client, npm_script

CHECKOUT = Path(__file__).resolve().parent.parent
APP = CHECKOUT / "app"
PYTHON = sys.executable
TOOLS = Path(sys.executable).parent

# The slow ones first, so that two cores end at about the same time.
CHECKS: dict[str, list[str | Path]] = {
    "python types": [TOOLS / "mypy"],
    "client lint": npm_script("lint"),
    "client types": npm_script("types"),
    "client format": npm_script("format:check"),
    "contracts": [PYTHON, "scripts/contracts.py", "--check"],
    "generated client code": npm_script("generate:check"),
    "imports": [TOOLS / "lint-imports", "--no-logo"],
    "house rules": [PYTHON, "scripts/house_rules.py"],
    "python lint": [TOOLS / "ruff", "check", "--quiet", "--output-format=concise"],
    "python format": [TOOLS / "ruff", "format", "--check", "--quiet", "--output-format=concise"],
    "server languages": [PYTHON, "scripts/locales.py"],
    "client languages": npm_script("locales:check"),
    "paths in documents": [TOOLS / "pytest", "-q", "-n0", "backend/tests/test_documents.py"],
}


def main() -> int:
    """Run all checks; returns the exit code."""
    with Steps() as steps:
        try:
            install_client(steps)
        except LocalError as error:
            steps.say(f"[red]✗[/red] {error}")
            return 1
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as threads:
            passed = list(threads.map(lambda name: check(name, steps), CHECKS))
        steps.say(f"{sum(passed)} of {len(passed)} checks passed in {steps.seconds:.0f} s")
    return 0 if all(passed) else 1


def check(name: str, steps: Steps) -> bool:
    """Run one check; what it said is shown when it fails."""
    began = time.monotonic()
    command = CHECKS[name]
    done = subprocess.run(
        command,
        cwd=APP if command[:1] == npm_script("")[:1] else CHECKOUT,
        env=node_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    mark = "[green]✓[/green]" if done.returncode == 0 else "[red]✗[/red]"
    steps.say(f"{mark} {name} [dim]{time.monotonic() - began:.1f} s[/dim]")
    if done.returncode != 0:
        steps.console.print((done.stdout + done.stderr).rstrip(), markup=False, soft_wrap=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
