"""Work in the background ends when it is told to, also when it does not hear it at first."""

import asyncio
import contextlib

import pytest

from dife.realtime import background
from dife.realtime.background import Background


async def deaf(times: int) -> None:
    """Lose so many cancellations, as `asyncio.wait_for` may."""
    for _ in range(times):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
    await asyncio.Event().wait()


@pytest.mark.parametrize("lost", [0, 1, 3])
async def test_a_lost_cancellation_is_asked_for_again(lost: int) -> None:
    work = Background()
    work.spawn(deaf(lost), name="deaf")
    await asyncio.sleep(0)
    [task] = [task for task in asyncio.all_tasks() if task.get_name() == "deaf"]

    async with asyncio.timeout(10):
        await work.cancel()

    assert task.cancelled()


async def test_what_never_ends_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_END_SECONDS", 0.2)
    work = Background()
    work.spawn(deaf(1000), name="deaf")
    await asyncio.sleep(0)
    [task] = [task for task in asyncio.all_tasks() if task.get_name() == "deaf"]

    async with asyncio.timeout(10):
        await work.cancel()

    assert not task.done()
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
