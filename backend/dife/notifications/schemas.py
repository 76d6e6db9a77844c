"""What the notification routes take and give."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from dife.kit.schema import Input, Output
from dife.members.schemas import MemberCard
from dife.models import NotificationKind

PushToken = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=r"^Expo(nent)?PushToken\[[A-Za-z0-9_:%-]{1,160}\]$",
        description="What Expo gave the installation.",
    ),
]


class NotificationView(Output):
    """Something that the member is told about."""

    id: UUID
    kind: NotificationKind
    actor: Annotated[MemberCard | None, Meta(description="Who did it; null when they are anonymous.")]
    data: Annotated[
        dict[str, str],
        Meta(description="What to open: `room_id`, `message_id`, `invite_id`, `post_id`, `comment_id`, `request_id`."),
    ]
    text: Annotated[str, Meta(description="A whole sentence in the reader's language.")]
    preview: Annotated[str | None, Meta(description="The beginning of the message or comment as it is now.")]
    created_at: datetime
    read_at: datetime | None


class Unread(Output):
    """How many notifications the member has not read."""

    count: int


class MarkRead(Input):
    """Everything up to this notification, itself included, was seen."""

    up_to: UUID


class RegisterDevice(Input):
    """This installation can be pushed to."""

    token: PushToken


class NotificationPreferences(Output):
    """What the member wants pushed."""

    push_enabled: bool


class SetNotificationPreferences(Input):
    """Turn pushes on or off."""

    push_enabled: bool
