"""An uploaded picture, file or voice note, and what became of it."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class MediaKind(enum.StrEnum):
    """What it is and where it is used: that decides its variants and who may see it."""

    PROFILE = "profile"
    CHAT = "chat"
    POST = "post"
    ROOM = "room"
    FILE = "file"
    VOICE = "voice"
    PREVIEW = "preview"


class MediaStatus(enum.StrEnum):
    """pending (presigned) → processing (uploaded) → ready | failed."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


class Media(CreatedAt, Base):
    """`upload_key` is the quarantined original, deleted after processing; `variants` maps a name to {key, width, height}.

    `name` is what a file is called, `duration_ms` how long a voice note is. `size` is what was announced, and once it is
    ready what the variants take. `used_at` is set when something shows it: a picture is shown by one thing, and goes
    with it. With `discarded_at` nothing shows it any more, and it is still there because an open report holds it.
    """

    __tablename__ = "media"
    __table_args__ = (
        CheckConstraint("kind IN ('profile', 'chat', 'post', 'room', 'file', 'voice', 'preview')", name="kind"),
        CheckConstraint("status IN ('pending', 'processing', 'ready', 'failed')", name="status"),
        Index("ix_media_discarded", "discarded_at", postgresql_where=text("discarded_at IS NOT NULL")),
        Index("ix_media_unfinished", "created_at", postgresql_where=text("status IN ('pending', 'processing')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=MediaStatus.PENDING)
    content_type: Mapped[str]
    size: Mapped[int]
    upload_key: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    name: Mapped[str | None]
    duration_ms: Mapped[int | None]
    blurhash: Mapped[str | None]
    variants: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    failure: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
