"""Rules of finding groups: searching, suggestions, likes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from dife.chat import discovery_repository
from dife.chat.discovery_repository import Wanted
from dife.chat.errors import RoomNotFound
from dife.chat.group_schemas import GroupCard, Suggestions
from dife.chat.memberships import REMOVED_FOR
from dife.context import Context
from dife.database import AnyRow
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean, query_vector
from dife.media import service as media

QUERY_LENGTH = 60
SUGGESTED = 10
SEARCHES = RateLimit("room_search", 30, 60)


class _Times(NamedTuple):
    now: datetime
    removed_since: datetime


def _times(context: Context) -> _Times:
    now = context.clock.now()
    return _Times(now, now - REMOVED_FOR)


async def search(context: Context, words: str, wanted: Wanted, *, cursor: str | None, limit: int) -> Page[GroupCard]:
    """Return groups by words and choices, the newest first.

    Raises:
        InvalidField: the words are too long, or the cursor is of another list.
        RateLimited: thirty searches in a minute.
    """
    words = clean(words, field="q", minimum=0, maximum=QUERY_LENGTH)
    codes = {name: sorted(set(chosen)) for name, chosen in wanted.codes.items()}
    scope = f"rooms.discover:{words}:{sorted(codes.items())}:{wanted.free_seats}:{wanted.liked}"
    key = context.cursors.decode(scope, cursor)
    if words and key is None:
        await context.limiter.hit(SEARCHES, str(context.caller.member_id))
    found = query_vector(words)
    if words and found is None:
        return Page(items=[], next_cursor=None)
    rows = await discovery_repository.search(
        context.session,
        context.caller.member_id,
        wanted=Wanted(found, codes, wanted.free_seats, wanted.liked),
        **_times(context)._asdict(),
        before=UUID(str(key[0])) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    return Page(items=await _to_cards(context, page), next_cursor=next_cursor)


async def suggestions(context: Context) -> Suggestions:
    """Return a few groups by chance, none of them full or the caller's."""
    rows = await discovery_repository.suggest(
        context.session, context.caller.member_id, **_times(context)._asdict(), limit=SUGGESTED
    )
    return Suggestions(items=await _to_cards(context, rows))


async def find(context: Context, room_id: UUID) -> GroupCard:
    """Return a group as somebody sees it who need not be in it.

    Raises:
        RoomNotFound: no such group, or not one for the caller to see.
    """
    row = await discovery_repository.get_card(
        context.session, room_id, viewer=context.caller.member_id, **_times(context)._asdict()
    )
    if row is None:
        raise RoomNotFound
    return (await _to_cards(context, [row]))[0]


async def _to_cards(context: Context, rows: Sequence[AnyRow]) -> list[GroupCard]:
    pictures = await media.views(context, [row.picture_media_id for row in rows])
    return [
        GroupCard(
            id=row.id,
            name=row.name,
            description=row.description,
            picture=pictures.get(row.picture_media_id),
            topics=row.topics,
            languages=row.languages,
            purposes=row.purposes,
            max_members=row.max_members,
            member_count=row.member_count,
            is_private=row.is_private,
            has_password=row.has_password,
            like_count=row.like_count,
            is_liked=row.is_liked,
            standing=row.standing,
            created_at=row.created_at,
        )
        for row in rows
    ]


async def like(context: Context, room_id: UUID) -> None:
    """Like a group; repeated, it changes nothing.

    Raises:
        RoomNotFound: no such group, or not one for the caller to see.
    """
    if not await discovery_repository.can_see(context.session, room_id, viewer=context.caller.member_id):
        raise RoomNotFound
    await discovery_repository.like(context.session, room_id, context.caller.member_id)


async def unlike(context: Context, room_id: UUID) -> None:
    """Take a like back; without one nothing happens."""
    await discovery_repository.unlike(context.session, room_id, context.caller.member_id)
