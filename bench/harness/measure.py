"""What processes cost: CPU time and memory, of a process with all its descendants."""

import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

_PROC = Path("/proc")


def tree_of(pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of the processes and their descendants, to the nanosecond, all threads."""
    nanoseconds = 0
    for pid in pids:
        for member in tree_of(pid):
            for thread in (_PROC / str(member) / "task").iterdir():
                nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def memory_bytes(pids: Iterable[int]) -> int:
    """What the processes and their descendants keep in memory; pages that several share are counted once (PSS)."""
    total = 0
    for pid in pids:
        for member in tree_of(pid):
            for line in (_PROC / str(member) / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def quantile(ordered: Sequence[float], share: float) -> float:
    """A quantile of what is in order."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)
