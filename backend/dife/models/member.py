"""A member: the person as others see them. Credentials live in `Account`, so that no list of members can leak them."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class MemberStatus(enum.StrEnum):
    """Whether a member takes part at all; everything but `active` is invisible to others."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


class MemberRole(enum.StrEnum):
    """What a member may do to others' content."""

    MEMBER = "member"
    MODERATOR = "moderator"


class Member(CreatedAt, Base):
    """Profile and standing. `username` is NULL until onboarding; `onboarded_at` opens the app."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'suspended', 'deleted')", name="status"),
        CheckConstraint("role IN ('member', 'moderator')", name="role"),
        Index("uq_members_username", func.lower(text("username")), unique=True),
        Index("ix_members_campus", "campus_id", "onboarded_at"),
        Index("ix_members_active", text("active_at DESC"), text("id DESC"), postgresql_where=text("status = 'active'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(server_default=MemberStatus.ACTIVE)
    role: Mapped[str] = mapped_column(server_default=MemberRole.MEMBER)
    locale: Mapped[str] = mapped_column(server_default="en")
    campus_id: Mapped[str | None]
    student_verified_at: Mapped[datetime | None]
    username: Mapped[str | None]
    country: Mapped[str | None]
    bio: Mapped[str] = mapped_column(server_default="")
    mbti: Mapped[str | None]
    photo_media_id: Mapped[UUID | None] = mapped_column(ForeignKey("media.id", use_alter=True, ondelete="SET NULL"))
    shows_presence: Mapped[bool] = mapped_column(server_default=text("true"))
    is_private: Mapped[bool] = mapped_column(server_default=text("false"))
    onboarded_at: Mapped[datetime | None]
    active_at: Mapped[datetime] = mapped_column(server_default=func.now())
