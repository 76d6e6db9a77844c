"""The order of a deployment, and what is left alone when a step fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from cli.failures import CloudError
from cli.rollout import Rollout
from environments import Deployment
from synthesis import SAMPLE

GOOD, NEW = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
REPOSITORY = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/dife-student"


@dataclass
class Cloud:
    """Stands for AWS: notes what is asked of it, in order."""

    web_root: Path
    good: str | None = GOOD
    missing: str | None = None
    fails: str | None = None
    red: list[list[str]] = field(default_factory=list)
    """What the smoke test finds, the first time and then."""
    done: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    deployed: list[Deployment] = field(default_factory=list)

    def note(self, step: str) -> None:
        if step == self.fails:
            raise CloudError(f"{step} failed")
        self.done.append(step)

    def output(self, stack: str, name: str) -> str:
        return {"ZoneId": "Z1", "RepositoryUri": REPOSITORY, "OriginSecretArn": "arn:secret"}[name]

    def secret(self, arn: str) -> str:
        assert arn == "arn:secret"
        return "what CloudFront says"

    def running(self) -> dict[str, int]:
        return {"api": 3}

    def good_image(self) -> str | None:
        return self.good

    def remember(self, digest: str) -> None:
        self.note(f"remember {digest[-1]}")

    def missing_keys(self) -> str | None:
        return self.missing

    def migrate(self) -> None:
        self.note("migrate")

    def push(self, repository: str) -> str:
        assert repository == REPOSITORY
        self.note("push")
        return NEW

    def publish(self, root: Path) -> Callable[[], None]:
        self.note("publish")
        return self.bring_back

    def bring_back(self) -> None:
        if self.fails == "bring back":
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "not authorized"}}, "CopyObject")
        self.note("bring the web client back")

    def smoke(self, deployment: Deployment) -> list[str]:
        self.note("smoke")
        return self.red.pop(0) if self.red else []


@dataclass(frozen=True)
class Stacks:
    cloud: Cloud
    deployment: Deployment

    def deploy(self, names: Sequence[str], *, parameters: Mapping[str, str] | None = None) -> str:
        self.cloud.parameters.update(parameters or {})
        self.cloud.deployed.append(self.deployment)
        image = f" {self.deployment.image[-1]}" if self.deployment.image else ""
        self.cloud.note(f"deploy {names[0]}{image}")
        return ""


def rollout(cloud: Cloud) -> Rollout:
    return Rollout(
        deployment=replace(SAMPLE, zone_id=None, image=None, web_root=cloud.web_root),
        stacks_of=lambda deployment: Stacks(cloud, deployment),
        operations=cloud,
        push_image=cloud.push,
        publish=cloud.publish,
        smoke=cloud.smoke,
        say=lambda _: None,
    )


def test_everything_happens_in_order(web_root: Path) -> None:
    cloud = Cloud(web_root)

    assert rollout(cloud).run() == NEW

    assert cloud.done == [
        "deploy dns",
        "deploy foundation",
        "push",
        "deploy migration b",
        "migrate",
        "deploy services b",
        "deploy edge b",
        "publish",
        "smoke",
        "remember b",
    ]
    assert cloud.parameters == {"OriginSecret": "what CloudFront says"}


def test_services_keep_as_many_tasks_as_they_have(web_root: Path) -> None:
    cloud = Cloud(web_root)

    rollout(cloud).run()

    assert cloud.deployed[-1].running == {"api": 3}
    assert cloud.deployed[-1].zone_id == "Z1"


@pytest.mark.parametrize("step", ["deploy foundation", "push", "deploy migration b", "migrate"])
def test_what_fails_before_the_services_leaves_them_alone(step: str, web_root: Path) -> None:
    cloud = Cloud(web_root, fails=step)

    with pytest.raises(CloudError, match=step):
        rollout(cloud).run()

    assert not any(one.startswith(("deploy services", "deploy edge", "publish", "remember")) for one in cloud.done)


def test_without_a_web_client_nothing_is_touched(tmp_path: Path) -> None:
    """Its styles are named in what the edge sends: a deployment without it would end with a page that shows nothing."""
    cloud = Cloud(tmp_path)

    with pytest.raises(CloudError, match="There is no web client in"):
        rollout(cloud).run()

    assert cloud.done == []


def test_keys_that_are_missing_end_a_first_deployment_after_the_foundation(web_root: Path) -> None:
    """Their place is in the foundation, and services that miss them would not start."""
    cloud = Cloud(web_root, missing="run dife-cloud secrets: smtp_url")

    with pytest.raises(CloudError, match=r"foundation stands.*run dife-cloud secrets.*\n.*deploy again"):
        rollout(cloud).run()

    assert cloud.done == ["deploy dns", "deploy foundation"]


def test_services_that_fail_publish_no_web_client(web_root: Path) -> None:
    cloud = Cloud(web_root, fails="deploy services b")

    with pytest.raises(CloudError):
        rollout(cloud).run()

    assert "publish" not in cloud.done
    assert "remember b" not in cloud.done


def test_a_red_smoke_test_brings_the_last_good_image_back(web_root: Path) -> None:
    cloud = Cloud(web_root, red=[["/health/ready answers 503"], []])

    with pytest.raises(CloudError, match=r"503.*\n.*runs again\. It works again"):
        rollout(cloud).run()

    assert cloud.done[-4:] == ["smoke", "bring the web client back", "deploy migration a", "smoke"]
    assert cloud.deployed[-1].image == GOOD
    assert "remember b" not in cloud.done


def test_a_web_client_that_stays_does_not_keep_the_image_from_coming_back(web_root: Path) -> None:
    cloud = Cloud(web_root, red=[["first"], []], fails="bring back")

    with pytest.raises(CloudError, match=r"could not be brought back: .*not authorized\n.*runs again\. It works again"):
        rollout(cloud).run()

    assert cloud.deployed[-1].image == GOOD


def test_an_image_that_does_not_help_either_is_said(web_root: Path) -> None:
    cloud = Cloud(web_root, red=[["first"], ["second"]])

    with pytest.raises(CloudError, match="does not work either: second"):
        rollout(cloud).run()


def test_without_an_earlier_good_image_there_is_nothing_to_go_back_to(web_root: Path) -> None:
    cloud = Cloud(web_root, good=None, red=[["first"]])

    with pytest.raises(CloudError, match="no earlier good image"):
        rollout(cloud).run()

    assert cloud.done[-1] == "smoke"
