"""A message: its present state. How it came to be is in the room's event log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class Message(CreatedAt, Base):
    """`seq` is its creation event, `changed_seq` the newest event about it, `message_no` its place among messages.

    `reply_to_id` and `reply_to_seq` name a message of the same room; `reactions` is a list of {emoji, member_ids},
    `preview` of its first link {url, title, description, site_name, media_id}. With `is_archived` what it says lies in
    the object store; the row stays for ever, so that a repeated send still finds it.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "sender_id", "client_id"),
        Index("uq_messages_room_seq", "room_id", "seq", unique=True),
        Index("ix_messages_room_no", "room_id", "message_no"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    sender_id: Mapped[UUID] = mapped_column(ForeignKey("members.id"))
    client_id: Mapped[UUID]
    fingerprint: Mapped[bytes]
    seq: Mapped[int] = mapped_column(BigInteger)
    changed_seq: Mapped[int] = mapped_column(BigInteger)
    message_no: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str]
    media_ids: Mapped[list[UUID]] = mapped_column(server_default=text("'{}'::uuid[]"))
    reply_to_id: Mapped[UUID | None]
    reply_to_seq: Mapped[int | None] = mapped_column(BigInteger)
    reactions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB(), server_default=text("'[]'::jsonb"))
    preview: Mapped[dict[str, Any] | None]
    is_archived: Mapped[bool] = mapped_column(server_default=text("false"))
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
