"""Write both contracts, or with --check fail when the committed ones are not what would be written."""

import difflib
import sys
from pathlib import Path

from dife.contracts import http_contract, realtime_contract

BACKEND = Path(__file__).resolve().parent.parent / "backend"
CONTRACTS = {BACKEND / "openapi.json": http_contract, BACKEND / "realtime.schema.json": realtime_contract}
SHOWN_LINES = 40


def main() -> int:
    """Write or check; returns the exit code."""
    stale = [file for file, make in CONTRACTS.items() if not settle(file, make(), check="--check" in sys.argv)]
    if stale:
        print(f"Stale, run `make generate`: {', '.join(file.name for file in stale)}")
    return 1 if stale else 0


def settle(file: Path, wanted: str, *, check: bool) -> bool:
    """Write `wanted`, or say how the file differs; returns whether all is well."""
    if not check:
        file.write_text(wanted, encoding="utf-8")
        return True
    found = file.read_text(encoding="utf-8") if file.exists() else ""
    difference = difflib.unified_diff(found.splitlines(), wanted.splitlines(), "committed", "generated", lineterm="")
    for line in list(difference)[:SHOWN_LINES]:
        print(line)
    return found == wanted


if __name__ == "__main__":
    sys.exit(main())
