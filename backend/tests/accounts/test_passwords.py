"""Passwords: logging in with them, changing and resetting them."""

import asyncio
import re
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import update

from dife.accounts import passwords
from dife.context import Resources
from dife.models import Account

from .conftest import HeldCheck
from fixtures.application import TurnableClock
from fixtures.jobs import RunJobs
from fixtures.people import PASSWORD, People, Person
from fixtures.services import Services

NEW = "a new, longer one 🙂"


@pytest.fixture
async def member(people: People, app_resources: Resources) -> Person:
    person = await people.create()
    password_hash = await passwords.hash_password(PASSWORD)
    async with app_resources.engine.begin() as connection:
        statement = update(Account).where(Account.member_id == person.id)
        await connection.execute(statement.values(password_hash=password_hash))
    return person


async def log_in(http: httpx2.AsyncClient, email: str, password: str = PASSWORD) -> httpx2.Response:
    return await http.post("/auth/login", json={"email": email, "password": password})


async def test_right_password_logs_in_whatever_the_case_of_the_address(
    http: httpx2.AsyncClient, member: Person
) -> None:
    response = await log_in(http, member.email.upper())

    assert response.status_code == 200
    assert response.json()["member"]["id"] == str(member.id)


async def test_wrong_password_and_unknown_address_look_alike(http: httpx2.AsyncClient, member: Person) -> None:
    wrong = await log_in(http, member.email, "wrong password")
    unknown = await log_in(http, "nobody@kookmin.ac.kr", "wrong password")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "wrong_credentials"


async def test_sixth_try_is_refused_and_live_sessions_go_on(http: httpx2.AsyncClient, member: Person) -> None:
    for _ in range(5):
        assert (await log_in(http, member.email, "wrong password")).status_code == 401

    sixth = await log_in(http, member.email)

    assert (sixth.status_code, sixth.json()["code"]) == (429, "rate_limited")
    assert int(sixth.headers["retry-after"]) > 0
    assert (await member.http.get("/me")).status_code == 200


