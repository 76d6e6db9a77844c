"""SQL of notifications: writing, listing, counting."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, case, cast, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.database import AnyRow, AnySelect, delete_in_batches
from dife.members.visibility import recognisable, visible
from dife.models import (
    Comment,
    Group,
    Media,
    Member,
    MemberStatus,
    Message,
    Notification,
    NotificationKind,
    Post,
    RoomInvite,
    RoomMember,
)

TOLD_ONCE = (NotificationKind.MEMBER_LIKED, NotificationKind.POST_LIKED, NotificationKind.COMMENT_LIKED)
"""Taking a like back and giving it again tells nobody anything new."""

MEETINGS = frozenset({NotificationKind.MESSAGE_RECEIVED, NotificationKind.ROOM_INVITED})
"""Here the actor turns to the receiver, and shows who they are with it, private profile or not."""

PREVIEW_CHARACTERS = 400
"""How much of a body is read; a reader sees less of it, since white space is drawn together."""

Actor = aliased(Member)


class Written(NamedTuple):
    """A notification that was inserted or refreshed."""

    id: UUID
    member_id: UUID
    dedup_key: str


def _id_in_data(name: str) -> ColumnElement[UUID]:
    return cast(Notification.data[name].astext, Uuid)


def _hears_message() -> ColumnElement[bool]:
    """The receiver is in the room, and was when the message came."""
    return and_(
        RoomMember.room_id == Message.room_id,
        RoomMember.member_id == Notification.member_id,
        RoomMember.left_seq.is_(None),
        RoomMember.visible_from <= Message.seq,
    )


def shown(*columns: Any) -> AnySelect:
    """Select from the notifications that may be shown: the actor is visible to the receiver, and what it is about is still there.

    A new table of subjects needs a join here and a line in the condition.
    """
    return (
        select(*columns)
        .select_from(Notification)
        .outerjoin(Actor, Actor.id == Notification.actor_id)
        .outerjoin(Post, and_(Post.id == _id_in_data("post_id"), Post.deleted_at.is_(None)))
        .outerjoin(Comment, and_(Comment.id == _id_in_data("comment_id"), Comment.deleted_at.is_(None)))
        .outerjoin(Message, and_(Message.id == _id_in_data("message_id"), Message.deleted_at.is_(None)))
        .outerjoin(RoomMember, _hears_message())
        .outerjoin(RoomInvite, _is_invited())
        .outerjoin(Group, Group.room_id == func.coalesce(Message.room_id, RoomInvite.room_id))
        .where(
            or_(Notification.actor_id.is_(None), _may_hear_of_actor()),
            or_(~Notification.data.has_key("post_id"), Post.id.is_not(None)),
            or_(~Notification.data.has_key("comment_id"), Comment.id.is_not(None)),
            or_(~Notification.data.has_key("message_id"), RoomMember.room_id.is_not(None)),
            or_(~Notification.data.has_key("invite_id"), Group.closed_at.is_(None) & RoomInvite.id.is_not(None)),
        )
    )


def _is_invited() -> ColumnElement[bool]:
    """The receiver may still come in with it."""
    return and_(
        RoomInvite.id == _id_in_data("invite_id"),
        RoomInvite.revoked_at.is_(None),
        RoomInvite.expires_at > func.now(),
    )


def _may_hear_of_actor() -> ColumnElement[bool]:
    meets = and_(Notification.kind.in_(MEETINGS), recognisable(Notification.member_id, Actor))
    return or_(meets, visible(Notification.member_id, Actor))


VIEW_COLUMNS = (
    Notification.id,
    Notification.member_id,
    Notification.kind,
    Notification.data,
    Notification.created_at,
    Notification.read_at,
    Actor.id.label("actor_id"),
    Actor.username.label("actor_username"),
    Actor.country.label("actor_country"),
    Actor.photo_media_id.label("actor_photo_media_id"),
    Post.title.label("post_title"),
    case(
        (Message.id.is_not(None), func.left(Message.body, PREVIEW_CHARACTERS)),
        else_=func.left(Comment.body, PREVIEW_CHARACTERS),
    ).label("preview"),
    Message.id.is_not(None).label("is_message"),
    # A message without text has media: what the first of them is.
    select(Media.kind).where(Media.id == Message.media_ids[1]).correlate(Message).scalar_subquery().label("media_kind"),
    Group.name.label("room_name"),
)
"""What a notification's view needs, in one row. The list shows bodies as they are now; none is stored a second time."""


