"""The real command line of the CDK against an imitation of AWS: an empty account, to a deployment, and back.

It proves order, references, exports, names and deletion. It does not prove what AWS accepts, nor anything about the
kinds of resources that the imitation only records (`RECORDED` in tools/ministack/server.py).
"""

import ast
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from cli.account import Account
from cli.cdk import Cdk, run
from cli.destroy import BEFORE_DATA, DATA, DNS, unprotect
from cli.failures import CloudError
from cli.rollout import Rollout
from cli.web import WebPublisher, files_of
from dife.local.ports import Ports
from environments import CLOUD, EDGE_REGION, REGION, STUDENT, Deployment
from synthesis import SAMPLE, Assembly, synthesise

SERVER = CLOUD / "tools" / "ministack" / "server.py"
PYTHON = CLOUD.parent / ".tools" / "ministack" / "bin" / "python"
ACCOUNT = "000000000000"
PREFIX = "dife-student"


@dataclass(frozen=True)
class Imitation:
    """A running MiniStack."""

    url: str
    folder: Path

    def client(self, service: str, region: str = REGION):  # type: ignore[no-untyped-def]
        return Account(STUDENT).client(service, region=region)


@pytest.fixture
def imitation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Imitation]:
    """MiniStack on loopback, and an environment in which everything asks it."""
    port = Ports(tmp_path / "ports.json").claim("ministack")
    url = f"http://127.0.0.1:{port}"
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.setenv(name, url)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_REGION", REGION)
    log = tmp_path / "ministack.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [PYTHON, SERVER],
            cwd=tmp_path,
            env={**os.environ, "GATEWAY_PORT": str(port), "TMPDIR": str(tmp_path)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"{url}/_ministack/health", process, log)
        yield Imitation(url, tmp_path)
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    import time

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            with urlopen(url, timeout=2):
                return
        except URLError:
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-2000:])


def test_an_empty_account_to_a_deployment_and_back(imitation: Imitation, tmp_path: Path) -> None:
    bare = replace(SAMPLE, image=None, web_root=web_client(tmp_path / "web"))
    account = Account(STUDENT)
    run(["bootstrap", f"aws://{ACCOUNT}/{REGION}", f"aws://{ACCOUNT}/{EDGE_REGION}"], where=Path("/"))

    # The domain's zone first; its id is in everything else.
    synthesise(STUDENT, tmp_path / "first", deployment=replace(bare, zone_id=None))
    Cdk(STUDENT, bare, tmp_path / "first").deploy_all()
    bare = replace(bare, zone_id=account.output("dns", "ZoneId"))

    # Without an image everything is deployed and nothing runs.
    assembly = synthesise(STUDENT, tmp_path / "second", deployment=bare)
    cdk = Cdk(STUDENT, bare, assembly.folder)
    said = cdk.deploy_all()
    assert stacks_in(said) == set(assembly.templates)
    assert account.running() == {"api": 0, "gateway": 0, "worker": 0}
    assert missing_in(account, assembly) == []

    # What was deployed is what there is, and deploying it again changes nothing.
    assert "Number of resources with drift: 0" in cdk.drift()
    assert cdk.deploy_all().count("(no changes)") == len(assembly.templates)

    # `dife-cloud deploy`: without a mail service it ends after the foundation, with one services run.
    secret = account.secret(account.output("ingress", "OriginSecretArn"))
    rollout = Deploying(account, {None: tmp_path / "first", bare.zone_id: assembly.folder}).rollout(bare)
    with pytest.raises(CloudError, match="run dife-cloud secrets: smtp_url"):
        rollout.run()
    assert account.running() == {"api": 0, "gateway": 0, "worker": 0}
    give_keys(account)
    assert rollout.run() == SAMPLE.image
    assert account.running() == {"api": 2, "gateway": 1, "worker": 1}
    assert said_by_cloudfront(account) == secret
    assert account.good_image() == SAMPLE.image
    publish(account, bare.web_root)

    # What somebody changes by hand is reported.
    running = Cdk(STUDENT, replace(bare, image=SAMPLE.image), tmp_path / "with-image")
    account.client("logs").put_retention_policy(logGroupName="/dife/student/api", retentionInDays=1)
    account.client("s3").put_bucket_versioning(
        Bucket=f"dife-student-media-{ACCOUNT}", VersioningConfiguration={"Status": "Suspended"}
    )
    with pytest.raises(CloudError) as reported:
        running.drift()
    assert "Number of resources with drift: 2" in str(reported.value)

    # Data are taken down only where that is asked for.
    running.destroy(BEFORE_DATA)
    with pytest.raises(CloudError, match="TerminationProtection"):
        running.destroy(["data"])
    unprotect(account, running)
    running.destroy(DATA)
    running.destroy(DNS)
    assert left(account) == []


