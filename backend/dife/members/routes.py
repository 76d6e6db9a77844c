"""Routes of members."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, patch
from litestar.params import Parameter

from dife.context import Context
from dife.http.guards import member, public
from dife.members import service
from dife.members.schemas import Choices, Me, MemberProfile, MePatch, UsernameCheck


@get("/me", operation_id="get_me", guards=[member])
async def get_me(context: Context) -> Me:
    """Return the caller."""
    return await service.me(context, context.caller.member_id)


@patch("/me", operation_id="update_me", guards=[member])
async def update_me(context: Context, data: MePatch) -> Me:
    """Change the caller's profile."""
    return await service.update_me(context, data)


@get("/members/check", operation_id="check_username", guards=[member])
async def check_username(context: Context, username: Annotated[str, Parameter(max_length=100)]) -> UsernameCheck:
    """Tell whether a nickname can be had."""
    return await service.check_username(context, username)


@get("/members/{member_id:uuid}", operation_id="get_member", guards=[member])
async def get_member(context: Context, member_id: UUID) -> MemberProfile:
    """Return a member's profile."""
    return await service.profile(context, member_id)


@get("/choices", operation_id="get_choices", guards=[public])
async def get_choices() -> Choices:
    """Return all codes that a client offers."""
    return service.offered_choices()


router = Router("/", route_handlers=[get_me, update_me, check_username, get_member, get_choices], tags=["members"])
