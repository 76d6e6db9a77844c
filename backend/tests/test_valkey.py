"""Hints: published in order, and nobody waits for a Valkey that is away."""

import asyncio
import socket
import time

from prometheus_client import REGISTRY
from redis.asyncio import Redis

from dife.valkey import HintPublisher, connect

from fixtures.services import Services

DEAD = "redis://127.0.0.1:1"


def hints(outcome: str) -> float:
    return REGISTRY.get_sample_value("dife_hints_total", {"outcome": outcome}) or 0


async def test_hints_arrive_in_the_order_they_were_given(services: Services) -> None:
    valkey = connect(services.valkey_url)
    listener = Redis.from_url(services.valkey_url)
    pubsub = listener.pubsub(ignore_subscribe_messages=True)
    await pubsub.subscribe("dife:test")
    await pubsub.get_message(timeout=1)
    publisher = HintPublisher(valkey)

    for start in range(0, 600, 100):
        publisher.put(("dife:test", str(number).encode()) for number in range(start, start + 100))
        await asyncio.sleep(0)
    await publisher.flush()

    heard = [await pubsub.get_message(timeout=1) for _ in range(600)]
    assert [int(each["data"]) for each in heard if each] == list(range(600))
    await pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py does not annotate it
    await listener.aclose()
    await valkey.aclose()


async def test_hints_are_given_up_when_valkey_is_away() -> None:
    valkey = connect(DEAD)
    publisher = HintPublisher(valkey)
    failed = hints("failed")

    publisher.put([("dife:test", b"lost")])
    await publisher.flush()
    publisher.put([("dife:test", b"lost too")])
    await publisher.flush()

    assert hints("failed") == failed + 2
    await valkey.aclose()


async def test_nobody_waits_for_a_valkey_that_hangs_and_the_queue_is_bounded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        valkey = connect(f"redis://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)
        publisher = HintPublisher(valkey, capacity=5)
        dropped = hints("dropped")

        started = time.perf_counter()
        publisher.put(("dife:test", b"x") for _ in range(8))
        assert time.perf_counter() - started < 0.05

        assert hints("dropped") == dropped + 3
        await publisher.flush()
        await valkey.aclose()
