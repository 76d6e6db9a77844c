"""The campus address that a verified student left behind; it goes on vouching for them alone."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base, CreatedAt


class StudentAddress(CreatedAt, Base):
    """At most one a member, and one member an address: else one mailbox could make any number of students."""

    __tablename__ = "student_addresses"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
