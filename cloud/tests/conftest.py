"""Both profiles, synthesised once for all tests of a run."""

import os
from collections.abc import Iterator
from dataclasses import replace
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from components.node import node
from environments import PROFILES, STUDENT, Profile
from synthesis import SAMPLE, Assembly, synthesise
from testing.aws import Aws, answering

# Tests import parts of the infrastructure without app.py, which says the same.
os.environ.setdefault("JSII_NODE", str(node()))


@pytest.fixture(scope="session")
def assemblies(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Assembly]:
    """Assemblies by the names of their profiles. cdk-nag has looked at them: what it finds ends the synthesis."""
    base = tmp_path_factory.getbasetemp()
    # Processes of one run share the folder above their own; the first one does the work.
    folder = (base if worker_id == "master" else base.parent) / "assemblies"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        return {name: _assembly(folder / name, profile) for name, profile in PROFILES.items()}


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The student profile before there is an image, without traces, and with the switch for interface endpoints on."""
    deployment = replace(SAMPLE, image=None, traces_url=None)
    return synthesise(
        replace(STUDENT, interface_endpoints=True), tmp_path_factory.mktemp("bare"), deployment=deployment
    )


def _assembly(folder: Path, profile: Profile) -> Assembly:
    if not (folder / "manifest.json").exists():
        return synthesise(profile, folder, scan_first=True)
    return Assembly(folder)


@pytest.fixture(scope="session", params=list(PROFILES))
def profile(request: pytest.FixtureRequest) -> Profile:
    """Each profile in turn."""
    return PROFILES[request.param]


@pytest.fixture(scope="session")
def assembly(assemblies: dict[str, Assembly], profile: Profile) -> Assembly:
    """The templates of the profile."""
    return assemblies[profile.name]


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """An account that answers as the test writes down, and to which nothing is sent."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with answering(STUDENT) as one:
        yield one


@pytest.fixture
def web_root(tmp_path: Path) -> Path:
    """A built web client."""
    root = tmp_path / "web"
    (root / "_expo").mkdir(parents=True)
    (root / "index.html").write_text("<html><style>a</style></html>")
    (root / "_expo" / "app-1.js").write_text("1")
    return root


@pytest.fixture
def deploy_actions(assembly: Assembly) -> set[str]:
    """What the role of the workflow that deploys may do."""
    (policy,) = (one for one in assembly.of_type("IAM::Policy") if one.logical_id.startswith("DeployDefaultPolicy"))
    given = [one["Action"] for one in policy.properties["PolicyDocument"]["Statement"]]
    return {action for actions in given for action in (actions if isinstance(actions, list) else [actions])}
