"""A member's report about a person or a piece of content, with what it looked like then."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class ReportTarget(enum.StrEnum):
    """What can be reported."""

    MEMBER = "member"
    MESSAGE = "message"
    GROUP = "group"
    POST = "post"
    COMMENT = "comment"


class ReportReason(enum.StrEnum):
    """Why."""

    HATE = "hate"
    ABUSE = "abuse"
    IMPERSONATION = "impersonation"
    OTHER = "other"


class ReportStatus(enum.StrEnum):
    """A report waits until a moderator answers it."""

    OPEN = "open"
    RESOLVED = "resolved"


class ReportOutcome(enum.StrEnum):
    """What a moderator answered."""

    ACTION_TAKEN = "action_taken"
    NO_ACTION = "no_action"


class Report(CreatedAt, Base):
    """`evidence` is a copy of the reported content, so that deleting it destroys nothing.

    A member has at most one open report about the same target.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("target_kind IN ('member', 'message', 'group', 'post', 'comment')", name="target_kind"),
        CheckConstraint("status IN ('open', 'resolved')", name="status"),
        CheckConstraint("outcome IN ('action_taken', 'no_action')", name="outcome"),
        CheckConstraint("(status = 'resolved') = (outcome IS NOT NULL AND resolved_at IS NOT NULL)", name="resolved"),
        UniqueConstraint("reporter_id", "client_id"),
        Index(
            "uq_reports_open_target",
            "reporter_id",
            "target_kind",
            "target_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_reports_status", "status", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    client_id: Mapped[UUID]
    fingerprint: Mapped[bytes]
    target_kind: Mapped[str]
    target_id: Mapped[UUID]
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    evidence: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(server_default=ReportStatus.OPEN)
    outcome: Mapped[str | None]
    resolution_note: Mapped[str] = mapped_column(server_default="")
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    resolved_at: Mapped[datetime | None]
