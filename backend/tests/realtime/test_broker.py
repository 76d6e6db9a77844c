"""The link to Valkey on its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from dife.context import Resources
from dife.realtime.broker import Broker

from fixtures.proxy import Proxy
from fixtures.waiting import eventually

A, B = b"dife:room:a", b"dife:room:b"


class Listening:
    """A running broker and what it heard."""

    def __init__(self, url: str) -> None:
        self.heard: list[bytes] = []
        self.connected = 0
        self.broker = Broker(url, on_connected=self._count, ping_seconds=0.3)

    def _count(self) -> None:
        self.connected += 1

    async def until(self, condition: Callable[[], bool]) -> None:
        async def holds() -> bool:
            return condition()

        await eventually(holds)


@pytest.fixture
async def listening(valkey_proxy: Proxy) -> AsyncIterator[Listening]:
    """A broker on a way that can be cut."""
    result = Listening(valkey_proxy.url)
    task = asyncio.create_task(result.broker.run())
    yield result
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_subscription_is_in_effect_once_it_is_settled(listening: Listening, app_resources: Resources) -> None:
    """A message published right after is heard; one after the end of the subscription is not."""
    await listening.until(lambda: listening.broker.is_connected)
    listening.broker.subscribe(A, listening.heard.append)
    settled = await listening.broker.settled(seconds=1)
    await app_resources.valkey.publish(A.decode(), b"1")
    await app_resources.valkey.publish(B.decode(), b"2")
    await listening.until(lambda: bool(listening.heard))
    listening.broker.unsubscribe(A)
    await listening.broker.settled(seconds=1)
    receivers = await app_resources.valkey.publish(A.decode(), b"3")

    assert settled
    assert listening.heard == [b"1"]
    assert receivers == 0


async def test_many_channels_change_at_once(listening: Listening, app_resources: Resources) -> None:
    """What is subscribed and left again before anybody looked ends as it was asked for last."""
    await listening.until(lambda: listening.broker.is_connected)
    channels = [f"dife:room:{number}".encode() for number in range(2000)]
    for channel in channels:
        listening.broker.subscribe(channel, listening.heard.append)
    for channel in channels[::2]:
        listening.broker.unsubscribe(channel)
    listening.broker.subscribe(channels[0], listening.heard.append)
    await listening.broker.settled(seconds=2)
    counts = await app_resources.valkey.pubsub_numsub(*[channel.decode() for channel in channels[:4]])

    assert [count for _, count in counts] == [1, 1, 0, 1]


async def test_after_a_cut_everything_is_subscribed_again(
    listening: Listening, valkey_proxy: Proxy, app_resources: Resources
) -> None:
    """Also what was asked for while nobody could be asked; the owner hears that the link is up again."""
    listening.broker.subscribe(A, listening.heard.append)
    await listening.until(lambda: listening.connected == 1)
    valkey_proxy.cut()
    await listening.until(lambda: not listening.broker.is_connected)
    listening.broker.subscribe(B, listening.heard.append)
    unsettled = await listening.broker.settled(seconds=1)
    await valkey_proxy.open()
    await listening.until(lambda: listening.connected == 2)
    for channel in (A, B):
        await app_resources.valkey.publish(channel.decode(), channel)
    await listening.until(lambda: len(listening.heard) == 2)

    assert not unsettled
    assert listening.heard == [A, B]


async def test_a_link_that_answers_no_ping_is_given_up(listening: Listening, valkey_proxy: Proxy) -> None:
    """A connection can look open for minutes although nobody is there."""
    await listening.until(lambda: listening.broker.is_connected)
    valkey_proxy.stall()
    await listening.until(lambda: not listening.broker.is_connected)
    valkey_proxy.flow()
    await listening.until(lambda: listening.broker.is_connected)

    assert listening.connected == 2


async def test_a_handler_that_fails_does_not_end_the_link(listening: Listening, app_resources: Resources) -> None:
    """The next message is heard."""

    def fail(_message: bytes) -> None:
        raise ValueError

    listening.broker.subscribe(A, fail)
    listening.broker.subscribe(B, listening.heard.append)
    await listening.until(lambda: listening.connected == 1)
    await app_resources.valkey.publish(A.decode(), b"1")
    await app_resources.valkey.publish(B.decode(), b"2")
    await listening.until(lambda: bool(listening.heard))

    assert listening.heard == [b"2"]


async def test_a_wrong_password_is_tried_again_later(valkey_proxy: Proxy) -> None:
    """It does not end the gateway; an operator may be changing it."""
    head, _, tail = valkey_proxy.url.rpartition("@")
    wrong = Listening(f"{head}x@{tail}")
    task = asyncio.create_task(wrong.broker.run())
    await asyncio.sleep(0.3)

    assert not task.done()
    assert not wrong.broker.is_connected

    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_lively_channel_is_heard_whole_and_in_order(listening: Listening, app_resources: Resources) -> None:
    """Where messages follow each other closely they are let gather, and none waits for the next one."""
    await listening.until(lambda: listening.broker.is_connected)
    listening.broker.subscribe(A, listening.heard.append)
    await listening.broker.settled(seconds=1)
    sent = [str(number).encode() for number in range(500)]
    for message in sent:
        await app_resources.valkey.publish(A.decode(), message)
    await listening.until(lambda: len(listening.heard) == 500)

    assert listening.heard == sent
    assert await listening.broker.settled(seconds=1)
