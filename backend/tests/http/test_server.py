"""How the API ends: it says so, goes on answering for a while, and loses no request."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx2
import pytest

from dife import healthcheck
from dife.local.ports import is_free
from dife.settings import Settings

from fixtures.gateway import RoleProcess
from fixtures.waiting import eventually


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[RoleProcess]:
    """An API that takes its time to end."""
    port = next(port for port in range(18_500, 32_000) if is_free(port))
    process = RoleProcess(settings.model_copy(update={"stop_delay_seconds": 3.0}), port, role="api")
    await process.start()
    yield process
    await process.end(signal.SIGKILL)


async def test_it_says_that_it_stops_and_answers_meanwhile(api: RoleProcess) -> None:
    assert api.process is not None
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{api.port}") as http:

        async def is_up() -> bool:
            return (await http.get("/health")).status_code == 200

        async def says_so() -> bool:
            return (await http.get("/health")).status_code == 503

        await eventually(is_up)
        api.process.send_signal(signal.SIGTERM)
        await eventually(says_so)
        health, choices = await http.get("/health"), await http.get("/api/v1/choices")
    async with asyncio.timeout(20):
        code = await api.process.wait()

    assert health.json() == {"status": "stopping"}
    assert choices.status_code == 200
    assert code == 0


async def test_a_second_signal_ends_it_at_once(settings: Settings) -> None:
    port = next(port for port in range(18_500, 32_000) if is_free(port))
    process = RoleProcess(settings.model_copy(update={"stop_delay_seconds": 10.0}), port, role="api")
    await process.start()
    assert process.process is not None
    process.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.2)
    process.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(9):
        assert await process.process.wait() == 0


@pytest.mark.parametrize("what", ["well", "stopping", "gone"])
async def test_the_health_check_tells_by_its_exit_code(api: RoleProcess, what: str) -> None:
    """As `dife health` and as the container's own check, which imports nothing else."""
    assert api.process is not None
    if what == "stopping":
        api.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
    elif what == "gone":
        await api.end(signal.SIGKILL)
    environment = {**os.environ, "DIFE_API_PORT": str(api.port), "DIFE_GATEWAY_PORT": "1"}
    check = [sys.executable, "-m", healthcheck.__name__]
    done = await asyncio.to_thread(subprocess.run, check, env=environment, check=False)

    assert done.returncode == (0 if what == "well" else 1)
