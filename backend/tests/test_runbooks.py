"""Whoever is woken finds what to do, in both languages."""

import re
from pathlib import Path

import pytest

RUNBOOKS = Path(__file__).resolve().parents[2] / "docs" / "runbooks"
ALARMS = Path(__file__).resolve().parents[2] / "cloud" / "components" / "alarms.py"
NAMES = re.findall(r'^    [A-Z_]+ = "([a-z-]+)"$', ALARMS.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("suffix", "headings"), [("md", 3), ("ko.md", 3)])
def test_every_alarm_has_a_runbook(name: str, suffix: str, headings: int) -> None:
    text = (RUNBOOKS / f"{name}.{suffix}").read_text(encoding="utf-8")

    assert f"`{name}`" in text
    assert text.count("\n## ") == headings
    assert "\n1. " in text
    assert "\n- " in text


def test_there_is_no_runbook_without_an_alarm() -> None:
    found = {file.name.split(".")[0] for file in RUNBOOKS.glob("*.md")}

    assert found == {*NAMES, "restore-drill"}
