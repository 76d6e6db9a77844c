"""What the moderation routes take and give."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from dife.kit.schema import ClientId, Input, Output
from dife.media.schemas import MediaView
from dife.members.schemas import MemberCard
from dife.models import ReportOutcome, ReportReason, ReportStatus, ReportTarget

Note = Annotated[str, Meta(max_length=4000, description="At most 1,000 characters after trimming.")]


class BlockedMember(Output):
    """A member whom the caller blocked. The card has no photo: a block hides both from each other."""

    member: MemberCard
    blocked_at: datetime


class NewReport(Input):
    """A member or a piece of content is reported."""

    client_id: ClientId
    target_kind: ReportTarget
    target_id: UUID
    reason: ReportReason
    note: Note = ""


class ReportView(Output):
    """A report, as who sent it sees it."""

    id: UUID
    target_kind: ReportTarget
    target_id: UUID
    reason: ReportReason
    note: str
    status: ReportStatus
    created_at: datetime


class ModeratedReport(ReportView):
    """A report, as moderators see it."""

    reporter: MemberCard | None
    evidence: Annotated[dict[str, Any], Meta(description="What the target was when it was reported.")]
    media: Annotated[list[MediaView], Meta(description="The pictures of the evidence, deleted ones included.")]
    outcome: ReportOutcome | None
    resolution_note: str
    resolved_at: datetime | None


class ResolveReport(Input):
    """A moderator's answer to a report."""

    outcome: ReportOutcome
    note: Note = ""
