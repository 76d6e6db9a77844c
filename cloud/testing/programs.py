"""Programs that stand for others: they note what they were asked and do what a test says."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCRIPT = """#!{python}
import json, sys
from pathlib import Path

arguments = sys.argv[1:]
text = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read()
with open({notes!r}, "a") as notes:
    notes.write(json.dumps({{"arguments": arguments, "text": text}}) + "\\n")
{body}
"""


@dataclass(frozen=True)
class Program:
    """A program on the path."""

    notes: Path

    @property
    def calls(self) -> list[dict[str, Any]]:
        """How it was started, in order."""
        lines = self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []
        return [json.loads(line) for line in lines]


def install(folder: Path, name: str, body: str = "") -> Program:
    """Put a program into a folder; `body` is Python that finds `arguments` and `text`."""
    notes = folder / f"{name}.notes"
    program = folder / name
    program.write_text(_SCRIPT.format(python=sys.executable, notes=str(notes), body=body), encoding="utf-8")
    program.chmod(0o755)
    return Program(notes)


def path_with(folder: Path) -> str:
    """A search path that begins with a folder."""
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
