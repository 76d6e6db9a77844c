"""Sessions: rotation, the repeated refresh, the stolen one, and what ends them."""

import asyncio
import re
from datetime import timedelta

import httpx2
import jwt
import pytest
from sqlalchemy import update

from dife.accounts import passwords, sessions
from dife.context import Context, Resources
from dife.database import commit, new_session
from dife.models import Session
from dife.settings import Settings

from fixtures.application import ORIGIN, TurnableClock
from fixtures.jobs import RunJobs
from fixtures.people import PASSWORD, People, Person
from fixtures.services import Services

WEB = {"X-Client": "web", "Origin": ORIGIN}


async def refresh(http: httpx2.AsyncClient, token: str | None, **headers: str) -> httpx2.Response:
    return await http.post("/auth/refresh", json={"refresh_token": token}, headers=headers)


async def status_of_me(http: httpx2.AsyncClient, access_token: str) -> int:
    return (await http.get("/me", headers={"Authorization": f"Bearer {access_token}"})).status_code


async def sign_up_and_verify(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs, **headers: str
) -> httpx2.Response:
    email = "claire@kookmin.ac.kr"
    started = await http.post("/auth/sign-up", json={"email": email, "password": PASSWORD, "locale": "en"})
    await run_jobs()
    code = re.search(r"\d{6}", services.mail.received(to=email)[0].text)
    assert code is not None
    body = {"sign_up_id": started.json()["sign_up_id"], "code": code[0]}
    return await http.post("/auth/verify-email", json=body, headers=headers)


async def test_refresh_rotates(http: httpx2.AsyncClient, people: People) -> None:
    member = await people.create()

    answer = await refresh(http, member.refresh_token)

    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != member.refresh_token
    assert await status_of_me(http, answer.json()["access_token"]) == 200


async def test_lost_answer_can_be_repeated_and_logs_nobody_out(http: httpx2.AsyncClient, people: People) -> None:
    member = await people.create()

    first, second = await asyncio.gather(refresh(http, member.refresh_token), refresh(http, member.refresh_token))

    assert first.status_code == second.status_code == 200
    assert first.json()["refresh_token"] == second.json()["refresh_token"]
    assert (await refresh(http, first.json()["refresh_token"])).status_code == 200


async def test_reuse_after_the_successor_was_used_ends_the_family(
    http: httpx2.AsyncClient, people: People, services: Services, run_jobs: RunJobs
) -> None:
    member = await people.create()
    successor = (await refresh(http, member.refresh_token)).json()
    newest = (await refresh(http, successor["refresh_token"])).json()

    reused = await refresh(http, member.refresh_token)

    assert (reused.status_code, reused.json()["code"]) == (401, "invalid_session")
    assert await status_of_me(http, newest["access_token"]) == 401
    assert (await refresh(http, newest["refresh_token"])).status_code == 401
    await run_jobs()
    assert "two places" in services.mail.received(to=member.email)[0].text


async def test_reuse_after_thirty_seconds_ends_the_family(
    http: httpx2.AsyncClient, people: People, clock: TurnableClock
) -> None:
    member = await people.create()
    successor = (await refresh(http, member.refresh_token)).json()

    clock.turn(timedelta(seconds=31))

    assert (await refresh(http, member.refresh_token)).status_code == 401
    assert (await refresh(http, successor["refresh_token"])).status_code == 401


@pytest.mark.parametrize("days", [30, 90])
async def test_session_ends_when_idle_or_old(
    http: httpx2.AsyncClient, people: People, clock: TurnableClock, days: int
) -> None:
    member = await people.create()

    clock.turn(timedelta(days=days, seconds=1))

    assert (await refresh(http, member.refresh_token)).status_code == 401


async def test_access_token_expires_after_a_quarter_of_an_hour(people: People, clock: TurnableClock) -> None:
    member = await people.create()

    clock.turn(timedelta(minutes=15))

    assert (await member.http.get("/me")).status_code == 401


@pytest.mark.parametrize("token", [None, "", "x", "A" * 70, "é" * 70])
async def test_unknown_refresh_token_is_refused(http: httpx2.AsyncClient, token: str | None) -> None:
    assert (await refresh(http, token)).status_code == 401


async def test_tampered_tokens_are_refused(http: httpx2.AsyncClient, people: People, settings: Settings) -> None:
    member = await people.create()
    claims = jwt.decode(member.access_token, options={"verify_signature": False})
    secret = settings.secret_key.get_secret_value()
    forged = [
        jwt.encode(claims, "", algorithm="none", headers={"typ": "at+jwt"}),
        jwt.encode(claims, secret, algorithm="HS256", headers={"typ": "at+jwt"}),
        jwt.encode(claims, secret * 2, algorithm="HS512", headers={"typ": "at+jwt"}),
        member.access_token[:-4] + "AAAA",
        member.refresh_token,
        "garbage",
        "a.b.c",
    ]

    assert [await status_of_me(http, token) for token in forged] == [401] * len(forged)


