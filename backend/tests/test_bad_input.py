"""Bad input at every route: what comes back is a problem with the right status, never a 500."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import jwt
import pytest
from litestar import Litestar

from dife.accounts import tokens
from dife.context import Resources
from dife.kit.ids import new_id

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")

ID = str(UUID(int=7))


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    id: str
    method: str
    path: str
    contract: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def url(self) -> str:
        path = self.path.removeprefix("/api/v1")
        for name in self.names("path"):
            path = path.replace("{" + name + "}", ID)
        return path

    @property
    def is_public(self) -> bool:
        return not self.contract.get("security")

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.contract

    def parameters(self, place: str) -> list[dict[str, Any]]:
        return [one for one in self.contract.get("parameters", []) if one["in"] == place]

    def names(self, place: str) -> list[str]:
        return [one["name"] for one in self.parameters(place)]

    def query(self, **changes: Any) -> dict[str, Any]:
        """What the route cannot do without, and `changes`."""
        needed = {one["name"]: self._first(one["schema"]) for one in self.parameters("query") if one.get("required")}
        return needed | changes

    def body(self, text: str) -> dict[str, Any]:
        """A body that has `text` in every field."""
        [media] = self.contract["requestBody"]["content"].values()
        return dict.fromkeys(self._resolve(media["schema"]).get("properties", {"any": {}}), text)

    def _first(self, schema: dict[str, Any]) -> Any:
        return self._resolve(schema).get("enum", ["x"])[0]

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = schema
        if "$ref" in schema:
            found = self.schemas[schema["$ref"].rpartition("/")[2]]
        return found


@pytest.fixture
def operations(app: Litestar) -> list[Operation]:
    contract = app.openapi_schema.to_schema()
    return [
        Operation(operation["operationId"], method.upper(), path, operation, contract["components"]["schemas"])
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"} and path.startswith("/api/v1")
    ]


@pytest.fixture
async def person(people: People) -> Person:
    """Somebody whom no guard stops."""
    return await people.create("mod", role="moderator")


class Answers:
    """Collects what is not as it should be, so that one run names all routes at fault."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def check(self, operation: Operation, case: str, response: httpx2.Response, *, statuses: set[int]) -> None:
        is_problem = response.headers.get("content-type", "").startswith("application/problem+json")
        if response.status_code not in statuses or not is_problem or "code" not in response.json():
            found = f"{response.status_code} {response.text[:80]}"
            self.wrong.append(f"{operation.method} {operation.path} ({case}): {found}, not {sorted(statuses)}")


@pytest.fixture
def answers() -> Iterator[Answers]:
    found = Answers()
    yield found
    assert not found.wrong, "\n".join(["", *found.wrong])


def test_contract_holds_every_route(operations: list[Operation]) -> None:
    assert {"login", "get_room", "create_post", "search_members", "create_report"} <= {one.id for one in operations}


JSON = {"Content-Type": "application/json"}

BODIES: dict[str, tuple[bytes, set[int]]] = {
    "not JSON": (b'{"a": ', {400}),
    "nothing": (b"", {400, 422}),
    "bad UTF-8": (b'{"a": "\xff\xfe"}', {400}),
    "lone surrogate": (b'{"a": "\\ud800"}', {400, 422}),
    "too deep": (b"[" * 5000 + b"]" * 5000, {400, 422}),
    "NaN": (b'{"a": NaN}', {400}),
    "huge number": (b'{"a": 1e400}', {400, 422}),
    "another type": (b'["a"]', {422}),
    "null": (b"null", {422}),
    "unknown field": (b'{"surely_no_field": 1}', {422}),
    "too large": (b'{"a": "' + b"x" * 10_000_000 + b'"}', {413}),
}


@pytest.mark.parametrize("case", BODIES)
async def test_body_that_is_none(operations: list[Operation], person: Person, answers: Answers, case: str) -> None:
    body, statuses = BODIES[case]
    for operation in operations:
        if operation.takes_body:
            response = await person.http.request(
                operation.method, operation.url, params=operation.query(), content=body, headers=JSON
            )
            answers.check(operation, case, response, statuses=statuses)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_body_of_another_content_type(
    operations: list[Operation], person: Person, answers: Answers, content_type: str
) -> None:
    for operation in operations:
        if operation.takes_body:
            response = await person.http.request(
                operation.method, operation.url, content=b"a=b", headers={"Content-Type": content_type}
            )
            answers.check(operation, content_type, response, statuses={415})


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "9" * 400, -1, 2**63, 10**30, 1.5, [], {}, None, True])
async def test_fields_that_hold_nonsense(
    operations: list[Operation], person: Person, answers: Answers, value: Any
) -> None:
    for operation in operations:
        if operation.takes_body:
            body = dict.fromkeys(operation.body(""), value)
            response = await person.http.request(
                operation.method, operation.url, content=json.dumps(body).encode(), headers=JSON
            )
            if response.status_code >= 300 or "\x00" in str(value):
                # Some bodies accept one of these everywhere (a null in every field of a patch); none may break.
                answers.check(operation, repr(value)[:20], response, statuses={400, 401, 403, 404, 409, 410, 422})


LIMITS = ["0", "-1", "101", "9223372036854775808", "1.5", "many", ""]


