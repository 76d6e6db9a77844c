"""Rooms for tests."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from sqlalchemy import insert

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.models import Room, RoomKind, RoomMember

from fixtures.people import Person

MakeGroup = Callable[[Sequence[Person]], Awaitable[str]]


@pytest.fixture
def make_group(app_resources: Resources, clean: None) -> MakeGroup:
    """Call it to put many people into one room."""

    async def make(members: Sequence[Person]) -> str:
        room_id = new_id()
        async with new_session(app_resources.engine) as session:
            room = {"id": room_id, "kind": RoomKind.GROUP, "created_by": members[0].id, "client_id": new_id()}
            await session.execute(insert(Room).values(room))
            places = [{"room_id": room_id, "member_id": member.id} for member in members]
            await session.execute(insert(RoomMember), places)
            await commit(session)
        return str(room_id)

    return make
