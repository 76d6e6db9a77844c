"""Everything at once: servers go away and come back, clients wander, and the log is what everybody has in the end."""

import asyncio
import contextlib
import random
from uuid import UUID

import pytest
import websockets

from dife.realtime.gateway import Gateway

from fixtures.gateway import Clients, GatewayFactory, Rooms
from fixtures.people import People, Person
from fixtures.proxy import Proxy

SECONDS = 8


class Wanderer:
    """A client that reconnects, now to this gateway and now to that, and keeps what it applied."""

    def __init__(self, person: Person, rooms: list[UUID]) -> None:
        self.person = person
        self.seen: dict[UUID, list[int]] = {room_id: [] for room_id in rooms}

    def positions(self) -> dict[UUID | str, int]:
        return {room_id: seqs[-1] if seqs else 0 for room_id, seqs in self.seen.items()}

    async def visit(self, clients: Clients, port: int, *, seconds: float) -> None:
        """Resume at a gateway and stay for a while, or until it is gone."""
        try:
            async with asyncio.timeout(seconds + 5):
                client = await clients.enter(port, self.person, self.positions())
        except (OSError, TimeoutError, websockets.WebSocketException):
            await asyncio.sleep(0.1)
            return
        with contextlib.suppress(TimeoutError):
            await client.until_closed(seconds=seconds)
        await client.close()
        for room_id in self.seen:
            self.seen[room_id] += client.seqs(room_id)


async def torment(dice: random.Random, valkey: Proxy, database: Proxy) -> None:
    """Take servers away, one or both, for a moment each."""
    while True:
        await asyncio.sleep(dice.uniform(0.1, 0.6))
        for proxy in dice.choice(([valkey], [database], [valkey, database])):
            if dice.random() < 0.5:
                proxy.cut()
                await asyncio.sleep(dice.uniform(0.05, 0.4))
                await proxy.open()
            else:
                proxy.stall()
                await asyncio.sleep(dice.uniform(0.05, 1))
                proxy.flow()


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_any_faults_every_client_has_every_event_once_and_in_order(
    seed: int,
    start_gateway: GatewayFactory,
    clients: Clients,
    people: People,
    rooms: Rooms,
    valkey_proxy: Proxy,
    database_proxy: Proxy,
) -> None:
    """Hints are lost as well; nothing was sent twice, nothing is missing, and the end is quiet within seconds."""
    dice = random.Random(seed)
    gateways: list[Gateway] = [await start_gateway(), await start_gateway()]
    minji = await people.create()
    others = [await people.create() for _ in range(4)]
    made = [await rooms.create(minji, *others) for _ in range(3)]
    wanderers = [Wanderer(person, made) for person in others]
    heads = dict.fromkeys(made, 0)
    loop = asyncio.get_running_loop()
    end = loop.time() + SECONDS

    async def talk() -> None:
        while loop.time() < end:
            room_id = dice.choice(made)
            heads[room_id] = await rooms.say(room_id, minji, dice.randint(1, 3), publish=dice.random() < 0.8)
            await asyncio.sleep(dice.uniform(0, 0.05))

    async def wander(wanderer: Wanderer) -> None:
        while loop.time() < end:
            await wanderer.visit(clients, dice.choice(gateways).port, seconds=dice.uniform(0.1, 1.5))

    nemesis = asyncio.create_task(torment(dice, valkey_proxy, database_proxy))
    await asyncio.gather(talk(), *(wander(wanderer) for wanderer in wanderers))
    nemesis.cancel()
    await asyncio.wait([nemesis])
    for proxy in (valkey_proxy, database_proxy):
        proxy.cut()
        proxy.flow()
        await proxy.open()
    for wanderer in wanderers:
        client = await clients.enter(dice.choice(gateways).port, wanderer.person, wanderer.positions())
        for room_id, head in heads.items():
            if wanderer.positions()[room_id] < head:
                await client.until_seq(room_id, head)
            wanderer.seen[room_id] += client.seqs(room_id)

    for wanderer in wanderers:
        assert wanderer.seen == {room_id: list(range(1, head + 1)) for room_id, head in heads.items()}
