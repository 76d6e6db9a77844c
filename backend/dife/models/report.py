"""A member's report about a person or a piece of content, with what it looked like then."""

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class ReportTarget(enum.StrEnum):
    """What can be reported."""

    MEMBER = "member"
    MESSAGE = "message"
    POST = "post"
    COMMENT = "comment"


class ReportReason(enum.StrEnum):
    """Why."""

    HATE = "hate"
    ABUSE = "abuse"
    IMPERSONATION = "impersonation"
    OTHER = "other"


class Report(CreatedAt, Base):
    """`evidence` is a copy of the reported content, so that deleting it destroys nothing."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("target_kind IN ('member', 'message', 'post', 'comment')", name="target_kind"),
        CheckConstraint("status IN ('open', 'resolved')", name="status"),
        UniqueConstraint("reporter_id", "client_id"),
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
    status: Mapped[str] = mapped_column(server_default="open")
