"""The image: built for arm64 and pushed, or named by the digest under which somebody pushed it."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from cli.account import Account
from cli.failures import CloudError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PLATFORM = "linux/arm64"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def push(account: Account, repository: str) -> str:
    """Build the image of this checkout, push it under the commit's name, and return its digest.

    What is there under that name already is taken: nothing can take its place, and a second build has another digest.

    Raises:
        CloudError: there is no Docker, or it failed.
    """
    if shutil.which("docker") is None:
        raise CloudError("Docker is not here to build the image: name one that is in the registry with --image.")
    commit = _run(["git", "rev-parse", "HEAD"]).strip()
    if pushed := _pushed(account, repository.partition("/")[2], commit):
        return checked(pushed)
    with tempfile.TemporaryDirectory() as folder:
        _log_in(account, repository)
        metadata = Path(folder) / "metadata.json"
        tag = f"{repository}:{commit}"
        build = ["docker", "buildx", "build", "--platform", PLATFORM, "--provenance=false", "--push"]
        _run([*build, "--tag", tag, "--metadata-file", str(metadata), str(CHECKOUT)])
        digest: str = json.loads(metadata.read_text(encoding="utf-8"))["containerimage.digest"]
    return checked(digest)


def checked(digest: str) -> str:
    """Return the digest.

    Raises:
        CloudError: it is none.
    """
    if not DIGEST.fullmatch(digest):
        raise CloudError(f"{digest} is no digest: it begins with sha256: and has 64 hexadecimal digits.")
    return digest


def _pushed(account: Account, name: str, commit: str) -> str | None:
    ecr = account.client("ecr")
    try:
        (found,) = ecr.describe_images(repositoryName=name, imageIds=[{"imageTag": commit}])["imageDetails"]
    except ecr.exceptions.ImageNotFoundException:
        return None
    digest: str = found["imageDigest"]
    return digest


def _log_in(account: Account, repository: str) -> None:
    (data,) = account.client("ecr").get_authorization_token()["authorizationData"]
    user, _, password = base64.b64decode(data["authorizationToken"]).decode().partition(":")
    _run(["docker", "login", "--username", user, "--password-stdin", repository.partition("/")[0]], text=password)


def _run(command: list[str], *, text: str | None = None) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    if done.returncode != 0:
        raise CloudError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
