"""Signing up: the mailed code makes the account, and nothing tells which addresses are taken."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest

from dife.accounts import jobs, service
from dife.context import Resources
from dife.kit.rate_limits import RateLimit
from dife.ports import Mail

from fixtures.application import TurnableClock
from fixtures.jobs import RunJobs, run_once
from fixtures.people import PASSWORD, People
from fixtures.services import Services

SIGN_UP = {"email": "claire@kookmin.ac.kr", "password": PASSWORD, "locale": "es"}


async def sign_up(http: httpx2.AsyncClient, **changes: str) -> str:
    response = await http.post("/auth/sign-up", json={**SIGN_UP, **changes})
    assert response.status_code == 202, response.text
    sign_up_id: str = response.json()["sign_up_id"]
    return sign_up_id


async def mailed_code(services: Services, run_jobs: RunJobs, *, to: str = SIGN_UP["email"]) -> str:
    await run_jobs()
    found = re.search(r"\b\d{6}\b", services.mail.received(to=to)[0].text)
    assert found is not None
    return found[0]


async def test_code_makes_a_verified_student(http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs) -> None:
    sign_up_id = await sign_up(http)

    code = await mailed_code(services, run_jobs)
    response = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": code})

    assert response.status_code == 200
    body = response.json()
    assert body["member"]["student_verified"] is True
    assert body["member"]["campus_id"] == "kookmin.ac.kr"
    assert body["member"]["onboarded"] is False
    me = await http.get("/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["email"] == SIGN_UP["email"]


async def test_mail_is_in_the_language_that_was_chosen(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs
) -> None:
    await sign_up(http)

    await run_jobs()

    assert services.mail.received(to=SIGN_UP["email"])[0].subject.startswith("Tu código de Dife")


async def test_address_outside_campuses_is_not_a_student(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs
) -> None:
    sign_up_id = await sign_up(http, email="claire@example.com")

    code = await mailed_code(services, run_jobs, to="claire@example.com")
    response = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": code})

    assert response.json()["member"]["student_verified"] is False


async def test_taken_address_answers_alike_and_is_told_by_mail(
    http: httpx2.AsyncClient, people: People, services: Services, run_jobs: RunJobs
) -> None:
    member = await people.create()

    sign_up_id = await sign_up(http, email=member.email)
    await run_jobs()

    mail = services.mail.received(to=member.email)[0]
    assert not re.search(r"\b\d{6}\b", mail.text)
    response = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": "123456"})
    assert (response.status_code, response.json()["code"]) == (422, "wrong_code")


async def test_sixth_try_finds_a_dead_code(http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs) -> None:
    sign_up_id = await sign_up(http)
    code = await mailed_code(services, run_jobs)
    wrong = "000000" if code != "000000" else "111111"

    tries = [
        (await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": wrong})).status_code
        for _ in range(5)
    ]
    right_but_late = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": code})

    assert tries == [422] * 5
    assert (right_but_late.status_code, right_but_late.json()["code"]) == (410, "code_expired")


async def test_codes_of_many_sign_ups_are_not_to_be_guessed_from_one_place(
    http: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CONFIRMATIONS_BY_ADDRESS", RateLimit("few", 3, 3600, fail_closed=True))
    statuses = []
    for name in ("one", "two"):
        sign_up_id = await sign_up(http, email=f"{name}@kookmin.ac.kr")
        body = {"sign_up_id": sign_up_id, "code": "000000"}
        statuses += [(await http.post("/auth/verify-email", json=body)).status_code for _ in range(2)]

    assert statuses == [422, 422, 422, 429]


async def test_code_expires_after_ten_minutes(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs, clock: TurnableClock
) -> None:
    sign_up_id = await sign_up(http)
    code = await mailed_code(services, run_jobs)

    clock.turn(timedelta(minutes=10))
    response = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": code})

    assert response.status_code == 410


async def test_resend_waits_a_minute_and_voids_the_code_before(
    http: httpx2.AsyncClient, services: Services, run_jobs: RunJobs, clock: TurnableClock
) -> None:
    sign_up_id = await sign_up(http)
    first = await mailed_code(services, run_jobs)

    too_soon = await http.post("/auth/verify-email/resend", json={"sign_up_id": sign_up_id})
    clock.turn(timedelta(seconds=61))
    resent = await http.post("/auth/verify-email/resend", json={"sign_up_id": sign_up_id})
    second = await mailed_code(services, run_jobs)

    assert too_soon.status_code == 429
    assert int(too_soon.headers["retry-after"]) in range(1, 61)
    assert resent.status_code == 202
    if first != second:
        stale = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": first})
        assert stale.status_code == 422
    fresh = await http.post("/auth/verify-email", json={"sign_up_id": sign_up_id, "code": second})
    assert fresh.status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no-address"), ("email", "a@b"), ("password", "short"), ("password", "x" * 129), ("locale", "fr")],
)
async def test_unacceptable_values_are_named(http: httpx2.AsyncClient, field: str, value: str) -> None:
    response = await http.post("/auth/sign-up", json={**SIGN_UP, field: value})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("claire(1)@kookmin.ac.kr", id="comment"),
        pytest.param('"claire"@kookmin.ac.kr', id="quoted"),
        pytest.param("claire@kookmin.ac.kr\n", id="line-break"),
        pytest.param("claire@elsewhere.com,x.kookmin.ac.kr", id="two-addresses"),
    ],
)
async def test_one_mailbox_has_one_address(http: httpx2.AsyncClient, email: str) -> None:
    response = await http.post("/auth/sign-up", json={**SIGN_UP, "email": email})

    assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "invalid_format")


async def test_no_transaction_waits_for_the_mail_server(http: httpx2.AsyncClient, app_resources: Resources) -> None:
    sign_up_id = await sign_up(http)
    connections: list[int] = []

    class WatchedMailer:
        async def send(self, mail: Mail) -> None:
            connections.append(app_resources.engine.pool.checkedout())  # type: ignore[attr-defined]  # a queue pool has it

    watched = replace(app_resources, mailer=WatchedMailer())
    await run_once(watched, jobs.mail_sign_up_code, sign_up_id=sign_up_id)

    assert connections == [0]


async def test_limits_fail_closed_without_valkey(
    http: httpx2.AsyncClient, app_resources: Resources, services: Services
) -> None:
    services.valkey.stop()
    try:
        response = await http.post("/auth/sign-up", json=SIGN_UP)
    finally:
        services.valkey.start()

    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert "retry-after" in response.headers
