"""What is asked for on the command line: complete and right, or a sentence that says what is not."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import environments
from environments import PRODUCTION, STUDENT, ContextError, deployment_of, profile_of
from synthesis import Assembly

CONTEXT = {"domain": "dife.example", "repository": "dife-community/dife", "alarm_mail": "operators@dife.example"}


@pytest.fixture(autouse=True)
def without_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of this checkout, if there is one, is nobody's business here."""
    monkeypatch.setattr(environments, "CLOUD", tmp_path)


def test_a_deployment_is_read_from_the_context() -> None:
    deployment = deployment_of({**CONTEXT, "running": "api:3,gateway:2", "aws:cdk:enable-path-metadata": True})

    assert deployment.origin == "origin.dife.example"
    assert deployment.running == {"api": 3, "gateway": 2}
    assert deployment.image is None


def test_the_file_is_read_and_the_context_wins(tmp_path: Path) -> None:
    (tmp_path / "deployment.json").write_text('{"domain": "elsewhere.example", "repository": "a/b", "zone_id": "Z1"}')

    deployment = deployment_of({"domain": "dife.example", "alarm_mail": "operators@dife.example"})

    assert (deployment.domain, deployment.repository, deployment.zone_id) == ("dife.example", "a/b", "Z1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("domain", ""),
        ("domain", "Dife"),
        ("domain", "https://dife.example"),
        ("repository", "dife"),
        ("github_ids", "*/*"),
        ("alarm_mail", "nobody"),
        ("image", "latest"),
        ("image", "sha256:123"),
        ("running", "api=3"),
        ("traces_url", "collector:4318"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ContextError, match=f"-c {name}="):
        deployment_of({**CONTEXT, name: value})


def test_the_subject_of_github_is_exact() -> None:
    """Names alone, or names with the ids that GitHub gives to newer repositories; never a pattern."""
    named = deployment_of(CONTEXT)
    numbered = deployment_of({**CONTEXT, "repository": "dife-community/dife", "github_ids": "10/20"})

    assert named.subject == f"repo:{named.repository}"
    assert numbered.subject == "repo:dife-community@10/dife@20"


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(ContextError, match="student, production"):
        profile_of({"profile": "large"})


def test_profiles_differ_by_arguments_only(assemblies: dict[str, Assembly]) -> None:
    """With the arguments of the other, a profile has the same kinds of resources, and as many of them but for NAT."""
    kinds = [{one.type for one in assembly.resources} for assembly in assemblies.values()]

    assert kinds[0] == kinds[1]
    assert {field.name for field in fields(STUDENT)} == {field.name for field in fields(PRODUCTION)}


def test_profiles_cannot_be_changed(refuse: Callable[[Any], None]) -> None:
    refuse(STUDENT)
    refuse(STUDENT.api)


@pytest.fixture
def refuse() -> Callable[[Any], None]:
    def change(thing: Any) -> None:
        name = fields(thing)[0].name
        with pytest.raises(AttributeError):
            setattr(thing, name, None)
        assert replace(thing) == thing

    return change
