"""The user that the tasks log in as: Dife's own clients do their work with its rights on a real Valkey, and no more."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import redis
from redis.exceptions import NoPermissionError

from components.cache import ACCESS, USER
from dife.chat import presence
from dife.errors import RateLimited
from dife.kit.rate_limits import RateLimit, RateLimiter
from dife.local.folder import DataFolder
from dife.local.valkey import Valkey
from dife.realtime.broker import Broker
from dife.valkey import HintPublisher, connect, room_channel

PASSWORD = "0123456789abcdefghijklmnop"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Valkey with the tasks' user; its address for that user."""
    folder = DataFolder(tmp_path_factory.mktemp("valkey"))
    folder.open()
    valkey = Valkey(folder)
    valkey.claim_ports()
    valkey.start()
    try:
        with redis.Redis.from_url(valkey.url) as admin:
            admin.execute_command("ACL", "SETUSER", USER, "reset", f">{PASSWORD}", *ACCESS.split())
        yield f"redis://{USER}:{PASSWORD}@127.0.0.1:{valkey.port}/0"
    finally:
        valkey.stop()
        folder.close()


async def test_rate_limits_count(url: str) -> None:
    limiter, limit = RateLimiter(url), RateLimit("test", amount=1, seconds=60, fail_closed=True)

    await limiter.hit(limit, "somebody")
    with pytest.raises(RateLimited):
        await limiter.hit(limit, "somebody")
    await limiter.forget(limit, "somebody")
    await limiter.hit(limit, "somebody")
    await limiter.aclose()


async def test_hints_reach_the_gateway(url: str) -> None:
    heard, connected = asyncio.Event(), asyncio.Event()
    broker = Broker(url, on_connected=connected.set)
    running = asyncio.create_task(broker.run())
    async with asyncio.timeout(10):
        await connected.wait()
        broker.subscribe(room_channel("1").encode(), lambda _: heard.set())
        assert await broker.settled(seconds=5)
        valkey = connect(url)
        HintPublisher(valkey).put([(room_channel("1"), b"something")])
        await heard.wait()
    running.cancel()
    await valkey.aclose()


async def test_locks_and_reservations_work(url: str) -> None:
    valkey = connect(url)

    assert await valkey.set("dife:translation:flight:en:1", 1, nx=True, ex=30)
    assert await valkey.exists("dife:translation:flight:en:1")
    pipeline: Any = valkey.pipeline(transaction=True)
    held, _ = await pipeline.incrby("dife:translation:held:1", 5).expire("dife:translation:held:1", 30).execute()
    assert held == 5
    assert await valkey.delete("dife:translation:flight:en:1") == 1
    await valkey.aclose()


async def test_who_is_here_is_noted_and_read(url: str) -> None:
    valkey, member, now = connect(url), uuid4(), datetime.now(UTC)

    await presence.note_here(valkey, "gateway-1", [member], now=now)
    assert [one.online for one in await presence.read(valkey, [member], now=now)] == [True]
    await presence.note_gone(valkey, "gateway-1", member, now=now)
    assert [one.online for one in await presence.read(valkey, [member], now=now)] == [False]
    await valkey.aclose()


@pytest.mark.parametrize(
    "command",
    [
        "GET other:key",
        "SET other:key 1",
        "PUBLISH other 1",
        "SUBSCRIBE other",
        "FLUSHALL",
        "KEYS *",
        "CONFIG GET maxmemory",
        "ACL LIST",
        "CLIENT KILL ID 1",
        "SHUTDOWN",
        "REPLICAOF NO ONE",
    ],
)
def test_everything_else_is_refused(url: str, command: str) -> None:
    with redis.Redis.from_url(url) as client, pytest.raises(NoPermissionError):
        client.execute_command(*command.split())


def test_nobody_is_let_in_without_the_password(url: str) -> None:
    address = url.replace(PASSWORD, "wrong")

    with redis.Redis.from_url(address) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
