"""Who a post or comment is shown to be from. The one place that decides between a name and an alias."""

from collections.abc import Mapping
from uuid import UUID

from dife.community.schemas import AnonymousAuthor, Author, NamedAuthor
from dife.database import AnyRow
from dife.media.schemas import MediaView
from dife.members import service as members

Pictures = Mapping[UUID, MediaView]


def author_of(row: AnyRow, *, alias: int, pictures: Pictures) -> Author:
    """Return the author of a row with `anonymous` and, for the named, the columns of a member's card."""
    if row.anonymous:
        return AnonymousAuthor(alias=alias or "author")
    return NamedAuthor(member=members.to_card(row, dict(pictures)))
