"""Problem documents: in the reader's language, with a stable code, and the field that is at fault."""

import httpx2
import pytest

from fixtures.people import People

SIGN_UP = {"email": "claire@kookmin.ac.kr", "password": "correct horse", "locale": "es"}


async def test_unknown_field_is_named(http: httpx2.AsyncClient) -> None:
    response = await http.post("/auth/sign-up", json={**SIGN_UP, "role": "moderator"})

    assert response.status_code == 422
    assert response.json()["errors"][0] | {"message": ""} == {"field": "role", "code": "unknown_field", "message": ""}


@pytest.mark.parametrize(
    ("accept_language", "title"),
    [
        ("ko-KR,ko;q=0.9", "로그인이 필요해요"),
        ("fr, es;q=0.5", "Inicia sesión"),
        ("xx", "Please log in"),
        ("", "Please log in"),
    ],
)
async def test_title_follows_the_reader(http: httpx2.AsyncClient, accept_language: str, title: str) -> None:
    response = await http.get("/me", headers={"Accept-Language": accept_language})

    assert (response.status_code, response.json()["title"]) == (401, title)
    assert response.headers["content-type"] == "application/problem+json"


async def test_too_large_a_body_is_refused(people: People) -> None:
    member = await people.create()

    response = await member.http.patch("/me", json={"bio": "x" * 300_000})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
