"""Both profiles, synthesised once for all tests of a run."""

import os
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from components.node import node
from environments import PROFILES, Profile
from synthesis import Assembly, synthesise

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
