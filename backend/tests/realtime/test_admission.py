"""Who gets in, for how long, and what a socket may send."""

import asyncio
import contextlib
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
import websockets
from sqlalchemy import update

from dife.accounts.tokens import issue_access_token
from dife.context import Resources
from dife.database import new_session
from dife.kit.ids import new_id
from dife.models import Member
from dife.realtime.gateway import Gateway

from fixtures.application import ORIGIN, TurnableClock
from fixtures.gateway import Clients, GatewayFactory, Rooms
from fixtures.people import People
from fixtures.proxy import Proxy
from fixtures.waiting import eventually


async def test_a_page_of_another_origin_is_refused_and_ours_is_not(
    gateway: Gateway, clients: Clients, people: People
) -> None:
    """A browser names the page's origin; cookies would not help a foreign one, since nobody reads them."""
    minji = await people.create()
    for origin in ("http://evil.example", "null", f"{ORIGIN}.evil.example"):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await clients.connect(gateway.port, origin=origin, additional_headers={"Cookie": "refresh-8000=x"})
        assert refused.value.response.status_code == 403
    client = await clients.enter(gateway.port, minji, origin=ORIGIN)

    assert client.of("ready")


async def test_a_native_app_sends_no_origin(gateway: Gateway, clients: Clients, people: People) -> None:
    """Its handshake is let through; the token decides."""
    client = await clients.enter(gateway.port, await people.create(), origin=None)

    assert client.of("ready")


async def test_firefox_can_connect(gateway: Gateway) -> None:
    """Its Connection header has two tokens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(
        b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    status = await reader.readline()
    writer.close()

    assert status.startswith(b"HTTP/1.1 101")


async def test_a_socket_that_does_not_say_who_it_is_is_closed(start_gateway: GatewayFactory, clients: Clients) -> None:
    """A ping is no auth frame."""
    gateway = await start_gateway(auth_seconds=0.2)
    client = await clients.connect(gateway.port)
    await client.send({"type": "ping"})

    assert await client.until_closed() == 4408
    assert client.of("pong") == [{"type": "pong"}]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"binary", 1003),
        ("not json", 1007),
        ("[" * 10_000, 1007),
        ('{"type": "subscribe", "channel": "dife:room:1"}', 1007),
        ('{"type": "ping", "extra": 1}', 1007),
        ('{"type": "auth"}', 1007),
        ('{"type": "auth", "token": "x", "rooms": {"not-a-uuid": 1}}', 1007),
        ('{"type": "auth", "token": "x", "rooms": {"01a20661-54db-749d-9551-e0c98a83ec76": -1}}', 1007),
        (json.dumps({"type": "auth", "token": "x", "rooms": {str(uuid4()): 1 for _ in range(1001)}}), 1007),
        ("x" * (64 * 1024 + 1), 1009),
        (["x" * 40_000, "y" * 40_000], 1009),
        ('{"type": "auth", "token": "x"}', 4401),
    ],
)
async def test_a_bad_first_frame_closes_the_socket(gateway: Gateway, clients: Clients, message: Any, code: int) -> None:
    """Each kind of fault has its code; a list is sent in fragments."""
    client = await clients.connect(gateway.port)
    await client.connection.send(message)

    assert await client.until_closed() == code


async def test_a_frame_in_fragments_is_put_together(gateway: Gateway, clients: Clients, people: People) -> None:
    """Browsers cut long frames."""
    text = json.dumps({"type": "auth", "token": (await people.create()).access_token, "rooms": {}})
    client = await clients.connect(gateway.port)
    await client.connection.send([text[:10], text[10:30], text[30:]])

    assert await client.first("ready")


async def test_too_many_frames_close_the_socket(gateway: Gateway, clients: Clients, people: People) -> None:
    """A burst is fine, a flood is not."""
    client = await clients.enter(gateway.port, await people.create())
    for _ in range(15):
        await client.send({"type": "ping"})
    await client.until(lambda: len(client.of("pong")) == 15)
    for _ in range(30):
        with contextlib.suppress(websockets.ConnectionClosed):
            await client.send({"type": "ping"})

    assert await client.until_closed() == 4429


async def test_a_sixth_socket_replaces_the_oldest(gateway: Gateway, clients: Clients, people: People) -> None:
    """The newest five stay."""
    minji = await people.create()
    opened = [await clients.enter(gateway.port, minji) for _ in range(6)]

    assert await opened[0].until_closed() == 4409
    for client in opened[1:]:
        await client.send({"type": "ping"})
        await client.first("pong")


async def test_forged_and_foreign_tokens_are_refused(
    gateway: Gateway, clients: Clients, people: People, app_resources: Resources, clock: TurnableClock
) -> None:
    """A wrong signature, a refresh token, a session that is not there, another member's session, an expired token."""
    minji, lucas = await people.create(), await people.create()
    settings = app_resources.settings

    def token_of(member_id: Any, session_id: Any) -> str:
        return issue_access_token(settings, clock, member_id=member_id, session_id=session_id)

    session_of_lucas = (await clients.enter(gateway.port, lucas)).of("ready")[0]["session_id"]
    clock.turn(-timedelta(hours=1))
    expired = token_of(minji.id, session_of_lucas)
    clock.turn(timedelta(hours=1))
    for token in (
        minji.access_token[:-2],
        minji.refresh_token,
        token_of(minji.id, new_id()),
        token_of(minji.id, session_of_lucas),
        expired,
    ):
        client = await clients.connect(gateway.port)
        await client.send({"type": "auth", "token": token})
        assert await client.until_closed() == 4401
        assert client.of("ready") == []


