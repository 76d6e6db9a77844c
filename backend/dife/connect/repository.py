"""SQL of connect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from dife.connect import matching
from dife.database import AnyRow
from dife.members.visibility import visible
from dife.models import (
    Connection,
    ConnectionStatus,
    LanguageKind,
    Member,
    MemberHobby,
    MemberLanguage,
    MemberLike,
    MemberStatus,
)


def _between(one: UUID, other: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return or_(
        and_(Connection.requester_id == one, Connection.addressee_id == other),
        and_(Connection.requester_id == other, Connection.addressee_id == one),
    )


async def recommended_ids(session: AsyncSession, viewer: UUID, *, limit: int) -> Sequence[UUID]:
    """Return whom to recommend, the best match first."""
    return (await session.execute(matching.recommended(viewer, limit=limit))).scalars().all()


async def shared_with(session: AsyncSession, viewer: UUID, member_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (member_id, kind, code) of what speaks for the viewer and the members."""
    return (await session.execute(matching.shared(viewer, member_ids))).all()


async def relations(session: AsyncSession, viewer: UUID, member_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (member_id, is_liked, request_id, status, requester_id) of each member; the last three may be None."""
    is_liked = exists(select(1).where(MemberLike.member_id == viewer, MemberLike.liked_id == Member.id))
    statement = (
        select(
            Member.id.label("member_id"),
            is_liked.label("is_liked"),
            Connection.id.label("request_id"),
            Connection.status,
            Connection.requester_id,
        )
        .outerjoin(Connection, _between(viewer, Member.id))
        .where(Member.id.in_(member_ids))
    )
    return (await session.execute(statement)).all()


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: part of a nickname ("" for any), and codes of which any may fit, by field."""

    part: str
    filters: Mapping[str, Sequence[str]]


async def search(
    session: AsyncSession, viewer: UUID, *, wanted: Search, after: tuple[int, datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return (id, rank, active_at): nicknames that begin with the part first, then who was here most recently."""
    name, part = func.lower(Member.username), wanted.part.lower()
    rank = case((name.startswith(part, autoescape=True), 1), else_=0) if part else literal(1)
    statement = select(Member.id, rank.label("rank"), Member.active_at).where(
        visible(viewer),
        Member.id != viewer,
        Member.student_verified_at.is_not(None),
        Member.status == literal(MemberStatus.ACTIVE, literal_execute=True),  # lets the partial index give the order
        *_chosen(wanted.filters),
    )
    if part:
        statement = statement.where(name.contains(part, autoescape=True))
    # Without a part all rank alike, and the index on activity gives the order.
    key = [rank, Member.active_at, Member.id] if part else [Member.active_at, Member.id]
    if after is not None:
        statement = statement.where(tuple_(*key) < tuple_(*after[-len(key) :]))
    statement = statement.order_by(*(column.desc() for column in key)).limit(limit)
    return (await session.execute(statement)).all()


def _chosen(filters: Mapping[str, Sequence[str]]) -> list[ColumnElement[bool]]:
    has_hobby = exists(
        select(1).where(MemberHobby.member_id == Member.id, MemberHobby.hobby.in_(filters.get("hobby", ())))
    )
    speaks = exists(
        select(1).where(
            MemberLanguage.member_id == Member.id,
            MemberLanguage.kind == LanguageKind.SPEAKS,
            MemberLanguage.language.in_(filters.get("language", ())),
        )
    )
    conditions = {
        "mbti": Member.mbti.in_(filters.get("mbti", ())),
        "country": Member.country.in_(filters.get("country", ())),
        "hobby": has_hobby,
        "language": speaks,
    }
    return [condition for name, condition in conditions.items() if filters.get(name)]


async def connection_between(session: AsyncSession, one: UUID, other: UUID) -> Connection | None:
    """Return the request or friendship of two members."""
    return (await session.execute(select(Connection).where(_between(one, other)))).scalar_one_or_none()


async def connection_of(session: AsyncSession, request_id: UUID, *, member_id: UUID) -> Connection | None:
    """Return a request or friendship that a member is part of."""
    statement = select(Connection).where(
        Connection.id == request_id, or_(Connection.requester_id == member_id, Connection.addressee_id == member_id)
    )
    # The row may have been read before the pair was locked: what counts is how it is now.
    return (await session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def insert_request(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert a request."""
    await session.execute(insert(Connection).values(values))


async def accept(session: AsyncSession, request_id: UUID, *, now: datetime) -> None:
    """Make friends of a request."""
    statement = update(Connection).where(Connection.id == request_id)
    await session.execute(statement.values(status=ConnectionStatus.ACCEPTED, accepted_at=now))


async def delete_connection(session: AsyncSession, request_id: UUID) -> None:
    """Delete a request."""
    await session.execute(delete(Connection).where(Connection.id == request_id))


async def delete_friendship(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Delete the friendship of two members; a request that waits stays."""
    statement = delete(Connection).where(_between(one, other), Connection.status == ConnectionStatus.ACCEPTED)
    await session.execute(statement)


async def delete_relations(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Delete everything that two members are to each other: request, friendship, hearts."""
    hearts = or_(
        and_(MemberLike.member_id == one, MemberLike.liked_id == other),
        and_(MemberLike.member_id == other, MemberLike.liked_id == one),
    )
    await session.execute(delete(Connection).where(_between(one, other)))
    await session.execute(delete(MemberLike).where(hearts))


async def requests(
    session: AsyncSession, viewer: UUID, *, received: bool, before: UUID | None, limit: int
) -> Sequence[AnyRow]:
    """Return (id, other_id, message, created_at) of requests that wait, the newest first."""
    own, other = Connection.requester_id, Connection.addressee_id
    if received:
        own, other = other, own
    statement = (
        select(Connection.id, other.label("other_id"), Connection.message, Connection.created_at)
        .join(Member, Member.id == other)
        .where(own == viewer, Connection.status == ConnectionStatus.PENDING, visible(viewer))
    )
    if before is not None:
        statement = statement.where(Connection.id < before)
    return (await session.execute(statement.order_by(Connection.id.desc()).limit(limit))).all()


async def friends(
    session: AsyncSession, viewer: UUID, *, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[AnyRow]:
    """Return (id, other_id, accepted_at) of friendships, the newest first."""
    other = case((Connection.requester_id == viewer, Connection.addressee_id), else_=Connection.requester_id)
    statement = (
        select(Connection.id, other.label("other_id"), Connection.accepted_at)
        .join(Member, Member.id == other)
        .where(
            or_(Connection.requester_id == viewer, Connection.addressee_id == viewer),
            Connection.status == ConnectionStatus.ACCEPTED,
            visible(viewer),
        )
    )
    key = tuple_(Connection.accepted_at, Connection.id)
    if before is not None:
        statement = statement.where(key < tuple_(*before))
    statement = statement.order_by(Connection.accepted_at.desc(), Connection.id.desc()).limit(limit)
    return (await session.execute(statement)).all()


async def insert_like(session: AsyncSession, member_id: UUID, liked_id: UUID) -> bool:
    """Insert a heart; tell whether there was none before."""
    statement = insert(MemberLike).values(member_id=member_id, liked_id=liked_id).on_conflict_do_nothing()
    return (await session.execute(statement.returning(MemberLike.liked_id))).one_or_none() is not None


async def delete_like(session: AsyncSession, member_id: UUID, liked_id: UUID) -> None:
    """Delete a heart."""
    await session.execute(delete(MemberLike).where(MemberLike.member_id == member_id, MemberLike.liked_id == liked_id))
