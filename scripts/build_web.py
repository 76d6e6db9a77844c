"""Build the web client into app/dist, unless what is there is of these sources."""

import sys

from dife.local.failures import LocalError
from dife.local.steps import Steps

from client import install_client


def main() -> int:
    """Build; returns the exit code."""
    try:
        with Steps() as steps:
            install_client(steps, build=True)
    except LocalError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
