"""The client for phones: nothing here can run it, but that it can be built is known after a minute."""

import json
import subprocess
from pathlib import Path

from dife.local.web import node, node_environment

from .conftest import CHECKOUT

APP = CHECKOUT / "app"
SECONDS = 600


def test_phones_get_a_bundle_each(tmp_path: Path) -> None:
    """Metro finds every module for iOS and Android; what a phone's build adds (bytecode, short names) is left out."""
    expo = APP / "node_modules" / "expo" / "bin" / "cli"
    platforms = ["--platform", "android", "--platform", "ios"]
    cache = APP / ".expo" / "cache"
    cache.mkdir(parents=True, exist_ok=True)

    done = subprocess.run(
        [node(), expo, "export", *platforms, "--no-bytecode", "--no-minify", "--output-dir", tmp_path / "dist"],
        cwd=APP,
        env={**node_environment(), "TMPDIR": str(cache)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    files = json.loads((tmp_path / "dist" / "metadata.json").read_text())["fileMetadata"]
    bundles = {platform: (tmp_path / "dist" / files[platform]["bundle"]).read_text() for platform in ("android", "ios")}
    for bundle in bundles.values():
        assert "ExpoSecureStore" in bundle
        assert "IDBKeyRange" not in bundle
