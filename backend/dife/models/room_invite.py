"""An invitation into a group room: a link for whoever has it, or one for a certain member."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class RoomInvite(CreatedAt, Base):
    """A link has a `token_hash` and no `member_id`; its token is shown once. Of a member there is one at a time."""

    __tablename__ = "room_invites"
    __table_args__ = (
        CheckConstraint("(token_hash IS NULL) <> (member_id IS NULL)", name="link_or_member"),
        UniqueConstraint("token_hash"),
        Index("uq_room_invites_member", "room_id", "member_id", unique=True),
        Index("ix_room_invites_room", "room_id", text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes | None]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    use_count: Mapped[int] = mapped_column(server_default=text("0"))
