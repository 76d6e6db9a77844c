"""Expo's protocol, and what of an answer is not believed."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from dife.notifications import push as push_module
from dife.notifications.push import ExpoPushSender
from dife.ports import Push, PushError, PushRefused, PushTicket
from dife.settings import Settings

from fixtures.expo import ExpoServer


@pytest.fixture
def expo() -> Iterator[ExpoServer]:
    server = ExpoServer()
    server.start()
    yield server
    server.stop()


def sender_of(settings: Settings, expo: ExpoServer, **changes: Any) -> ExpoPushSender:
    return ExpoPushSender(settings.model_copy(update={"expo_push_url": expo.url, **changes}))


def push_to(token: str, **changes: Any) -> Push:
    return Push(token=token, title="민지", body="안녕 👋", data={"room_id": "1"}, **changes)


async def test_pushes_arrive_as_documented_and_are_answered_in_order(settings: Settings, expo: ExpoServer) -> None:
    expo.ticket_errors["gone"] = "DeviceNotRegistered"
    sender = sender_of(settings, expo, expo_access_token=SecretStr("secret"))

    tickets = await sender.send([push_to("first", badge=3), push_to("gone"), push_to("third")])

    assert expo.pushed[0] == {
        "to": "first",
        "title": "민지",
        "body": "안녕 👋",
        "data": {"room_id": "1"},
        "sound": "default",
        "channelId": "default",
        "badge": 3,
    }
    assert "badge" not in expo.pushed[1]
    assert (expo.headers[0]["content-encoding"], expo.headers[0]["authorization"]) == ("gzip", "Bearer secret")
    assert tickets[1] == PushTicket(id=None, error="DeviceNotRegistered")
    assert [expo.tokens_by_ticket[str(ticket.id)] for ticket in (tickets[0], tickets[2])] == ["first", "third"]


async def test_receipts_that_are_not_known_yet_are_missing(settings: Settings, expo: ExpoServer) -> None:
    sender = sender_of(settings, expo)
    ids = [str(ticket.id) for ticket in await sender.send([push_to("a"), push_to("b"), push_to("c")])]
    expo.receipt_errors["b"] = "MessageTooBig"
    expo.unknown_receipts.add(ids[2])

    receipts = await sender.receipts(ids)

    assert receipts == {ids[0]: PushTicket(id=None, error=None), ids[1]: PushTicket(id=None, error="MessageTooBig")}


@pytest.mark.parametrize("status", [400, 401, 413, 429, 503])
async def test_refused_request_took_nothing(settings: Settings, expo: ExpoServer, status: int) -> None:
    expo.faults.append(status)

    with pytest.raises(PushRefused, match=str(status)):
        await sender_of(settings, expo).send([push_to("a")])


async def test_nobody_listening_took_nothing(settings: Settings) -> None:
    sender = ExpoPushSender(settings.model_copy(update={"expo_push_url": "http://127.0.0.1:9"}))

    with pytest.raises(PushRefused):
        await sender.send([push_to("a")])


@pytest.mark.parametrize("fault", [500, 502, "garbage", "huge", "bomb", "short", "drop"])
async def test_answer_that_is_not_as_documented_leaves_the_outcome_open(
    settings: Settings, expo: ExpoServer, fault: int | str
) -> None:
    expo.faults.append(fault)

    with pytest.raises(PushError) as caught:
        await sender_of(settings, expo).send([push_to("a"), push_to("b")])

    assert not isinstance(caught.value, PushRefused)


async def test_no_answer_ends_in_time(settings: Settings, expo: ExpoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_module, "_CALL_SECONDS", 0.2)
    expo.faults.append("hang")

    with pytest.raises(PushError):
        await sender_of(settings, expo).send([push_to("a")])


async def test_errors_name_no_token(settings: Settings, expo: ExpoServer) -> None:
    expo.faults.append("garbage")

    with pytest.raises(PushError) as caught:
        await sender_of(settings, expo).send([push_to("ExponentPushToken[private]")])

    assert "private" not in str(caught.value)


async def test_more_than_expo_takes_is_a_mistake_of_ours(settings: Settings, expo: ExpoServer) -> None:
    sender = sender_of(settings, expo)

    with pytest.raises(ValueError, match="100"):
        await sender.send([push_to("a")] * 101)
    with pytest.raises(ValueError, match="300"):
        await sender.receipts(["a"] * 301)
