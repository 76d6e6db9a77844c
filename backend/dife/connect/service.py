"""Rules of connect: who is recommended and found, and how the caller and another member relate."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from dife.connect import matching, repository
from dife.connect.repository import Search
from dife.connect.schemas import ConnectionState, Person, Reason, Recommendations
from dife.context import Context
from dife.database import AnyRow
from dife.errors import InvalidField
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean
from dife.members import service as members
from dife.members.errors import MemberNotFound
from dife.models import ConnectionStatus, NotificationKind
from dife.notifications import service as notifications

RECOMMENDATIONS = 20
NICKNAME_SEARCHES = RateLimit("nickname_search", 30, 60)


async def person(context: Context, member_id: UUID) -> Person:
    """Return a member and how the caller and they relate.

    Raises:
        MemberNotFound: no such member, or not visible to the caller.
    """
    found = await people(context, [member_id])
    if not found:
        raise MemberNotFound
    return found[0]


async def people(context: Context, member_ids: Sequence[UUID]) -> list[Person]:
    """Return members in the order of their ids; those whom the caller may not see are left out."""
    profiles = await members.profiles(context, member_ids)
    if not profiles:
        return []
    viewer = context.caller.member_id
    relations = {row.member_id: row for row in await repository.relations(context.session, viewer, list(profiles))}
    reasons: dict[UUID, list[Reason]] = {}
    for row in await repository.shared_with(context.session, viewer, list(profiles)):
        reasons.setdefault(row.member_id, []).append(_to_reason(row))
    return [
        Person(
            **msgspec.structs.asdict(profiles[member_id]),
            is_liked=relations[member_id].is_liked,
            connection=_to_state(relations[member_id], viewer),
            shared=reasons.get(member_id, []),
        )
        for member_id in member_ids
        if member_id in profiles
    ]


def _to_reason(row: AnyRow) -> Reason:
    is_language = row.kind in (matching.SPEAKS, matching.LEARNS)
    return Reason(kind=row.kind, language=row.code if is_language else None, hobby=None if is_language else row.code)


def _to_state(row: AnyRow, viewer: UUID) -> ConnectionState:
    if row.status is None:
        return ConnectionState(status="none", request_id=None)
    if row.status == ConnectionStatus.ACCEPTED:
        return ConnectionState(status="friends", request_id=None)
    is_own = row.requester_id == viewer
    return ConnectionState(status="requested" if is_own else "received", request_id=row.request_id)


async def recommendations(context: Context) -> Recommendations:
    """Return the people who fit the caller best and whom they do not know yet."""
    viewer = context.caller.member_id
    ids = await repository.recommended_ids(context.session, viewer, limit=RECOMMENDATIONS)
    return Recommendations(items=await people(context, ids))


async def search(context: Context, wanted: Search, *, cursor: str | None, limit: int) -> Page[Person]:
    """Return people by nickname and choices: any of a field, all of the fields."""
    caller = context.caller
    part = clean(wanted.part, field="q", minimum=0, maximum=members.USERNAME_LENGTH)
    wanted = Search(part, {name: sorted(codes) for name, codes in wanted.filters.items()})
    scope = f"connect.search:{part}:{sorted(wanted.filters.items())}"
    key = context.cursors.decode(scope, cursor)
    after = (int(key[0]), datetime.fromisoformat(str(key[1])), UUID(str(key[2]))) if key else None
    if part and after is None:
        await context.limiter.hit(NICKNAME_SEARCHES, str(caller.member_id))
    rows = await repository.search(context.session, caller.member_id, wanted=wanted, after=after, limit=limit + 1)
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.rank, row.active_at.isoformat(), str(row.id)]),
    )
    return Page(items=await people(context, [row.id for row in page]), next_cursor=next_cursor)


async def like(context: Context, member_id: UUID) -> None:
    """Give a member a heart; they are told the first time only.

    Raises:
        InvalidField: that is the caller.
        MemberNotFound: no such member, or not visible to the caller.
    """
    caller_id = context.caller.member_id
    if member_id == caller_id:
        raise InvalidField("member_id", "is_self")
    await members.lock_pair(context, member_id)
    await members.require_visible(context, member_id)
    if await repository.insert_like(context.session, caller_id, member_id):
        await notifications.notify(
            context,
            member_id=member_id,
            kind=NotificationKind.MEMBER_LIKED,
            actor_id=caller_id,
            data={},
            dedup_key=f"member_liked:{caller_id}",
        )


async def unlike(context: Context, member_id: UUID) -> None:
    """Take a heart back; without one nothing happens."""
    await repository.delete_like(context.session, context.caller.member_id, member_id)


async def end_relations(context: Context, member_id: UUID) -> None:
    """Delete request, friendship and hearts between the caller and a member; the caller of this holds the pair's lock."""
    await repository.delete_relations(context.session, context.caller.member_id, member_id)
