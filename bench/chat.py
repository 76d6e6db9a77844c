"""`make bench-chat`: what Dife's chat costs, beside socket.io with its Redis adapter and nginx with nchan.

All run on this machine, one after the other, driven by the same load generator. See README.md for question and method.
"""

import argparse
import itertools
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dife.local.web import node, node_environment, npm

from harness.fanout import Cell, Listeners, run_cell
from harness.reconnect import run_reconnect
from harness.report import Report
from harness.sends import run_sends
from harness.servers import NODE_MODULES, SERVERS, Server
from harness.stack import Ground, ground
from scenarios.fanout import FANOUT, Fanout
from scenarios.reconnect import RECONNECT
from scenarios.sends import SENDS

HERE = Path(__file__).parent


def main() -> int:
    """Run what was asked for and write the results; returns the exit code."""
    arguments = _arguments()
    _install_packages()
    kinds = []
    for kind in SERVERS:
        if reason := kind.missing():
            print(f"{kind.name} is left out. {reason}")
        elif not arguments.servers or kind.name in arguments.servers:
            kinds.append(kind)
    report = Report(runs=arguments.runs)
    scenarios = [each for each in FANOUT if not arguments.only or each.name in arguments.only]
    with ground() as made:
        for processes in (1, 2):
            busy = [each for each in scenarios if processes in each.processes and not each.needs_fresh_server]
            _run_side_by_side(made, kinds, busy, processes=processes, report=report)
        for scenario in scenarios:
            if scenario.needs_fresh_server:
                _run_alone(made, kinds, scenario, report=report)
        for run in range(arguments.runs):
            _run_once(made, arguments.only, run=run, report=report)
    if arguments.write:
        report.write(HERE / "results", arguments.write)
    print(report.table())
    return 0 if report.is_whole else 1


def _run_once(made: Ground, only: Sequence[str], *, run: int, report: Report) -> None:
    """What only Dife does."""
    if not only or RECONNECT.name in only:
        report.returns.append(run_reconnect(made, RECONNECT))
        print(f"run {run + 1}: {report.returns[-1]}", flush=True)
    if not only or SENDS.name in only:
        report.sends.append(run_sends(made, SENDS))
        print(f"run {run + 1}: {report.sends[-1]}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", help="names of scenarios", default=[])
    parser.add_argument("--servers", nargs="*", help="names of servers", default=[])
    parser.add_argument("--write", metavar="NAME", help="write results/NAME.json and results/NAME.md")
    return parser.parse_args()


def _install_packages() -> None:
    """Bring socket.io; without a network the bench goes on without it."""
    if not NODE_MODULES.is_dir():
        command = [str(node()), str(npm()), "ci", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=HERE, env=node_environment(), check=False)


@contextmanager
def _running(servers: Sequence[Server]) -> Iterator[None]:
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
            server.start()
        yield


def _run_side_by_side(
    made: Ground, kinds: Sequence[type[Server]], scenarios: Sequence[Fanout], *, processes: int, report: Report
) -> None:
    """All servers run at the same time and take turns, so that what disturbs the machine disturbs all alike."""
    if not scenarios:
        return
    servers = [kind(made, processes) for kind in kinds]
    with _running(servers):
        for _, scenario, server in itertools.product(range(report.runs), scenarios, servers):
            _note(report, _run(server, scenario))


def _run_alone(made: Ground, kinds: Sequence[type[Server]], scenario: Fanout, *, report: Report) -> None:
    """Memory is only told by a process that has not held anything yet."""
    for _, kind in itertools.product(range(report.runs), kinds):
        if scenario.only in {None, kind.name}:
            server = kind(made, 1)
            with _running([server]):
                _note(report, _run(server, scenario))


def _run(server: Server, scenario: Fanout) -> Cell:
    listeners = Listeners()
    try:
        return run_cell(server, scenario, listeners)
    finally:
        listeners.end()


def _note(report: Report, cell: Cell) -> None:
    print(
        f"{cell.scenario:<12} {cell.server:<10} ×{cell.processes}  {cell.cpu_us_per_delivery:7.2f} µs  "
        f"p50 {cell.p50_ms:7.1f}  p99 {cell.p99_ms:7.1f} ms  {cell.bytes_per_socket / 1024:6.1f} KB  "
        f"missing {cell.missing}  disordered {cell.disordered}",
        flush=True,
    )
    report.cells.append(cell)


if __name__ == "__main__":
    sys.exit(main())