async def test_an_expired_token_ends_the_socket_unless_it_is_renewed(
    gateway: Gateway, clients: Clients, people: People, clock: TurnableClock
) -> None:
    """Renewing takes one more auth frame on the open socket; nothing is interrupted."""
    minji, lucas = await people.create(), await people.create()
    renewing = await clients.enter(gateway.port, minji)
    forgetful = await clients.enter(gateway.port, lucas)
    clock.turn(timedelta(minutes=14))
    answer = await minji.http.post("/auth/refresh", json={"refresh_token": minji.refresh_token})
    await renewing.send({"type": "auth", "token": answer.json()["access_token"]})
    clock.turn(timedelta(minutes=2))
    closed = await forgetful.until_closed(seconds=30)
    await renewing.send({"type": "ping"})
    await renewing.first("pong")

    assert closed == 4401
    assert len(renewing.of("ready")) == 1


async def test_a_socket_cannot_become_somebody_else(gateway: Gateway, clients: Clients, people: People) -> None:
    """Renewing takes a token of the same session."""
    minji, lucas = await people.create(), await people.create()
    client = await clients.enter(gateway.port, minji)
    await client.send({"type": "auth", "token": lucas.access_token})

    assert await client.until_closed() == 4401


async def test_logging_out_closes_the_socket_at_once(
    start_gateway: GatewayFactory, clients: Clients, people: People
) -> None:
    """The hint is enough: no sweep has to find it."""
    gateway = await start_gateway(sweep_seconds=3600)
    minji = await people.create()
    client = await clients.enter(gateway.port, minji)
    login = await minji.http.get("/auth/sessions")
    await minji.http.post("/auth/logout", json={"refresh_token": minji.refresh_token})

    assert login.status_code == 200
    assert await client.until_closed(seconds=30) == 4401


async def test_a_session_that_ended_unheard_is_closed_by_the_sweep(
    gateway: Gateway, clients: Clients, people: People, valkey_proxy: Proxy
) -> None:
    """With Valkey dead it takes up to three seconds."""
    minji = await people.create()
    client = await clients.enter(gateway.port, minji)
    valkey_proxy.cut()
    await minji.http.post("/auth/logout", json={"refresh_token": minji.refresh_token})

    assert await client.until_closed(seconds=30) == 4401


async def test_a_suspended_member_is_closed(
    gateway: Gateway, clients: Clients, people: People, app_resources: Resources
) -> None:
    """The sweep asks about the member as well as the session."""
    minji = await people.create()
    client = await clients.enter(gateway.port, minji)
    async with new_session(app_resources.engine) as session:
        await session.execute(update(Member).where(Member.id == minji.id).values(status="suspended"))
        await session.commit()

    assert await client.until_closed(seconds=30) == 4401


async def test_a_silent_peer_is_given_up(start_gateway: GatewayFactory, clients: Clients, people: People) -> None:
    """A client pings every 25 s; one that says nothing for 60 s is gone."""
    gateway = await start_gateway(idle_seconds=0.5, sweep_seconds=0.2)
    client = await clients.enter(gateway.port, await people.create(), ping_interval=None)

    assert await client.until_closed(seconds=30) == 4408


async def test_a_token_in_the_address_is_worth_nothing(gateway: Gateway, people: People) -> None:
    """Addresses end up in logs, so tokens are never read from them."""
    minji = await people.create()
    address = f"ws://127.0.0.1:{gateway.port}/ws?token={minji.access_token}&access_token={minji.access_token}"
    async with websockets.connect(address) as connection:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await connection.recv()


async def test_health_readiness_and_metrics(gateway: Gateway, clients: Clients, people: People, rooms: Rooms) -> None:
    """They are answered on the same port, and everything else is not found."""
    minji = await people.create()
    await rooms.create(minji)
    await clients.enter(gateway.port, minji)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as http:
        live, ready = await http.get("/health"), await http.get("/health/ready")
        metrics, other = await http.get("/metrics"), await http.get("/api/v1/me")
        plain = await http.get("/ws")

    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "database": True, "valkey": True})
    assert "dife_gateway_sockets 1.0" in metrics.text
    assert "dife_gateway_sweep_seconds_bucket" in metrics.text
    assert other.status_code == 404
    assert plain.status_code == 400


async def test_readiness_says_what_is_missing(
    start_gateway: GatewayFactory, valkey_proxy: Proxy, database_proxy: Proxy
) -> None:
    """The process lives all the while, and is ready again by itself."""
    gateway = await start_gateway(sweep_seconds=0.2)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as http:

        async def until(expected: dict[str, Any]) -> None:
            async def is_so() -> bool:
                return bool((await http.get("/health/ready")).json() == expected)

            await eventually(is_so)

        await until({"status": "ok", "database": True, "valkey": True})
        valkey_proxy.cut()
        await until({"status": "unavailable", "database": True, "valkey": False})
        database_proxy.cut()
        await until({"status": "unavailable", "database": False, "valkey": False})
        live = await http.get("/health")
        await valkey_proxy.open()
        await database_proxy.open()
        await until({"status": "ok", "database": True, "valkey": True})

    assert live.status_code == 200
