"""Routes of media."""

from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from dife.http.guards import member
from dife.http.request import RequestContext
from dife.media import service
from dife.media.schemas import MediaCreated, MediaRequest, MediaState


@post("/media", operation_id="announce_media", guards=[member])
async def announce_media(context: RequestContext, data: JSONBody[MediaRequest]) -> MediaCreated:
    """Announce an upload; the bytes then go to the returned URL."""
    return await service.announce(context, data)


@post("/media/{media_id:uuid}/complete", operation_id="complete_media", status_code=200, guards=[member])
async def complete_media(context: RequestContext, media_id: FromPath[UUID]) -> MediaState:
    """Say that the bytes are uploaded; processing starts."""
    return await service.complete(context, media_id)


@get("/media/{media_id:uuid}", operation_id="get_media", guards=[member])
async def get_media(context: RequestContext, media_id: FromPath[UUID]) -> MediaState:
    """Tell how far a picture is, and where it is once it is ready."""
    return await service.state(context, media_id)


router = Router("/", route_handlers=[announce_media, complete_media, get_media], tags=["media"])
