"""The demo's groups: who opens, joins, helps and likes them, and what they talk about."""

from typing import Any
from uuid import UUID

from dife.context import Resources
from dife.database import commit, new_session
from dife.kit.ids import new_id
from dife.local.demo.emblems import emblem
from dife.local.demo.pictures import insert_picture
from dife.local.demo.residents import Resident, talk
from dife.models import MediaKind

_FIELDS = ("name", "description", "topics", "languages", "purposes", "max_members", "history")


class Groups:
    """Brings members of the demo together."""

    def __init__(self, residents: dict[str, Resident], held: Resources) -> None:
        self._residents = residents
        self._held = held

    async def gather(self, told: dict[str, Any]) -> None:
        """Make one group as its file tells it."""
        owner = self._residents[told["owner"]]
        room = await owner.call("POST", "/rooms", await self._wish(told, owner))
        path = f"/rooms/{room['id']}"
        for name in (*told["moderators"], *told["members"]):
            await self._residents[name].call("POST", f"{path}/join", {"password": told.get("password")})
        for name in told["moderators"]:
            await owner.call("PATCH", f"{path}/members/{self._residents[name].id}", {"role": "moderator"})
        for name in told.get("invited", []):
            await owner.call("POST", f"{path}/invites", {"member_id": self._residents[name].id})
        for name in told["likes"]:
            await self._residents[name].call("PUT", f"{path}/like")
        await talk(self._residents, room["id"], told["messages"])

    async def _wish(self, told: dict[str, Any], owner: Resident) -> dict[str, Any]:
        password = told.get("password")
        return {
            **{name: told[name] for name in _FIELDS},
            "client_id": str(new_id()),
            "kind": "group",
            "is_private": password is not None,
            "password": password,
            "picture_media_id": str(await self._picture(told, UUID(owner.id))),
        }

    async def _picture(self, told: dict[str, Any], owner_id: UUID) -> UUID:
        original = emblem(told["name"], told["picture"])
        async with new_session(self._held.engine) as session:
            media_id = await insert_picture(session, self._held, owner_id, kind=MediaKind.ROOM, original=original)
            await commit(session)
        return media_id
