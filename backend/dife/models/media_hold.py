"""A picture that an open report has as evidence: it outlives what showed it."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dife.models.base import Base


class MediaHold(Base):
    """While there is one, the picture is not deleted."""

    __tablename__ = "media_holds"

    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, index=True)
