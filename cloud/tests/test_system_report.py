"""Checks that need root: what could not run is said to prove nothing, and is no success unless that was allowed."""

import pytest

from environments import CLOUD
from system import __main__ as system
from system.report import Report
from system.tools import CannotRun


def held(report: Report) -> None:
    report.check("two is two", True)


def broken(report: Report) -> None:
    report.check("two is three", False, "2")


def impossible(report: Report) -> None:
    report.check("begun", True)
    raise CannotRun("this needs root")


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that end in each of the three ways."""
    made = {"held": ("first", held), "broken": ("second", broken), "impossible": ("third", impossible)}
    monkeypatch.setattr(system, "PARTS", made)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["held"], 0),
        (["held", "broken"], 1),
        (["impossible"], system.SKIPPED),
        (["held", "impossible"], system.SKIPPED),
        (["impossible", "--skip-where-impossible"], 0),
        (["broken", "impossible", "--skip-where-impossible"], 1),
        ([], 1),
    ],
)
def test_the_exit_code_tells_the_three_ends_apart(arguments: list[str], code: int) -> None:
    assert system.main(arguments) == code


def test_what_could_not_run_is_never_told_as_passed(capsys: pytest.CaptureFixture[str]) -> None:
    system.main(["impossible", "--skip-where-impossible"])

    assert "SKIPPED, nothing is proved: this needs root" in capsys.readouterr().out


def test_what_does_not_hold_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    system.main(["broken"])

    assert "✗ two is three\n    found: 2" in capsys.readouterr().out


def test_every_change_runs_them_where_it_can() -> None:
    script = (CLOUD.parent / ".ci" / "run").read_text(encoding="utf-8")

    assert "test-cloud-system ARGS=--skip-where-impossible" in script
