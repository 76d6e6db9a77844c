"""The smoke test against servers that are well, that are sick in one way, and that become well after a while."""

import json
from collections.abc import Mapping

import pytest

from cli.smoke import ATTEMPTS, Smoke
from testing.http import Answer, serving

VERSION = "0123456789ab"
CONFIG = Answer(body=json.dumps({"version": VERSION}).encode(), headers={"x-cache": "Miss from cloudfront"})
WELL = {
    "/health/ready": Answer(body=b"{}"),
    "/api/v1/client-config": CONFIG,
    "/api/v1/client-config?x=1": CONFIG,
    "/": Answer(body=b"<!doctype html><html></html>", headers={"content-security-policy": "default-src 'self'"}),
    "/ws": Answer(101, headers={"Upgrade": "websocket", "Connection": "Upgrade"}),
}


def problems(answers: Mapping[str, Answer]) -> tuple[list[str], list[float]]:
    """What is found, and how long was waited between the attempts."""
    waited: list[float] = []
    with serving(answers) as origin:
        return Smoke(origin, version=VERSION, sleep=waited.append).problems(), waited


def test_where_all_is_well_nothing_is_found_at_once() -> None:
    assert problems(WELL) == ([], [])


def test_the_socket_is_opened_as_a_browser_does() -> None:
    asked: list[dict[str, str]] = []
    with serving(WELL, asked=asked) as origin:
        assert Smoke(origin, version=VERSION).problems() == []

    (socket,) = (one for one in asked if one["path"] == "/ws")
    assert socket["origin"] == origin
    assert (socket["upgrade"], socket["sec-websocket-version"]) == ("websocket", "13")


def test_every_request_says_who_asks() -> None:
    """The web ACL's NoUserAgent_HEADER refuses the others, and the standard library says nothing by itself."""
    asked: list[dict[str, str]] = []
    with serving(WELL, asked=asked) as origin:
        assert Smoke(origin, version=VERSION).problems() == []

    assert {one["path"] for one in asked} == set(WELL)
    assert all(one.get("user-agent") for one in asked)


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/health/ready", Answer(503, b"valkey"), "/health/ready answers 503: b'valkey'"),
        ("/api/v1/client-config", Answer(502), "/api/v1/client-config answers 502"),
        ("/api/v1/client-config", Answer(body=b'{"version": "older"}'), f"the API is version older, not {VERSION}"),
        ("/api/v1/client-config", Answer(body=b"<html>"), "client_config: JSONDecodeError: "),
        ("/api/v1/client-config", Answer(body=b"{}"), "client_config: KeyError: "),
        ("/", Answer(403), "the page answers 403"),
        ("/", Answer(body=b"hello"), "the page answers 200"),
        ("/", Answer(body=b"<html>"), "the page has no content security policy"),
        (
            "/api/v1/client-config?x=1",
            Answer(headers={"x-cache": "Hit from cloudfront"}),
            "an answer of the API came from a cache",
        ),
        ("/ws", Answer(403), "/ws answers 403 to a handshake"),
    ],
)
def test_what_is_sick_is_told_alone_after_several_attempts(path: str, answer: Answer, told: str) -> None:
    found, waited = problems({**WELL, path: answer})

    assert len(found) == 1
    assert found[0].startswith(told)
    assert len(waited) == ATTEMPTS - 1


def test_a_server_that_is_away_is_told_for_each_check() -> None:
    with serving({}) as origin:
        pass

    found = Smoke(origin, version=VERSION, sleep=lambda _: None).problems()

    assert len(found) == 5
    assert all("ConnectionRefusedError" in one for one in found)


def test_what_becomes_well_within_the_minute_is_well() -> None:
    """The edge takes a moment to see what is new."""
    answers = dict(WELL) | {"/": Answer(403)}
    with serving(answers) as origin:
        assert Smoke(origin, version=VERSION, sleep=lambda _: answers.update(WELL)).problems() == []
