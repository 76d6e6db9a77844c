"""The tunnel to the database: AWS's plugin is started with a session of the one document, or a sentence says why not."""

import json
from pathlib import Path

import pytest

from cli.failures import CloudError
from cli.tunnel import PLUGIN, open_tunnel
from testing.aws import Aws
from testing.programs import install, path_with

ASKED = {"Target": "i-2", "DocumentName": "tunnel", "Parameters": {"localPortNumber": ["15433"]}}


def has_bastion(aws: Aws, *ids: str) -> None:
    wanted = {
        "Filters": [
            {"Name": "tag:dife-bastion", "Values": ["dife-student"]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
    }
    reservations = [{"Instances": []}, *({"Instances": [{"InstanceId": one}]} for one in ids)]
    aws.says("ec2", "describe_instances", {"Reservations": reservations}, to=wanted)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which programs are found first."""
    monkeypatch.setenv("PATH", path_with(tmp_path))
    return tmp_path


def test_the_plugin_gets_a_session_and_its_end_is_handed_on(aws: Aws, path: Path) -> None:
    plugin = install(path, PLUGIN, "sys.exit(3)")
    has_bastion(aws, "i-2", "i-3")
    aws.has("access", TunnelDocument="tunnel")
    session = {"SessionId": "s-1", "TokenValue": "token", "StreamUrl": "wss://ssm.example"}
    aws.says("ssm", "start_session", session, to=ASKED)
    said: list[str] = []

    assert open_tunnel(aws.account, port=15433, say=said.append) == 3

    (call,) = plugin.calls
    given, region, action, profile, request, endpoint = call["arguments"]
    assert json.loads(given) == session
    assert json.loads(request) == ASKED
    assert (region, action, profile) == ("ap-northeast-2", "StartSession", "")
    assert endpoint == "https://ssm.ap-northeast-2.amazonaws.com"
    assert said == ["psql -h 127.0.0.1 -p 15433 -U dife_gateway dife   # Ctrl-C closes the tunnel"]


def test_a_bastion_that_is_gone_is_told(aws: Aws, path: Path) -> None:
    install(path, PLUGIN)
    has_bastion(aws)

    with pytest.raises(CloudError, match="No bastion runs: its group starts another one"):
        open_tunnel(aws.account, port=15432, say=lambda _: None)


def test_without_the_plugin_it_is_named(aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CloudError, match="Install session-manager-plugin"):
        open_tunnel(aws.account, port=15432, say=lambda _: None)