async def test_tries_that_come_at_once_are_no_more(
    http: httpx2.AsyncClient, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    async def refused(password_hash: str, password: str) -> bool:
        checked.append(password)
        await asyncio.sleep(0.2)
        return False

    monkeypatch.setattr(passwords, "verify_password", refused)
    answers = await asyncio.gather(*(log_in(http, member.email, f"guess {number}") for number in range(8)))

    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 3
    assert len(checked) == 5


async def test_right_password_forgives_the_wrong_ones_before(http: httpx2.AsyncClient, member: Person) -> None:
    for _ in range(2):
        for _ in range(4):
            assert (await log_in(http, member.email, "wrong password")).status_code == 401
        assert (await log_in(http, member.email)).status_code == 200


async def test_no_connection_is_held_while_a_password_is_checked(
    http: httpx2.AsyncClient, member: Person, app_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections: list[int] = []
    verify = passwords.verify_password

    async def watched(password_hash: str, password: str) -> bool:
        connections.append(app_resources.engine.pool.checkedout())  # type: ignore[attr-defined]  # a queue pool has it
        return await verify(password_hash, password)

    monkeypatch.setattr(passwords, "verify_password", watched)
    for email in (member.email, "nobody@kookmin.ac.kr"):
        await log_in(http, email)

    assert connections == [0, 0]


async def test_suspended_member_is_told(http: httpx2.AsyncClient, member: Person, app_resources: Resources) -> None:
    from dife.models import Member

    async with app_resources.engine.begin() as connection:
        await connection.execute(update(Member).where(Member.id == member.id).values(status="suspended"))

    response = await log_in(http, member.email)

    assert (response.status_code, response.json()["code"]) == (403, "account_suspended")


async def test_weaker_hash_is_renewed_at_log_in(
    http: httpx2.AsyncClient, member: Person, app_resources: Resources
) -> None:
    from argon2 import PasswordHasher
    from sqlalchemy import select

    weak = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    async with app_resources.engine.begin() as connection:
        await connection.execute(update(Account).where(Account.member_id == member.id).values(password_hash=weak))

    assert (await log_in(http, member.email)).status_code == 200

    async with app_resources.engine.connect() as connection:
        stored = await connection.scalar(select(Account.password_hash).where(Account.member_id == member.id))
    assert "m=19456" in str(stored)


async def test_changing_needs_the_old_one_and_ends_other_sessions(http: httpx2.AsyncClient, member: Person) -> None:
    other = (await log_in(http, member.email)).json()["access_token"]

    refused = await member.http.post("/auth/password", json={"old": "wrong", "new": NEW})
    changed = await member.http.post("/auth/password", json={"old": PASSWORD, "new": NEW})

    assert (refused.status_code, refused.json()["code"]) == (403, "wrong_password")
    assert changed.status_code == 204
    assert (await member.http.get("/me")).status_code == 200
    assert (await http.get("/me", headers={"Authorization": f"Bearer {other}"})).status_code == 401
    assert (await log_in(http, member.email, NEW)).status_code == 200


async def reset_code(http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs, email: str) -> str:
    assert (await http.post("/auth/password-reset", json={"email": email})).status_code == 202
    await run_jobs()
    found = re.search(r"\b\d{6}\b", services.mail.received(to=email)[0].text)
    assert found is not None
    return found[0]


async def test_no_session_of_the_old_password_outlives_a_change(
    http: httpx2.AsyncClient, member: Person, held_check: HeldCheck
) -> None:
    """Who logs in while the password is changed is checked against one that is over by the time they are let in."""
    late = asyncio.create_task(log_in(http, member.email))
    await held_check.is_done.wait()
    changed = await member.http.post("/auth/password", json={"old": PASSWORD, "new": NEW})
    held_check.may_go_on.set()
    answer = await late

    assert changed.status_code == 204
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert len((await member.http.get("/auth/sessions")).json()["items"]) == 1
    assert (await log_in(http, member.email, NEW)).status_code == 200


async def test_of_two_changes_at_once_from_one_password_one_is_refused(
    member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = asyncio.Barrier(2)
    verify = passwords.verify_password

    async def together(password_hash: str, password: str) -> bool:
        try:
            async with asyncio.timeout(0.3):
                await both.wait()
        except (TimeoutError, asyncio.BrokenBarrierError):
            pass
        return await verify(password_hash, password)

    monkeypatch.setattr(passwords, "verify_password", together)
    answers = await asyncio.gather(
        *(member.http.post("/auth/password", json={"old": PASSWORD, "new": f"{NEW} {number}"}) for number in range(2))
    )

    assert sorted(answer.status_code for answer in answers) == [204, 403]


async def test_mailed_code_sets_a_new_password_once_and_ends_all_sessions(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs
) -> None:
    code = await reset_code(http, services, run_jobs, member.email)
    body = {"email": member.email, "code": code, "new_password": NEW}

    done = await http.post("/auth/password-reset/confirm", json=body)
    again = await http.post("/auth/password-reset/confirm", json=body)

    assert done.status_code == 204
    assert (again.status_code, again.json()["code"]) == (410, "code_expired")
    assert (await member.http.get("/me")).status_code == 401
    assert (await log_in(http, member.email, NEW)).status_code == 200
    await run_jobs()
    assert "changed" in services.mail.received(to=member.email)[0].subject


async def test_reset_code_expires_and_dies_after_five_tries(
    http: httpx2.AsyncClient, member: Person, services: Services, run_jobs: RunJobs, clock: TurnableClock
) -> None:
    code = await reset_code(http, services, run_jobs, member.email)
    wrong = "000000" if code != "000000" else "111111"
    body = {"email": member.email, "code": wrong, "new_password": NEW}

    tries = [(await http.post("/auth/password-reset/confirm", json=body)).status_code for _ in range(6)]
    right_but_late = await http.post("/auth/password-reset/confirm", json={**body, "code": code})
    fresh = await reset_code(http, services, run_jobs, member.email)
    clock.turn(timedelta(minutes=10))
    late = await http.post("/auth/password-reset/confirm", json={**body, "code": fresh})

    assert tries == [422] * 6
    assert (right_but_late.status_code, right_but_late.json()["code"]) == (410, "code_expired")
    assert late.status_code == 410


async def test_guessing_codes_does_not_tell_which_addresses_have_accounts(
    http: httpx2.AsyncClient, member: Person
) -> None:
    answers = []
    for email in (member.email, "nobody@kookmin.ac.kr"):
        await http.post("/auth/password-reset", json={"email": email})
        body = {"email": email, "code": "000000", "new_password": NEW}
        tries = [await http.post("/auth/password-reset/confirm", json=body) for _ in range(6)]
        answers.append([(answer.status_code, answer.content) for answer in tries])

    assert answers[0] == answers[1]


async def test_reset_of_an_unknown_address_looks_alike_and_mails_nothing(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs
) -> None:
    response = await http.post("/auth/password-reset", json={"email": "nobody@kookmin.ac.kr"})
    await run_jobs()

    assert response.status_code == 202
    assert services.mail.received(to="nobody@kookmin.ac.kr") == []


REFUSED = [
    ("password", "common_password"),
    ("PassWord1", "common_password"),
    ("qwer1234!", "common_password"),
    ("{name}1234", "personal_password"),
    ("Kookmin_2026", "personal_password"),
    ("{name}@kookmin!!", "personal_password"),
    ("Dife-dife-1", "personal_password"),
]


@pytest.mark.parametrize(("password", "code"), REFUSED)
async def test_what_everybody_would_guess_is_refused_everywhere(
    http: httpx2.AsyncClient, member: Person, password: str, code: str
) -> None:
    new = password.format(name=member.email.partition("@")[0])
    tries = {
        "password": await http.post("/auth/sign-up", json={"email": member.email, "password": new, "locale": "en"}),
        "new_password": await http.post(
            "/auth/password-reset/confirm", json={"email": member.email, "code": "123456", "new_password": new}
        ),
        "new": await member.http.post("/auth/password", json={"old": PASSWORD, "new": new}),
    }

    for field, response in tries.items():
        [error] = response.json()["errors"]
        assert (response.status_code, error["field"], error["code"]) == (422, field, code)
        assert error["message"].endswith("Choose another.")


@pytest.mark.parametrize("password", ["🙂" * 8, "a" * 128, "        ", "my kookmin horse", "비밀번호는 길게"])
async def test_any_characters_will_do(http: httpx2.AsyncClient, member: Person, password: str) -> None:
    changed = await member.http.post("/auth/password", json={"old": PASSWORD, "new": password})

    assert changed.status_code == 204
    assert (await log_in(http, member.email, password[:-1] + "x")).status_code == 401
    assert (await log_in(http, member.email, password)).status_code == 200
