"""Runs what reads uploaded bytes in a process with bounds, one at a time: it may take half a gigabyte and more."""

import asyncio
import contextlib
import signal
import sys
from typing import TypeVar

import msgspec

from dife.media import attachments
from dife.media import reencode as pictures
from dife.media.bounds import BEGUN

SECONDS = 15
VOICE_SECONDS = 45
_one_at_a_time = asyncio.Semaphore(1)
_MAX_RESULT_BYTES = 8 * 1024 * 1024
_STOPPED = (-signal.SIGTERM, -signal.SIGINT)

T = TypeVar("T")


class Stopped(Exception):
    """The process was stopped, as when the machine shuts down, or never began: that says nothing about the picture."""


async def reencode(data: bytes, *, variants: dict[str, int]) -> pictures.Result:
    """Return the variants of an uploaded picture. A process that dies or takes too long means an unreadable file.

    Raises:
        Stopped: the process was told to stop or never began; doing it again is right.
    """
    order = msgspec.json.encode(pictures.Order(variants=variants))
    output = await _run("dife.media.reencode", order, data, seconds=SECONDS)
    return _read(output, pictures.Result) or pictures.Result(failure="unreadable")


async def examine(data: bytes, *, order: attachments.Order) -> attachments.Result:
    """Return whether a file is what it says, and a voice note in the formats that everybody can play.

    Raises:
        Stopped: the process was told to stop or never began; doing it again is right.
    """
    output = await _run("dife.media.attachments", msgspec.json.encode(order), data, seconds=VOICE_SECONDS)
    return _read(output, attachments.Result) or attachments.Result(failure="unreadable")


def _read(output: bytes | None, kind: type[T]) -> T | None:
    return msgspec.msgpack.decode(output, type=kind) if output is not None else None


async def _run(module: str, order: bytes, data: bytes, *, seconds: float) -> bytes | None:
    """Return what the module wrote, None when it died or took too long."""
    async with _one_at_a_time:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "2"},
        )
        try:
            async with asyncio.timeout(seconds):
                output, _ = await process.communicate(order + b"\n" + data)
        except TimeoutError:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode in _STOPPED or not output.startswith(BEGUN):
        raise Stopped
    result = output.removeprefix(BEGUN)
    return result if process.returncode == 0 and len(result) <= _MAX_RESULT_BYTES else None
