"""The documents name what exists."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`")
# In backticks these are paths of the repository; other words with a slash are routes, types or patterns.
PATH = re.compile(
    r"(?:\.ci|\.github|app|backend|bench|cloud|docs|scripts)/[\w./-]+|[\w-]+\.(?:md|toml|lock)|Makefile", re.ASCII
)
COMMAND = re.compile(r"make ([a-z-]+)")


def paths_in(document: Path) -> list[Path]:
    """Files and folders that a document names, as links or in backticks."""
    text = document.read_text(encoding="utf-8")
    links = [document.parent / target for target in LINK.findall(text) if "://" not in target]
    codes = [CHECKOUT / code for code in CODE.findall(text) if PATH.fullmatch(code)]
    return [*links, *codes]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(CHECKOUT)))
def test_every_path_named_in_a_document_exists(document: Path) -> None:
    """A reader can open everything that a document points to."""
    missing = [str(path) for path in paths_in(document) if not path.exists()]

    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(CHECKOUT)))
def test_every_make_command_in_a_document_exists(document: Path) -> None:
    """Whoever copies a command from a document gets what it says."""
    known = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    named = {name for code in CODE.findall(document.read_text()) for name in COMMAND.findall(code)}

    assert named - known == set()
