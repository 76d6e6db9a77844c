"""The languages a member speaks and learns, each with a level."""

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class LanguageKind(enum.StrEnum):
    """Which side of an exchange a language is on."""

    SPEAKS = "speaks"
    LEARNS = "learns"


class MemberLanguage(Base):
    """One language of one member."""

    __tablename__ = "member_languages"
    __table_args__ = (
        CheckConstraint("kind IN ('speaks', 'learns')", name="kind"),
        Index("ix_member_languages_language", "language", "kind", "member_id"),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
