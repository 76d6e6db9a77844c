"""Lists of people take the same number of statements whatever they hold."""

import pytest

from dife.context import Resources

from fixtures.people import People
from fixtures.statements import counted_statements

pytestmark = pytest.mark.usefixtures("clean")


@pytest.mark.parametrize(
    "path",
    [
        "/connect/recommendations",
        "/connect/search",
        "/connect/requests?direction=received",
        "/connect/friends",
        "/blocks",
    ],
)
async def test_statements_do_not_grow_with_the_list(people: People, app_resources: Resources, path: str) -> None:
    me = await people.create("me")

    async def meet(number: int) -> None:
        for _ in range(number):
            asker, friend, blocked, _stranger = [await people.create() for _ in range(4)]
            await asker.http.post("/connect/requests", json={"member_id": str(me.id)})
            await friend.http.post("/connect/requests", json={"member_id": str(me.id)})
            await me.http.post("/connect/requests", json={"member_id": str(friend.id)})
            await me.http.put(f"/blocks/{blocked.id}")

    await meet(1)
    with counted_statements(app_resources.engine) as few:
        short = (await me.http.get(path)).json()["items"]
    await meet(3)
    with counted_statements(app_resources.engine) as many:
        long = (await me.http.get(path)).json()["items"]

    assert len(long) > len(short) > 0
    assert len(many) == len(few) <= 6, "\n".join(many)
