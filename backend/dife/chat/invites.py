"""Rules of invitations into groups: links that expire and can be revoked, and invitations of one member."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from dife.chat import group_repository, invite_repository, membership_repository
from dife.chat.errors import InviteNotFound, RoomNotFound, TooManyInvites
from dife.chat.group_schemas import CreateInvite, InviteView
from dife.chat.places import require_moderator
from dife.context import Context
from dife.errors import InvalidField
from dife.kit.ids import new_id
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.members import service as members
from dife.members.schemas import MemberCard
from dife.models import NotificationKind, RoomInvite
from dife.notifications import service as notifications

OPEN_AT_ONCE = 50
INVITING = RateLimit("room_invites", 60, 3600)


async def create(context: Context, room_id: UUID, data: CreateInvite) -> InviteView:
    """Invite a member, who is told, or make a link for whoever gets it. The link is shown this once.

    Raises:
        RoomNotFound: no such group, or the caller is not in it.
        NotRoomModerator: the caller is a plain member of it.
        MemberNotFound: the invited one is not visible to the caller.
        InvalidField: they are in already.
        TooManyInvites: fifty are open.
        RateLimited: sixty in an hour.
    """
    await require_moderator(context, room_id)
    if await group_repository.get_open(context.session, room_id) is None:
        raise RoomNotFound
    await context.limiter.hit(INVITING, str(context.caller.member_id))
    now = context.clock.now()
    if await invite_repository.count_open(context.session, room_id, now=now) >= OPEN_AT_ONCE:
        raise TooManyInvites
    invite = RoomInvite(
        id=new_id(),
        room_id=room_id,
        created_by=context.caller.member_id,
        token_hash=None,
        member_id=data.member_id,
        created_at=now,
        expires_at=now + timedelta(hours=data.hours),
        revoked_at=None,
        use_count=0,
    )
    if data.member_id is not None:
        await _invite_member(context, invite, data.member_id)
        return await _view(context, invite)
    token = secrets.token_urlsafe(24)
    invite.token_hash = hash_token(token)
    await invite_repository.insert_link(context.session, _values(invite))
    return await _view(context, invite, token=token)


async def _invite_member(context: Context, invite: RoomInvite, member_id: UUID) -> None:
    await members.require_visible(context, member_id)
    standing = await membership_repository.get_standing(context.session, invite.room_id, member_id)
    if standing is not None and standing.left_seq is None:
        raise InvalidField("member_id", "already_in")
    await invite_repository.upsert_personal(context.session, _values(invite))
    await notifications.notify(
        context,
        member_id=member_id,
        kind=NotificationKind.ROOM_INVITED,
        actor_id=context.caller.member_id,
        data={"room_id": str(invite.room_id), "invite_id": str(invite.id)},
        dedup_key=notification_key(invite.room_id),
    )


def notification_key(room_id: UUID) -> str:
    """Return under which key an invitation into a room stands in a member's notifications."""
    return f"room_invited:{room_id}"


def hash_token(token: str) -> bytes:
    """Return what is kept of a link's token; 24 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def _values(invite: RoomInvite) -> dict[str, object]:
    names = ("id", "room_id", "created_by", "token_hash", "member_id", "created_at", "expires_at")
    return {name: getattr(invite, name) for name in names}


async def _view(context: Context, invite: RoomInvite, *, token: str | None = None) -> InviteView:
    return _to_view(context, invite, await _cards(context, [invite]), token=token)


async def _cards(context: Context, invites: Collection[RoomInvite]) -> dict[UUID, MemberCard]:
    people = {who for invite in invites for who in (invite.created_by, invite.member_id) if who is not None}
    return await members.room_cards(context, people)


def _to_view(
    context: Context, invite: RoomInvite, cards: dict[UUID, MemberCard], *, token: str | None = None
) -> InviteView:
    return InviteView(
        id=invite.id,
        room_id=invite.room_id,
        kind="link" if invite.member_id is None else "member",
        member=cards.get(invite.member_id) if invite.member_id else None,
        token=token,
        url=f"{context.settings.public_url}/join/{invite.room_id}/{token}" if token else None,
        created_by=cards.get(invite.created_by),
        created_at=invite.created_at,
        expires_at=invite.expires_at,
        use_count=invite.use_count,
    )


async def list_open(context: Context, room_id: UUID, *, limit: int, cursor: str | None) -> Page[InviteView]:
    """Return the invitations into a group that are good, without the tokens of links.

    Raises:
        RoomNotFound: no such group, or the caller is not in it.
        NotRoomModerator: the caller is a plain member of it.
    """
    await require_moderator(context, room_id)
    scope = f"room_invites:{room_id}"
    key = context.cursors.decode(scope, cursor)
    rows = await invite_repository.list_open(
        context.session,
        room_id,
        now=context.clock.now(),
        before=UUID(str(key[0])) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    cards = await _cards(context, page)
    return Page(items=[_to_view(context, row, cards) for row in page], next_cursor=next_cursor)


async def revoke(context: Context, room_id: UUID, invite_id: UUID) -> None:
    """Make an invitation worthless; repeated, it changes nothing.

    Raises:
        RoomNotFound: no such group, or the caller is not in it.
        NotRoomModerator: the caller is a plain member of it.
        InviteNotFound: no such invitation into it.
    """
    await require_moderator(context, room_id)
    if not await invite_repository.revoke(context.session, room_id, invite_id, now=context.clock.now()):
        raise InviteNotFound


async def find_usable(
    context: Context, room_id: UUID, *, token: str | None, removed_at: datetime | None
) -> RoomInvite | None:
    """Return an invitation that lets the caller into a room that is locked.

    A link from before they were removed lets nobody back in who was removed.

    Raises:
        InviteNotFound: the token is not good (any more).
    """
    found = await invite_repository.get_usable(
        context.session,
        room_id,
        member_id=context.caller.member_id,
        token_hash=hash_token(token) if token is not None else None,
        now=context.clock.now(),
    )
    if token is not None and not any(invite.token_hash is not None for invite in found):
        raise InviteNotFound
    good = [invite for invite in found if removed_at is None or invite.created_at > removed_at]
    return min(good, key=lambda invite: invite.member_id is None, default=None)
