"""Whether the process lives, whether it can do its work, and its metrics."""

import asyncio
from typing import Literal

from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError
from sqlalchemy import text

from dife.context import Resources
from dife.database import UNAVAILABLE_ERRORS
from dife.http.guards import public
from dife.http.request import DifeRequest
from dife.kit.schema import Output

CHECK_SECONDS = 2


class Health(Output):
    """The process answers; one that stops takes no new work."""

    status: Literal["ok", "stopping"]


class Readiness(Output):
    """What the process depends on, and whether it is there."""

    status: Literal["ok", "unavailable"]
    database: bool
    valkey: bool


@get("/health", operation_id="get_health", guards=[public])
async def health(request: DifeRequest) -> Response[Health]:
    """Tell that the process lives, and whether it still takes new work."""
    if request.app.state.get("is_stopping"):
        return Response(Health(status="stopping"), status_code=503)
    return Response(Health(status="ok"))


@get("/health/ready", operation_id="get_readiness", guards=[public])
async def ready(request: DifeRequest) -> Response[Readiness]:
    """Tell whether database and Valkey answer."""
    resources: Resources = request.app.state.resources
    database, valkey = await asyncio.gather(database_answers(resources), valkey_answers(resources))
    is_ready = database and valkey
    body = Readiness(status="ok" if is_ready else "unavailable", database=database, valkey=valkey)
    return Response(body, status_code=200 if is_ready else 503)


async def database_answers(resources: Resources) -> bool:
    """Tell whether the database answers a query."""
    try:
        async with asyncio.timeout(CHECK_SECONDS), resources.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except UNAVAILABLE_ERRORS:
        return False
    return True


async def valkey_answers(resources: Resources) -> bool:
    """Tell whether Valkey answers a ping."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await resources.valkey.ping()
    except (RedisError, OSError, TimeoutError):
        return False
    return True


@get("/metrics", operation_id="get_metrics", guards=[public], include_in_schema=False, sync_to_thread=False)
def metrics() -> Response[bytes]:
    """Return the process's metrics. The load balancer does not route here."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


handlers = [health, ready, metrics]
