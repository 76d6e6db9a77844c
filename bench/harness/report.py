"""From cells to a table: medians of the runs, with commit, machine and method."""

import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from harness.fanout import Cell
from harness.measure import median
from harness.reconnect import ReconnectCell
from harness.sends import SendsCell
from scenarios.fanout import FANOUT
from scenarios.reconnect import RECONNECT
from scenarios.sends import SENDS

CHECKOUT = Path(__file__).parents[2]
_TITLES = {scenario.name: scenario.title for scenario in FANOUT}


@dataclass
class Report:
    """Everything that was measured."""

    runs: int
    cells: list[Cell] = field(default_factory=list)
    returns: list[ReconnectCell] = field(default_factory=list)
    sends: list[SendsCell] = field(default_factory=list)
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    load_before: tuple[float, float, float] = field(default_factory=os.getloadavg)

    @property
    def is_whole(self) -> bool:
        """Whether Dife's listeners got everything in order, and every message is in its log."""
        own: list[Cell | ReconnectCell] = [cell for cell in self.cells if cell.server == "dife"]
        own += self.returns
        return not any(cell.missing or cell.disordered for cell in own) and all(one.is_whole for one in self.sends)

    def write(self, folder: Path, name: str) -> None:
        """Write the raw figures and the table."""
        folder.mkdir(exist_ok=True)
        document = {
            **self._about(),
            "cells": [asdict(cell) for cell in self.cells],
            "returns": [asdict(cell) for cell in self.returns],
            "sends": [asdict(cell) for cell in self.sends],
        }
        raw = msgspec.json.format(msgspec.json.encode(document), indent=1)
        (folder / f"{name}.json").write_bytes(raw + b"\n")
        (folder / f"{name}.md").write_text(self._heading() + self.table(), encoding="utf-8")

    def _about(self) -> dict[str, object]:
        commit = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
        ).stdout.strip()
        model = next(
            (
                line.partition(":")[2].strip()
                for line in Path("/proc/cpuinfo").read_text().splitlines()
                if "model name" in line
            ),
            platform.machine(),
        )
        return {
            "commit": commit,
            "began": self.began.isoformat(timespec="seconds"),
            "machine": f"{os.cpu_count()} cores, {model}, Linux {platform.release()}, Python {platform.python_version()}",
            "runs": self.runs,
            "load_before": list(self.load_before),
            "load_after": list(os.getloadavg()),
        }

    def _heading(self) -> str:
        about = self._about()
        return (
            f"# Chat, {self.began:%Y-%m-%d}\n\n"
            f"Commit {about['commit']}; {about['machine']}; medians of {self.runs} runs. Load average before "
            f"{self.load_before[0]:.1f}, after {os.getloadavg()[0]:.1f} (the bench itself keeps both cores busy).\n"
        )

    def table(self) -> str:
        """Return the medians as Markdown."""
        parts = [self._fanout_table(), self._idle_table(), self._returns_table(), self._sends_table()]
        return "".join(f"\n{part}" for part in parts if part)

    def _groups(self, *, idle: bool) -> Iterable[tuple[tuple[str, int, str], list[Cell]]]:
        groups: dict[tuple[str, int, str], list[Cell]] = {}
        for cell in self.cells:
            if cell.scenario.startswith("idle") == idle:
                groups.setdefault((cell.scenario, cell.processes, cell.server), []).append(cell)
        return sorted(groups.items(), key=lambda one: (list(_TITLES).index(one[0][0]), one[0][1]))

    def _fanout_table(self) -> str:
        rows = []
        own: dict[tuple[str, int], float] = {}
        for (scenario, processes, server), cells in self._groups(idle=False):
            cpu = median(cell.cpu_us_per_delivery for cell in cells)
            if server == "dife":
                own[scenario, processes] = cpu
            times = cpu / own[scenario, processes] if (scenario, processes) in own else float("nan")
            rows.append(
                f"| {_TITLES[scenario]} | {processes} | {server} | {median(c.delivered_per_s for c in cells):,.0f} "
                f"| {median(c.p50_ms for c in cells):.1f} | {median(c.p99_ms for c in cells):.1f} | {cpu:.2f} "
                f"| {times:.1f} | {sum(c.missing for c in cells)} / {sum(c.disordered for c in cells)} |\n"
            )
        head = (
            "| scenario | processes | server | delivered/s | p50 ms | p99 ms | CPU µs per delivery | times Dife's | "
            "missing / disordered |\n|---|---|---|---|---|---|---|---|---|\n"
        )
        return head + "".join(rows) if rows else ""

    def _idle_table(self) -> str:
        rows = [
            f"| {_TITLES[scenario]} | {server} | {median(c.bytes_per_socket for c in cells) / 1024:.1f} "
            f"| {median(c.connect_s for c in cells):.1f} | {median(c.cpu_us_per_delivery for c in cells):.1f} "
            f"| {sum(c.missing for c in cells)} |\n"
            for (scenario, _, server), cells in self._groups(idle=True)
        ]
        head = (
            "| idle sockets on one process | server | KB per socket | s until all are in | CPU µs per delivery of a "
            "broadcast | missing |\n|---|---|---|---|---|---|\n"
        )
        return head + "".join(rows) if rows else ""

    def _returns_table(self) -> str:
        if not self.returns:
            return ""
        each = self.returns
        return (
            f"| {RECONNECT.title}, each with {RECONNECT.missed} messages missed | |\n|---|---|\n"
            f"| s until all are let in | {median(one.ready_s for one in each):.1f} |\n"
            f"| s until all have what they missed | {median(one.whole_s for one in each):.1f} |\n"
            f"| CPU ms of the gateway per socket | {median(one.gateway_cpu_ms_per_socket for one in each):.2f} |\n"
            f"| transactions per socket | {median(one.transactions_per_socket for one in each):.1f} |\n"
            f"| missing / disordered | {sum(one.missing for one in each)} / {sum(one.disordered for one in each)} |\n"
        )

    def _sends_table(self) -> str:
        if not self.sends:
            return ""
        return (
            f"| {SENDS.title} | |\n|---|---|\n"
            f"| acknowledged sends/s | {median(one.sends_per_s for one in self.sends):,.0f} |\n"
            f"| rows/s of {SENDS.bare_connections} bare connections | "
            f"{median(one.bare_rows_per_s for one in self.sends):,.0f} |\n"
            f"| share, median of the runs | {median(one.share for one in self.sends):.0%} |\n"
            f"| p50 / p99 ms with {SENDS.senders} senders at once | {median(one.p50_ms for one in self.sends):.0f} / "
            f"{median(one.p99_ms for one in self.sends):.0f} |\n"
            f"| CPU µs of the API per send | {median(one.api_cpu_us_per_send for one in self.sends):.0f} |\n"
            f"| every message in its log, without holes | {'yes' if all(one.is_whole for one in self.sends) else 'NO'} |\n"
        )
