"""Every answer has a request id and a line in the log, also where no route is."""

import httpx2
import pytest
from structlog.testing import capture_logs

from fixtures.people import People

pytestmark = pytest.mark.usefixtures("clean")


@pytest.mark.parametrize(
    ("method", "path", "status", "route"),
    [
        ("GET", "/client-config", 200, "/api/v1/client-config"),
        ("GET", "/surely/not/there", 404, "unmatched"),
        ("GET", "http://localhost:8000/surely-not-there", 404, "unmatched"),
        ("GET", "/rooms/not-an-id", 404, "unmatched"),
        ("TRACE", "/me", 405, "unmatched"),
        ("GET", "/me", 401, "/api/v1/me"),
    ],
)
async def test_every_answer_has_an_id_and_one_line(
    http: httpx2.AsyncClient, method: str, path: str, status: int, route: str
) -> None:
    with capture_logs() as lines:
        response = await http.request(method, path)

    requests = [line for line in lines if line["event"] == "request"]
    assert response.status_code == status
    assert len(response.headers.get_list("x-request-id")) == 1
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [(method, route, status)]


async def test_line_names_the_caller_and_no_query(people: People) -> None:
    member = await people.create()

    with capture_logs() as lines:
        await member.http.get("/me", params={"secret": "hush"})

    [line] = [line for line in lines if line["event"] == "request"]
    assert line["member_id"] == str(member.id)
    assert "hush" not in str(lines)
