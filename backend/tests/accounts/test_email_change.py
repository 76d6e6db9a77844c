"""Changing the mail address: the password, a code to the new one, word to the old one."""

import asyncio
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import httpx2
import psycopg
import pytest
from sqlalchemy import func, insert, select, update

from dife.accounts import email_change, jobs, passwords, repository, tokens
from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.models import Account, EmailChange

from .conftest import HeldCheck
from fixtures.application import TurnableClock
from fixtures.jobs import RunJobs, run_once
from fixtures.people import PASSWORD, People, Person
from fixtures.services import Services

NEW = "claire@example.com"


async def with_password(people: People, resources: Resources, **columns: Any) -> Person:
    person = await people.create(**columns)
    password_hash = await passwords.hash_password(PASSWORD)
    async with resources.engine.begin() as connection:
        statement = update(Account).where(Account.member_id == person.id)
        await connection.execute(statement.values(password_hash=password_hash))
    return person


@pytest.fixture
async def member(people: People, app_resources: Resources) -> Person:
    return await with_password(people, app_resources)


async def ask(member: Person, email: str = NEW, password: str = PASSWORD) -> httpx2.Response:
    return await member.http.post("/auth/email", json={"password": password, "email": email})


async def confirm(member: Person, code: str) -> httpx2.Response:
    return await member.http.post("/auth/email/confirm", json={"code": code})


async def mailed_code(services: Services, run_jobs: RunJobs, to: str = NEW) -> str:
    await run_jobs()
    found = re.search(r"\b\d{6}\b", services.mail.received(to=to)[0].text)
    assert found is not None
    return found[0]


async def log_in(http: httpx2.AsyncClient, email: str) -> httpx2.Response:
    return await http.post("/auth/login", json={"email": email, "password": PASSWORD})


