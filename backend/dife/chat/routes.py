"""Routes of chat."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from dife.chat import direct, groups, history, memberships, messages, places, reactions, rooms
from dife.chat.group_schemas import CreateGroup
from dife.chat.history import Where
from dife.chat.schemas import (
    EditMessage,
    EventPage,
    MarkRead,
    MessagePage,
    MessageView,
    OpenRoom,
    ReadMark,
    RoomMemberView,
    RoomPreferences,
    RoomView,
    SendMessage,
    SyncRequest,
    SyncResult,
)
from dife.http.guards import member, verified_member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page

BeforeSeq = Annotated[int | None, QueryParameter(ge=1, le=2**53 - 1, description="Only messages before this seq.")]
LaterSeq = Annotated[int | None, QueryParameter(ge=0, le=2**53 - 1, description="Only messages after this seq.")]
AroundSeq = Annotated[
    int | None, QueryParameter(ge=1, le=2**53 - 1, description="Messages before and after this seq, in equal parts.")
]
At = Annotated[datetime | None, QueryParameter(description="As `around_seq`, at the first event from this time on.")]
AfterSeq = Annotated[int, QueryParameter(ge=0, le=2**53 - 1, description="Only events after this seq.")]

_THERE_ALREADY = ResponseSpec(RoomView, description="The room that is there already.", generate_examples=False)
_SENT_ALREADY = ResponseSpec(MessageView, description="The message that was sent before.", generate_examples=False)


@post("/rooms", operation_id="open_room", responses={200: _THERE_ALREADY}, guards=[verified_member])
async def open_room(context: RequestContext, data: JSONBody[OpenRoom | CreateGroup]) -> Response[RoomView]:
    """Open the conversation with another member, or make a group; 200 instead of 201 when there is one."""
    if isinstance(data, CreateGroup):
        room, is_new = await groups.create(context, data)
    else:
        room, is_new = await direct.open_direct(context, data)
    return Response(room, status_code=201 if is_new else 200)


@get("/rooms", operation_id="list_rooms", guards=[member])
async def list_rooms(context: RequestContext, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> Page[RoomView]:
    """List the caller's rooms: pinned ones first, then the one where something was said last."""
    return await rooms.list_rooms(context, limit=limit, cursor=cursor)


@get("/rooms/{room_id:uuid}", operation_id="get_room", guards=[member])
async def get_room(context: RequestContext, room_id: FromPath[UUID]) -> RoomView:
    """Return a room of the caller's."""
    return await rooms.get_room(context, room_id)


@get("/rooms/{room_id:uuid}/members", operation_id="list_room_members", guards=[member])
async def list_room_members(
    context: RequestContext, room_id: FromPath[UUID], *, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[RoomMemberView]:
    """List who is in a room."""
    return await places.list_members(context, room_id, limit=limit, cursor=cursor)


@post("/rooms/{room_id:uuid}/leave", operation_id="leave_room", status_code=204, guards=[member])
async def leave_room(context: RequestContext, room_id: FromPath[UUID]) -> None:
    """Leave a room."""
    await memberships.leave(context, room_id)


@patch("/rooms/{room_id:uuid}/preferences", operation_id="set_room_preferences", guards=[member])
async def set_room_preferences(
    context: RequestContext, room_id: FromPath[UUID], data: JSONBody[RoomPreferences]
) -> RoomView:
    """Change how a room behaves for the caller."""
    return await places.set_preferences(context, room_id, data)


@get("/rooms/{room_id:uuid}/messages", operation_id="list_messages", guards=[member])
async def list_messages(
    context: RequestContext,
    room_id: FromPath[UUID],
    *,
    before_seq: BeforeSeq = None,
    after_seq: LaterSeq = None,
    around_seq: AroundSeq = None,
    at: At = None,
    limit: Limit = DEFAULT_LIMIT,
) -> MessagePage:
    """List messages, the newest first; from a place in the room or from a time."""
    where = Where(before_seq=before_seq, after_seq=after_seq, around_seq=around_seq, at=at)
    return await history.list_messages(context, room_id, where=where, limit=limit)


@get("/rooms/{room_id:uuid}/events", operation_id="list_room_events", guards=[member])
async def list_room_events(
    context: RequestContext, room_id: FromPath[UUID], *, after_seq: AfterSeq = 0, limit: Limit = DEFAULT_LIMIT
) -> EventPage:
    """List events in the order of their log."""
    return await history.list_events(context, room_id, after_seq=after_seq, limit=limit)


@post(
    "/rooms/{room_id:uuid}/messages",
    operation_id="send_message",
    responses={200: _SENT_ALREADY},
    guards=[verified_member],
)
async def send_message(
    context: RequestContext, room_id: FromPath[UUID], data: JSONBody[SendMessage]
) -> Response[MessageView]:
    """Send a message; 200 instead of 201 when it had been sent already."""
    message, is_new = await messages.send(context, room_id, data)
    return Response(message, status_code=201 if is_new else 200)


@patch("/rooms/{room_id:uuid}/messages/{message_id:uuid}", operation_id="edit_message", guards=[verified_member])
async def edit_message(
    context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID], *, data: JSONBody[EditMessage]
) -> MessageView:
    """Replace the text of one's own message, within 15 minutes."""
    return await messages.edit(context, room_id, message_id, body=data.body)


@delete("/rooms/{room_id:uuid}/messages/{message_id:uuid}", operation_id="delete_message", guards=[member])
async def delete_message(context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID]) -> None:
    """Delete one's own message for everybody."""
    await messages.delete(context, room_id, message_id)


@get("/rooms/{room_id:uuid}/messages/{message_id:uuid}", operation_id="get_message", guards=[member])
async def get_message(context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID]) -> MessageView:
    """Return a message: one that another answers, or that was found elsewhere."""
    return await history.get_message(context, room_id, message_id)


_REACTION = "/rooms/{room_id:uuid}/messages/{message_id:uuid}/reactions/{emoji:str}"


@put(_REACTION, operation_id="add_reaction", guards=[verified_member])
async def add_reaction(
    context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID], *, emoji: FromPath[str]
) -> MessageView:
    """Answer a message with an emoji."""
    return await reactions.add(context, room_id, message_id, emoji=emoji)


@delete(_REACTION, operation_id="remove_reaction", status_code=200, guards=[member])
async def remove_reaction(
    context: RequestContext, room_id: FromPath[UUID], message_id: FromPath[UUID], *, emoji: FromPath[str]
) -> MessageView:
    """Take an emoji back."""
    return await reactions.remove(context, room_id, message_id, emoji=emoji)


@put("/rooms/{room_id:uuid}/read", operation_id="mark_room_read", guards=[member])
async def mark_room_read(context: RequestContext, room_id: FromPath[UUID], data: JSONBody[MarkRead]) -> ReadMark:
    """Move the caller's read mark forward."""
    return await places.mark_read(context, room_id, data.seq)


@post("/sync", operation_id="sync", status_code=200, guards=[member])
async def sync(context: RequestContext, data: JSONBody[SyncRequest]) -> SyncResult:
    """Return what a client missed in the named rooms."""
    return await history.sync(context, data)


router = Router(
    "/",
    route_handlers=[
        open_room,
        list_rooms,
        get_room,
        list_room_members,
        leave_room,
        set_room_preferences,
        list_messages,
        list_room_events,
        send_message,
        edit_message,
        delete_message,
        get_message,
        add_reaction,
        remove_reaction,
        mark_room_read,
        sync,
    ],
    tags=["chat"],
)
