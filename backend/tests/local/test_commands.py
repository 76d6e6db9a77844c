"""A program that failed is explained in one sentence."""

import os
from pathlib import Path

import pytest

from dife.local.commands import run
from dife.local.failures import LocalError
from dife.local.folder import DataFolder


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("npm error code ENOSPC\nnpm error nospc write", "the disk is full"),
        ("npm error code ENOTFOUND\nnpm error network request failed", "Connect to the network and start again"),
        ("npm error code EUSAGE\nnpm error Missing: x from lock file\nnpm error log", "npm error Missing: x from lock"),
        ("Traceback\nValueError: no\n╰───╯\n", "ValueError: no"),
        ("", "it said nothing"),
    ],
)
def test_the_reason_is_told(folder: DataFolder, tmp_path: Path, output: str, sentence: str) -> None:
    """The rest of what it said is in its log."""
    (tmp_path / "said").write_text(output)
    with pytest.raises(LocalError) as failure:
        run(folder, ["sh", "-c", "cat said; exit 1"], name="step", where=tmp_path, environment=dict(os.environ))

    assert sentence in str(failure.value)
    assert (folder.logs / "step.log").read_text().rstrip() == output.rstrip()


def test_each_line_is_handed_on(folder: DataFolder, tmp_path: Path) -> None:
    """A progress display follows the output while it is written."""
    lines: list[str] = []
    run(folder, ["printf", "a\\nb\\n"], name="step", where=tmp_path, environment={}, on_line=lines.append)

    assert lines == ["a", "b"]
