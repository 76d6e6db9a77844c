"""`make check`: every static check, two at a time; a line each, and the output of those that fail."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dife.local.failures import LocalError
from dife.local.steps import Steps
from dife.local.web import node_environment

from client import install_client, npm_script

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TOOLS = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """A program that ends with 0 when all is well."""

    name: str
    command: list[str | Path]
    folder: Path = CHECKOUT
    environment: dict[str, str] | None = None


def of_client(name: str, script: str) -> Check:
    """A script of app/package.json."""
    return Check(name, npm_script(script), folder=CHECKOUT / "app", environment=node_environment())


# The slow ones first, so that two cores end at about the same time.
CHECKS = [
    of_client("client lint", "lint"),
    of_client("client types", "types"),
    Check("python types", [TOOLS / "mypy"]),
    of_client("client format", "format:check"),
    Check("contracts", [PYTHON, "scripts/contracts.py", "--check"]),
    of_client("generated client code", "generate:check"),
    Check("paths in documents", [PYTHON, "-m", "pytest", "-q", "-n0", "backend/tests/test_documents.py"]),
    Check("imports", [TOOLS / "lint-imports", "--no-logo"]),
    Check("cloud imports", [TOOLS / "lint-imports", "--no-logo"], folder=CHECKOUT / "cloud"),
    Check("migrations", [PYTHON, "scripts/migration_lint.py"]),
    Check("house rules", [PYTHON, "scripts/house_rules.py"]),
    Check("python lint", [TOOLS / "ruff", "check", "--quiet", "--output-format=concise"]),
    Check("python format", [TOOLS / "ruff", "format", "--check", "--quiet", "--output-format=concise"]),
    Check("server languages", [PYTHON, "scripts/locales.py"]),
    of_client("client languages", "locales:check"),
]


def main() -> int:
    """Run all checks; returns the exit code."""
    with Steps() as steps:
        try:
            install_client(steps)
        except LocalError as error:
            steps.say(f"[red]✗[/red] {error}")
            return 1
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as threads:
            passed = list(threads.map(lambda one: run(one, steps), CHECKS))
        steps.say(f"{sum(passed)} of {len(passed)} checks passed in {steps.seconds:.0f} s")
    return 0 if all(passed) else 1


def run(check: Check, steps: Steps) -> bool:
    """Run one check; what it said is shown when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        check.command, cwd=check.folder, env=check.environment, capture_output=True, text=True, check=False
    )
    mark = "[green]✓[/green]" if done.returncode == 0 else "[red]✗[/red]"
    steps.say(f"{mark} {check.name} [dim]{time.monotonic() - began:.1f} s[/dim]")
    if done.returncode != 0:
        steps.console.print((done.stdout + done.stderr).rstrip(), markup=False, soft_wrap=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
