"""What the chat routes take and give, and the frames that the gateways pass on as they are."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType, field

from dife.chat.group_schemas import GroupView
from dife.kit.schema import ClientId, Input, Output
from dife.media.schemas import FileView, MediaView
from dife.members.schemas import MemberCard
from dife.models import RoomEventKind, RoomKind, RoomRole

BODY_LENGTH = 2000
MAX_MEDIA = 10
MAX_SYNCED_ROOMS = 1000

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1, description="A place in a room's event log.")]
Body = Annotated[
    str, Meta(max_length=4 * BODY_LENGTH, description="1 to 2000 characters after trimming; may be empty with media.")
]


class ReplyTo(Output):
    """The message that another one answers. What it says is read from it, so that no copy outlives it."""

    id: UUID
    seq: int


class ReactionView(Output):
    """An emoji, and who answered with it, the first first."""

    emoji: str
    member_ids: list[UUID]


class LinkPreview(Output):
    """What a page says about itself: of a message's first link, read by the server."""

    url: str
    title: str
    description: str
    site_name: str
    image: MediaView | None


class MessageView(Output):
    """A message in its present state, the same for every reader. A deleted one has nothing but its place.

    `hidden`: there is a block between its sender and the reader, who gets its place without what it says.
    """

    id: UUID
    room_id: UUID
    seq: int
    changed_seq: int
    message_no: int
    sender_id: UUID
    client_id: UUID
    body: str
    media: list[MediaView]
    files: list[FileView]
    reply_to: ReplyTo | None
    reactions: list[ReactionView]
    preview: LinkPreview | None
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden: bool


class RoomEventView(Output):
    """An event of a room's log. `message` is there for message events; `data` says what the others need.

    member_joined: {member_id, reopened}; member_left, member_removed, member_promoted, member_demoted, owner_changed:
    {member_id}; room_updated: {fields, name?}; room_created, room_closed: {}; reaction_added, reaction_removed: {emoji}.

    `hidden`: there is a block between who did it, or whom it is about, and the reader, who gets number, kind and time.
    """

    room_id: UUID
    seq: int
    kind: RoomEventKind
    actor_id: UUID | None
    created_at: datetime
    message: MessageView | None
    data: dict[str, Any]
    hidden: bool


class EventFrame(Output, tag_field="type", tag="event"):
    """Something happened in a room."""

    room_id: UUID
    event: RoomEventView


class ReadFrame(Output, tag_field="type", tag="read"):
    """A member has read a room up to `seq`."""

    room_id: UUID
    member_id: UUID
    seq: int


class TypingFrame(Output, tag_field="type", tag="typing"):
    """A member writes something in a room; it is true for a few seconds."""

    room_id: UUID
    member_id: UUID


class PresenceView(Output):
    """Whether a member is here, and when they were last seen; who does not show it was never seen."""

    member_id: UUID
    online: bool
    last_seen_at: datetime | None


class PresenceFrame(PresenceView, tag_field="type", tag="presence"):
    """How a member stands with whom one has a conversation of two."""


class RoomView(Output):
    """A room as one of its members sees it.

    `member` is the other of a direct room, null when they are not visible (any more); `group` says what a group is.
    `unread` stops counting at 300. `last_sender` is who sent the last message.
    """

    id: UUID
    kind: RoomKind
    member: MemberCard | None
    group: GroupView | None
    head_seq: int
    unread: int
    last_message: MessageView | None
    last_sender: MemberCard | None
    visible_from: int
    read_seq: int
    other_read_seq: int | None
    muted: bool
    pinned: bool
    auto_translate: bool
    created_at: datetime


class RoomMemberView(Output):
    """A member's place in a room; `member` is null when they are not visible to the caller."""

    member_id: UUID
    member: MemberCard | None
    role: RoomRole
    read_seq: int
    joined_at: datetime


class MessagePage(Output):
    """Messages, the newest first. `next_cursor` is the next page's `before_seq`, `newer_cursor` its `after_seq` upwards.

    `quoted` has what the items reply to and the caller may see, except what is among the items itself; `people` who sent
    all of these.
    """

    items: list[MessageView]
    quoted: list[MessageView]
    people: list[MemberCard]
    next_cursor: str | None
    newer_cursor: str | None
    as_of_seq: int


class FoundMessage(Output):
    """A message outside of its room, with who sent it; `sender` is null when they are not visible to the caller."""

    message: MessageView
    sender: MemberCard | None


class EventPage(Output):
    """Events in the order of their log. `next_cursor` is the next page's `after_seq`; `people` are those in them."""

    items: list[RoomEventView]
    people: list[MemberCard]
    next_cursor: str | None
    as_of_seq: int


class ReadMark(Output):
    """How far a member has read a room."""

    room_id: UUID
    member_id: UUID
    seq: int


class Gap(Output):
    """Events that are not in this answer: page them with `GET /rooms/{id}/events`."""

    from_seq: int = field(name="from")
    to_seq: int = field(name="to")


class SyncedRoom(Output):
    """What was missed in one room. With `left_seq` the caller is no longer in it, and nothing follows that event."""

    room_id: UUID
    head_seq: int
    visible_from: int
    read_seq: int
    left_seq: int | None
    events: list[RoomEventView]
    gap: Gap | None


class SyncResult(Output):
    """One entry for each of the named rooms that is or was the caller's; the others are not answered."""

    rooms: list[SyncedRoom]


class OpenRoom(Input, tag_field="kind", tag="direct"):
    """A conversation with one other member."""

    client_id: ClientId
    member_id: UUID


class SendMessage(Input):
    """A new message."""

    client_id: ClientId
    body: Body
    media_ids: Annotated[list[UUID], Meta(max_length=MAX_MEDIA)] = field(default_factory=list)
    reply_to_id: Annotated[UUID | None, Meta(description="A message of the same room that this one answers.")] = None


class EditMessage(Input):
    """A message's new text."""

    body: Body


class RoomPreferences(Input):
    """How the caller wants a room to behave; what is left out stays."""

    auto_translate: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET


class MarkRead(Input):
    """How far the caller has read."""

    seq: Seq


class SyncRequest(Input):
    """The newest event that the client has, for each room."""

    rooms: Annotated[dict[UUID, Seq], Meta(max_length=MAX_SYNCED_ROOMS)]
