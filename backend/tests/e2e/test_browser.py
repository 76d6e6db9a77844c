"""The journeys of `app/e2e`, in a real Chromium against a real Dife.

Each leaves its pictures in `app/e2e/output/gallery.html`. A journey fails when a page says anything in the console,
breaks its content security policy, or shuts out who cannot see or use a mouse.
"""

import subprocess
from pathlib import Path

import pytest

from dife.local.web import node, node_environment

from .conftest import CHECKOUT, Site

APP = CHECKOUT / "app"
JOURNEYS = sorted((APP / "e2e" / "journeys").glob("*.test.ts"))
SECONDS = 300


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name.removesuffix(".test.ts"))
def test_journey(site: Site, journey: Path) -> None:
    """People get from the first page to what they came for."""
    done = subprocess.run(
        [node(), "--test", journey.relative_to(APP)],
        cwd=APP,
        env={**node_environment(), **site.environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