async def test_limits_that_are_none(operations: list[Operation], person: Person, answers: Answers) -> None:
    for operation in operations:
        if "limit" in operation.names("query"):
            for limit in LIMITS:
                response = await person.http.get(operation.url, params=operation.query(limit=limit))
                answers.check(operation, f"limit={limit}", response, statuses={422})


async def test_cursors_that_nobody_gave(
    operations: list[Operation], person: Person, answers: Answers, app_resources: Resources
) -> None:
    of_another_list = app_resources.cursors.encode("another list", [ID])
    forged = base64.urlsafe_b64encode(b"\0" * 8 + b'[1,"' + ID.encode() + b'"]').decode()
    for operation in operations:
        if "cursor" in operation.names("query"):
            for cursor in ["", "x", "!!!", "a" * 513, "가", forged, of_another_list, of_another_list[:-2]]:
                response = await person.http.get(operation.url, params=operation.query(cursor=cursor))
                # A list that hangs on an object may say first that the object is not there.
                statuses = {404, 422} if operation.names("path") else {422}
                answers.check(operation, f"cursor={cursor[:20]}", response, statuses=statuses)


async def test_parameters_that_hold_nonsense(operations: list[Operation], person: Person, answers: Answers) -> None:
    for operation in operations:
        if operation.method != "GET":
            continue
        for name in operation.names("query"):
            for value in ["%00", "%ED%A0%80", "%FF", "a" * 5000, "9" * 400]:
                query = "&".join([f"{k}={v}" for k, v in operation.query().items() if k != name] + [f"{name}={value}"])
                response = await person.http.get(f"{operation.url}?{query}")
                if response.status_code >= 400:
                    answers.check(operation, f"{name}={value[:10]}", response, statuses={400, 404, 422, 429})


async def test_ids_that_are_none(operations: list[Operation], person: Person, answers: Answers) -> None:
    for operation in operations:
        for name in operation.names("path"):
            for value in ["7", "not-an-id", "%00", "..%2f..", "가", ID + "0"]:
                path = operation.path.removeprefix("/api/v1").replace("{" + name + "}", value)
                for other in operation.names("path"):
                    path = path.replace("{" + other + "}", ID)
                response = await person.http.request(operation.method, path, params=operation.query())
                answers.check(operation, f"{name}={value}", response, statuses={400, 404, 405, 422})


def _signed(resources: Resources, key: bytes, *, typ: str = "at+jwt", algorithm: str = "HS256", **changes: Any) -> str:
    now = resources.clock.now()
    claims = {
        "iss": resources.settings.public_url,
        "aud": tokens.AUDIENCE,
        "sub": str(new_id()),
        "sid": str(new_id()),
        "jti": str(new_id()),
        "iat": now,
        "exp": now + timedelta(minutes=15),
    }
    return jwt.encode(claims | changes, key, algorithm=algorithm, headers={"typ": typ})


def _bad_tokens(resources: Resources, person: Person) -> dict[str, str]:
    key = tokens._key(resources.settings, "access")
    head, body, mac = person.access_token.split(".")
    mine = {"sub": str(person.id), "sid": jwt.decode(person.access_token, options={"verify_signature": False})["sid"]}
    past = resources.clock.now() - timedelta(seconds=1)
    return {
        "expired": _signed(resources, key, exp=past, **mine),
        "tampered": f"{head}.{body[:-2]}{'AA' if body[-2:] != 'AA' else 'BB'}.{mac}",
        "without signature": f"{head}.{body}.",
        "of nobody": _signed(resources, key),
        "foreign key": _signed(resources, b"another key that is long enough to sign", **mine),
        "foreign issuer": _signed(resources, key, iss="https://elsewhere.example", **mine),
        "foreign audience": _signed(resources, key, aud="another-api", **mine),
        "of another type": _signed(resources, key, typ="JWT", **mine),
        "algorithm none": jwt.encode(mine, "", algorithm="none", headers={"typ": "at+jwt"}),
        "refresh token": person.refresh_token,
        "nonsense": "a.b.c",
    }


async def test_tokens_that_are_not_good(
    operations: list[Operation], http: httpx2.AsyncClient, person: Person, answers: Answers, app_resources: Resources
) -> None:
    good = {"Authorization": f"Bearer {person.access_token}"}
    assert (await http.get("/me", headers=good)).status_code == 200

    for case, token in _bad_tokens(app_resources, person).items():
        for operation in operations:
            if not operation.is_public:
                response = await http.request(
                    operation.method, operation.url, headers={"Authorization": f"Bearer {token}"}
                )
                answers.check(operation, case, response, statuses={401})


async def test_session_that_ended_opens_nothing(
    operations: list[Operation], http: httpx2.AsyncClient, person: Person, answers: Answers
) -> None:
    assert (await http.post("/auth/logout", json={"refresh_token": person.refresh_token})).status_code == 204

    for operation in operations:
        if not operation.is_public:
            response = await person.http.request(operation.method, operation.url)
            answers.check(operation, "logged out", response, statuses={401})


async def test_methods_that_do_not_exist(operations: list[Operation], person: Person, answers: Answers) -> None:
    for operation in operations:
        for method in ("TRACE", "PROPFIND"):
            response = await person.http.request(method, operation.url)
            answers.check(operation, method, response, statuses={405})
