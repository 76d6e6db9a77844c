"""Every route of the app, as nobody, a newcomer, another member, a blocked member and a moderator.

The routes are read from the app. Each needs a row in `TABLE` or a place in `OWN_THINGS`, else a test fails.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import httpx2
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlalchemy import insert, text

from dife.context import Resources
from dife.database import commit, new_session
from dife.http.guards import GUARDS, member, moderator, public, verified_member
from dife.kit.ids import new_id
from dife.models import Base, Media

from fixtures.people import People, Person

pytestmark = pytest.mark.usefixtures("clean")


class Reach(Enum):
    """Whom the object of a route is there for."""

    PARTIES = auto()
    """Its parties alone; to all others it looks as if it were not there, moderators included."""

    AUTHOR = auto()
    """Its author alone; others who may see it are told that it is not theirs."""

    VISIBLE = auto()
    """Everybody who may see its owner."""

    OWN = auto()
    """The id only says what the caller's own entry is about; it may be hidden from them by a block."""

    NO_EFFECT = auto()
    """As OWN, and since the caller has no such entry, nothing changes."""


@dataclass(frozen=True)
class Row:
    """What is known about a route: its reach, and a good body, made from the ids of somebody else's objects."""

    reach: Reach
    body: Callable[[dict[str, str]], dict[str, Any]] | None = None


def _new(**fields: Any) -> Callable[[dict[str, str]], dict[str, Any]]:
    return lambda _ids: {"client_id": str(new_id()), **fields}


def _plain(**fields: Any) -> Callable[[dict[str, str]], dict[str, Any]]:
    return lambda _ids: fields


PARTIES, AUTHOR, VISIBLE = Reach.PARTIES, Reach.AUTHOR, Reach.VISIBLE
OWN, NO_EFFECT = Reach.OWN, Reach.NO_EFFECT

TABLE: dict[str, Row] = {
    # accounts
    "end_session": Row(PARTIES),
    # chat
    "get_room": Row(PARTIES),
    "list_room_members": Row(PARTIES),
    "leave_room": Row(PARTIES),
    "set_room_preferences": Row(PARTIES, _plain(muted=True)),
    "send_message": Row(PARTIES, _new(body="hi")),
    "list_messages": Row(PARTIES),
    "list_room_events": Row(PARTIES),
    "edit_message": Row(PARTIES, _plain(body="changed")),
    "delete_message": Row(PARTIES),
    "get_message": Row(PARTIES),
    "add_reaction": Row(PARTIES),
    "bookmark_message": Row(PARTIES),
    "unbookmark_message": Row(NO_EFFECT),
    "remove_reaction": Row(PARTIES),
    "mark_room_read": Row(PARTIES, _plain(seq=1)),
    "edit_room": Row(PARTIES, _plain(name="changed")),
    "close_room": Row(PARTIES),
    "set_room_role": Row(PARTIES, _plain(role="moderator")),
    "remove_room_member": Row(PARTIES),
    "invite_to_room": Row(PARTIES, _plain(hours=1)),
    "list_room_invites": Row(PARTIES),
    "revoke_room_invite": Row(PARTIES),
    # The room of this world is one of two, and nobody else gets in.
    "join_room": Row(PARTIES, _plain()),
    "get_discovered_room": Row(PARTIES),
    "like_room": Row(PARTIES),
    "unlike_room": Row(NO_EFFECT),
    "open_room": Row(
        VISIBLE, lambda ids: {"client_id": str(new_id()), "kind": "direct", "member_id": ids["member_id"]}
    ),
    # community
    "get_post": Row(VISIBLE),
    "edit_post": Row(AUTHOR, _plain(title="changed", body="changed")),
    "delete_post": Row(AUTHOR),
    "hide_post": Row(VISIBLE),
    "like_post": Row(VISIBLE),
    "unlike_post": Row(NO_EFFECT),
    "bookmark_post": Row(VISIBLE),
    "unbookmark_post": Row(NO_EFFECT),
    "list_comments": Row(VISIBLE),
    "create_comment": Row(VISIBLE, _new(body="hi", anonymous=False)),
    "edit_comment": Row(AUTHOR, _plain(body="changed")),
    "delete_comment": Row(AUTHOR),
    "like_comment": Row(VISIBLE),
    "unlike_comment": Row(NO_EFFECT),
    # connect
    "get_member": Row(VISIBLE),
    "like_member": Row(VISIBLE),
    "unlike_member": Row(NO_EFFECT),
    "send_connect_request": Row(VISIBLE, lambda ids: {"member_id": ids["member_id"]}),
    "accept_connect_request": Row(PARTIES),
    "delete_connect_request": Row(PARTIES),
    "delete_friend": Row(NO_EFFECT),
    # media
    "complete_media": Row(PARTIES),
    "get_media": Row(PARTIES),
    # members
    "update_me": Row(PARTIES, lambda ids: {"photo_media_id": ids["media_id"]}),
    # moderation
    "block_member": Row(OWN),
    "unblock_member": Row(NO_EFFECT),
    "create_report": Row(PARTIES, lambda ids: report_of("message", ids["message_id"])),
    "resolve_report": Row(PARTIES, _plain(outcome="no_action")),
    # notifications
    "register_device": Row(OWN, _plain(token="ExponentPushToken[somebody-elses]")),
    "remove_device": Row(NO_EFFECT),
    # translation
    "translate": Row(PARTIES, lambda ids: {"message_id": ids["message_id"], "target": "es"}),
}

