"""Migrations that would lock a big table or break the version that is still running, found before they run.

While a deployment rolls out, the old version works on the new schema. So a change comes in two releases: first what is
added (expand), then, when nothing uses it any more, what is taken away. The second says so in its docstring, in a line
that begins with `Contract:` and tells why nothing breaks.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

VERSIONS = Path(__file__).resolve().parent.parent / "backend" / "migrations" / "versions"
FIRST_CHECKED = "20261127"
"""Older ones made the schema of the first release: nothing ran on it before."""

TAKES_AWAY = {"drop_column", "drop_table", "rename_table"}
_RAW = (
    (re.compile(r"\bDROP\s+(COLUMN|TABLE)\b|\bRENAME\b", re.IGNORECASE), "takes away what the running version uses"),
    (
        re.compile(r"\bSET\s+NOT\s+NULL\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b", re.IGNORECASE),
        "reads or rewrites the whole table under a lock",
    ),
    (
        re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", re.IGNORECASE),
        "builds an index under a lock: CONCURRENTLY",
    ),
    (
        re.compile(r"\bADD\s+CONSTRAINT\b(?!.*\bNOT\s+VALID\b)(?!.*\bUSING\s+INDEX\b)", re.IGNORECASE | re.DOTALL),
        "checks every row under a lock: NOT VALID",
    ),
    (re.compile(r"\bLOCK\s+TABLE\b|\bVACUUM\s+FULL\b|\bCLUSTER\b", re.IGNORECASE), "locks the whole table"),
)


def main() -> int:
    """Print what is wrong with the revisions; returns the exit code."""
    files = [file for file in sorted(VERSIONS.glob("*.py")) if file.name >= FIRST_CHECKED]
    problems = [f"{file.name}:{line}" for file in files for line in problems_of(file.read_text(encoding="utf-8"))]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


def problems_of(source: str) -> Iterator[str]:
    """What is wrong with one revision, as `line: sentence`."""
    module = ast.parse(source)
    is_contract = any(line.strip().startswith("Contract:") for line in (ast.get_docstring(module) or "").splitlines())
    upgrade = next((one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == "upgrade"), None)
    if upgrade is None:
        yield "1: has no upgrade()"
        return
    calls = [node for node in ast.walk(upgrade) if isinstance(node, ast.Call)]
    new_tables = {_text(call, 0) for call in calls if _name(call) == "create_table"}
    for call in calls:
        for problem, breaks in _problems_of_call(call, new_tables):
            if not (breaks and is_contract):
                yield f"{call.lineno}: {_name(call)} {problem}"


def _problems_of_call(call: ast.Call, new_tables: set[str]) -> Iterator[tuple[str, bool]]:
    """Sentences, and whether a `Contract:` line answers for it; a lock is not made better by words."""
    name, table = _name(call), _text(call, 1 if _name(call).startswith("create_") else 0)
    if name in TAKES_AWAY:
        yield "takes away what the running version uses", True
    elif name == "add_column":
        yield from _of_column(call)
    elif name == "alter_column":
        if _given(call, "new_column_name"):
            yield "takes away the name that the running version uses", True
        if _given(call, "type_") or _constant(call, "nullable") is False:
            yield "reads or rewrites the whole table under a lock", False
    elif name.startswith("create_") and table not in new_tables:
        yield from _of_existing_table(call)
    elif name in {"execute", "text"}:
        statement = _text(call, 0)
        yield from ((what, number == 0) for number, (pattern, what) in enumerate(_RAW) if pattern.search(statement))


def _of_existing_table(call: ast.Call) -> Iterator[tuple[str, bool]]:
    name = _name(call)
    if name == "create_index" and _constant(call, "postgresql_concurrently") is not True:
        yield "builds an index under a lock: postgresql_concurrently=True in an autocommit_block", False
    elif name in {"create_check_constraint", "create_foreign_key"}:
        if _constant(call, "postgresql_not_valid") is not True:
            yield (
                "checks every row under a lock: postgresql_not_valid=True, and validate it in the next revision",
                False,
            )
    elif name == "create_unique_constraint":
        yield "builds an index under a lock: create it concurrently and add the constraint USING INDEX", False


def _of_column(call: ast.Call) -> Iterator[tuple[str, bool]]:
    column = call.args[1] if len(call.args) > 1 else None
    if isinstance(column, ast.Call) and _constant(column, "nullable") is False and not _given(column, "server_default"):
        yield "needs a server_default: rows that are there have no value, and the running version gives none", False


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(call: ast.Call, position: int) -> str:
    argument = call.args[position] if len(call.args) > position else None
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ast.unparse(argument) if isinstance(argument, ast.JoinedStr) else ""


def _given(call: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in call.keywords)


def _constant(call: ast.Call, name: str) -> object:
    value = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return value.value if isinstance(value, ast.Constant) else None


if __name__ == "__main__":
    sys.exit(main())
