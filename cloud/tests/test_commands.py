"""The command line as people meet it: every command that a text names exists, and what goes wrong is a sentence."""

import re
from pathlib import Path

import pytest

from cli.main import app
from environments import CLOUD

CHECKOUT = CLOUD.parent
NAMED = re.compile(r"\bdife-cloud ([a-z][a-z-]*)")
TEXTS = sorted(
    file
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "cloud/*.py",
        "cloud/[!nt]*/**/*.py",
        "cloud/tools/**/*.py",
        ".github/**/*.yml",
    )
    for file in CHECKOUT.glob(pattern)
    if "node_modules" not in file.parts
)


def commands() -> set[str]:
    callbacks = [one.callback for one in app.registered_commands if one.callback is not None]
    return {callback.__name__.replace("_", "-") for callback in callbacks}


def test_every_command_that_a_text_names_exists() -> None:
    named = {name: file for file in TEXTS for name in NAMED.findall(file.read_text(encoding="utf-8"))}

    assert {name: str(file) for name, file in named.items() if name not in commands()} == {}
    assert len(named) > 8


def test_every_command_is_named_in_the_guide_to_deploying() -> None:
    """But for those that draw what is in the repository."""
    for suffix in ("md", "ko.md"):
        guide = (CHECKOUT / "docs" / "guides" / f"deploy.{suffix}").read_text(encoding="utf-8")
        linked = (CHECKOUT / "docs" / "guides" / f"secrets.{suffix}").read_text(encoding="utf-8")

        assert commands() - set(NAMED.findall(guide + linked)) == {"diagram"}


@pytest.mark.parametrize("file", [CHECKOUT / "docs" / "guides" / f"deploy{one}" for one in (".md", ".ko.md")])
def test_the_steps_of_the_guide_are_numbered_without_a_gap(file: Path) -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", file.read_text(encoding="utf-8"), re.MULTILINE)]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 10


def test_the_file_that_the_guide_says_to_commit_can_be_committed() -> None:
    """The workflows read it from the branch."""
    for file in (CHECKOUT / ".gitignore", CLOUD / ".gitignore"):
        assert not re.search(r"^\S*deployment\.json", file.read_text(encoding="utf-8"), re.MULTILINE)
