"""Rules of moderation: who is blocked, what is reported, and what moderators answer."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from dife.chat import service as chat
from dife.community import service as community
from dife.connect import service as connect
from dife.context import Context
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.pagination import split_page
from dife.kit.rate_limits import RateLimit
from dife.kit.schema import Page
from dife.kit.text import clean
from dife.media import evidence as pictures
from dife.media.schemas import MediaView
from dife.members import service as members
from dife.members.errors import MemberNotFound
from dife.members.schemas import MemberCard
from dife.models import Report, ReportOutcome, ReportReason, ReportStatus, ReportTarget
from dife.moderation import repository
from dife.moderation.errors import ReportNotFound, ReportResolved
from dife.moderation.schemas import (
    BlockedMember,
    ModeratedReport,
    NewReport,
    ReportView,
    ResolveReport,
)

NOTE_LENGTH = 1000
NEW_REPORTS = RateLimit("reports", 30, 24 * 3600)


async def block(context: Context, member_id: UUID) -> None:
    """Hide the caller and a member from each other; what they were to each other ends.

    It works on everyone who exists, visible or not: a refusal would tell who has blocked the caller.

    Raises:
        InvalidField: that is the caller.
        MemberNotFound: no such member.
    """
    caller_id = context.caller.member_id
    if member_id == caller_id:
        raise InvalidField("member_id", "is_self")
    await members.lock_pair(context, member_id)
    if not await members.known_cards(context, [member_id]):
        raise MemberNotFound
    if await repository.insert_block(context.session, caller_id, member_id):
        await connect.end_relations(context, member_id)
        await chat.close_direct_room(context, member_id)
        chat.announce_veil(context, [caller_id, member_id])


async def unblock(context: Context, member_id: UUID) -> None:
    """End a block; without one nothing happens. What the block ended stays ended."""
    caller_id = context.caller.member_id
    await members.lock_pair(context, member_id)
    if await repository.delete_block(context.session, caller_id, member_id):
        chat.announce_veil(context, [caller_id, member_id])


async def list_blocks(context: Context, *, cursor: str | None, limit: int) -> Page[BlockedMember]:
    """Return whom the caller blocked, the newest first."""
    scope = "moderation.blocks"
    key = context.cursors.decode(scope, cursor)
    rows = await repository.blocks(
        context.session,
        context.caller.member_id,
        before=(datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows,
        limit=limit,
        cursor_of=lambda row: context.cursors.encode(scope, [row.created_at.isoformat(), str(row.blocked_id)]),
    )
    cards = await members.known_cards(context, [row.blocked_id for row in page])
    items = [BlockedMember(member=cards[row.blocked_id], blocked_at=row.created_at) for row in page]
    return Page(items=items, next_cursor=next_cursor)


async def report(context: Context, data: NewReport) -> tuple[ReportView, bool]:
    """Report something; also tells whether the report is new.

    Raises:
        InvalidField: the caller reports themselves, or the note is too long.
        NotFound: the target is not there or not the caller's to see.
        IdempotencyMismatch: the client id stands for another report.
        RateLimited: 30 reports within a day.
    """
    caller_id = context.caller.member_id
    if data.target_id == caller_id:
        raise InvalidField("target_id", "is_self")
    note = clean(data.note, field="note", minimum=0, maximum=NOTE_LENGTH)
    existing = await _existing(context, data)
    if existing is not None:
        return _to_view(existing), False
    await context.limiter.hit(NEW_REPORTS, str(caller_id))
    values = {
        "id": new_id(),
        "reporter_id": caller_id,
        "client_id": data.client_id,
        "fingerprint": _fingerprint(data),
        "target_kind": data.target_kind,
        "target_id": data.target_id,
        "reason": data.reason,
        "note": note,
        "evidence": await _evidence(context, data.target_kind, data.target_id),
    }
    inserted = await repository.insert_report(context.session, values)
    if inserted is not None:
        await pictures.hold(context, _pictures_of(inserted), report_id=inserted.id)
    # Nothing was inserted when the same report came twice at once: the other one is there now.
    found = inserted or await _existing(context, data)
    if found is None:
        raise ReportNotFound
    return _to_view(found), inserted is not None


async def _evidence(context: Context, kind: ReportTarget, target_id: UUID) -> dict[str, Any]:
    """Copy what is reported; each slice refuses what the reporter may not see."""
    if kind == ReportTarget.MEMBER:
        return await members.evidence(context, target_id)
    if kind == ReportTarget.MESSAGE:
        return await chat.message_evidence(context, target_id)
    if kind == ReportTarget.GROUP:
        return await chat.group_evidence(context, target_id)
    return await community.report_evidence(context, kind, target_id)


async def _existing(context: Context, data: NewReport) -> Report | None:
    caller_id = context.caller.member_id
    repeated = await repository.report_by_client_id(context.session, caller_id, data.client_id)
    if repeated is not None and repeated.fingerprint != _fingerprint(data):
        raise IdempotencyMismatch
    return repeated or await repository.open_report(
        context.session, caller_id, target_kind=data.target_kind, target_id=data.target_id
    )


def _fingerprint(data: NewReport) -> bytes:
    return hashlib.sha256(msgspec.json.encode(data)).digest()


def _to_view(row: Report) -> ReportView:
    return ReportView(
        id=row.id,
        target_kind=ReportTarget(row.target_kind),
        target_id=row.target_id,
        reason=ReportReason(row.reason),
        note=row.note,
        status=ReportStatus(row.status),
        created_at=row.created_at,
    )


async def list_reports(
    context: Context, status: ReportStatus, *, cursor: str | None, limit: int
) -> Page[ModeratedReport]:
    """Return the reports that wait (or were answered), the oldest first."""
    scope = f"moderation.reports:{status}"
    key = context.cursors.decode(scope, cursor)
    rows = await repository.reports(
        context.session,
        status=status,
        after=UUID(str(key[0])) if key else None,
        limit=limit + 1,
    )
    page, next_cursor = split_page(
        rows, limit=limit, cursor_of=lambda row: context.cursors.encode(scope, [str(row.id)])
    )
    reporters = await members.known_cards(context, [row.reporter_id for row in page])
    versions = await chat.message_versions(context, _messages_of(page))
    shown = await pictures.views(context, {media_id for row in page for media_id in _pictures_of(row)})
    items = [_to_moderated(row, reporters, shown, versions=versions.get(row.target_id)) for row in page]
    return Page(items=items, next_cursor=next_cursor)


def _messages_of(rows: Sequence[Report]) -> list[UUID]:
    return [row.target_id for row in rows if row.target_kind == ReportTarget.MESSAGE]


def _pictures_of(row: Report) -> list[UUID]:
    named = [*row.evidence.get("media_ids", []), row.evidence.get("photo_media_id")]
    return [UUID(media_id) for media_id in named if media_id is not None]


async def resolve(context: Context, report_id: UUID, data: ResolveReport) -> ModeratedReport:
    """Answer a report; giving the same answer again changes nothing.

    Raises:
        ReportNotFound: no such report.
        ReportResolved: another answer was given before.
    """
    note = clean(data.note, field="note", minimum=0, maximum=NOTE_LENGTH)
    row = await repository.lock_report(context.session, report_id)
    if row is None:
        raise ReportNotFound
    if row.status == ReportStatus.RESOLVED:
        if (row.outcome, row.resolution_note) != (data.outcome, note):
            raise ReportResolved
    else:
        answer = {
            "outcome": data.outcome,
            "resolution_note": note,
            "resolved_by": context.caller.member_id,
            "resolved_at": context.clock.now(),
        }
        row = await repository.resolve(context.session, report_id, answer)
        for message_id in _messages_of([row]):
            await chat.forget_versions(context, message_id)
        await pictures.release(context, report_id)
    shown = await pictures.views(context, _pictures_of(row))
    return _to_moderated(row, await members.known_cards(context, [row.reporter_id]), shown)


def _to_moderated(
    row: Report,
    reporters: dict[UUID, MemberCard],
    shown: dict[UUID, MediaView],
    *,
    versions: list[dict[str, str]] | None = None,
) -> ModeratedReport:
    # Who wrote anonymously is kept, because content may be deleted later, and not shown to moderators either.
    hidden = {"author_id"} if row.evidence.get("anonymous") else set()
    return ModeratedReport(
        **msgspec.structs.asdict(_to_view(row)),
        reporter=reporters.get(row.reporter_id),
        # With what was written after the report, by somebody who wanted to hide it.
        evidence={name: value for name, value in row.evidence.items() if name not in hidden}
        | ({"versions": versions} if versions else {}),
        media=[shown[media_id] for media_id in _pictures_of(row) if media_id in shown],
        outcome=ReportOutcome(row.outcome) if row.outcome else None,
        resolution_note=row.resolution_note,
        resolved_at=row.resolved_at,
    )
