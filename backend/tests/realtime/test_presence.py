"""Who writes and who is here: told to those who may know, over two gateways, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from dife.chat import presence
from dife.context import Resources
from dife.settings import Settings

from fixtures.application import TurnableClock
from fixtures.gateway import Clients, GatewayClient, gateways
from fixtures.people import People, Person
from fixtures.rooms import ok, open_room

QUICK = {"presence_tick_seconds": 0.05, "presence_grace_seconds": 0.1, "presence_seconds": 0.2, "typing_seconds": 0.0}


async def presence_of(reader: Person) -> dict[str, tuple[bool, bool]]:
    """Of each partner: are they here, and is it known when they were last seen."""
    found = ok(await reader.http.get("/presence"))
    return {each["member_id"]: (each["online"], each["last_seen_at"] is not None) for each in found}


def told(client: GatewayClient, who: Person) -> list[bool]:
    return [frame["online"] for frame in client.of("presence") if frame["member_id"] == str(who.id)]


async def test_typing_is_told_to_the_room_over_two_gateways(
    settings: Settings, app_resources: Resources, clients: Clients, people: People
) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    room, other = await open_room(ana, bo), await open_room(ana, cy)
    async with gateways(settings, app_resources) as start:
        one, two = await start(**QUICK), await start(**QUICK)
        writer = await clients.enter(one.port, ana)
        reader = await clients.enter(two.port, bo)
        stranger = await clients.enter(two.port, cy)
        await writer.send({"type": "typing", "room_id": room.id})
        frame = await reader.first("typing")
        # Of a room that is not theirs nobody is told, and what is said in between arrives all the same.
        await stranger.send({"type": "typing", "room_id": room.id})
        await room.say(bo, "done")
        await writer.until_seq(room.id, 4)
        await writer.send({"type": "typing", "room_id": other.id})
        await stranger.first("typing")
        await clients.close()

    assert frame == {"type": "typing", "room_id": room.id, "member_id": str(ana.id)}
    assert {each["member_id"] for each in writer.of("typing") + reader.of("typing")} == {str(ana.id)}
    assert len(reader.of("typing")) == 1
    assert len(stranger.of("typing")) == 1


async def test_typing_too_often_is_told_now_and_then(
    settings: Settings, app_resources: Resources, clients: Clients, people: People
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    async with gateways(settings, app_resources) as start:
        gateway = await start(typing_seconds=60)
        writer, reader = await clients.enter(gateway.port, ana), await clients.enter(gateway.port, bo)
        for _ in range(5):
            await writer.send({"type": "typing", "room_id": room.id})
        await room.say(ana, "x")
        await reader.until_seq(room.id, 4)
        await clients.close()

    assert len(reader.of("typing")) == 1


async def test_partners_hear_who_comes_and_goes(
    settings: Settings, app_resources: Resources, clients: Clients, people: People
) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    await open_room(ana, bo)
    assert await presence_of(ana) == {str(bo.id): (False, False)}
    async with gateways(settings, app_resources) as start:
        one, two = await start(**QUICK), await start(**QUICK)
        reader, stranger = await clients.enter(one.port, ana), await clients.enter(one.port, cy)
        first, second = await clients.enter(two.port, bo), await clients.enter(one.port, bo)
        await reader.until(lambda: told(reader, bo) == [True])
        assert await presence_of(ana) == {str(bo.id): (True, False)}
        await first.close()
        await second.close()
        await reader.until(lambda: told(reader, bo)[-1:] == [False])
        assert await presence_of(ana) == {str(bo.id): (False, True)}
        assert await presence_of(cy) == {}
        await clients.close()

    assert stranger.of("presence") == []


async def test_a_gateway_that_was_killed_is_not_believed_for_ever(
    settings: Settings, app_resources: Resources, clients: Clients, people: People, clock: TurnableClock
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await open_room(ana, bo)
    now = clock.now()
    await presence.note_here(app_resources.valkey, "dead", [bo.id], now=now)
    assert await presence_of(ana) == {str(bo.id): (True, False)}

    clock.turn(timedelta(seconds=80))

    assert await presence_of(ana) == {str(bo.id): (False, True)}


@pytest.mark.parametrize("who", ["shown", "watching"])
async def test_whoever_hides_their_presence_sees_nobodys(
    settings: Settings, app_resources: Resources, clients: Clients, people: People, who: str
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    await open_room(ana, bo)
    hiding = bo if who == "shown" else ana
    assert ok(await hiding.http.get("/me"))["shows_presence"] is True
    async with gateways(settings, app_resources) as start:
        gateway = await start(**QUICK)
        reader, shown = await clients.enter(gateway.port, ana), await clients.enter(gateway.port, bo)
        await reader.until(lambda: told(reader, bo) == [True])
        ok(await hiding.http.patch("/me", json={"shows_presence": False}))
        if hiding is bo:
            await reader.until(lambda: told(reader, bo) == [True, False])
        assert (await presence_of(ana), await presence_of(bo)) == ({}, {})
        count = len(told(reader, bo))
        await shown.close()
        again = await clients.enter(gateway.port, bo)
        assert again.of("presence") == []
        assert len(told(reader, bo)) == count
        ok(await hiding.http.patch("/me", json={"shows_presence": True}))
        if hiding is bo:
            await reader.until(lambda: told(reader, bo)[-1:] == [True])
        assert list(await presence_of(ana)) == [str(bo.id)]
        await clients.close()


async def test_nobody_is_seen_across_a_block_or_after_leaving(people: People) -> None:
    ana, bo, cy = [await people.create() for _ in range(3)]
    await open_room(ana, bo)
    with_cy = await open_room(ana, cy)
    assert set(await presence_of(ana)) == {str(bo.id), str(cy.id)}

    ok(await bo.http.put(f"/blocks/{ana.id}"), 204)
    ok(await cy.http.post(f"/rooms/{with_cy.id}/leave"), 204)

    assert (await presence_of(ana), await presence_of(bo), await presence_of(cy)) == ({}, {}, {})


async def test_without_valkey_everything_else_goes_on(
    settings: Settings, app_resources: Resources, clients: Clients, people: People, services: Any
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    async with gateways(settings, app_resources) as start:
        gateway = await start(sweep_seconds=0.2, **QUICK)
        services.valkey.stop()
        try:
            reader = await clients.enter(gateway.port, bo)
            await room.say(ana, "still here")
            await reader.until_seq(room.id, 4)
            answer = await ana.http.get("/presence")
        finally:
            services.valkey.start()
        await clients.close()

    assert (answer.status_code, answer.json()) == (200, [])
