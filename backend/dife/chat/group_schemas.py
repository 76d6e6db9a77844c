"""What the routes of group rooms take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType, field

from dife.kit.schema import ClientId, Input, Output
from dife.media.schemas import MediaView
from dife.members.choices import Hobby, Language, Purpose
from dife.members.schemas import MemberCard
from dife.models import MAX_SEATS, MIN_SEATS, RoomHistory, RoomRole

NAME_LENGTH = 20
DESCRIPTION_LENGTH = 60
PASSWORD_LENGTH = (4, 20)

Name = Annotated[str, Meta(min_length=1, max_length=4 * NAME_LENGTH, description="1 to 20 characters after trimming.")]
Description = Annotated[str, Meta(max_length=4 * DESCRIPTION_LENGTH, description="At most 60 characters.")]
Topics = Annotated[list[Hobby], Meta(max_length=4)]
Languages = Annotated[list[Language], Meta(max_length=2)]
Purposes = Annotated[list[Purpose], Meta(max_length=2)]
Seats = Annotated[int, Meta(ge=MIN_SEATS, le=MAX_SEATS, description="The most members that the group takes.")]
Password = Annotated[
    str, Meta(max_length=4 * PASSWORD_LENGTH[1], description="The join code of a private group, 4 to 20 characters.")
]


class GroupView(Output):
    """What a group room is, for one of its members; `role` is the caller's."""

    name: str
    description: str
    picture: MediaView | None
    topics: list[Hobby]
    languages: list[Language]
    purposes: list[Purpose]
    max_members: int
    member_count: int
    is_private: bool
    has_password: bool
    history: RoomHistory
    role: RoomRole
    like_count: int
    is_liked: bool


class CreateGroup(Input, kw_only=True, tag_field="kind", tag="group"):
    """A new group; the caller becomes its owner."""

    client_id: ClientId
    name: Name
    description: Description = ""
    picture_media_id: UUID | None = None
    topics: Topics = field(default_factory=list)
    languages: Languages = field(default_factory=list)
    purposes: Purposes = field(default_factory=list)
    max_members: Seats
    is_private: bool = False
    password: Password | None = None
    history: RoomHistory = RoomHistory.FROM_JOIN


class EditGroup(Input):
    """What to change of a group; what is left out stays. A public group has no password."""

    name: Name | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    picture_media_id: UUID | UnsetType | None = UNSET
    topics: Topics | UnsetType = UNSET
    languages: Languages | UnsetType = UNSET
    purposes: Purposes | UnsetType = UNSET
    max_members: Seats | UnsetType = UNSET
    is_private: bool | UnsetType = UNSET
    password: Password | UnsetType | None = UNSET
    history: RoomHistory | UnsetType = UNSET


class JoinRoom(Input):
    """What opens a private group: its password, or the token of an invitation. An invitation by name needs neither."""

    password: Password | None = None
    invite: Annotated[str, Meta(max_length=64)] | None = None


class SetRole(Input):
    """A member's new role; `owner` hands the group over."""

    role: Literal["owner", "moderator", "member"]


class CreateInvite(Input):
    """An invitation for one member, or without `member_id` a link; it is good for so many hours."""

    member_id: UUID | None = None
    hours: Annotated[int, Meta(ge=1, le=30 * 24)] = 7 * 24


class InviteView(Output):
    """An invitation. `token` and `url` are there in the answer to making a link, and never again."""

    id: UUID
    room_id: UUID
    kind: Literal["link", "member"]
    member: MemberCard | None
    token: str | None
    url: str | None
    created_by: MemberCard | None
    created_at: datetime
    expires_at: datetime
    use_count: int


class GroupCard(Output):
    """A group as somebody sees it who need not be in it: neither who is in it nor what is said.

    `standing` is the caller's: removed means that they may not come back without an invitation yet.
    """

    id: UUID
    name: str
    description: str
    picture: MediaView | None
    topics: list[Hobby]
    languages: list[Language]
    purposes: list[Purpose]
    max_members: int
    member_count: int
    is_private: bool
    has_password: bool
    like_count: int
    is_liked: bool
    standing: Literal["none", "member", "invited", "removed"]
    created_at: datetime


class Suggestions(Output):
    """Groups with a free seat that the caller is not in, by chance."""

    items: list[GroupCard]
