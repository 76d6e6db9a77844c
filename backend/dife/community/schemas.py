"""What the community routes take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import UNSET, Meta, UnsetType, field

from dife.kit.schema import ClientId, Input, Output
from dife.media.schemas import MediaView
from dife.members.schemas import MemberCard
from dife.models import Board

TITLE_LENGTH = 100
POST_LENGTH = 10_000
COMMENT_LENGTH = 1_000
MAX_MEDIA = 9
QUERY_LENGTH = 100

# The schema bounds what is read at all; the service counts characters after composing and trimming.
Title = Annotated[str, Meta(max_length=4 * TITLE_LENGTH, description="1 to 100 characters after trimming.")]
PostBody = Annotated[str, Meta(max_length=4 * POST_LENGTH, description="1 to 10,000 characters after trimming.")]
CommentBody = Annotated[str, Meta(max_length=4 * COMMENT_LENGTH, description="1 to 1,000 characters after trimming.")]
MediaIds = Annotated[list[UUID], Meta(max_length=MAX_MEDIA, description="Pictures of kind `post`, in order.")]

BoardFilter = Annotated[Board | None, QueryParameter(description="Only this board.")]
Query = Annotated[str, QueryParameter(max_length=QUERY_LENGTH, description="Words to find; all of them must be there.")]


class NamedAuthor(Output, tag_field="kind", tag="member"):
    """Who wrote it, with their name."""

    member: MemberCard


class AnonymousAuthor(Output, tag_field="kind", tag="anonymous"):
    """Somebody. The alias is the same for all that one person says anonymously under one post."""

    alias: Annotated[Literal["author"] | int, Meta(description="`author` is who wrote the post, the others count up.")]


Author = NamedAuthor | AnonymousAuthor


class PostSummary(Output):
    """A post in a list."""

    id: UUID
    board: Board
    title: str
    excerpt: Annotated[str, Meta(description="The beginning of the text.")]
    language: Annotated[str | None, Meta(description="BCP 47; null when it is not clear.")]
    author: Author
    is_mine: bool
    thumbnail: Annotated[MediaView | None, Meta(description="The first picture.")]
    media_count: int
    like_count: int
    comment_count: int
    is_liked: bool
    is_bookmarked: bool
    created_at: datetime
    edited_at: datetime | None


class Post(PostSummary):
    """A post, whole."""

    body: str
    media: list[MediaView]
    bookmark_count: int


class BoardView(Output):
    """A board and what is new on it."""

    board: Board
    newest: Annotated[list[PostSummary], Meta(description="At most three.")]


class Boards(Output):
    """All boards."""

    items: list[BoardView]


class CreatePost(Input):
    """A new post."""

    client_id: ClientId
    board: Board
    title: Title
    body: PostBody
    anonymous: bool
    media_ids: MediaIds = field(default_factory=list)


class EditPost(Input):
    """What to change of a post; what is left out stays. Whether it is anonymous cannot change."""

    title: Title | UnsetType = UNSET
    body: PostBody | UnsetType = UNSET
    media_ids: MediaIds | UnsetType = UNSET


class CommentView(Output):
    """A comment. While it has replies, one that is deleted or not visible stays, with neither author nor body."""

    id: UUID
    post_id: UUID
    parent_id: UUID | None
    author: Author | None
    body: str | None
    language: Annotated[str | None, Meta(description="BCP 47; null when it is not clear.")]
    is_mine: bool
    like_count: int
    is_liked: bool
    created_at: datetime
    edited_at: datetime | None


class PostReference(Output):
    """The post that a comment belongs to."""

    id: UUID
    board: Board
    title: str


class OwnComment(Output):
    """A comment of the caller's; `post` is null when they can no longer see it."""

    comment: CommentView
    post: PostReference | None


class CreateComment(Input):
    """A new comment, or with `parent_id` a reply to one that is no reply itself."""

    client_id: ClientId
    body: CommentBody
    anonymous: bool
    parent_id: UUID | None = None


class EditComment(Input):
    """A comment's new text."""

    body: CommentBody
