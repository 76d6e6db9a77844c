"""Routes of moderation."""

from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from dife.http.guards import moderator, verified_member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page
from dife.models import ReportStatus
from dife.moderation import service
from dife.moderation.schemas import BlockedMember, ModeratedReport, NewReport, ReportView, ResolveReport


@put("/blocks/{member_id:uuid}", operation_id="block_member", status_code=204, guards=[verified_member])
async def block_member(context: RequestContext, member_id: FromPath[UUID]) -> None:
    """Hide the caller and a member from each other."""
    await service.block(context, member_id)


@delete("/blocks/{member_id:uuid}", operation_id="unblock_member", guards=[verified_member])
async def unblock_member(context: RequestContext, member_id: FromPath[UUID]) -> None:
    """End a block."""
    await service.unblock(context, member_id)


@get("/blocks", operation_id="list_blocks", guards=[verified_member])
async def list_blocks(
    context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[BlockedMember]:
    """Return whom the caller blocked."""
    return await service.list_blocks(context, cursor=cursor, limit=limit)


@post("/reports", operation_id="create_report", guards=[verified_member])
async def create_report(context: RequestContext, data: JSONBody[NewReport]) -> Response[ReportView]:
    """Report a member or content; 200 instead of 201 when the caller's report about it waits already."""
    report, is_new = await service.report(context, data)
    return Response(report, status_code=201 if is_new else 200)


@get("/moderation/reports", operation_id="list_reports", guards=[moderator])
async def list_reports(
    context: RequestContext,
    status: FromQuery[ReportStatus] = ReportStatus.OPEN,
    *,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[ModeratedReport]:
    """Return reports, the oldest first."""
    return await service.list_reports(context, status, cursor=cursor, limit=limit)


@post(
    "/moderation/reports/{report_id:uuid}/resolve",
    operation_id="resolve_report",
    status_code=200,
    guards=[moderator],
)
async def resolve_report(
    context: RequestContext, report_id: FromPath[UUID], data: JSONBody[ResolveReport]
) -> ModeratedReport:
    """Answer a report."""
    return await service.resolve(context, report_id, data)


router = Router(
    "/",
    route_handlers=[block_member, unblock_member, list_blocks, create_report, list_reports, resolve_report],
    tags=["moderation"],
)
