"""Lists of people take the same number of statements whatever they hold."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from dife.context import Resources

from fixtures.people import People

pytestmark = pytest.mark.usefixtures("clean")


@contextmanager
def counted(resources: Resources) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(resources.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(resources.engine.sync_engine, "before_cursor_execute", note)


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
    with counted(app_resources) as few:
        short = (await me.http.get(path)).json()["items"]
    await meet(3)
    with counted(app_resources) as many:
        long = (await me.http.get(path)).json()["items"]

    assert len(long) > len(short) > 0
    assert len(many) == len(few) <= 6, "\n".join(many)
