"""Made-up requests against a running API: no answer is a 500, and each is as the contract says."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dife.local.ports import is_free
from dife.settings import Settings

from fixtures.gateway import RoleProcess
from fixtures.people import People

pytestmark = pytest.mark.usefixtures("clean")

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "ignored_auth",
)
EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "5")
PHASES = os.environ.get("CONTRACT_PHASES", "fuzzing")
"""By hand there is more: `CONTRACT_PHASES=coverage,fuzzing CONTRACT_EXAMPLES=50`."""


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[RoleProcess]:
    """An API of its own process."""
    process = RoleProcess(settings, next(port for port in range(19_500, 32_000) if is_free(port)), role="api")
    await process.start()
    yield process
    await process.end(signal.SIGKILL)


async def test_every_operation_keeps_to_the_contract(api: RoleProcess, people: People, tmp_path: Path) -> None:
    person = await people.create("mod", role="moderator")
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run"),
        f"http://127.0.0.1:{api.port}/api/openapi.json",
        *("--header", f"Authorization: Bearer {person.access_token}"),
        *("--checks", ",".join(CHECKS)),
        *("--phases", PHASES),
        *("--max-examples", EXAMPLES, "--seed", "20261126", "--generation-database", "none"),
        *("--request-timeout", "10", "--continue-on-failure", "--no-color", "--warnings", "off"),
    ]
    run = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await run.communicate()

    assert run.returncode == 0, said.decode()[-20_000:]
    assert b"Operations:" in said
