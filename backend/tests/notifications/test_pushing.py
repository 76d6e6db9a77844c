"""From a notification to the device: to whom, what it says, and that nothing is pushed again and again."""

import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, text, update

from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.models import Base, Block, Device, Notification, NotificationKind, PushDelivery, RoomMember, Session
from dife.notifications import jobs, service
from dife.notifications.push import ExpoPushSender
from dife.notifications.service import NewNotification
from dife.ports import PushError, PushRefused

from fixtures.application import TurnableClock
from fixtures.expo import ExpoServer
from fixtures.jobs import run_once
from fixtures.people import People, Person


@pytest.fixture
def expo() -> Iterator[ExpoServer]:
    server = ExpoServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def resources(app_resources: Resources, expo: ExpoServer) -> Resources:
    """The application's, with a push service of the test's own."""
    settings = app_resources.settings.model_copy(update={"expo_push_url": expo.url})
    return dataclasses.replace(app_resources, settings=settings, push_sender=ExpoPushSender(settings))


def token_of(name: str) -> str:
    return f"ExponentPushToken[{name}-0123456789abcdef]"


async def register(person: Person, name: str) -> UUID:
    installation_id = uuid4()
    response = await person.http.put(f"/devices/{installation_id}", json={"token": token_of(name)})
    assert response.status_code == 204, response.text
    return installation_id


