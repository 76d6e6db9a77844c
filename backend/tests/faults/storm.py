"""One run: people talk while every kind of fault strikes, then the probes, then the check of everything."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest

from .campus import Campus, explained, settled_campus
from .checker import check, report
from .figures import figures
from .flood import flood
from .history import Probe
from .logs import Logs, read_logs
from .nemesis import PATIENCE_SECONDS, Down, Nemesis, open_jobs, rescue_jobs
from .site import Site
from .traffic import member_of
from .uploads import Upload, kill_s3
from fixtures.waiting import eventually

RACES = 24
PROBE_SECONDS = 30.0
"""A probe that took longer is late. Healthy it takes two seconds; this machine may be busy with other tests."""
FLOOD_MESSAGES = 600


async def weather_a_storm(site: Site, seed: int, *, lasts: float = 0) -> str:
    """Run everything with one seed; returns the figures, and fails with the timeline of the first violation.

    Each kind of fault strikes once; a storm that `lasts` goes on with faults by chance until so many seconds are over.
    """
    async with settled_campus(site, seed) as campus:
        history = campus.history
        with explained(history):
            async with campus.reading([*campus.readers, *campus.slow_readers]):
                async with campus.talking():
                    uploads = await strike_with_everything(campus, lasts=lasts)
                for reader in campus.readers:
                    reader.settle_down()
                await campus.say_in_every_room()
                await campus.delivered()
                await campus.look_up_places()
                await probe_silence(campus)
                await probe_races(campus)
            await read_from_the_beginning(campus)
            await every_job_ran(campus, uploads)
        logs = await asyncio.to_thread(read_logs, site.stack.postgres.url(), campus.room_ids)
        note_pushes(campus)
        violations = check(history, logs)
        told = figures(history, violations)
        assert not violations, f"{report(history, violations)}\n{told}"
        assert_it_was_a_storm(campus, logs)
    return told


async def strike_with_everything(campus: Campus, *, lasts: float) -> list[Upload]:
    """Each kind of fault at least once, in an order that the seed decides."""
    site, history = campus.site, campus.history
    nemesis, end = Nemesis(site, history), time.monotonic() + lasts
    uploads: list[Upload] = []
    kinds = [*nemesis.faults, "s3 killed", "slow readers flooded", "sockets aborted"]
    planned = nemesis.dice.sample(kinds, len(kinds))
    while planned or time.monotonic() < end:
        if len(planned) == len(kinds) // 2:
            await campus.remove_listeners()
        kind = planned.pop() if planned else nemesis.dice.choice(list(nemesis.faults))
        if kind == "s3 killed":
            await nemesis.healed()
            history.faults[kind] += 1
            uploads = await kill_s3(site, history, uploader=campus.people[0])
        elif kind == "slow readers flooded":
            history.faults[kind] += 1
            await drown_slow_readers(campus, nemesis)
        elif kind == "sockets aborted":
            history.faults[kind] += 1
            history.note("every socket aborted by its client")
            for reader in campus.readers:
                reader.abort()
        else:
            await nemesis.strike(kind)
    await nemesis.healed()
    history.note("the storm is over")
    return uploads


async def drown_slow_readers(campus: Campus, nemesis: Nemesis) -> None:
    """Send more than the kernel's buffers and the gateway's queue hold to those who do not read."""
    await nemesis.healed()
    history, room = campus.history, campus.rooms[0]
    history.note("slow readers stop reading and are flooded")
    for reader in campus.slow_readers:
        reader.pause()
    # Its connections may have died with PostgreSQL.
    await campus.door.resources.engine.dispose()
    await flood(campus.door.resources, history, room_id=room.id, sender=room.other, messages=FLOOD_MESSAGES)
    history.note("slow readers read on")
    for reader in campus.slow_readers:
        reader.resume()


async def probe_silence(campus: Campus) -> None:
    """No hint and no later message tells of these: the gateway finds them by comparing heads."""
    history = campus.history
    async with Down(campus.site.stack.valkey, history, seconds=0.1):
        began = time.monotonic()
        await campus.say_in_every_room()
        with contextlib.suppress(TimeoutError):
            await campus.delivered(campus.readers, seconds=PROBE_SECONDS)
        heads = history.acknowledged_heads()
        for reader in campus.readers:
            for feed in [each for each in reader.feeds.values() if not each.is_over]:
                arrived = feed.seq >= heads[feed.room_id]
                last = max((one.at for one in feed.received), default=began)
                history.probes.append(Probe("silence", feed.room_id, max(0.0, last - began) if arrived else None))


async def probe_races(campus: Campus) -> None:
    """Somebody comes to a silent room while the only message there is being committed."""
    dice = random.Random(f"{campus.history.seed}:races")
    for number in range(RACES):
        await race(campus, number, delay=dice.uniform(0, 0.03))


async def race(campus: Campus, number: int, *, delay: float) -> None:
    """One race; the newcomer goes home afterwards."""
    history, room = campus.history, campus.rooms[number % len(campus.rooms)]
    after = {room.id: history.acknowledged_heads()[room.id]}
    port = campus.door.gateway_ports[number % len(campus.door.gateway_ports)]
    newcomer = campus.reader(room.other, name=f"newcomer {number}", after=after, port=port)
    async with campus.reading([newcomer]):
        await asyncio.sleep(delay)
        await campus.outboxes[room.one.id].send(room.id)
        began = time.monotonic()
        with contextlib.suppress(TimeoutError):
            await campus.delivered([newcomer], seconds=PROBE_SECONDS)
        feed = newcomer.feeds[room.id]
        arrived = feed.seq >= history.acknowledged_heads()[room.id]
        history.probes.append(Probe("race", room.id, time.monotonic() - began if arrived else None))
        feed.upto = history.acknowledged_heads()[room.id] if arrived else feed.seq


async def read_from_the_beginning(campus: Campus) -> None:
    """A device that was never there resumes from the first event."""
    late = [
        campus.reader(person, name=f"late {person.username}", port=campus.door.gateway_ports[0])
        for person in campus.people
    ]
    async with campus.reading(late):
        await campus.delivered(late)


async def every_job_ran(campus: Campus, uploads: Sequence[Upload]) -> None:
    """Those of dead workers too, and each succeeded."""
    url = campus.site.stack.postgres.url()
    await asyncio.to_thread(rescue_jobs, url)
    left = await asyncio.to_thread(open_jobs, url)

    async def are_fewer(than: int) -> bool:
        await asyncio.sleep(0.2)
        left[:] = await asyncio.to_thread(open_jobs, url)
        return len(left) < than

    try:
        # A slow machine works off what has piled up; only standing still is a fault.
        while left:
            await eventually(partial(are_fewer, len(left)), seconds=PATIENCE_SECONDS)
    except TimeoutError:
        pytest.fail(f"jobs are left: {left}\n{campus.history.timeline()}")
    for upload in uploads:
        await eventually(upload.is_readable, seconds=PATIENCE_SECONDS)


def note_pushes(campus: Campus) -> None:
    """What Expo was sent, by member and message."""
    campus.history.pushes = Counter(
        (member_of(push["to"]), push["data"]["message_id"])
        for push in campus.site.expo.pushed
        if "message_id" in push["data"]
    )


def assert_it_was_a_storm(campus: Campus, logs: Logs) -> None:
    """A run in which nothing happened proves nothing."""
    history = campus.history
    kinds = {event.kind for log in logs.values() for event in log.events}
    assert kinds >= {"message_created", "message_edited", "message_deleted", "member_left", "member_joined"}
    assert kinds >= {"reaction_added", "member_removed"}
    assert history.closes[4508], "no slow reader was closed"
    assert history.closes[1012], "nobody was told to come back"
    assert any(answer.status in {503, None} for asked in history.asked for answer in asked.answers)
