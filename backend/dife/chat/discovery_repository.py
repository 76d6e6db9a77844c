"""SQL of finding groups."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, cast, delete, exists, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from dife.chat import group_repository
from dife.chat.visibility import discoverable
from dife.database import AnyRow, AnySelect
from dife.models import Group, Room, RoomInvite, RoomLike, RoomMember


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a group is searched by: any of a field, all of the fields. `search` is the text of a `tsquery`."""

    search: str | None = None
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    free_seats: int = 0
    liked: bool = False


def liked_by(viewer: UUID) -> ColumnElement[bool]:
    """Tell in SQL whether `viewer` likes `Group`."""
    return exists(select(1).where(RoomLike.room_id == Group.room_id, RoomLike.member_id == viewer).correlate(Group))


def _standing(viewer: UUID, *, now: datetime, removed_since: datetime) -> ColumnElement[str]:
    own = select(RoomMember).where(RoomMember.room_id == Group.room_id, RoomMember.member_id == viewer)
    invite = select(1).where(
        RoomInvite.room_id == Group.room_id,
        RoomInvite.member_id == viewer,
        RoomInvite.revoked_at.is_(None),
        RoomInvite.expires_at > now,
    )
    is_in = own.with_only_columns(literal(1)).where(RoomMember.left_seq.is_(None)).correlate(Group)
    is_removed = own.with_only_columns(literal(1)).where(RoomMember.removed_at > removed_since).correlate(Group)
    return case(
        (exists(is_in), "member"),
        (exists(invite.correlate(Group)), "invited"),
        (exists(is_removed), "removed"),
        else_="none",
    )


def _cards(viewer: UUID, *, now: datetime, removed_since: datetime) -> AnySelect:
    """Select what `GroupCard` needs of the groups that `viewer` may see."""
    columns: list[Any] = [
        Group.room_id.label("id"),
        Group.name,
        Group.description,
        Group.picture_media_id,
        Group.topics,
        Group.languages,
        Group.purposes,
        Group.max_members,
        Group.member_count,
        Group.is_private,
        Group.password_hash.is_not(None).label("has_password"),
        Group.like_count,
        liked_by(viewer).label("is_liked"),
        _standing(viewer, now=now, removed_since=removed_since).label("standing"),
        Room.created_at,
    ]
    return select(*columns).join(Room, Room.id == Group.room_id).where(discoverable(viewer))


async def search(
    session: AsyncSession,
    viewer: UUID,
    *,
    wanted: Wanted,
    now: datetime,
    removed_since: datetime,
    before: UUID | None,
    limit: int,
) -> Sequence[AnyRow]:
    """Return groups, the newest first."""
    statement = _cards(viewer, now=now, removed_since=removed_since).where(*_conditions(wanted))
    if wanted.liked:
        statement = statement.where(liked_by(viewer))
    if before is not None:
        statement = statement.where(Group.room_id < before)
    return (await session.execute(statement.order_by(Group.room_id.desc()).limit(limit))).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = {"topic": Group.topics, "language": Group.languages, "purpose": Group.purposes}
    conditions: list[ColumnElement[bool]] = [
        columns[name].op("&&")(cast(list(codes), ARRAY(Text))) for name, codes in wanted.codes.items() if codes
    ]
    if wanted.search is not None:
        conditions.append(Group.search.op("@@")(cast(wanted.search, TSQUERY)))
    if wanted.free_seats:
        conditions.append(Group.max_members - Group.member_count >= wanted.free_seats)
    return conditions


async def suggest(
    session: AsyncSession, viewer: UUID, *, now: datetime, removed_since: datetime, limit: int
) -> Sequence[AnyRow]:
    """Return groups with a free seat that `viewer` is neither in nor was removed from, from a random place on."""
    place = random.random()  # noqa: S311 - a suggestion is no secret
    cards = _cards(viewer, now=now, removed_since=removed_since).where(
        Group.member_count < Group.max_members,
        _standing(viewer, now=now, removed_since=removed_since).in_(("none", "invited")),
    )
    # From there to the end, and on from the beginning: each half reads no more than it gives.
    halves = [
        cards.where(half).order_by(Group.shuffle).limit(limit).subquery()
        for half in (Group.shuffle >= place, Group.shuffle < place)
    ]
    both = union_all(*(select(half) for half in halves)).limit(limit)
    return (await session.execute(both)).all()


async def get_card(
    session: AsyncSession, room_id: UUID, *, viewer: UUID, now: datetime, removed_since: datetime
) -> AnyRow | None:
    """Return a group that `viewer` may see."""
    statement = _cards(viewer, now=now, removed_since=removed_since).where(Group.room_id == room_id)
    return (await session.execute(statement)).one_or_none()


async def can_see(session: AsyncSession, room_id: UUID, *, viewer: UUID) -> bool:
    """Tell whether `viewer` may see a group."""
    statement = select(1).select_from(Group).where(Group.room_id == room_id, discoverable(viewer))
    return (await session.execute(statement)).one_or_none() is not None


async def like(session: AsyncSession, room_id: UUID, member_id: UUID) -> None:
    """Like a group and count it; nothing happens when it is liked already."""
    statement = insert(RoomLike).values(room_id=room_id, member_id=member_id).on_conflict_do_nothing()
    if (await session.execute(statement.returning(RoomLike.room_id))).one_or_none() is not None:
        await group_repository.update_group(session, room_id, {"like_count": Group.like_count + 1})


async def unlike(session: AsyncSession, room_id: UUID, member_id: UUID) -> None:
    """Take a like back and count it; nothing happens when there is none."""
    own = and_(RoomLike.room_id == room_id, RoomLike.member_id == member_id)
    if (await session.execute(delete(RoomLike).where(own).returning(RoomLike.room_id))).one_or_none() is not None:
        await group_repository.update_group(session, room_id, {"like_count": Group.like_count - 1})
