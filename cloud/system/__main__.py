"""`make test-cloud-system`: all of these checks, or those that are named.

It ends with 0 when all held, 1 when one did not, and 77 when one could not run here, which proves nothing. With
`--skip-where-impossible` the last is said and ends with 0.
"""

import argparse
import signal
import sys

from system import image, nat
from system.report import Report
from system.tools import CannotRun

PARTS = {
    "nat": ("NAT instance: its user data in network namespaces", nat.run),
    "image": ("Container image: the Dockerfile's steps in a Debian chroot", image.run),
}
SKIPPED = 77


def main(arguments: list[str]) -> int:
    """Run the parts; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make test-cloud-system", description="Checks that need root.")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all of them by default")
    parser.add_argument("--skip-where-impossible", action="store_true", help="a part that cannot run is no failure")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"unknown: {', '.join(unknown)}")
    # Ended from outside, everything that was made must go as well: an exception runs the clean-up, a signal does not.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    reports = [run(name) for name in options.parts or PARTS]
    if any(report.failed for report in reports):
        return 1
    return SKIPPED if any(report.is_skipped for report in reports) and not options.skip_where_impossible else 0


def run(name: str) -> Report:
    """Run one part."""
    title, checks = PARTS[name]
    report = Report(title)
    try:
        checks(report)
    except CannotRun as reason:
        report.skip(str(reason))
    report.close()
    return report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
