"""The image of this checkout: built for the hosts' processors, pushed under the commit, named by its digest."""

import base64
from pathlib import Path

import pytest

from cli.failures import CloudError
from cli.image import CHECKOUT, checked, push
from testing.aws import Aws
from testing.programs import Program, install, path_with

REPOSITORY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/dife-student"
DIGEST = f"sha256:{'c' * 64}"
COMMIT = "1234567890abcdef1234567890abcdef12345678"
WRITES_DIGEST = f"""
if "--metadata-file" in arguments:
    file = Path(arguments[arguments.index("--metadata-file") + 1])
    file.write_text(json.dumps({{"containerimage.digest": "{DIGEST}"}}))
"""


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A git that is at one commit."""
    monkeypatch.setenv("PATH", path_with(tmp_path))
    return install(tmp_path, "git", f'print("{COMMIT}")')


def lets_in(aws: Aws) -> None:
    aws.refuses("ecr", "describe_images", "ImageNotFoundException")
    token = base64.b64encode(b"AWS:a-password").decode()
    aws.says("ecr", "get_authorization_token", {"authorizationData": [{"authorizationToken": token}]})


def test_the_image_is_built_for_the_hosts_and_named_by_its_digest(aws: Aws, git: Program, tmp_path: Path) -> None:
    docker = install(tmp_path, "docker", WRITES_DIGEST)
    lets_in(aws)

    assert push(aws.account, REPOSITORY) == DIGEST

    login, build = docker.calls
    assert git.calls[0]["arguments"] == ["rev-parse", "HEAD"]
    assert login["arguments"][:2] == ["login", "--username"]
    assert login["arguments"][-1] == REPOSITORY.partition("/")[0]
    # The password is in no list of processes.
    assert "a-password" not in login["arguments"]
    assert login["text"] == "a-password"
    arguments = build["arguments"]
    assert arguments[:2] == ["buildx", "build"]
    assert arguments[arguments.index("--platform") + 1] == "linux/arm64"
    assert arguments[arguments.index("--tag") + 1] == f"{REPOSITORY}:{COMMIT}"
    assert "--push" in arguments
    assert arguments[-1] == str(CHECKOUT)


def test_an_image_that_is_there_is_not_built_again(aws: Aws, git: Program, tmp_path: Path) -> None:
    """Its tag cannot be moved: whoever deploys a commit again, or after somebody else, would be refused."""
    docker = install(tmp_path, "docker", WRITES_DIGEST)
    wanted = {"repositoryName": "dife-student", "imageIds": [{"imageTag": COMMIT}]}
    aws.says("ecr", "describe_images", {"imageDetails": [{"imageDigest": DIGEST}]}, to=wanted)

    assert push(aws.account, REPOSITORY) == DIGEST
    assert git.calls
    assert docker.calls == []


def test_a_build_that_fails_is_told_with_its_end(aws: Aws, git: Program, tmp_path: Path) -> None:
    fails = 'if arguments[0] == "buildx": sys.exit("no space left on device")'
    install(tmp_path, "docker", fails)
    lets_in(aws)

    with pytest.raises(CloudError, match=r"^docker buildx build failed: no space left on device$"):
        push(aws.account, REPOSITORY)
    assert git.calls


def test_without_docker_another_way_is_told(aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CloudError, match="name one that is in the registry with --image"):
        push(aws.account, REPOSITORY)


@pytest.mark.parametrize("text", ["latest", "sha256:abc", DIGEST[:-1], f"x{DIGEST}", f"{DIGEST}\n"])
def test_what_is_no_digest_is_refused(text: str) -> None:
    assert checked(DIGEST) == DIGEST
    with pytest.raises(CloudError, match="is no digest"):
        checked(text)
