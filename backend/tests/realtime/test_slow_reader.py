"""A reader that does not keep up is let go; nobody else notices, and it loses nothing."""

import asyncio

import websockets
from prometheus_client import REGISTRY

from fixtures.gateway import Clients, GatewayClient, GatewayFactory, Rooms
from fixtures.people import People
from fixtures.sockets import narrow_socket


async def test_a_slow_reader_is_closed_with_4508_and_resumes(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """The fast one gets every event; the slow one, over its two sockets, too."""
    gateway = await start_gateway()
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    fast = await clients.enter(gateway.port, minji)
    slow = await clients.enter(gateway.port, lucas, sock=narrow_socket(gateway.port), max_queue=1)
    slow.pause()
    count = 0
    closed = REGISTRY.get_sample_value("dife_gateway_slow_closes_total")
    while REGISTRY.get_sample_value("dife_gateway_slow_closes_total") == closed and count < 4000:
        count = await rooms.say(room_id, minji, 20, body="가" * 2000)
        await fast.until_seq(room_id, count)
    count = await rooms.say(room_id, minji, 20)
    await fast.until_seq(room_id, count)
    slow.resume()
    code = await slow.until_closed()
    had = slow.seqs(room_id)
    again = await clients.enter(gateway.port, lucas, {room_id: had[-1]})
    await again.until(lambda: _accounted(again, room_id) == count)

    assert code == 4508
    assert fast.seqs(room_id) == list(range(1, count + 1))
    assert had == list(range(1, had[-1] + 1))
    assert had[-1] < count
    assert again.seqs(room_id)[0] == had[-1] + 1


def _accounted(client: GatewayClient, room_id: object) -> int:
    """The last number that the socket had as an event or in a gap."""
    ends: list[int] = [frame["to"] for frame in client.of("gap")]
    return max([0, *client.seqs(str(room_id)), *ends])


async def test_a_reader_that_never_comes_back_is_cut_off(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Its socket goes after the grace time, although nobody reads the close frame."""
    gateway = await start_gateway(close_seconds=0.5, queue_events=50)
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    slow = await clients.enter(gateway.port, lucas, sock=narrow_socket(gateway.port), max_queue=1, ping_interval=None)
    slow.pause()
    for _ in range(60):
        await rooms.say(room_id, minji, 20, body="가" * 2000)
    await asyncio.sleep(1)
    slow.resume()

    assert await slow.until_closed() in {None, 1006, 4508}
    assert slow.connection.state is websockets.State.CLOSED
