"""The log: one JSON object a line, which says what failed and where, and quotes nobody."""

import json
import subprocess
import sys

FAULTS = """
import asyncio, logging, structlog
from dife.telemetry import configure_logging

configure_logging("info")

async def fail():
    raise ValueError("claire@kookmin.ac.kr wrote: hush")

async def main():
    try:
        await fail()
    except ValueError:
        structlog.get_logger().exception("socket_failed", member_id="1")
        logging.getLogger("a.library").exception("it broke")
    task = asyncio.create_task(fail())
    await asyncio.wait([task])

asyncio.run(main())
structlog.get_logger().info("over")
"""


def test_exceptions_are_named_with_their_place_and_without_their_message() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["event"], line.get("error"), line.get("where", "")[:8]) for line in lines] == [
        ("socket_failed", "ValueError", "<string>"),
        ("it broke", "ValueError", "<string>"),
        ("Task exception was never retrieved", "ValueError", "<string>"),
        ("over", None, ""),
    ]
    assert "hush" not in done.stdout + done.stderr
