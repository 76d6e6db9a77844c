"""Rules of this repository that no tool knows: where SQL may stand, who commits, how long a piece may be."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

CHECKOUT = Path(__file__).resolve().parent.parent
BACKEND = CHECKOUT / "backend"
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 350, 500, 45
# A route or a service that builds queries would be the second place to look for them.
WITHOUT_SQL = {"routes.py", "service.py", "schemas.py", "errors.py"}
# One request, one transaction: what opens it ends it.
MAY_COMMIT = {"database.py", "transaction.py"}
VERBS = {"select", "insert", "update", "delete", "text"}


def main() -> int:
    """Print what breaks a rule; returns the exit code."""
    broken = [problem for file in sources() for problem in problems_of(file)]
    print("\n".join(broken), end="\n" if broken else "")
    return 1 if broken else 0


def sources() -> list[Path]:
    """All Python of the repository, migrations apart: they are as long as what they change."""
    folders = (BACKEND / "dife", BACKEND / "tests", CHECKOUT / "cloud", CHECKOUT / "scripts")
    files = (file for folder in folders for file in folder.rglob("*.py"))
    return sorted(file for file in files if "node_modules" not in file.parts)


def problems_of(file: Path) -> Iterator[str]:
    """What is wrong with one file."""
    text = file.read_text(encoding="utf-8")
    name = file.relative_to(CHECKOUT)
    lines, limit = text.count("\n"), LONGEST_TEST_FILE if "tests" in name.parts else LONGEST_FILE
    if lines > limit:
        yield f"{name}: {lines} lines, at most {limit}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION and "tests" not in name.parts:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {LONGEST_FUNCTION}"
        elif isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy" and file.name in WITHOUT_SQL:
            for verb in VERBS & {alias.name for alias in node.names}:
                yield f"{name}:{node.lineno}: {verb} belongs into repository.py"
        elif is_commit(node) and file.name not in MAY_COMMIT and "dife" in name.parts:
            yield f"{name}:{node.lineno}: whoever opened the transaction commits it"


def is_commit(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is `session.commit()`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "session"
    )


if __name__ == "__main__":
    sys.exit(main())