def test_the_list_of_recorded_kinds_is_what_the_imitation_does_not_know(assembly: Assembly) -> None:
    """A kind that MiniStack learns, or that no template uses any more, leaves the list."""
    known = "import json; from ministack.services.cloudformation import provisioners as p; print(json.dumps(sorted(p._RESOURCE_HANDLERS)))"
    listed = subprocess.run([PYTHON, "-c", known], capture_output=True, text=True, check=True, cwd="/tmp").stdout
    unknown = {one.type for one in assembly.resources} - set(json.loads(listed.splitlines()[-1]))

    assert set(recorded()) == unknown - {"AWS::CDK::Metadata"}


def recorded() -> tuple[str, ...]:
    for node in ast.parse(SERVER.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "RECORDED":
            value: tuple[str, ...] = ast.literal_eval(node.value)
            return value
    raise AssertionError("RECORDED is gone")


class Imitated(Account):
    """No container runs here, so the migration ends at once."""

    def migrate(self) -> None:
        assert self.output("migration", "MigrationTask")


@dataclass
class Deploying:
    """`dife-cloud deploy` with syntheses that are there already, and one more with the image."""

    account: Account
    made: dict[str | None, Path]
    """By the zone's id, without an image."""

    def rollout(self, deployment: Deployment) -> Rollout:
        account = Imitated(STUDENT)
        return Rollout(
            deployment=replace(deployment, zone_id=None),
            stacks_of=lambda of: Cdk(STUDENT, of, self._assembly(of)),
            operations=account,
            push_image=lambda _: str(SAMPLE.image),
            publish=lambda root: publisher(account).publish(root),
            smoke=lambda _: [],
            say=lambda _: None,
        )

    def _assembly(self, deployment: Deployment) -> Path:
        if deployment.image is None:
            return self.made[deployment.zone_id]
        folder = self.made[None].with_name("with-image")
        if not folder.exists():
            synthesise(STUDENT, folder, deployment=deployment)
        return folder


def give_keys(account: Account) -> None:
    """What `dife-cloud secrets` does."""
    arn = account.output("data", "GivenSecretArn")
    values = {**json.loads(account.secret(arn)), "smtp_url": "smtp://mail.example:587"}
    account.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=json.dumps(values))


def publisher(account: Account) -> WebPublisher:
    return WebPublisher(
        account.client("s3", region=EDGE_REGION),
        account.client("cloudfront", region=EDGE_REGION),
        bucket=account.output("edge", "WebBucket"),
        distribution=account.output("edge", "DistributionId"),
    )


def stacks_in(said: str) -> set[str]:
    return {word for line in said.splitlines() if "✅" in line for word in line.split() if word.startswith(PREFIX)}


def missing_in(account: Account, assembly: Assembly) -> list[str]:
    """Resources of the templates that the account does not have."""
    missing = []
    for stack, template in assembly.templates.items():
        region = EDGE_REGION if stack.endswith("-edge") else REGION
        found = account.client("cloudformation", region=region).describe_stack_resources(StackName=stack)
        there = {one["LogicalResourceId"] for one in found["StackResources"]}
        missing += [f"{stack}/{logical_id}" for logical_id in template["Resources"] if logical_id not in there]
    return missing


def said_by_cloudfront(account: Account) -> str:
    cloudfront = account.client("cloudfront", region=EDGE_REGION)
    config = cloudfront.get_distribution_config(Id=account.output("edge", "DistributionId"))["DistributionConfig"]
    (header,) = (
        header
        for origin in config["Origins"]["Items"]
        for header in origin.get("CustomHeaders", {}).get("Items", [])
        if header["HeaderName"] == "x-dife-origin"
    )
    value: str = header["HeaderValue"]
    return value


def publish(account: Account, root: Path) -> None:
    """Publish twice and go back: the bucket then has what it had."""
    s3 = account.client("s3", region=EDGE_REGION)
    bucket = account.output("edge", "WebBucket")
    publisher(account).publish(root)
    first = s3.get_object(Bucket=bucket, Key="index.html")
    assert first["CacheControl"] == "no-cache"
    assert s3.head_object(Bucket=bucket, Key="_expo/app-1.js")["CacheControl"].endswith("immutable")
    (root / "index.html").write_text("<html>second</html>")

    bring_back = publisher(account).publish(root)
    assert s3.get_object(Bucket=bucket, Key="index.html")["Body"].read() == b"<html>second</html>"
    bring_back()

    assert s3.get_object(Bucket=bucket, Key="index.html")["Body"].read() == first["Body"].read()


def web_client(root: Path) -> Path:
    (root / "_expo").mkdir(parents=True)
    (root / "index.html").write_text("<html><style>a</style></html>")
    (root / "_expo" / "app-1.js").write_text("1")
    (root / "favicon.ico").write_text("icon")
    assert [file.key for file in files_of(root)] == ["_expo/app-1.js", "favicon.ico", "index.html"]
    return root


def left(account: Account) -> list[str]:
    return [
        one["StackName"]
        for region in (REGION, EDGE_REGION)
        for one in account.client("cloudformation", region=region).list_stacks()["StackSummaries"]
        if one["StackName"].startswith(PREFIX) and one["StackStatus"] != "DELETE_COMPLETE"
    ]