@pytest.mark.parametrize(
    ("change", "header"),
    [
        ({"aud": "other"}, {}),
        ({"iss": "http://evil"}, {}),
        ({"sub": "not-a-uuid"}, {}),
        ({}, {"typ": "JWT"}),
        ({}, {"kid": "1"}),
        ({}, {"jku": "http://evil"}),
    ],
)
async def test_rightly_signed_token_with_a_wrong_claim_is_refused(
    http: httpx2.AsyncClient, people: People, settings: Settings, change: dict[str, str], header: dict[str, str]
) -> None:
    from dife.accounts.tokens import _key

    member = await people.create()
    claims = {**jwt.decode(member.access_token, options={"verify_signature": False}), **change}

    token = jwt.encode(claims, _key(settings, "access"), algorithm="HS256", headers={"typ": "at+jwt", **header})

    assert await status_of_me(http, token) == 401


async def test_web_client_gets_its_refresh_token_only_as_a_cookie(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs
) -> None:
    response = await sign_up_and_verify(http, services, run_jobs, **WEB)

    assert response.json()["refresh_token"] is None
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("refresh_8000=")
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    refreshed = await refresh(http, None, **WEB)
    assert refreshed.status_code == 200
    assert refreshed.json()["refresh_token"] is None


@pytest.mark.parametrize("headers", [{"X-Client": "web"}, {"X-Client": "web", "Origin": "http://evil"}])
async def test_cookie_does_not_work_from_elsewhere(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs, headers: dict[str, str]
) -> None:
    await sign_up_and_verify(http, services, run_jobs, **WEB)

    for path in ("/auth/refresh", "/auth/logout"):
        response = await http.post(path, json={}, headers=headers)
        assert (response.status_code, response.json()["code"]) == (403, "untrusted_origin")
    without_header = await http.post("/auth/refresh", json={}, headers={"Origin": ORIGIN})
    assert without_header.status_code == 401


async def test_log_out_ends_the_session_at_once(http: httpx2.AsyncClient, people: People) -> None:
    member = await people.create()

    response = await http.post("/auth/logout", json={"refresh_token": member.refresh_token})

    assert response.status_code == 204
    assert await status_of_me(http, member.access_token) == 401
    assert (await refresh(http, member.refresh_token)).status_code == 401


async def test_sessions_are_listed_and_ended_by_their_owner_only(http: httpx2.AsyncClient, people: People) -> None:
    member, stranger = await people.create(), await people.create()
    listed = (await member.http.get("/auth/sessions")).json()["items"]

    by_stranger = await stranger.http.delete(f"/auth/sessions/{listed[0]['id']}")
    by_owner = await member.http.delete(f"/auth/sessions/{listed[0]['id']}")

    assert [session["is_current"] for session in listed] == [True]
    assert by_stranger.status_code == 404
    assert by_owner.status_code == 204
    assert (await member.http.get("/me")).status_code == 401


async def start_another(resources: Resources, member: Person) -> str:
    """Log a member in on another device; returns its access token."""
    async with new_session(resources.engine) as session:
        context = Context(session=session, resources=resources, locale="en")
        issued = await sessions.start(context, member.id, client="native", user_agent="another")
        await commit(session)
    return issued.tokens.access_token


async def test_session_that_was_idle_for_too_long_is_not_listed(
    http: httpx2.AsyncClient, people: People, app_resources: Resources, clock: TurnableClock
) -> None:
    member = await people.create()
    clock.turn(timedelta(days=30, seconds=1))
    token = await start_another(app_resources, member)

    listed = (await http.get("/auth/sessions", headers={"Authorization": f"Bearer {token}"})).json()["items"]

    assert [(each["user_agent"], each["is_current"]) for each in listed] == [("another", True)]


async def test_ending_a_session_may_be_repeated(people: People, app_resources: Resources) -> None:
    member = await people.create()
    await start_another(app_resources, member)
    [other] = [each for each in (await member.http.get("/auth/sessions")).json()["items"] if not each["is_current"]]

    answers = [await member.http.delete(f"/auth/sessions/{other['id']}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert len((await member.http.get("/auth/sessions")).json()["items"]) == 1


async def test_suspended_member_is_out_at_once(
    http: httpx2.AsyncClient, people: People, app_resources: Resources
) -> None:
    from sqlalchemy import update

    from dife.models import Member

    member = await people.create()
    async with app_resources.engine.begin() as connection:
        await connection.execute(update(Member).where(Member.id == member.id).values(status="suspended"))

    refreshed = await refresh(http, member.refresh_token)

    assert (await member.http.get("/me")).status_code == 401
    assert (refreshed.status_code, refreshed.json()["code"]) == (401, "invalid_session")


async def test_stored_hash_is_argon2id_with_owasp_parameters() -> None:
    assert (await passwords.hash_password(PASSWORD)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_only_the_token_that_was_given_out_is_taken(
    http: httpx2.AsyncClient, people: People, app_resources: Resources
) -> None:
    """Whoever could make one with our key does not know which one is stored."""
    member = await people.create()
    async with new_session(app_resources.engine) as session:
        mine = update(Session).where(Session.member_id == member.id)
        await session.execute(mine.values(refresh_hash=b"of another token"))
        await commit(session)

    answer = await refresh(http, member.refresh_token)

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_session")


async def test_the_end_of_a_session_is_a_hint_like_the_others(
    http: httpx2.AsyncClient, people: People, app_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for no Valkey: the one who publishes hints does it after the commit, in the background."""
    member = await people.create()
    hints: list[tuple[str, bytes]] = []
    monkeypatch.setattr(app_resources.hints, "put", hints.extend)

    await http.post("/auth/logout", json={"refresh_token": member.refresh_token})

    [(channel, content)] = hints
    assert channel == f"dife:member:{member.id}"
    assert b"sessions_ended" in content
