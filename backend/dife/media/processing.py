"""Runs `media/reencode.py` in a process with bounds, one at a time: it may take half a gigabyte."""

import asyncio
import contextlib
import signal
import sys

import msgspec

from dife.media.reencode import Order, Result

SECONDS = 15
_one_at_a_time = asyncio.Semaphore(1)
_MAX_RESULT_BYTES = 8 * 1024 * 1024
_STOPPED = (-signal.SIGTERM, -signal.SIGINT)


class Stopped(Exception):
    """Somebody stopped the process, as when the machine shuts down: that says nothing about the picture."""


async def reencode(data: bytes, *, variants: dict[str, int]) -> Result:
    """Return the variants of an uploaded picture. A process that dies or takes too long means an unreadable file.

    Raises:
        Stopped: the process was told to stop; doing it again is right.
    """
    order = msgspec.json.encode(Order(variants=variants)) + b"\n"
    async with _one_at_a_time:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "dife.media.reencode",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "2"},
        )
        try:
            async with asyncio.timeout(SECONDS):
                output, _ = await process.communicate(order + data)
        except TimeoutError:
            return Result(failure="unreadable")
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode in _STOPPED:
        raise Stopped
    if process.returncode != 0 or len(output) > _MAX_RESULT_BYTES:
        return Result(failure="unreadable")
    return msgspec.msgpack.decode(output, type=Result)
