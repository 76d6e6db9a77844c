"""Routes of members."""

from typing import Annotated

from litestar import Router, get, patch
from litestar.params import JSONBody, QueryParameter

from dife.http.guards import member, public
from dife.http.request import RequestContext
from dife.members import service
from dife.members.schemas import Choices, Me, MePatch, UsernameCheck


@get("/me", operation_id="get_me", guards=[member])
async def get_me(context: RequestContext) -> Me:
    """Return the caller."""
    return await service.me(context, context.caller.member_id)


@patch("/me", operation_id="update_me", guards=[member])
async def update_me(context: RequestContext, data: JSONBody[MePatch]) -> Me:
    """Change the caller's profile."""
    return await service.update_me(context, data)


@get("/members/check", operation_id="check_username", guards=[member])
async def check_username(
    context: RequestContext, username: Annotated[str, QueryParameter(max_length=100)]
) -> UsernameCheck:
    """Tell whether a nickname can be had."""
    return await service.check_username(context, username)


@get("/choices", operation_id="get_choices", guards=[public])
async def get_choices() -> Choices:
    """Return all codes that a client offers."""
    return service.offered_choices()


router = Router("/", route_handlers=[get_me, update_me, check_username, get_choices], tags=["members"])
