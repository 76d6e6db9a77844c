"""Every process is killed while people talk: the clients recover by themselves, and the promise of chat holds."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest

from .campus import Campus, explained, settled_campus
from .checker import Logs, check, report
from .history import Event
from .nemesis import (
    PATIENCE_SECONDS,
    Down,
    Site,
    Upload,
    kill,
    kill_s3,
    kill_worker_in_flight,
    open_jobs,
    replace_roles,
    rescue_jobs,
)
from .traffic import device_of
from fixtures.rooms import events_of, ok
from fixtures.waiting import eventually

RACES = 8
PUSHED_AT_MOST = 2
FAULTS = ("api", "gateway", "worker", "valkey", "s3", "postgres", "deployment")


async def test_whatever_is_killed_every_message_arrives_once_and_in_order(
    site: Site, request: pytest.FixtureRequest
) -> None:
    """One deployment lives through all faults in a random order; the same seed gives the same order."""
    seed = int(request.config.getoption("randomly_seed", 1))
    async with settled_campus(site, seed) as campus:
        with explained(campus.history):
            async with campus.reading(campus.readers):
                async with campus.talking():
                    await campus.recovered()
                    uploads = await break_everything(campus)
                await campus.delivered()
                await race_subscriptions(campus)
                await speak_with_valkey_dead(campus)
            await read_from_the_beginning(campus)
            logs = {room.id: [Event.of(view) for view in await events_of(room.one, room.id)] for room in campus.rooms}
            violations = check(campus.history, logs)
            assert not violations, report(campus.history, violations)
            await every_job_ran(campus, uploads)
            await everybody_was_notified(campus, logs)
        campus.history.note(f"all is proved, for {len(campus.history.sends)} messages")
        # Shown with -s, and when something failed.
        print(campus.history.timeline())  # noqa: T201


async def break_everything(campus: Campus) -> list[Upload]:
    """Each fault once, and after each the deployment recovers by itself."""
    site, history = campus.site, campus.history
    services = {service.name: service for service in (*site.stack.services, *site.deployment.roles)}
    uploads: list[Upload] = []
    for fault in random.Random(history.seed).sample(FAULTS, len(FAULTS)):
        if fault == "s3":
            uploads = await kill_s3(site, history, uploader=campus.people[0])
        elif fault == "worker":
            await kill_worker_in_flight(site, history)
        elif fault == "deployment":
            codes = await replace_roles(site, history)
            assert codes == {"api": 0, "gateway": 0, "worker": 0}
        else:
            await kill(services[fault], history)
        await campus.recovered()
    return uploads


async def race_subscriptions(campus: Campus) -> None:
    """Somebody comes to a silent room while the only message there is being committed."""
    delays = random.Random(campus.history.seed)
    for number in range(RACES):
        room = campus.rooms[number % len(campus.rooms)]
        after = {room.id: campus.history.acknowledged_heads()[room.id]}
        newcomer = campus.reader(room.other, name=f"newcomer {number}", after=after)
        async with campus.reading([newcomer]):
            await asyncio.sleep(delays.uniform(0, 0.03))
            await campus.outbox_of(room.one).send(room.id)
            await campus.delivered([newcomer])
            newcomer.feeds[room.id].upto = campus.history.acknowledged_heads()[room.id]


async def speak_with_valkey_dead(campus: Campus) -> None:
    """No hint and no later message tells of these: the gateway finds them by comparing heads."""
    async with Down(campus.site.stack.valkey, campus.history):
        await asyncio.gather(*(campus.outbox_of(room.one).send(room.id) for room in campus.rooms))
        await campus.delivered()


async def read_from_the_beginning(campus: Campus) -> None:
    """A device that was never there resumes from the first event."""
    late = [campus.reader(person, name=f"late {person.username}") for person in campus.people]
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


async def everybody_was_notified(campus: Campus, logs: Logs) -> None:
    """The newest message of each room stands in the list and was pushed; none was pushed more than twice."""
    pushes = Counter((push["to"], push["data"].get("message_id")) for push in campus.site.expo.pushed)
    for person in campus.people:
        listed = ok(await person.http.get("/notifications", params={"limit": "100"}))["items"]
        told = {item["data"]["room_id"]: item["data"]["message_id"] for item in listed}
        for room_id in campus.rooms_of(person):
            by_others = [one for one in logs[room_id] if one.message_id and one.sender_id != str(person.id)]
            newest = by_others[-1].message_id
            assert told[room_id] == newest, campus.history.timeline()
            assert (device_of(person.username), newest) in pushes
    assert max(pushes.values()) <= PUSHED_AT_MOST