OWN_THINGS = frozenset(
    {
        # accounts
        "change_password",
        "confirm_email_change",
        "confirm_password_reset",
        "end_other_sessions",
        "list_sessions",
        "log_out",
        "login",
        "refresh",
        "request_email_change",
        "request_password_reset",
        "resend_code",
        "resend_email_change_code",
        "sign_up",
        "verify_email",
        # campus
        "get_client_config",
        # chat
        "discover_rooms",
        "list_message_bookmarks",
        "list_presence",
        "list_rooms",
        "search_messages",
        "suggest_rooms",
        "sync",
        # community
        "create_post",
        "list_boards",
        "list_my_bookmarks",
        "list_my_comments",
        "list_my_likes",
        "list_my_posts",
        "list_posts",
        # connect
        "list_connect_requests",
        "list_friends",
        "list_recommendations",
        "search_members",
        # media
        "announce_media",
        # members
        "check_username",
        "get_choices",
        "get_me",
        # moderation
        "list_blocks",
        "list_reports",
        # notifications
        "count_unread_notifications",
        "get_notification_settings",
        "list_notifications",
        "mark_notifications_read",
        "set_notification_settings",
        # translation
        "get_translation_usage",
    }
)
"""Routes that are asked about nobody else's object: what they answer and change is the caller's, or for everybody."""


def report_of(kind: str, target_id: str) -> dict[str, Any]:
    return {"client_id": str(new_id()), "target_kind": kind, "target_id": target_id, "reason": "abuse"}


@dataclass(frozen=True)
class Operation:
    """One handler on one path."""

    id: str
    method: str
    path: str
    parameters: tuple[str, ...]
    handler: HTTPRouteHandler

    @property
    def guard(self) -> Any:
        return self.handler.guards[0] if self.handler.guards else None

    def url(self, ids: dict[str, str]) -> str:
        return self.path.format(**{name: ids[name] for name in self.parameters}).removeprefix("/api/v1")


def operations(app: Litestar) -> list[Operation]:
    found = [
        Operation(
            id=str(handler.operation_id),
            method=method,
            path=route.path_format,
            parameters=tuple(route.path_parameters),
            handler=handler,
        )
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS" and route.path_format.startswith("/api/v1")
    ]
    # What removes or hides comes last, so that there is something left to be refused.
    last = ("leave_room", "hide_post", "block_member")
    return sorted(found, key=lambda operation: (operation.id in last, operation.method == "DELETE", operation.id))


@dataclass
class World:
    """Somebody's objects, and others who want at them."""

    ids: dict[str, str]
    resources: Resources
    failures: list[str] = field(default_factory=list)

    async def contents(self) -> list[str]:
        """A digest of all tables, to see that a refused request changed nothing."""
        digest = "(SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {} t)"
        tables = [table.name for table in Base.metadata.sorted_tables]
        async with new_session(self.resources.engine) as session:
            row = (await session.execute(text("SELECT " + ", ".join(map(digest.format, tables))))).one()
        return [f"{table}:{value}" for table, value in zip(tables, row, strict=True)]

    async def call(
        self, client: httpx2.AsyncClient, operation: Operation, ids: dict[str, str] | None = None
    ) -> httpx2.Response:
        ids = self.ids if ids is None else ids
        row = TABLE.get(operation.id)
        body = row.body(ids) if row and row.body else None
        return await client.request(operation.method, operation.url(ids), json=body)

    def expect(self, operation: Operation, response: httpx2.Response, *, holds: bool, wanted: str) -> None:
        if not holds:
            code = response.json().get("code") if response.status_code >= 400 else ""
            self.failures.append(f"{operation.method} {operation.path}: {response.status_code} {code}, not {wanted}")


