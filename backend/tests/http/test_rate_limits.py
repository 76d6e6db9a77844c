"""Every limit that is promised: its size, and what a refusal says."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import httpx2
import pytest

from dife.accounts import service as accounts
from dife.chat import direct, discovery, groups, messages
from dife.community import service as community
from dife.connect import friends
from dife.connect import service as connect
from dife.context import Resources
from dife.errors import RateLimited
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit, RateLimiter
from dife.media import service as media
from dife.moderation import service as moderation
from dife.translation import flights

from fixtures.groups import group_body
from fixtures.people import People, Person
from fixtures.rooms import open_room
from fixtures.services import Services

pytestmark = pytest.mark.usefixtures("clean")

DAY = 24 * 3600
Call = Callable[[Person, Person], Awaitable[httpx2.Response]]


def _id() -> dict[str, str]:
    return {"client_id": str(new_id())}


async def _sign_up(member: Person, _: Person) -> httpx2.Response:
    body = {"email": f"{new_id()}@elsewhere.example", "password": "correct horse", "locale": "en"}
    return await member.http.post("/auth/sign-up", json=body)


async def _login(member: Person, _: Person) -> httpx2.Response:
    return await member.http.post("/auth/login", json={"email": f"{new_id()}@elsewhere.example", "password": "wrong"})


async def _open_room(member: Person, other: Person) -> httpx2.Response:
    return await member.http.post("/rooms", json={**_id(), "kind": "direct", "member_id": str(other.id)})


async def _send(member: Person, other: Person) -> httpx2.Response:
    room = await open_room(other, member)
    return await room.send(member, "hi")


async def _report(member: Person, other: Person) -> httpx2.Response:
    body = {**_id(), "target_kind": "member", "target_id": str(other.id), "reason": "abuse"}
    return await member.http.post("/reports", json=body)


def _get(path: str) -> Call:
    return lambda member, _: member.http.get(path, params={"q": "camping"})


def _post(path: str, **body: Any) -> Call:
    return lambda member, _: member.http.post(path, json=body)


async def _group(member: Person, _: Person) -> httpx2.Response:
    return await member.http.post("/rooms", json=group_body())


async def _ask(member: Person, other: Person) -> httpx2.Response:
    return await member.http.post("/connect/requests", json={"member_id": str(other.id)})


@dataclass(frozen=True)
class Promise:
    """A limit, and something that counts against it."""

    module: ModuleType
    name: str
    amount: int
    seconds: int
    call: Call
    fails_closed: bool = False


PROMISES = [
    Promise(accounts, "STRANGERS_BY_ADDRESS", 5, 3600, _sign_up, fails_closed=True),
    Promise(accounts, "SIGN_UPS_BY_ADDRESS", 120, 3600, _sign_up, fails_closed=True),
    Promise(accounts, "WRONG_LOGINS_BY_ADDRESS", 20, 60, _login, fails_closed=True),
    Promise(messages, "SENDING", 20, 10, _send),
    Promise(direct, "NEW_PEOPLE", 10, DAY, _open_room),
    Promise(friends, "NEW_REQUESTS", 10, DAY, _ask),
    Promise(groups, "NEW_GROUPS", 20, DAY, _group),
    Promise(moderation, "NEW_REPORTS", 30, DAY, _report),
    Promise(media, "UPLOADS", 30, 60, _post("/media", kind="chat", content_type="image/png", size=9)),
    Promise(community, "SEARCHES", 30, 60, _get("/posts")),
    Promise(connect, "NICKNAME_SEARCHES", 30, 60, _get("/connect/search")),
    Promise(discovery, "SEARCHES", 30, 60, _get("/rooms/discover")),
    Promise(flights, "NEW_TEXTS", 60, 60, _post("/translations", text="hello there", target="ko")),
]
NAMES = [f"{promise.module.__name__.split('.')[1]}.{promise.name}" for promise in PROMISES]


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
async def test_limit_has_its_size_and_says_when_to_come_back(
    people: People, monkeypatch: pytest.MonkeyPatch, promise: Promise
) -> None:
    limit: RateLimit = getattr(promise.module, promise.name)
    assert (limit.amount, limit.seconds, limit.fail_closed) == (promise.amount, promise.seconds, promise.fails_closed)
    monkeypatch.setattr(promise.module, promise.name, replace(limit, amount=1))
    member, first, second = [await people.create() for _ in range(3)]

    counted = await promise.call(member, first)
    refused = await promise.call(member, second)

    assert counted.status_code != 429, counted.text
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited"), refused.text
    wait = int(refused.headers["retry-after"])
    assert 1 <= wait <= promise.seconds + 1
    told = {name: value for name, value in refused.headers.items() if name.startswith("ratelimit")}
    assert told == {
        "ratelimit-limit": "1",
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(wait),
        "ratelimit-policy": f"1;w={promise.seconds}",
    }


async def test_friends_may_be_written_to_without_number(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct, "NEW_PEOPLE", replace(direct.NEW_PEOPLE, amount=1))
    ana, stranger, friend = [await people.create() for _ in range(3)]
    assert (await _ask(ana, friend)).status_code == 201
    assert (await _ask(friend, ana)).status_code == 200

    answers = [await _open_room(ana, stranger), await _open_room(ana, stranger), await _open_room(ana, friend)]

    assert [answer.status_code for answer in answers] == [201, 200, 201]


async def test_what_the_client_says_of_its_address_does_not_count(
    http: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "STRANGERS_BY_ADDRESS", replace(accounts.STRANGERS_BY_ADDRESS, amount=2))

    statuses = []
    for number in range(3):
        http.headers["X-Forwarded-For"] = f"203.0.113.{number}"
        body = {"email": f"{new_id()}@elsewhere.example", "password": "correct horse", "locale": "en"}
        statuses.append((await http.post("/auth/sign-up", json=body)).status_code)

    assert statuses == [202, 202, 429]


async def test_processes_count_together(services: Services) -> None:
    limit = RateLimit("shared", 10, 60)
    one, other = RateLimiter(services.valkey_url), RateLimiter(services.valkey_url)
    try:
        for _ in range(5):
            await one.hit(limit, "somebody")
            await other.hit(limit, "somebody")
        await one.hit(limit, "somebody else")
        for limiter in (one, other):
            with pytest.raises(RateLimited):
                await limiter.hit(limit, "somebody")
            with pytest.raises(RateLimited):
                await limiter.check(limit, "somebody")
    finally:
        await one.aclose()
        await other.aclose()


async def test_a_valkey_that_was_started_again_refuses_nobody(services: Services, app_resources: Resources) -> None:
    """Though every connection to it is dead."""
    limit = RateLimit("started_again", 100, 60, fail_closed=True)
    limiter = RateLimiter(services.valkey_url)
    try:
        await asyncio.gather(*(limiter.hit(limit, "somebody") for _ in range(8)))
        await app_resources.valkey.client_kill_filter(_type="normal", skipme=True)
        await asyncio.gather(*(limiter.hit(limit, "somebody") for _ in range(8)))
    finally:
        await limiter.aclose()


async def test_without_valkey_guessing_ends_and_everything_else_goes_on(
    people: People, services: Services, app_resources: Resources
) -> None:
    member, other = await people.create(), await people.create()
    services.valkey.stop()
    try:
        answers = {name: await promise.call(member, other) for name, promise in zip(NAMES, PROMISES, strict=True)}
    finally:
        services.valkey.start()

    for name, promise in zip(NAMES, PROMISES, strict=True):
        answer = answers[name]
        if promise.fails_closed:
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), name
            assert int(answer.headers["retry-after"]) > 0
        else:
            # New text has no engine here, and says so.
            assert answer.status_code in {200, 201, 409}, (name, answer.text)
