"""Routes of campuses, and what a client asks for first."""

from litestar import Router, get

from dife.campus import service
from dife.campus.schemas import ClientConfig
from dife.http.guards import public
from dife.http.request import RequestContext


@get("/client-config", operation_id="get_client_config", guards=[public], sync_to_thread=False)
def get_client_config(context: RequestContext) -> ClientConfig:
    """Return where the gateway is, which versions are served, and the campuses."""
    return service.client_config(context)


router = Router("/", route_handlers=[get_client_config], tags=["campus"])
