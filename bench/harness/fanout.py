"""One cell of the fan-out table: one server, one scenario, one run."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.events import Events
from harness.measure import cpu_seconds, memory_bytes
from harness.servers import Server, Target
from scenarios.fanout import Fanout

SETTLE_SECONDS = 1.0
PATIENCE_SECONDS = 30.0


@dataclass
class Cell:
    """What one run came to."""

    server: str
    processes: int
    scenario: str
    listeners: int
    delivered: int
    missing: int
    disordered: int
    delivered_per_s: float
    p50_ms: float
    p99_ms: float
    cpu_us_per_delivery: float
    bytes_per_socket: int
    connect_s: float


class Listeners:
    """The process of the listeners."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "harness.listeners"],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Have a command carried out and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the listeners ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def run_cell(server: Server, scenario: Fanout, listeners: Listeners) -> Cell:
    """Connect the listeners, publish, wait until everybody has everything."""
    rooms, targets = server.prepare(scenario.rooms)
    interleaved = [target for group in _columns(targets) for target in group]
    before = memory_bytes(server.pids)
    connected = listeners.ask("connect", targets=interleaved, at_once=64)
    time.sleep(scenario.rest_seconds)
    grown = memory_bytes(server.pids) - before
    cpu, began = cpu_seconds(server.pids), time.monotonic()
    _publish(server, rooms, scenario)
    got = listeners.ask("wait", messages=scenario.messages_per_room, seconds=PATIENCE_SECONDS)
    used = cpu_seconds(server.pids) - cpu
    listeners.ask("close")
    time.sleep(SETTLE_SECONDS)
    count = len(interleaved)
    return Cell(
        server=server.name,
        processes=len(server.services),
        scenario=scenario.name,
        listeners=count,
        delivered=got["delivered"],
        missing=got["missing"],
        disordered=got["disordered"],
        delivered_per_s=got["delivered"] / max(1e-9, got["last_at"] - began),
        p50_ms=got["p50_ms"],
        p99_ms=got["p99_ms"],
        cpu_us_per_delivery=used * 1e6 / max(1, got["delivered"]),
        bytes_per_socket=grown // count,
        connect_s=connected["seconds"],
    )


def _columns(groups: Sequence[list[Target]]) -> list[list[Target]]:
    """One listener of each room, then the next one of each: as people come, not room by room."""
    longest = max(map(len, groups))
    return [[group[place] for group in groups if place < len(group)] for place in range(longest)]


def _publish(server: Server, rooms: Sequence[Events], scenario: Fanout) -> None:
    """Publish at the scenario's pace, whatever becomes of it; rooms take turns."""
    began, sent = time.monotonic(), 0
    numbers = dict.fromkeys(range(len(rooms)), 0)
    pauses = scenario.burst / scenario.per_second
    while sent < scenario.messages:
        due = began + sent / scenario.burst * pauses
        if (wait := due - time.monotonic()) > 0:
            time.sleep(wait)
        room = sent // scenario.burst % len(rooms)
        first = numbers[room] + 1
        numbers[room] += scenario.burst
        server.publish(rooms[room], range(first, first + scenario.burst))
        sent += scenario.burst
