"""Many sockets on one gateway: what each costs in memory and in queries."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from dife.chat.events import encode_event_frame, encode_hint, read_log
from dife.context import Resources
from dife.database import new_session
from dife.settings import Settings
from dife.valkey import room_channel

from fixtures.gateway import Clients, GatewayFactory, RoleProcess, Rooms, free_port
from fixtures.people import People
from fixtures.sockets import narrow_socket
from fixtures.statements import counted_statements
from fixtures.waiting import eventually

SOCKETS_A_MEMBER = 5
KILOBYTE = 1024


@pytest.fixture
async def process(gateway_settings: Settings) -> AsyncIterator[RoleProcess]:
    """A gateway as a process of its own, which can be measured."""
    gateway = RoleProcess(gateway_settings, free_port())
    await gateway.start()
    yield gateway
    await gateway.end(signal.SIGKILL)


def memory_of(gateway: RoleProcess) -> int:
    """Bytes that nobody else shares."""
    assert gateway.process is not None
    lines = Path(f"/proc/{gateway.process.pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * KILOBYTE


async def test_an_idle_socket_takes_at_most_16_kilobytes(
    process: RoleProcess, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Authenticated, in a room of its own member; the bench does it with ten thousand."""
    members = [await people.create() for _ in range(60)]
    for member in members:
        await rooms.create(member)
    await clients.enter(process.port, members[0])
    before = memory_of(process)
    for member in members[1:]:
        await asyncio.gather(*(clients.enter(process.port, member) for _ in range(SOCKETS_A_MEMBER)))
    count = (len(members) - 1) * SOCKETS_A_MEMBER

    assert (memory_of(process) - before) / count <= 16 * KILOBYTE


async def test_readers_that_stopped_cost_no_more_than_their_queues(
    process: RoleProcess, clients: Clients, people: People, rooms: Rooms, app_resources: Resources
) -> None:
    """Three of them are sent twelve megabytes each; they are let go, and the memory stays bounded."""
    minji, lucas = await people.create(), await people.create()
    room_id = await rooms.create(minji, lucas)
    await rooms.say(room_id, minji, body="가" * 2000, publish=False)
    async with new_session(app_resources.engine) as session:
        (view,) = await read_log(session, app_resources.store, room_id, after_seq=0, limit=1)
    stopped = [
        await clients.enter(process.port, lucas, sock=narrow_socket(process.port), max_queue=1, ping_interval=None)
        for _ in range(3)
    ]
    before = memory_of(process)
    for client in stopped:
        client.pause()
    for start in range(2, 2002, 100):
        # Published past the log, which would take longer to write than all of this.
        views = [replace(view, seq=seq) for seq in range(start, start + 100)]
        app_resources.hints.put(
            [(room_channel(room_id), encode_hint(each.seq, encode_event_frame(each))) for each in views]
        )
        await app_resources.hints.flush()
        await asyncio.sleep(0.01)
    grown = memory_of(process) - before
    for client in stopped:
        client.resume()
    closed = [await client.until_closed() for client in stopped]

    # A queue of 1 MiB and what was joined into the last write, for each.
    assert grown <= len(stopped) * 2.5 * KILOBYTE * KILOBYTE
    assert set(closed) <= {4508, 1006}


async def test_after_a_crash_each_socket_resumes_with_one_bounded_batch_of_queries(
    start_gateway: GatewayFactory, clients: Clients, people: People, rooms: Rooms
) -> None:
    """Who is it, where are they, what did they miss: however many rooms they are in, and for many sockets at once."""
    gateway = await start_gateway(sweep_seconds=3600)
    minji = await people.create()
    members = [await people.create() for _ in range(20)]
    made = [await rooms.create(minji, *members) for _ in range(6)]
    for room_id in made:
        await rooms.say(room_id, minji, 8)
    known: dict[object, int] = dict.fromkeys(made, 3)
    with counted_statements(gateway._reader._resources.engine) as statements:
        returned = await asyncio.gather(*(clients.enter(gateway.port, member, known) for member in members))  # type: ignore[arg-type]  # ids are ids

        async def have_all() -> bool:
            return all(client.seqs(room_id)[-1:] == [8] for client in returned for room_id in made)

        await eventually(have_all)

    for client in returned:
        assert all(client.seqs(room_id) == [4, 5, 6, 7, 8] for room_id in made)
    # Four each at most, and asked for many at once: twenty need no eighty.
    assert len(statements) <= 2 * len(members)
