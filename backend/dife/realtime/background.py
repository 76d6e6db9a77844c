"""Work that belongs to no socket: kept until done, and never failing in silence."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

_END_SECONDS = 5.0
_ASK_AGAIN_SECONDS = 0.1


class Background:
    """Running tasks."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Run `work`; a fault in it is logged."""
        task = asyncio.get_running_loop().create_task(_guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # One that is cancelled before it began leaves its work behind.
        task.add_done_callback(lambda _: work.close())

    async def cancel(self) -> None:
        """End everything, within five seconds.

        Asked for again and again: before Python 3.12 `asyncio.wait_for`, which redis-py writes with, may lose a
        cancellation (python/cpython#86296).
        """
        deadline = asyncio.get_running_loop().time() + _END_SECONDS
        while self._tasks and asyncio.get_running_loop().time() < deadline:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(list(self._tasks), timeout=_ASK_AGAIN_SECONDS)
        if self._tasks:
            log.warning("background_not_ended", work=sorted(task.get_name() for task in self._tasks))


async def _guarded(work: Coroutine[Any, Any, None], name: str) -> None:
    try:
        await work
    except Exception:
        log.exception("background_failed", work=name)
