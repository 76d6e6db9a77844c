"""The role as a process of its own: restarts, kills and starts without its servers."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
import websockets

from dife.realtime.gateway import _LAST_QUERY_SECONDS
from dife.realtime.limits import Limits
from dife.settings import Settings

from fixtures.gateway import Clients, RoleProcess, Rooms, free_port
from fixtures.people import People
from fixtures.proxy import Proxy
from fixtures.waiting import eventually


@pytest.fixture
async def process(gateway_settings: Settings, tmp_path: Path) -> AsyncIterator[RoleProcess]:
    """A gateway that the test starts; it is gone afterwards."""
    gateway = RoleProcess(gateway_settings, free_port())
    yield gateway
    if gateway.process is not None:
        await gateway.end(signal.SIGKILL)


async def test_sigterm_sends_everybody_away_in_good_order(
    process: RoleProcess, clients: Clients, people: People, rooms: Rooms
) -> None:
    """1012 with a pause for each, what was pending goes out first, and the exit is clean."""
    await process.start()
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    sockets = [await clients.enter(process.port, person) for person in (minji, lucas)]
    silent = await clients.connect(process.port)
    await rooms.say(room_id, minji, 5)
    await sockets[0].until_seq(room_id, 1)
    code = await process.end(signal.SIGTERM)
    closed = [await client.until_closed() for client in (*sockets, silent)]

    assert code == 0
    assert closed == [1012, 1012, 1012]
    for client in sockets:
        assert client.seqs(room_id) == [1, 2, 3, 4, 5]
        reason = client.connection.close_reason or ""
        assert reason.startswith("retry_after_ms=")
        assert 0 <= int(reason.removeprefix("retry_after_ms=")) <= 10_000


async def test_it_says_that_it_stops_before_it_does(
    gateway_settings: Settings, clients: Clients, people: People, rooms: Rooms
) -> None:
    """A load balancer has time to notice: sockets that are open go on meanwhile, new ones are refused."""
    gateway = RoleProcess(gateway_settings.model_copy(update={"stop_delay_seconds": 3.0}), free_port())
    await gateway.start()
    minji = await people.create()
    room_id = await rooms.create(minji)
    client = await clients.enter(gateway.port, minji)
    assert gateway.process is not None
    gateway.process.send_signal(signal.SIGTERM)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as http:

        async def says_so() -> bool:
            return (await http.get("/health")).status_code == 503

        await eventually(says_so)
        live = await http.get("/health")
        with pytest.raises(websockets.InvalidStatus) as refused:
            await clients.connect(gateway.port)
    await rooms.say(room_id, minji)
    await client.until_seq(room_id, 1)
    still_open = client.connection.close_code is None
    closed = await client.until_closed()
    async with asyncio.timeout(20):
        code = await gateway.process.wait()

    assert live.json() == {"status": "stopping"}
    assert refused.value.response.status_code == 503
    assert still_open
    assert (closed, code) == (1012, 0)


def test_the_longest_stop_is_shorter_than_what_a_container_is_given() -> None:
    """Twenty seconds, all waits together."""
    longest_delay = next(m.le for m in Settings.model_fields["stop_delay_seconds"].metadata if hasattr(m, "le"))

    assert longest_delay + Limits().stop_seconds + _LAST_QUERY_SECONDS < 20


async def test_a_killed_gateway_starts_again_and_clients_resume_exactly(
    process: RoleProcess, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Killed in the middle of traffic: over both sockets every event once, in order."""
    await process.start()
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    client = await clients.enter(process.port, lucas, {room_id: 0})

    async def talk() -> None:
        for _ in range(100):
            await rooms.say(room_id, minji)
            await asyncio.sleep(0.005)

    talking = asyncio.create_task(talk())
    await client.until_seq(room_id, 20)
    await process.end(signal.SIGKILL)
    await client.until_closed()
    had = client.seqs(room_id)
    await process.start()
    again = await clients.enter(process.port, lucas, {room_id: had[-1]})
    await talking
    await again.until_seq(room_id, 100)

    assert had + again.seqs(room_id) == list(range(1, 101))


async def test_it_starts_without_database_and_valkey_and_waits_for_them(
    process: RoleProcess,
    clients: Clients,
    people: People,
    rooms: Rooms,
    valkey_proxy: Proxy,
    database_proxy: Proxy,
) -> None:
    """Live at once, ready later; who comes meanwhile is let in as soon as that is possible."""
    minji = await people.create()
    room_id = await rooms.create(minji)
    valkey_proxy.cut()
    database_proxy.cut()
    await process.start()
    client = await clients.connect(process.port)
    await client.send({"type": "auth", "token": minji.access_token, "rooms": {str(room_id): 0}})
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{process.port}") as http:
        live, ready = await http.get("/health"), await http.get("/health/ready")
        await valkey_proxy.open()
        await database_proxy.open()
        await client.first("ready", seconds=30)
        await rooms.say(room_id, minji)
        await client.until_seq(room_id, 1, seconds=30)

        async def is_ready() -> bool:
            return (await http.get("/health/ready")).status_code == 200

        await eventually(is_ready)

    assert live.status_code == 200
    assert ready.status_code == 503
    assert ready.headers["retry-after"] == "2"
    assert ready.json() == {"status": "unavailable", "database": False, "valkey": False}