def told(response: httpx2.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def pending(resources: Resources) -> int:
    async with new_session(resources.engine) as session:
        unconfirmed = select(func.count()).select_from(EmailChange).where(EmailChange.confirmed_at.is_(None))
        return int((await session.execute(unconfirmed)).scalar_one())


async def test_code_moves_the_account_and_ends_the_other_sessions(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs
) -> None:
    other = (await log_in(http, member.email)).json()["access_token"]

    asked = await ask(member, NEW.upper())
    code = await mailed_code(services, run_jobs)
    before = (await member.http.get("/me")).json()["email"]
    moved = await confirm(member, code)

    assert (asked.status_code, before) == (202, member.email)
    assert (moved.status_code, moved.json()["email"]) == (200, NEW)
    assert (await member.http.get("/me")).json() == moved.json()
    assert (await http.get("/me", headers={"Authorization": f"Bearer {other}"})).status_code == 401
    assert told(await log_in(http, member.email)) == (401, "wrong_credentials")
    assert (await log_in(http, NEW)).status_code == 200


async def test_old_address_is_told_afterwards_in_the_members_language(
    people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    member = await with_password(people, app_resources, locale="es")
    await ask(member)
    code = await mailed_code(services, run_jobs)
    early = services.mail.received(to=member.email)

    await confirm(member, code)
    await ask(member, "next@example.com")
    await run_jobs()

    [mail] = services.mail.received(to=member.email)
    assert early == []
    assert mail.subject == "El correo de tu cuenta de Dife cambió"
    assert "responde enseguida" in mail.text
    assert NEW not in mail.text
    assert services.mail.received(to=NEW)[0].subject.startswith("Tu código de Dife")


async def test_campus_address_verifies_the_student_and_is_their_campus(
    people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    member = await with_password(people, app_resources, campus_id=None, student_verified_at=None)
    await ask(member, "claire@snu.ac.kr")

    moved = (await confirm(member, await mailed_code(services, run_jobs, "claire@snu.ac.kr"))).json()

    assert (moved["student_verified"], moved["campus_id"]) == (True, "snu.ac.kr")
    assert (await member.http.get("/connect/recommendations")).status_code == 200


@pytest.mark.parametrize("verified", [True, False])
async def test_any_other_address_leaves_the_verification_as_it_is(
    people: People, app_resources: Resources, services: Services, run_jobs: RunJobs, verified: bool
) -> None:
    columns = {} if verified else {"campus_id": None, "student_verified_at": None}
    member = await with_password(people, app_resources, **columns)
    await ask(member)

    moved = (await confirm(member, await mailed_code(services, run_jobs))).json()

    campus = "kookmin.ac.kr" if verified else None
    assert (moved["email"], moved["student_verified"], moved["campus_id"]) == (NEW, verified, campus)


async def test_it_needs_the_password_and_five_wrong_ones_are_all(
    member: Person, services: Services, run_jobs: RunJobs
) -> None:
    refused = [await ask(member, "never@example.com", "wrong") for _ in range(5)]
    sixth = await ask(member, "never@example.com")
    await run_jobs()

    assert [told(response) for response in refused] == [(403, "wrong_password")] * 5
    assert told(sixth) == (429, "rate_limited")
    assert services.mail.received(to="never@example.com") == []
    assert (await member.http.get("/me")).status_code == 200


async def test_ones_own_address_is_no_change(member: Person) -> None:
    response = await ask(member, member.email.upper())

    [error] = response.json()["errors"]
    assert (response.status_code, error["field"], error["code"]) == (422, "email", "same_email")


async def test_taken_address_answers_alike_and_its_owner_is_told(
    member: Person, people: People, services: Services, run_jobs: RunJobs, app_resources: Resources
) -> None:
    owner = await people.create(locale="ko")
    free = await ask(member)
    taken = await ask(member, owner.email)
    await run_jobs()

    alike = [(r.status_code, r.content, {*r.headers} - {"x-request-id"}) for r in (free, taken)]
    assert alike[0] == alike[1]
    mail = services.mail.received(to=owner.email)[0]
    assert mail.subject == "이 메일 주소를 쓰려는 요청이 있었어요"
    assert not re.search(r"\b\d{6}\b", mail.text)
    async with new_session(app_resources.engine) as session:
        change = (await session.execute(select(EmailChange))).scalar_one()
    code = tokens.mailed_code(app_resources.settings, jobs.EMAIL_CHANGE, change.id, number=1)
    tries = [told(await confirm(member, code)) for _ in range(6)]
    assert tries == [(422, "wrong_code")] * 5 + [(410, "code_expired")]


async def test_new_change_replaces_the_one_before(
    member: Person, services: Services, run_jobs: RunJobs, app_resources: Resources
) -> None:
    await ask(member)
    first = await mailed_code(services, run_jobs)
    await ask(member, "other@example.com")
    second = await mailed_code(services, run_jobs, "other@example.com")

    stale = await confirm(member, first)
    moved = await confirm(member, second)

    assert told(stale) == (422, "wrong_code")
    assert moved.json()["email"] == "other@example.com"
    assert await pending(app_resources) == 0


async def test_changes_asked_for_at_once_leave_one(member: Person, app_resources: Resources) -> None:
    answers = await asyncio.gather(*(ask(member, f"{number}@example.com") for number in range(4)))

    assert [answer.status_code for answer in answers] == [202] * 4
    assert await pending(app_resources) == 1


async def test_code_is_only_for_whom_it_was_mailed(
    member: Person, people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    thief = await with_password(people, app_resources)
    await ask(member)
    await ask(thief, "thief@example.com")
    code = await mailed_code(services, run_jobs)

    assert told(await confirm(thief, code)) == (422, "wrong_code")
    assert told(await confirm(await people.create(), code)) == (410, "code_expired")
    assert (await confirm(member, code)).status_code == 200


async def test_of_two_members_who_confirm_one_address_at_once_one_wins(
    people: People,
    app_resources: Resources,
    services: Services,
    run_jobs: RunJobs,
    http: httpx2.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = asyncio.Barrier(2)
    set_email = repository.set_email

    async def together(*args: Any, **values: Any) -> None:
        await both.wait()
        await set_email(*args, **values)

    one, two = [await with_password(people, app_resources) for _ in range(2)]
    codes = []
    for member in (one, two):
        await ask(member)
        codes.append(await mailed_code(services, run_jobs))
    elsewhere = [(await log_in(http, member.email)).json()["access_token"] for member in (one, two)]
    monkeypatch.setattr(repository, "set_email", together)
    answers = await asyncio.gather(confirm(one, codes[0]), confirm(two, codes[1]))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    for member, answer, token in zip((one, two), answers, elsewhere, strict=True):
        won = answer.status_code == 200
        assert won or told(answer) == (409, "email_taken")
        assert (await member.http.get("/me")).json()["email"] == (NEW if won else member.email)
        other = await http.get("/me", headers={"Authorization": f"Bearer {token}"})
        assert other.status_code == (401 if won else 200)


async def test_one_code_moves_once(member: Person, services: Services, run_jobs: RunJobs) -> None:
    await ask(member)
    code = await mailed_code(services, run_jobs)

    answers = await asyncio.gather(*(confirm(member, code) for _ in range(3)))
    await run_jobs()

    assert Counter(answer.status_code for answer in answers) == {200: 1, 410: 2}
    assert told(await confirm(member, code)) == (410, "code_expired")
    assert len(services.mail.received(to=member.email)) == 1


async def test_sign_up_that_waits_loses_to_a_change(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs
) -> None:
    started = await http.post("/auth/sign-up", json={"email": NEW, "password": PASSWORD, "locale": "en"})
    sign_up_code = await mailed_code(services, run_jobs)
    await ask(member)
    assert (await confirm(member, await mailed_code(services, run_jobs))).status_code == 200

    late = await http.post("/auth/verify-email", json={**started.json(), "code": sign_up_code})

    assert told(late) == (409, "email_taken")


async def test_code_expires_and_dies_after_five_tries(
    member: Person, services: Services, run_jobs: RunJobs, clock: TurnableClock
) -> None:
    await ask(member)
    code = await mailed_code(services, run_jobs)
    wrong = "000000" if code != "000000" else "111111"
    tries = [told(await confirm(member, wrong)) for _ in range(5)]
    dead = await confirm(member, code)
    await ask(member)
    fresh = await mailed_code(services, run_jobs)
    clock.turn(timedelta(minutes=10))
    late = await confirm(member, fresh)

    assert tries == [(422, "wrong_code")] * 5
    assert told(dead) == told(late) == (410, "code_expired")


async def test_new_code_can_be_had_after_a_minute_and_voids_the_last(
    member: Person, services: Services, run_jobs: RunJobs, clock: TurnableClock
) -> None:
    nothing = await member.http.post("/auth/email/resend")
    await ask(member)
    first = await mailed_code(services, run_jobs)
    early = await member.http.post("/auth/email/resend")
    clock.turn(timedelta(minutes=1))
    later = await member.http.post("/auth/email/resend")
    second = await mailed_code(services, run_jobs)

    assert told(nothing) == (404, "email_change_not_found")
    assert told(early) == (429, "rate_limited")
    assert later.status_code == 202
    assert told(await confirm(member, first)) == (422, "wrong_code")
    assert (await confirm(member, second)).status_code == 200


async def test_another_password_voids_what_was_begun_with_the_old_one(
    member: Person, services: Services, run_jobs: RunJobs
) -> None:
    await ask(member)
    code = await mailed_code(services, run_jobs)
    await member.http.post("/auth/password", json={"old": PASSWORD, "new": "another long one"})

    assert told(await confirm(member, code)) == (410, "code_expired")


async def test_change_asked_for_while_the_password_changes_is_refused(
    member: Person, app_resources: Resources, held_check: HeldCheck
) -> None:
    late = asyncio.create_task(ask(member))
    await held_check.is_done.wait()
    changed = await member.http.post("/auth/password", json={"old": PASSWORD, "new": "another long one"})
    held_check.may_go_on.set()

    assert changed.status_code == 204
    assert told(await late) == (403, "wrong_password")
    assert await pending(app_resources) == 0


async def test_password_code_in_the_old_mailbox_is_worth_nothing_after_the_change(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs
) -> None:
    await http.post("/auth/password-reset", json={"email": member.email})
    reset_code = await mailed_code(services, run_jobs, member.email)
    await ask(member)
    await confirm(member, await mailed_code(services, run_jobs))

    for email in (member.email, NEW):
        body = {"email": email, "code": reset_code, "new_password": "the one of a thief"}
        assert told(await http.post("/auth/password-reset/confirm", json=body)) == (422, "wrong_code")


async def test_password_code_asked_for_during_the_change_does_not_reach_the_old_mailbox(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs, database_url: str
) -> None:
    with psycopg.connect(database_url) as mover:
        mover.execute("UPDATE accounts SET email = %s WHERE member_id = %s", (NEW, member.id))
        asked = asyncio.create_task(http.post("/auth/password-reset", json={"email": member.email}))
        # The moment itself does not matter: whoever comes after the commit finds the new address anyway.
        await asyncio.sleep(0.2)
        assert not asked.done()
    assert (await asked).status_code == 202
    await run_jobs()

    assert services.mail.received(to=member.email) == []


@pytest.mark.parametrize("name", ["CHANGES_BY_MEMBER", "CHANGES_BY_ADDRESS", "CHANGES_BY_EMAIL"])
async def test_codes_are_limited_by_member_by_mailbox_and_by_network_address(
    people: People, app_resources: Resources, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    limit: RateLimit = getattr(email_change, name)
    amounts = {"CHANGES_BY_MEMBER": 5, "CHANGES_BY_ADDRESS": 60, "CHANGES_BY_EMAIL": 5}
    assert (limit.amount, limit.seconds, limit.fail_closed) == (amounts[name], 3600, True)
    monkeypatch.setattr(email_change, name, RateLimit("few", 1, 3600, fail_closed=True))
    one, two = [await with_password(people, app_resources) for _ in range(2)]
    by_member = name == "CHANGES_BY_MEMBER"

    first = await ask(one)
    second = await ask(one if by_member else two, NEW if name == "CHANGES_BY_EMAIL" else "other@example.com")

    assert (first.status_code, told(second)) == (202, (429, "rate_limited"))


async def test_what_is_over_is_swept(member: Person, app_resources: Resources, clock: TurnableClock) -> None:
    now = clock.now()
    old = now - timedelta(days=8)
    row = {"member_id": member.id, "email": NEW, "is_taken": False, "code_sent_at": old, "code_expires_at": old}
    async with new_session(app_resources.engine) as session:
        await session.execute(
            insert(EmailChange),
            [
                {**row, "id": new_id(), "created_at": old, "confirmed_at": None},
                {**row, "id": new_id(), "created_at": old, "confirmed_at": old},
                {**row, "id": new_id(), "created_at": now, "confirmed_at": now},
            ],
        )
        await commit(session)

    await run_once(app_resources, jobs.sweep, timestamp=0)

    async with new_session(app_resources.engine) as session:
        left = (await session.execute(select(EmailChange.created_at))).scalars().all()
    assert left == [now]