async def must_create(response: httpx2.Response) -> str:
    assert response.status_code in {200, 201}, response.text
    created: str = response.json()["id"]
    return created


@pytest.fixture
async def owner(people: People) -> Person:
    return await people.create("owner", mbti="INTP")


@pytest.fixture
async def world(people: People, owner: Person, app_resources: Resources) -> AsyncIterator[World]:
    """One of everything, between `owner` and a friend."""
    friend = await people.create("friend")
    opened = {"client_id": str(new_id()), "kind": "direct", "member_id": str(friend.id)}
    room_id = await must_create(await owner.http.post("/rooms", json=opened))
    sent = await owner.http.post(f"/rooms/{room_id}/messages", json={"client_id": str(new_id()), "body": "secret"})
    post = {"client_id": str(new_id()), "board": "free", "title": "t", "body": "b", "anonymous": False, "media_ids": []}
    post_id = await must_create(await owner.http.post("/posts", json=post))
    comment = {"client_id": str(new_id()), "body": "c", "anonymous": False}
    asked = await owner.http.post("/connect/requests", json={"member_id": str(friend.id)})
    sessions = (await owner.http.get("/auth/sessions")).json()["items"]
    media_id, installation_id = new_id(), new_id()
    async with new_session(app_resources.engine) as session:
        values = {"id": media_id, "owner_id": owner.id, "kind": "profile", "content_type": "image/png", "size": 1}
        await session.execute(insert(Media).values(values))
        await commit(session)
    device = await owner.http.put(f"/devices/{installation_id}", json={"token": "ExponentPushToken[owners]"})
    assert device.status_code < 300, device.text
    reported = await owner.http.post("/reports", json=report_of("member", str(friend.id)))
    ids = {
        "member_id": str(owner.id),
        "room_id": room_id,
        "message_id": await must_create(sent),
        "post_id": post_id,
        "comment_id": await must_create(await owner.http.post(f"/posts/{post_id}/comments", json=comment)),
        "request_id": asked.json()["connection"]["request_id"],
        "session_id": sessions[0]["id"],
        "media_id": str(media_id),
        "installation_id": str(installation_id),
        "report_id": await must_create(reported),
        "emoji": "👍",
        "invite_id": str(new_id()),
    }
    world = World(ids, app_resources)
    yield world
    assert not world.failures, "\n".join(["", *world.failures])


def test_every_route_has_exactly_one_guard_and_a_name_of_its_own(app: Litestar) -> None:
    found = operations(app)

    assert [o.path for o in found if len(o.handler.guards or ()) != 1 or o.guard not in GUARDS] == []
    assert len({o.id for o in found}) == len(found)


def test_every_route_has_a_row(app: Litestar) -> None:
    found = operations(app)

    assert sorted({o.id for o in found} ^ (set(TABLE) | OWN_THINGS)) == []
    assert set(TABLE) & OWN_THINGS == set()
    assert [o.id for o in found if o.parameters and o.id in OWN_THINGS] == []


async def test_nobody_gets_past_a_guard(app: Litestar, http: httpx2.AsyncClient, world: World) -> None:
    before = await world.contents()

    for operation in operations(app):
        if operation.guard is not public:
            response = await world.call(http, operation)
            refused = response.status_code == 401 and response.json()["code"] == "unauthenticated"
            world.expect(operation, response, holds=refused, wanted="401 unauthenticated")

    assert await world.contents() == before


@pytest.mark.parametrize("missing", ["student_verified_at", "onboarded_at"])
async def test_newcomer_stays_outside(app: Litestar, people: People, world: World, missing: str) -> None:
    columns: dict[str, Any] = {missing: None}
    newcomer = await people.create("newcomer", **columns)
    wanted = {verified_member: "not_verified", moderator: "not_moderator"}
    before = await world.contents()

    for operation in operations(app):
        if operation.guard in wanted:
            response = await world.call(newcomer.http, operation)
            refused = response.status_code == 403 and response.json()["code"] == wanted[operation.guard]
            world.expect(operation, response, holds=refused, wanted=f"403 {wanted[operation.guard]}")

    assert await world.contents() == before


async def other_member(people: People, owner: Person) -> Person:
    return await people.create("other")


