"""The translation memory: one row for a text and a target language, shared by all readers."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Translation(CreatedAt, Base):
    """`source_hash` is SHA-256 of the NFC text: only who has the text can look its translation up."""

    __tablename__ = "translations"
    __table_args__ = (Index("ix_translations_created", "created_at"),)

    source_hash: Mapped[bytes] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    source_language: Mapped[str]
    text: Mapped[str]
    engine: Mapped[str]


class TranslationUsage(Base):
    """What a member had translated anew in a month (UTC, its first day); answers from the memory are free."""

    __tablename__ = "translation_usage"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    characters: Mapped[int] = mapped_column(server_default=text("0"))
    requests: Mapped[int] = mapped_column(server_default=text("0"))
