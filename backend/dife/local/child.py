"""Become another program that cannot outlive its starter.

Run by path (`python -I -S child.py PARENT RECORD SIGNAL EXECUTABLE COMMAND...`), so it imports the standard library only.
The record is written before the program starts: however early the starter is killed, whoever comes next can find
what it left behind.
"""

import ctypes
import json
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, death_signal: int) -> None:
    """Ask the kernel for `death_signal` when the parent ends."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    # The parent may have ended before the kernel knew whom to watch.
    if os.getppid() != parent:
        sys.exit(1)


def describe(executable: str) -> dict[str, int | str]:
    """What identifies this process: a pid alone is given to others later, a start time on one boot is not."""
    with open("/proc/self/stat", encoding="ascii", errors="replace") as stat:
        started = int(stat.read().rpartition(")")[2].split()[19])
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:
        return {"pid": os.getpid(), "started": started, "executable": executable, "boot": boot.read().strip()}


def main() -> None:
    parent, record, death_signal, executable, *command = sys.argv[1:]
    os.setsid()
    die_with_parent(int(parent), int(death_signal))
    with open(record + ".new", "w", encoding="utf-8") as file:
        json.dump(describe(executable), file)
    os.replace(record + ".new", record)
    # Python ignores these two, and an ignored signal stays ignored in the program that follows.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.execvp(command[0], command)  # noqa: S606 - running the given program without a shell is the purpose


if __name__ == "__main__":
    main()
