"""Routes of connect."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from dife.connect import friends, service
from dife.connect.repository import Search
from dife.connect.schemas import (
    ConnectRequest,
    CountryFilter,
    Direction,
    Friend,
    HobbyFilter,
    LanguageFilter,
    MbtiFilter,
    Person,
    Query,
    Recommendations,
    SendRequest,
)
from dife.http.guards import verified_member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page


@get("/members/{member_id:uuid}", operation_id="get_member", guards=[verified_member])
async def get_member(context: RequestContext, member_id: FromPath[UUID]) -> Person:
    """Return a member, and how the caller and they relate."""
    return await service.person(context, member_id)


@put("/members/{member_id:uuid}/like", operation_id="like_member", status_code=204, guards=[verified_member])
async def like_member(context: RequestContext, member_id: FromPath[UUID]) -> None:
    """Give a member a heart."""
    await service.like(context, member_id)


@delete("/members/{member_id:uuid}/like", operation_id="unlike_member", guards=[verified_member])
async def unlike_member(context: RequestContext, member_id: FromPath[UUID]) -> None:
    """Take a heart back."""
    await service.unlike(context, member_id)


@get("/connect/recommendations", operation_id="list_recommendations", guards=[verified_member])
async def list_recommendations(context: RequestContext) -> Recommendations:
    """Return people who fit the caller, with the reasons."""
    return await service.recommendations(context)


@get("/connect/search", operation_id="search_members", guards=[verified_member])
async def search_members(
    context: RequestContext,
    q: Query = "",
    *,
    mbti: MbtiFilter = None,
    hobby: HobbyFilter = None,
    language: LanguageFilter = None,
    country: CountryFilter = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[Person]:
    """Find people: any of a field's values, all of the fields."""
    filters: dict[str, Sequence[str]] = {
        "mbti": mbti or [],
        "hobby": hobby or [],
        "language": language or [],
        "country": country or [],
    }
    return await service.search(context, Search(q, filters), cursor=cursor, limit=limit)


@post("/connect/requests", operation_id="send_connect_request", guards=[verified_member])
async def send_request(context: RequestContext, data: JSONBody[SendRequest]) -> Response[Person]:
    """Ask a member to be friends; 200 instead of 201 when they had asked already and the two are friends now."""
    person, is_new = await friends.ask(context, data)
    return Response(person, status_code=201 if is_new else 200)


@get("/connect/requests", operation_id="list_connect_requests", guards=[verified_member])
async def list_requests(
    context: RequestContext, direction: Direction, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[ConnectRequest]:
    """Return the requests that wait for an answer."""
    return await friends.list_requests(context, direction, cursor=cursor, limit=limit)


@post(
    "/connect/requests/{request_id:uuid}/accept",
    operation_id="accept_connect_request",
    status_code=200,
    guards=[verified_member],
)
async def accept_request(context: RequestContext, request_id: FromPath[UUID]) -> Person:
    """Accept a request."""
    return await friends.accept(context, request_id)


@delete("/connect/requests/{request_id:uuid}", operation_id="delete_connect_request", guards=[verified_member])
async def delete_request(context: RequestContext, request_id: FromPath[UUID]) -> None:
    """Take a request back, or decline it."""
    await friends.withdraw(context, request_id)


@get("/connect/friends", operation_id="list_friends", guards=[verified_member])
async def list_friends(context: RequestContext, *, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT) -> Page[Friend]:
    """Return the caller's friends."""
    return await friends.list_friends(context, cursor=cursor, limit=limit)


@delete("/connect/friends/{member_id:uuid}", operation_id="delete_friend", guards=[verified_member])
async def delete_friend(context: RequestContext, member_id: FromPath[UUID]) -> None:
    """End a friendship."""
    await friends.unfriend(context, member_id)


router = Router(
    "/",
    route_handlers=[
        get_member,
        like_member,
        unlike_member,
        list_recommendations,
        search_members,
        send_request,
        list_requests,
        accept_request,
        delete_request,
        list_friends,
        delete_friend,
    ],
    tags=["connect"],
)