class Pushing:
    """Tells members something and runs the push jobs that this enqueued, one by one."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def tell(self, *news: NewNotification) -> None:
        async with new_session(self._resources.engine) as session:
            context = Context(session=session, resources=self._resources, locale="en")
            await service.notify_many(context, news)
            await commit(session)

    async def enqueued(self) -> list[list[tuple[str, str]]]:
        async with new_session(self._resources.engine) as session:
            rows = await session.execute(
                text("SELECT args FROM procrastinate_jobs WHERE task_name = 'notifications.push' ORDER BY id")
            )
            return [row[0]["places"] for row in rows]

    async def push(self, *, attempts: int = 0) -> None:
        for places in await self.enqueued():
            await run_once(self._resources, jobs.push, attempts=attempts, places=places)

    async def deliveries(self) -> dict[str, int]:
        async with new_session(self._resources.engine) as session:
            rows = await session.execute(select(PushDelivery.status, func.count()).group_by(PushDelivery.status))
            return {row[0]: row[1] for row in rows}

    async def devices(self) -> int:
        return await self._count(Device)

    async def notifications(self) -> int:
        return await self._count(Notification)

    async def _count(self, table: type[Base]) -> int:
        async with new_session(self._resources.engine) as session:
            return (await session.execute(select(func.count()).select_from(table))).scalar_one()

    async def execute(self, statement: Any) -> None:
        async with new_session(self._resources.engine) as session:
            await session.execute(statement)
            await commit(session)


@pytest.fixture
def pushing(resources: Resources) -> Pushing:
    return Pushing(resources)


@pytest.fixture
async def minji(people: People) -> Person:
    return await people.create("minji", locale="ko")


@pytest.fixture
async def claire(people: People) -> Person:
    return await people.create("claire", locale="es")


def heart(actor: Person, receiver: Person, **changes: Any) -> NewNotification:
    values: dict[str, Any] = {
        "member_id": receiver.id,
        "kind": NotificationKind.MEMBER_LIKED,
        "actor_id": actor.id,
        "data": {},
        "dedup_key": f"member_liked:{actor.id}",
    }
    return NewNotification(**{**values, **changes})


async def message(sender: Person, receiver: Person, body: str = "Hi there!", *, room_id: str = "") -> NewNotification:
    if not room_id:
        opening = {"client_id": str(uuid4()), "kind": "direct", "member_id": str(receiver.id)}
        room_id = (await sender.http.post("/rooms", json=opening)).json()["id"]
    sending = {"client_id": str(uuid4()), "body": body, "media_ids": []}
    sent = (await sender.http.post(f"/rooms/{room_id}/messages", json=sending)).json()
    data = {"room_id": room_id, "message_id": sent["id"]}
    return heart(sender, receiver, kind=NotificationKind.MESSAGE_RECEIVED, data=data, dedup_key=f"message:{room_id}")


async def test_every_device_gets_it_in_its_owners_language(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    for name in ("phone", "tablet"):
        await register(minji, name)
    await register(claire, "claires")

    await pushing.tell(heart(claire, minji), heart(minji, claire))
    await pushing.push()

    pushed = {push["to"]: push for push in expo.pushed}
    assert set(pushed) == {token_of("phone"), token_of("tablet"), token_of("claires")}
    assert pushed[token_of("phone")]["title"] == "새 하트"
    assert pushed[token_of("phone")]["body"] == "claire님이 회원님의 프로필에 하트를 보냈어요."
    assert pushed[token_of("claires")]["body"] == "A minji le gusta tu perfil."
    assert pushed[token_of("phone")]["badge"] == 1
    assert pushed[token_of("phone")]["data"]["kind"] == "member_liked"
    assert pushed[token_of("phone")]["data"]["actor_id"] == str(claire.id)
    assert await pushing.deliveries() == {"sent": 3}


async def test_a_message_is_its_own_text(pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person) -> None:
    await register(minji, "phone")

    await pushing.tell(await message(claire, minji, "¡Hola!\n¿Qué   tal? " + "x" * 500))
    await pushing.push()

    (push,) = expo.pushed
    assert push["title"] == "claire"
    assert push["body"].startswith("¡Hola! ¿Qué tal? xxx")
    assert len(push["body"]) <= 120
    assert {"room_id", "message_id"} <= set(push["data"])


async def test_a_burst_in_a_room_is_one_row_and_the_newest_push(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "phone")
    first = await message(claire, minji, "one")
    second = await message(claire, minji, "two", room_id=first.data["room_id"])

    await pushing.tell(first)
    await pushing.tell(second)
    await pushing.push()

    assert [push["body"] for push in expo.pushed] == ["two"]
    assert expo.pushed[0]["badge"] == 1


async def test_in_a_room_that_never_falls_silent_each_job_pushes_what_is_newest(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    """Jobs that wait behind others find the list moved on; the later one has nothing left to push."""
    await register(minji, "phone")
    first = await message(claire, minji, "one")
    await pushing.tell(first)
    await pushing.tell(await message(claire, minji, "two", room_id=first.data["room_id"]))
    earlier, later = await pushing.enqueued()

    await run_once(resources, jobs.push, places=earlier)
    pushed_early = [push["body"] for push in expo.pushed]
    await run_once(resources, jobs.push, places=later)

    assert pushed_early == ["two"]
    assert len(expo.pushed) == 1


async def test_what_another_job_is_pushing_now_is_not_pushed_twice(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    """Only the job that took it, repeated, sends it again: nobody else knows whether it is on its way."""
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    expo.faults.append("drop")
    with pytest.raises(PushError):
        await pushing.push()

    await pushing.push()
    pushed_by_another = len(expo.pushed)
    await pushing.push(attempts=1)

    assert (pushed_by_another, len(expo.pushed)) == (1, 2)


async def test_a_job_that_runs_late_does_not_bring_an_older_message_back(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    """Two jobs overtake each other, or a worker died with one of them; the newest message stays and is pushed."""
    await register(minji, "phone")
    first = await message(claire, minji, "one")
    second = await message(claire, minji, "two", room_id=first.data["room_id"])

    await pushing.tell(second)
    await pushing.tell(first)
    await pushing.push()

    (listed,) = (await minji.http.get("/notifications")).json()["items"]
    assert listed["data"]["message_id"] == second.data["message_id"]
    assert [push["body"] for push in expo.pushed] == ["two"]


async def test_like_unlike_like_pushes_once(pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person) -> None:
    await register(minji, "phone")

    for _ in range(3):
        await pushing.tell(heart(claire, minji))
        await pushing.push()

    assert len(expo.pushed) == 1


Change = Callable[[Pushing, Person, Person], Awaitable[object]]


async def _mute(pushing: Pushing, minji: Person, claire: Person) -> None:
    await pushing.execute(update(RoomMember).where(RoomMember.member_id == minji.id).values(muted=True))


async def _read_room(pushing: Pushing, minji: Person, claire: Person) -> None:
    await pushing.execute(update(RoomMember).where(RoomMember.member_id == minji.id).values(read_seq=10_000))


async def _leave(pushing: Pushing, minji: Person, claire: Person) -> None:
    await pushing.execute(update(RoomMember).where(RoomMember.member_id == minji.id).values(left_seq=10_000))


async def _block(pushing: Pushing, minji: Person, claire: Person) -> None:
    await pushing.execute(insert(Block).values(blocker_id=minji.id, blocked_id=claire.id))


async def _log_out(pushing: Pushing, minji: Person, claire: Person) -> None:
    response = await minji.http.delete("/auth/sessions")
    assert response.status_code == 204
    await pushing.execute(update(Session).where(Session.member_id == minji.id).values(revoked_at=func.now()))


async def _turn_off(pushing: Pushing, minji: Person, claire: Person) -> None:
    await minji.http.put("/me/notification-settings", json={"push_enabled": False})


async def _read(pushing: Pushing, minji: Person, claire: Person) -> None:
    newest = (await minji.http.get("/notifications")).json()["items"][0]["id"]
    await minji.http.post("/notifications/read", json={"up_to": newest})


@pytest.mark.parametrize("change", [_mute, _read_room, _leave, _block, _log_out, _turn_off, _read])
async def test_what_happened_in_the_meantime_keeps_it_from_being_pushed(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person, change: Change
) -> None:
    await register(minji, "phone")
    await pushing.tell(await message(claire, minji))
    assert len(await pushing.enqueued()) == 1

    await change(pushing, minji, claire)
    await pushing.push()

    assert expo.pushed == []


async def test_repeating_the_job_pushes_nothing_again(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "phone")
    news = await message(claire, minji)
    await pushing.tell(news)
    await pushing.push()

    await pushing.push()
    await pushing.tell(news)  # chat's own job ran twice
    await pushing.push()

    assert len(expo.pushed) == 1


async def test_a_lost_answer_is_sent_once_more_and_then_left(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    expo.faults.extend(["drop"] * 5)

    for attempts in range(2):
        with pytest.raises(PushError):
            await pushing.push(attempts=attempts)
    await pushing.push(attempts=2)

    assert len(expo.pushed) == 2
    assert await pushing.deliveries() == {"sending": 1}


async def test_a_service_that_refuses_is_asked_until_it_takes_it(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    expo.faults.extend([429, 503, 429])

    for _ in range(3):
        with pytest.raises(PushRefused):
            await pushing.push()
    await pushing.push()

    assert len(expo.pushed) == 1
    assert await pushing.deliveries() == {"sent": 1}


async def test_an_app_that_was_removed_is_forgotten(
    pushing: Pushing, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "gone")
    await register(minji, "phone")
    expo.ticket_errors[token_of("gone")] = "DeviceNotRegistered"

    await pushing.tell(heart(claire, minji))
    await pushing.push()

    assert await pushing.devices() == 1
    assert await pushing.deliveries() == {"sent": 1}


async def test_receipts_are_asked_for_after_a_quarter_of_an_hour(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person, clock: TurnableClock
) -> None:
    for name in ("good", "gone", "early", "broken"):
        await register(minji, name)
    expo.receipt_errors |= {token_of("gone"): "DeviceNotRegistered", token_of("broken"): "MessageTooBig"}
    await pushing.tell(heart(claire, minji))
    await pushing.push()
    expo.unknown_receipts |= {ticket for ticket, token in expo.tokens_by_ticket.items() if "early" in token}

    await run_once(resources, jobs.receipts, timestamp=0)
    assert await pushing.deliveries() == {"sent": 4}
    clock.turn(timedelta(minutes=16))
    await run_once(resources, jobs.receipts, timestamp=0)

    assert await pushing.deliveries() == {"delivered": 1, "failed": 1, "sent": 1}
    assert await pushing.devices() == 3


async def test_a_receipt_of_the_past_does_not_forget_who_registered_again(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person, clock: TurnableClock
) -> None:
    installation = await register(minji, "old")
    expo.receipt_errors[token_of("old")] = "DeviceNotRegistered"
    await pushing.tell(heart(claire, minji))
    await pushing.push()
    clock.turn(timedelta(minutes=10))
    await minji.http.put(f"/devices/{installation}", json={"token": token_of("new")})

    clock.turn(timedelta(minutes=10))
    await run_once(resources, jobs.receipts, timestamp=0)

    assert await pushing.devices() == 1


async def test_receipts_that_cannot_be_had_are_asked_for_again(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person, clock: TurnableClock
) -> None:
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    await pushing.push()
    clock.turn(timedelta(minutes=16))
    expo.faults.append(500)

    await run_once(resources, jobs.receipts, timestamp=0)
    assert await pushing.deliveries() == {"sent": 1}
    await run_once(resources, jobs.receipts, timestamp=0)

    assert await pushing.deliveries() == {"delivered": 1}


async def test_more_than_a_hundred_devices_are_several_requests(
    pushing: Pushing, expo: ExpoServer, people: People, claire: Person
) -> None:
    receivers = [await people.create() for _ in range(11)]
    for number, receiver in enumerate(receivers):
        for device in range(10):
            await register(receiver, f"r{number}d{device}")

    await pushing.tell(*(heart(claire, receiver) for receiver in receivers))
    await pushing.push()

    assert sorted(len(request) for request in expo.requests) == [10, 100]


async def test_pushing_can_be_off_for_the_whole_deployment(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person
) -> None:
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    off = dataclasses.replace(resources, settings=resources.settings.model_copy(update={"push_enabled": False}))

    for places in await pushing.enqueued():
        await run_once(off, jobs.push, places=places)

    assert expo.pushed == []


async def test_what_is_old_is_swept(
    pushing: Pushing, resources: Resources, expo: ExpoServer, minji: Person, claire: Person, clock: TurnableClock
) -> None:
    await register(minji, "phone")
    await pushing.tell(heart(claire, minji))
    await pushing.push()

    clock.turn(timedelta(days=8))
    await run_once(resources, jobs.sweep, timestamp=0)
    assert await pushing.deliveries() == {}
    assert await pushing.notifications() == 1
    clock.turn(timedelta(days=180))
    await run_once(resources, jobs.sweep, timestamp=0)
    assert await pushing.notifications() == 0
