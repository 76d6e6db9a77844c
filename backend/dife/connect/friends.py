"""Rules of friends: asking, accepting, declining, parting."""

from datetime import datetime
from uuid import UUID

from dife.connect import repository
from dife.connect.errors import AlreadyFriends, NotAddressee, RequestExists, RequestNotFound
from dife.connect.schemas import ConnectRequest, Friend, Person, SendRequest, Side
from dife.connect.service import person
from dife.context import Context
from dife.errors import InvalidField
from dife.kit.ids import new_id
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean
from dife.members import service as members
from dife.models import Connection, ConnectionStatus, NotificationKind
from dife.notifications import service as notifications

MESSAGE_LENGTH = 200
NEW_REQUESTS = RateLimit("connect_requests", 10, 24 * 3600)


async def ask(context: Context, data: SendRequest) -> tuple[Person, bool]:
    """Ask a member to be friends; when they have asked already, this accepts. Also tells whether a request was made.

    Raises:
        InvalidField: that is the caller, or the message is too long.
        MemberNotFound: no such member, or not visible to the caller.
        RequestExists, AlreadyFriends: there is nothing to ask.
        RateLimited: ten people were asked within a day.
    """
    caller = context.caller
    if data.member_id == caller.member_id:
        raise InvalidField("member_id", "is_self")
    message = clean(data.message, field="message", minimum=0, maximum=MESSAGE_LENGTH)
    await members.lock_pair(context, data.member_id)
    await members.require_visible(context, data.member_id)
    existing = await repository.connection_between(context.session, caller.member_id, data.member_id)
    if existing is not None:
        _require_from_them(existing, caller.member_id)
        await _befriend(context, existing)
    else:
        await _insert_request(context, data.member_id, message)
    return await person(context, data.member_id), existing is None


def _require_from_them(existing: Connection, caller_id: UUID) -> None:
    if existing.status == ConnectionStatus.ACCEPTED:
        raise AlreadyFriends
    if existing.requester_id == caller_id:
        raise RequestExists


async def _insert_request(context: Context, member_id: UUID, message: str) -> None:
    caller_id = context.caller.member_id
    await context.limiter.hit(NEW_REQUESTS, str(caller_id))
    request_id = new_id()
    values = {"id": request_id, "requester_id": caller_id, "addressee_id": member_id, "message": message}
    await repository.insert_request(context.session, values)
    # One notification a pair: asking and taking back in turn does not fill the other's list.
    await notifications.notify(
        context,
        member_id=member_id,
        kind=NotificationKind.CONNECT_REQUESTED,
        actor_id=caller_id,
        data={"request_id": str(request_id)},
        dedup_key=f"connect_requested:{caller_id}",
    )


async def _befriend(context: Context, request: Connection) -> None:
    await repository.accept(context.session, request.id, now=context.clock.now())
    await notifications.notify(
        context,
        member_id=request.requester_id,
        kind=NotificationKind.CONNECT_ACCEPTED,
        actor_id=request.addressee_id,
        data={"request_id": str(request.id)},
        dedup_key=f"connect_accepted:{request.id}",
    )


async def accept(context: Context, request_id: UUID) -> Person:
    """Accept a request; accepting it again changes nothing.

    Raises:
        RequestNotFound: no such request to the caller, or its sender is not visible any more.
        NotAddressee: the caller sent it.
    """
    request, other_id = await _locked(context, request_id)
    if request.addressee_id != context.caller.member_id:
        raise NotAddressee
    if not await members.cards(context, [other_id]):
        raise RequestNotFound
    if request.status != ConnectionStatus.ACCEPTED:
        await _befriend(context, request)
    return await person(context, other_id)


async def withdraw(context: Context, request_id: UUID) -> None:
    """Take a request back (its sender), or decline it (the other side).

    Raises:
        RequestNotFound: no such request of the caller.
        AlreadyFriends: it was accepted in the meantime.
    """
    request, _ = await _locked(context, request_id)
    if request.status == ConnectionStatus.ACCEPTED:
        raise AlreadyFriends
    await repository.delete_connection(context.session, request_id)


async def _locked(context: Context, request_id: UUID) -> tuple[Connection, UUID]:
    """Return a request of the caller as it is once the pair is locked, and who the other side is."""
    caller_id = context.caller.member_id
    request = await repository.connection_of(context.session, request_id, member_id=caller_id)
    if request is None:
        raise RequestNotFound
    other_id = request.requester_id if request.addressee_id == caller_id else request.addressee_id
    await members.lock_pair(context, other_id)
    request = await repository.connection_of(context.session, request_id, member_id=caller_id)
    if request is None:
        raise RequestNotFound
    return request, other_id


async def list_requests(context: Context, direction: Side, *, cursor: str | None, limit: int) -> Page[ConnectRequest]:
    """Return the caller's requests that wait for an answer."""
    scope = f"connect.requests:{direction}"
    key = context.cursors.decode(scope, cursor)
    rows = await repository.requests(
        context.session,
        context.caller.member_id,
        received=direction == "received",
        before=UUID(str(key[0])) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    cards = await members.cards(context, [row.other_id for row in page])
    items = [
        ConnectRequest(
            id=row.id,
            direction=direction,
            member=cards[row.other_id],
            message=row.message,
            created_at=row.created_at,
        )
        for row in page
        if row.other_id in cards
    ]
    return Page(items=items, next_cursor=next_cursor)


async def list_friends(context: Context, *, cursor: str | None, limit: int) -> Page[Friend]:
    """Return the caller's friends, the newest first."""
    scope = "connect.friends"
    key = context.cursors.decode(scope, cursor)
    rows = await repository.friends(
        context.session,
        context.caller.member_id,
        before=(datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.accepted_at.isoformat(), str(row.id)]),
    )
    cards = await members.cards(context, [row.other_id for row in page])
    items = [Friend(member=cards[row.other_id], since=row.accepted_at) for row in page if row.other_id in cards]
    return Page(items=items, next_cursor=next_cursor)


async def unfriend(context: Context, member_id: UUID) -> None:
    """End a friendship; without one nothing happens."""
    await members.lock_pair(context, member_id)
    await repository.delete_friendship(context.session, context.caller.member_id, member_id)
