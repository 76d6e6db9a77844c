"""The event log of a room: what happened, numbered 1, 2, 3 … without holes."""

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class RoomEventKind(enum.StrEnum):
    """What an event says happened."""

    MESSAGE_CREATED = "message_created"
    MESSAGE_EDITED = "message_edited"
    MESSAGE_DELETED = "message_deleted"
    MESSAGE_PREVIEWED = "message_previewed"
    REACTION_ADDED = "reaction_added"
    REACTION_REMOVED = "reaction_removed"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    MEMBER_REMOVED = "member_removed"
    MEMBER_PROMOTED = "member_promoted"
    MEMBER_DEMOTED = "member_demoted"
    OWNER_CHANGED = "owner_changed"
    ROOM_CREATED = "room_created"
    ROOM_UPDATED = "room_updated"
    ROOM_CLOSED = "room_closed"


class RoomEvent(CreatedAt, Base):
    """`seq` is given under the room's row lock in the transaction that inserts the event."""

    __tablename__ = "room_events"
    __table_args__ = (Index("ix_room_events_message", "message_id", postgresql_where=text("message_id IS NOT NULL")),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
