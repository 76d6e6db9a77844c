"""SQL of members."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, delete, exists, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow
from dife.members.visibility import befriended, blocked_between, recognisable, visible
from dife.models import Account, Member, MemberHobby, MemberLanguage, MemberStatus

CARD_COLUMNS = (Member.id, Member.username, Member.country, Member.photo_media_id)
"""What `MemberCard` needs."""

_NO_ROWS = text("'[]'::jsonb")


def _hobbies() -> ScalarSelect[Any]:
    rows = select(func.coalesce(func.jsonb_agg(MemberHobby.hobby), _NO_ROWS))
    return rows.where(MemberHobby.member_id == Member.id).correlate(Member).scalar_subquery()


def _languages() -> ScalarSelect[Any]:
    skill = func.jsonb_build_object(
        "language", MemberLanguage.language, "kind", MemberLanguage.kind, "level", MemberLanguage.level
    )
    rows = select(func.coalesce(func.jsonb_agg(skill), _NO_ROWS))
    return rows.where(MemberLanguage.member_id == Member.id).correlate(Member).scalar_subquery()


PROFILE_COLUMNS = (
    *CARD_COLUMNS,
    Member.bio,
    Member.mbti,
    Member.campus_id,
    _hobbies().label("hobbies"),
    _languages().label("languages"),
)
"""What `MemberProfile` needs, in one row."""


async def get_me(session: AsyncSession, member_id: UUID) -> AnyRow | None:
    """Return everything of a member, the mail address too."""
    statement = select(
        *PROFILE_COLUMNS,
        Account.email,
        Member.locale,
        Member.is_private,
        Member.shows_presence,
        Member.student_verified_at,
        Member.onboarded_at,
        Member.role,
        Member.created_at,
    ).join(Account, Account.member_id == Member.id)
    return (await session.execute(statement.where(Member.id == member_id))).one_or_none()


async def get_profiles(session: AsyncSession, member_ids: Collection[UUID], *, viewer: UUID) -> Sequence[AnyRow]:
    """Return the profiles of those members that `viewer` may see."""
    statement = select(*PROFILE_COLUMNS).where(Member.id.in_(member_ids), visible(viewer))
    return (await session.execute(statement)).all()


async def get_cards(session: AsyncSession, member_ids: Collection[UUID], *, viewer: UUID) -> Sequence[AnyRow]:
    """Return the cards of those members that `viewer` may see."""
    statement = select(*CARD_COLUMNS).where(Member.id.in_(member_ids), visible(viewer))
    return (await session.execute(statement)).all()


async def get_room_cards(session: AsyncSession, member_ids: Collection[UUID], *, viewer: UUID) -> Sequence[AnyRow]:
    """Return the cards of those members whom `viewer` may recognise in a room."""
    statement = select(*CARD_COLUMNS).where(Member.id.in_(member_ids), recognisable(viewer))
    return (await session.execute(statement)).all()


async def get_known_cards(session: AsyncSession, member_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return the cards of those members that still exist, whoever may see them."""
    statement = select(*CARD_COLUMNS).where(
        Member.id.in_(member_ids), Member.status != MemberStatus.DELETED, Member.onboarded_at.is_not(None)
    )
    return (await session.execute(statement)).all()


async def get_reportable(session: AsyncSession, member_id: UUID, *, viewer: UUID) -> AnyRow | None:
    """Return the profile of a member whom `viewer` may see, or with whom only a block stands in between."""
    statement = select(*PROFILE_COLUMNS).where(
        Member.id == member_id,
        Member.onboarded_at.is_not(None),
        or_(visible(viewer), blocked_between(viewer, Member.id)),
    )
    return (await session.execute(statement)).one_or_none()


async def lock_pair(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Wait until no other transaction holds this pair of members; released with the transaction."""
    pair = ":".join(sorted((str(one), str(other))))
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(pair, 0))))


async def is_username_taken(session: AsyncSession, username: str, *, by_other_than: UUID) -> bool:
    """Tell whether another member has the nickname, whatever its case."""
    same = select(1).where(func.lower(Member.username) == func.lower(username), Member.id != by_other_than)
    return bool((await session.execute(select(exists(same)))).scalar())


async def lock_member(session: AsyncSession, member_id: UUID) -> UUID | None:
    """Wait until no other transaction changes a member, and return their photo."""
    statement = select(Member.photo_media_id).where(Member.id == member_id)
    # Rows that only refer to the member (a message, a like) do not wait for this.
    return (await session.execute(statement.with_for_update(key_share=True))).scalar_one_or_none()


async def are_friends(session: AsyncSession, one: UUID, other: UUID) -> bool:
    """Tell whether two members are friends."""
    return bool(await session.scalar(select(befriended(one, other))))


async def update_member(session: AsyncSession, member_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of a member."""
    await session.execute(update(Member).where(Member.id == member_id).values(values))


async def replace_hobbies(session: AsyncSession, member_id: UUID, hobbies: Collection[str]) -> None:
    """Make these a member's hobbies."""
    await session.execute(delete(MemberHobby).where(MemberHobby.member_id == member_id))
    await session.execute(insert(MemberHobby), [{"member_id": member_id, "hobby": hobby} for hobby in hobbies])


async def replace_languages(session: AsyncSession, member_id: UUID, languages: Sequence[dict[str, str]]) -> None:
    """Make these a member's languages."""
    await session.execute(delete(MemberLanguage).where(MemberLanguage.member_id == member_id))
    await session.execute(insert(MemberLanguage), [{"member_id": member_id, **language} for language in languages])


async def complete_onboarding(session: AsyncSession, member_id: UUID) -> None:
    """Set `onboarded_at` once nickname, country, a hobby and a spoken language are there."""
    has_hobby = exists(select(1).where(MemberHobby.member_id == member_id))
    speaks = exists(select(1).where(MemberLanguage.member_id == member_id, MemberLanguage.kind == "speaks"))
    statement = update(Member).where(
        Member.id == member_id,
        Member.onboarded_at.is_(None),
        Member.username.is_not(None),
        Member.country.is_not(None),
        has_hobby,
        speaks,
    )
    await session.execute(statement.values(onboarded_at=func.now()))
