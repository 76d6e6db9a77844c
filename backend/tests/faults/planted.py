"""Runs a role of Dife with a bug in it, for tests alone: `python planted.py BUG ROLE`. The product knows nothing of it."""

import sys
from pathlib import Path


def main() -> None:
    """Plant the bug, then be `dife ROLE`."""
    bug, role = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from dife.cli import app
    from faults.bugs import BUGS

    BUGS[bug].plant()
    app([role])


if __name__ == "__main__":
    main()
