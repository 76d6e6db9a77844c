"""The web client is built when it changed, and a build that did not end never counts.

The client here is a small one, with a builder that writes down how often it ran; Node and npm are the real ones.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dife.local.failures import LocalError
from dife.local.files import try_lock
from dife.local.folder import DataFolder
from dife.local.steps import Steps
from dife.local.web import WebClient

BUILDER = """
const fs = require('fs');
fs.appendFileSync('../builds', 'x');
if (fs.existsSync('../fail')) { console.error('Error: src/index.ts does not parse'); process.exit(1); }
const out = process.argv[process.argv.indexOf('--output-dir') + 1];
fs.mkdirSync(out);
fs.copyFileSync('src/index.ts', out + '/index.html');
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose client has one source and one dependency."""
    app = tmp_path / "checkout" / "app"
    for name in ("src", "scripts", "builder/bin"):
        (app / name).mkdir(parents=True)
    (app / "src" / "index.ts").write_text("first")
    for name in ("copy-fonts", "shorten-names"):
        (app / "scripts" / f"{name}.mjs").write_text("")
    (app / "builder" / "bin" / "cli").write_text(BUILDER)
    (app / "builder" / "package.json").write_text('{"name": "expo", "version": "1.0.0"}')
    package = {"name": "app", "version": "1.0.0", "dependencies": {"expo": "file:builder"}}
    (app / "package.json").write_text(json.dumps(package))
    packages = {
        "": package,
        "builder": {"name": "expo", "version": "1.0.0"},
        "node_modules/expo": {"resolved": "builder", "link": True},
    }
    lock = {"name": "app", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": packages}
    (app / "package-lock.json").write_text(json.dumps(lock))
    return app.parent


@pytest.fixture
def client(checkout: Path, folder: DataFolder) -> WebClient:
    """The client of that checkout."""
    return WebClient(checkout, folder)


def builds(checkout: Path) -> int:
    """How often the builder ran."""
    file = checkout / "builds"
    return len(file.read_text()) if file.exists() else 0


def test_the_client_is_built_once(client: WebClient, checkout: Path) -> None:
    """A second run finds it built."""
    client.build(Steps())
    client.build(Steps())

    assert (client.root / "index.html").read_text() == "first"
    assert builds(checkout) == 1


def test_a_change_is_built(client: WebClient, checkout: Path) -> None:
    """What the page shows is what the sources say."""
    client.build(Steps())
    (checkout / "app" / "src" / "index.ts").write_text("second")
    client.build(Steps())

    assert (client.root / "index.html").read_text() == "second"
    assert builds(checkout) == 2


def test_what_is_no_source_is_no_change(client: WebClient, checkout: Path) -> None:
    """Output of tests and tools does not cost a minute."""
    client.build(Steps())
    (checkout / "app" / "test-output").mkdir()
    (checkout / "app" / "test-output" / "chat.png").write_bytes(b"png")
    client.build(Steps())

    assert builds(checkout) == 1


def test_a_build_that_failed_does_not_count(client: WebClient, checkout: Path) -> None:
    """The old page stays, the reason is told, and the next run builds again."""
    client.build(Steps())
    (checkout / "app" / "src" / "index.ts").write_text("second")
    (checkout / "fail").touch()
    with pytest.raises(
        LocalError, match=r"expo failed: Error: src/index.ts does not parse. All of it is in .*expo.log"
    ):
        client.build(Steps())
    page = (client.root / "index.html").read_text()
    (checkout / "fail").unlink()
    client.build(Steps())

    assert page == "first"
    assert (client.root / "index.html").read_text() == "second"


def test_a_build_that_was_killed_does_not_count(client: WebClient, checkout: Path) -> None:
    """Half a build lies in another folder."""
    half = checkout / "app" / "dist.new"
    half.mkdir()
    (half / "index.html").write_text("half")
    client.build(Steps())

    assert (client.root / "index.html").read_text() == "first"
    assert not half.exists()


def test_packages_that_were_half_installed_are_installed_again(client: WebClient, checkout: Path) -> None:
    """npm was killed: what lies there looks whole and is not."""
    client.install(Steps())
    (checkout / "app" / ".installing").touch()
    (checkout / "app" / "node_modules" / "expo").unlink()
    client.build(Steps())

    assert builds(checkout) == 1
    assert not (checkout / "app" / ".installing").exists()


def test_stopping_does_not_wait_for_somebody_elses_build(client: WebClient, checkout: Path, folder: DataFolder) -> None:
    """Two runs from one checkout build one after the other, and Ctrl-C ends the waiting one at once."""
    with (checkout / "app" / ".build.lock").open("w") as lock, ThreadPoolExecutor(1) as threads:
        assert try_lock(lock.fileno())
        waiting = threads.submit(client.build, Steps())
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)

        folder.children.refuse()

        with pytest.raises(LocalError, match="Stopped while starting"):
            waiting.result(timeout=5)
    assert builds(checkout) == 0