async def receivers(
    session: AsyncSession, pairs: Collection[tuple[UUID, UUID | None]], *, meet: bool
) -> dict[tuple[UUID, UUID | None], str]:
    """Return the locale of the receiver for those (receiver, actor) pairs where the one may hear of the other.

    `meet`: the actor turns to the receiver.
    """
    receiver = aliased(Member)
    may_hear = recognisable(receiver.id, Actor) if meet else visible(receiver.id, Actor)
    named = [pair for pair in pairs if pair[1] is not None]
    statement = (
        select(receiver.id, Actor.id, receiver.locale)
        .select_from(receiver)
        .join(Actor, tuple_(receiver.id, Actor.id).in_(named))
        .where(receiver.status == MemberStatus.ACTIVE, receiver.id != Actor.id, may_hear)
    )
    heard: dict[tuple[UUID, UUID | None], str] = {}
    if named:
        heard |= {(row[0], row[1]): row[2] for row in await session.execute(statement)}
    anonymous = [member_id for member_id, actor_id in pairs if actor_id is None]
    if anonymous:
        active = select(Member.id, Member.locale).where(Member.id.in_(anonymous), Member.status == MemberStatus.ACTIVE)
        heard |= {(row[0], None): row[1] for row in await session.execute(active)}
    return heard


async def upsert(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[Written]:
    """Insert notifications; one with the key of an older one takes its place and is unread again.

    A job that runs late or twice does not put an older message in the place of a newer one. The rows' order is the
    order in which they are locked, so give them sorted by key.
    """
    statement = insert(Notification).values(list(rows))
    told = Notification.data["message_id"].astext
    refreshed = {name: statement.excluded[name] for name in ("id", "kind", "actor_id", "data", "created_at")}
    statement = statement.on_conflict_do_update(
        index_elements=["member_id", "dedup_key"],
        set_={**refreshed, "read_at": None},
        where=and_(
            Notification.kind.not_in(TOLD_ONCE),
            or_(told.is_(None), told < statement.excluded.data["message_id"].astext),
        ),
    )
    returning = statement.returning(Notification.id, Notification.member_id, Notification.dedup_key)
    return [Written(*row) for row in await session.execute(returning)]


async def unread_keys(session: AsyncSession, keys: Collection[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Return those of the (receiver, key) pairs that stand in a list unread."""
    statement = select(Notification.member_id, Notification.dedup_key).where(
        tuple_(Notification.member_id, Notification.dedup_key).in_(keys), Notification.read_at.is_(None)
    )
    return {(row[0], row[1]) for row in await session.execute(statement)}


async def get_views(session: AsyncSession, ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return notifications with all that their views need."""
    return (await session.execute(shown(*VIEW_COLUMNS).where(Notification.id.in_(ids)))).all()


async def list_of(session: AsyncSession, member_id: UUID, *, before: UUID | None, limit: int) -> Sequence[AnyRow]:
    """Return a member's notifications, newest first."""
    statement = shown(*VIEW_COLUMNS).where(Notification.member_id == member_id)
    if before is not None:
        statement = statement.where(Notification.id < before)
    return (await session.execute(statement.order_by(Notification.id.desc()).limit(limit))).all()


async def count_unread(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many notifications each of the members has not read."""
    statement = (
        shown(Notification.member_id, func.count())
        .where(Notification.member_id.in_(member_ids), Notification.read_at.is_(None))
        .group_by(Notification.member_id)
    )
    counted = {row[0]: row[1] for row in await session.execute(statement)}
    return {member_id: counted.get(member_id, 0) for member_id in member_ids}


async def mark_read(
    session: AsyncSession,
    member_id: UUID,
    *,
    now: datetime,
    up_to: UUID | None = None,
    dedup_key: str | None = None,
    message_seq: int | None = None,
) -> None:
    """Mark a member's notifications as read: all up to one, or the one with a key.

    With `message_seq` only when the message that it is about has this seq in its room, or an earlier one.
    """
    statement = update(Notification).where(Notification.member_id == member_id, Notification.read_at.is_(None))
    if up_to is not None:
        statement = statement.where(Notification.id <= up_to)
    if dedup_key is not None:
        statement = statement.where(Notification.dedup_key == dedup_key)
    if message_seq is not None:
        reached = select(1).where(Message.id == _id_in_data("message_id"), Message.seq <= message_seq)
        statement = statement.where(exists(reached))
    await session.execute(statement.values(read_at=now))


async def delete_before(session: AsyncSession, before: datetime) -> None:
    """Delete notifications that nobody looks for any more."""
    await delete_in_batches(session, Notification, Notification.created_at < before)