async def blocked_member(people: People, owner: Person) -> Person:
    person = await people.create("blocked")
    assert (await owner.http.put(f"/blocks/{person.id}")).status_code == 204
    return person


async def blocking_member(people: People, owner: Person) -> Person:
    person = await people.create("blocking")
    assert (await person.http.put(f"/blocks/{owner.id}")).status_code == 204
    return person


async def moderating_member(people: People, owner: Person) -> Person:
    return await people.create("mod", role="moderator")


async def unverified_member(people: People, owner: Person) -> Person:
    return await people.create("guest", student_verified_at=None)


WHO = [other_member, blocked_member, blocking_member, moderating_member, unverified_member]


@pytest.mark.parametrize("who", WHO, ids=[who.__name__ for who in WHO])
async def test_what_belongs_to_others_stays_theirs(
    app: Litestar, people: People, world: World, owner: Person, who: Any
) -> None:
    """Refused means 403 or 404, word for word the same as for an id that does not exist, and nothing is changed."""
    person = await who(people, owner)
    nowhere = {name: str(new_id()) for name in world.ids} | {"emoji": "👍"}

    for operation in operations(app):
        row = TABLE.get(operation.id)
        is_theirs = operation.id == "resolve_report" and who is moderating_member
        if row is None or row.reach not in {PARTIES, AUTHOR} or is_theirs:
            continue
        before = await world.contents()
        response = await world.call(person.http, operation)
        world.expect(operation, response, holds=response.status_code in {403, 404}, wanted="403 or 404")
        world.expect(operation, response, holds=await world.contents() == before, wanted="without any change")
        missing = await world.call(person.http, operation, nowhere)
        alike = (missing.status_code, missing.json()) == (response.status_code, response.json())
        is_known = row.reach is AUTHOR and response.status_code == 403
        world.expect(operation, response, holds=alike or is_known, wanted=f"as for nothing: {missing.status_code}")


@pytest.mark.parametrize("who", WHO[:4], ids=[who.__name__ for who in WHO[:4]])
async def test_blocks_hide_what_others_see(
    app: Litestar, people: People, world: World, owner: Person, who: Any
) -> None:
    person = await who(people, owner)
    sees = who in {other_member, moderating_member}

    for operation in operations(app):
        row = TABLE.get(operation.id)
        if row is not None and row.reach is VISIBLE:
            response = await world.call(person.http, operation)
            holds = response.status_code < 300 if sees else response.status_code in {403, 404}
            world.expect(operation, response, holds=holds, wanted="2xx" if sees else "403 or 404")


@pytest.mark.parametrize("who", WHO[:4], ids=[who.__name__ for who in WHO[:4]])
async def test_ending_what_one_never_had_changes_nothing(
    app: Litestar, people: People, world: World, owner: Person, who: Any
) -> None:
    theirs = {"unblock_member"} if who is blocking_member else set()
    person = await who(people, owner)
    before = await world.contents()

    for operation in operations(app):
        row = TABLE.get(operation.id)
        if row is not None and row.reach is NO_EFFECT and operation.id not in theirs:
            response = await world.call(person.http, operation)
            world.expect(operation, response, holds=response.status_code in {204, 403, 404}, wanted="204, 403 or 404")

    assert await world.contents() == before


async def test_only_moderators_moderate(app: Litestar, people: People, world: World, owner: Person) -> None:
    other, person = await people.create("other"), await people.create("mod", role="moderator")

    for operation in operations(app):
        if operation.guard is moderator:
            refused = await world.call(other.http, operation)
            world.expect(operation, refused, holds=refused.status_code == 403, wanted="403")
            allowed = await world.call(person.http, operation)
            world.expect(operation, allowed, holds=allowed.status_code < 300, wanted="2xx")


async def test_list_of_one_member_holds_nothing_of_another(app: Litestar, people: People, world: World) -> None:
    """Every route without ids, read by a stranger: no id of the owner's private things is in any answer."""
    stranger = await people.create("stranger")
    private = {
        world.ids[name] for name in ("room_id", "message_id", "request_id", "session_id", "report_id", "media_id")
    }

    for operation in operations(app):
        if operation.method == "GET" and not operation.parameters and operation.guard in {member, verified_member}:
            query = {"q": "secret", "direction": "received", "username": "x", "board": "free"}
            response = await stranger.http.get(operation.url({}), params=query)
            leaked = [one for one in private if one in response.text]
            world.expect(operation, response, holds=response.status_code == 200 and not leaked, wanted="200, no leak")
