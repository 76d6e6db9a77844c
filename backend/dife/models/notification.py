"""What a member is told about, and the devices it is pushed to."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class NotificationKind(enum.StrEnum):
    """Each has one sentence per language, `notification.<kind>` in the catalogue."""

    CONNECT_REQUESTED = "connect_requested"
    CONNECT_ACCEPTED = "connect_accepted"
    MEMBER_LIKED = "member_liked"
    MESSAGE_RECEIVED = "message_received"
    POST_COMMENTED = "post_commented"
    COMMENT_REPLIED = "comment_replied"
    POST_LIKED = "post_liked"
    COMMENT_LIKED = "comment_liked"
    ROOM_INVITED = "room_invited"


class Notification(CreatedAt, Base):
    """`actor_id` is NULL when the actor is anonymous; `dedup_key` keeps like/unlike and bursts to one row."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("member_id", "dedup_key"),
        Index("ix_notifications_member", "member_id", text("id DESC")),
        Index("ix_notifications_unread", "member_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_created", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    dedup_key: Mapped[str]
    read_at: Mapped[datetime | None]


class NotificationSettings(Base):
    """Whether a member wants pushes; no row means yes."""

    __tablename__ = "notification_settings"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    push_enabled: Mapped[bool] = mapped_column(server_default=text("true"))


class Device(CreatedAt, Base):
    """An installation of the app that can be pushed to; its token belongs to whoever logged in last."""

    __tablename__ = "devices"

    installation_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(unique=True)


class PushDelivery(CreatedAt, Base):
    """One push to one device: sending (written before it is sent) → sent (`ticket_id` is there) → delivered | failed.

    `attempts` counts the sends whose outcome is not known to have failed: after a crash a push is sent once more, not
    again and again.
    """

    __tablename__ = "push_deliveries"
    __table_args__ = (
        CheckConstraint("status IN ('sending', 'sent', 'delivered', 'failed')", name="status"),
        UniqueConstraint("dedup_key", "installation_id"),
        Index("ix_push_deliveries_open", "created_at", postgresql_where=text("status = 'sent'")),
        Index("ix_push_deliveries_created", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    dedup_key: Mapped[str]
    installation_id: Mapped[UUID] = mapped_column(ForeignKey("devices.installation_id", ondelete="CASCADE"))
    attempts: Mapped[int] = mapped_column(server_default=text("1"))
    ticket_id: Mapped[str | None]
    status: Mapped[str]
    failure: Mapped[str | None]
