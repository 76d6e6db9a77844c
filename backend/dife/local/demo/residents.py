"""A member of the demo and their way into the API, and the files that say what they do."""

import asyncio
from importlib import resources
from typing import Any, cast
from uuid import UUID

import httpx2
import msgspec

from dife.kit.ids import new_id


def load(name: str) -> list[dict[str, Any]]:
    """Return what a file of the demo says."""
    raw = resources.files("dife.local.demo").joinpath(f"{name}.json").read_bytes()
    return cast("list[dict[str, Any]]", msgspec.json.decode(raw))


class Resident:
    """A member of the demo and their way into the API."""

    def __init__(self, member_id: UUID, http: httpx2.AsyncClient) -> None:
        self.id = str(member_id)
        self._http = http

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Do something as this member.

        Raises:
            HTTPStatusError: the API refused; the demo data is wrong then.
        """
        response = await self._http.request(method, path, json=body)
        response.raise_for_status()
        return response.json() if response.content else None


async def talk(residents: dict[str, Resident], room_id: str, messages: list[list[Any]]) -> None:
    """Say in a room what a file tells: who, what in many languages, what it answers and who reacts to it."""
    told: list[Any] = []
    for name, versions, *extras in messages:
        extra = extras[0] if extras else {}
        message = {"client_id": str(new_id()), "body": next(iter(versions.values())), "media_ids": []}
        if "reply_to" in extra:
            message["reply_to_id"] = told[extra["reply_to"]]["id"]
        sent = await residents[name].call("POST", f"/rooms/{room_id}/messages", message)
        await residents[name].call("PUT", f"/rooms/{room_id}/read", {"seq": sent["seq"]})
        for emoji, names in extra.get("reactions", {}).items():
            for reader in names:
                await residents[reader].call("PUT", f"/rooms/{room_id}/messages/{sent['id']}/reactions/{emoji}")
        told.append(sent)
        await asyncio.sleep(0)
