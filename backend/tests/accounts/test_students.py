"""One campus mailbox makes one verified student, whatever addresses people move to."""

import httpx2
import pytest

from dife.context import Resources

from .test_email_change import ask, confirm, mailed_code, with_password
from fixtures.jobs import RunJobs
from fixtures.people import PASSWORD, People, Person
from fixtures.services import Services

pytestmark = pytest.mark.usefixtures("clean")


async def move(member: Person, email: str, services: Services, run_jobs: RunJobs) -> None:
    assert (await ask(member, email)).status_code == 202
    assert (await confirm(member, await mailed_code(services, run_jobs, email))).status_code == 200


async def sign_up(http: httpx2.AsyncClient, email: str, services: Services, run_jobs: RunJobs) -> bool:
    started = await http.post("/auth/sign-up", json={"email": email, "password": PASSWORD, "locale": "en"})
    code = await mailed_code(services, run_jobs, email)
    body = {**started.json(), "code": code}
    response = await http.post("/auth/verify-email", json=body)
    verified: bool = response.json()["member"]["student_verified"]
    return verified


async def is_verified(member: Person) -> bool:
    verified: bool = (await member.http.get("/me")).json()["student_verified"]
    return verified


async def test_who_confirms_an_address_that_was_left_takes_its_verification(
    http: httpx2.AsyncClient, people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    member = await with_password(people, app_resources)
    await move(member, "first@example.com", services, run_jobs)
    before = await is_verified(member)

    assert await sign_up(http, member.email, services, run_jobs)
    await run_jobs()

    assert (before, await is_verified(member)) == (True, False)
    assert (await member.http.get("/connect/recommendations")).json()["code"] == "not_verified"
    assert "no longer a verified student" in services.mail.received(to="first@example.com")[0].subject


async def test_a_member_who_moves_to_it_takes_it_as_well(
    people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    first = await with_password(people, app_resources)
    second = await with_password(people, app_resources, campus_id=None, student_verified_at=None)
    await move(first, "second@example.com", services, run_jobs)

    await move(second, first.email, services, run_jobs)

    assert (await is_verified(first), await is_verified(second)) == (False, True)


async def test_who_moves_on_private_addresses_or_comes_back_stays_verified(
    people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    member = await with_password(people, app_resources)

    for email in ("third@example.com", "fourth@example.com", member.email):
        await move(member, email, services, run_jobs)
        assert await is_verified(member)


async def test_at_another_campus_the_address_before_no_longer_matters(
    http: httpx2.AsyncClient, people: People, app_resources: Resources, services: Services, run_jobs: RunJobs
) -> None:
    member = await with_password(people, app_resources)
    await move(member, "fifth@example.com", services, run_jobs)
    await move(member, f"{member.username}@snu.ac.kr", services, run_jobs)

    assert await sign_up(http, member.email, services, run_jobs)
    assert await is_verified(member)
