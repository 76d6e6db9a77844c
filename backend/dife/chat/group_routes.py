"""Routes of group rooms: finding, joining, and what owners and moderators do."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from dife.chat import discovery, groups, invites, memberships
from dife.chat.discovery_repository import Wanted
from dife.chat.group_schemas import (
    CreateInvite,
    EditGroup,
    GroupCard,
    InviteView,
    JoinRoom,
    SetRole,
    Suggestions,
)
from dife.chat.schemas import RoomMemberView, RoomView
from dife.http.guards import verified_member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page
from dife.members.choices import Hobby, Language, Purpose
from dife.models import MAX_SEATS, RoomRole

Words = Annotated[
    str, QueryParameter(max_length=4 * discovery.QUERY_LENGTH, description="Words of name or description.")
]
FreeSeats = Annotated[int, QueryParameter(ge=0, le=MAX_SEATS, description="Only groups with so many free seats.")]
OnlyLiked = Annotated[bool, QueryParameter(description="Only groups that the caller likes.")]
AnyTopic = Annotated[list[Hobby] | None, QueryParameter(max_items=21, description="Any of these.")]
AnyLanguage = Annotated[list[Language] | None, QueryParameter(max_items=18, description="Any of these.")]
AnyPurpose = Annotated[list[Purpose] | None, QueryParameter(max_items=3, description="Any of these.")]


@get("/rooms/discover", operation_id="discover_rooms", guards=[verified_member])
async def discover_rooms(
    context: RequestContext,
    *,
    q: Words = "",
    topic: AnyTopic = None,
    language: AnyLanguage = None,
    purpose: AnyPurpose = None,
    free_seats: FreeSeats = 0,
    liked: OnlyLiked = False,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[GroupCard]:
    """Find groups: any of a field, all of the fields."""
    codes: dict[str, Sequence[str]] = {"topic": topic or [], "language": language or [], "purpose": purpose or []}
    wanted = Wanted(codes=codes, free_seats=free_seats, liked=liked)
    return await discovery.search(context, q, wanted, cursor=cursor, limit=limit)


@get("/rooms/discover/suggestions", operation_id="suggest_rooms", guards=[verified_member])
async def suggest_rooms(context: RequestContext) -> Suggestions:
    """Return a few groups by chance, none of them full or the caller's."""
    return await discovery.suggestions(context)


@get("/rooms/discover/{room_id:uuid}", operation_id="get_discovered_room", guards=[verified_member])
async def get_discovered_room(context: RequestContext, room_id: FromPath[UUID]) -> GroupCard:
    """Return a group as somebody sees it who need not be in it."""
    return await discovery.find(context, room_id)


@put("/rooms/{room_id:uuid}/like", operation_id="like_room", status_code=204, guards=[verified_member])
async def like_room(context: RequestContext, room_id: FromPath[UUID]) -> None:
    """Like a group."""
    await discovery.like(context, room_id)


@delete("/rooms/{room_id:uuid}/like", operation_id="unlike_room", guards=[verified_member])
async def unlike_room(context: RequestContext, room_id: FromPath[UUID]) -> None:
    """Take a like back."""
    await discovery.unlike(context, room_id)


@patch("/rooms/{room_id:uuid}", operation_id="edit_room", guards=[verified_member])
async def edit_room(context: RequestContext, room_id: FromPath[UUID], data: JSONBody[EditGroup]) -> RoomView:
    """Change what a group says of itself; its owner may."""
    return await groups.edit(context, room_id, data)


@delete("/rooms/{room_id:uuid}", operation_id="close_room", guards=[verified_member])
async def close_room(context: RequestContext, room_id: FromPath[UUID]) -> None:
    """End a group for everybody; its owner may."""
    await groups.close(context, room_id)


@post("/rooms/{room_id:uuid}/join", operation_id="join_room", status_code=200, guards=[verified_member])
async def join_room(context: RequestContext, room_id: FromPath[UUID], data: JSONBody[JoinRoom]) -> RoomView:
    """Come into a group, or back into a room of two; being in it already changes nothing."""
    return await memberships.join(context, room_id, data)


@patch("/rooms/{room_id:uuid}/members/{member_id:uuid}", operation_id="set_room_role", guards=[verified_member])
async def set_room_role(
    context: RequestContext, room_id: FromPath[UUID], member_id: FromPath[UUID], *, data: JSONBody[SetRole]
) -> RoomMemberView:
    """Promote or demote a member, or hand the group over; its owner may."""
    return await memberships.set_role(context, room_id, member_id, role=RoomRole(data.role))


@delete("/rooms/{room_id:uuid}/members/{member_id:uuid}", operation_id="remove_room_member", guards=[verified_member])
async def remove_room_member(context: RequestContext, room_id: FromPath[UUID], member_id: FromPath[UUID]) -> None:
    """Remove a member; owner and moderators may."""
    await memberships.remove(context, room_id, member_id)


@post("/rooms/{room_id:uuid}/invites", operation_id="invite_to_room", guards=[verified_member])
async def invite_to_room(
    context: RequestContext, room_id: FromPath[UUID], data: JSONBody[CreateInvite]
) -> Response[InviteView]:
    """Invite a member, or make a link for whoever gets it; owner and moderators may."""
    return Response(await invites.create(context, room_id, data), status_code=201)


@get("/rooms/{room_id:uuid}/invites", operation_id="list_room_invites", guards=[verified_member])
async def list_room_invites(
    context: RequestContext, room_id: FromPath[UUID], *, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[InviteView]:
    """List the invitations that are good; owner and moderators may."""
    return await invites.list_open(context, room_id, limit=limit, cursor=cursor)


@delete("/rooms/{room_id:uuid}/invites/{invite_id:uuid}", operation_id="revoke_room_invite", guards=[verified_member])
async def revoke_room_invite(context: RequestContext, room_id: FromPath[UUID], invite_id: FromPath[UUID]) -> None:
    """Make an invitation worthless; owner and moderators may."""
    await invites.revoke(context, room_id, invite_id)


router = Router(
    "/",
    route_handlers=[
        discover_rooms,
        suggest_rooms,
        get_discovered_room,
        like_room,
        unlike_room,
        edit_room,
        close_room,
        join_room,
        set_room_role,
        remove_room_member,
        invite_to_room,
        list_room_invites,
        revoke_room_invite,
    ],
    tags=["chat"],
)
