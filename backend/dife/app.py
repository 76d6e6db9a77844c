"""The API's composition root."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from dife.accounts import service as accounts
from dife.accounts.routes import router as accounts_router
from dife.campus.routes import router as campus_router
from dife.chat.found_routes import router as found_router
from dife.chat.group_routes import router as groups_router
from dife.chat.routes import router as chat_router
from dife.community.routes import router as community_router
from dife.connect.routes import router as connect_router
from dife.http import health, openapi, request
from dife.http.headers import add_headers
from dife.http.problems import exception_handlers
from dife.http.transaction import TransactionMiddleware
from dife.http.web_client import web_client_route
from dife.kit.clock import Clock
from dife.local.mailbox import mailbox_router
from dife.media.routes import router as media_router
from dife.members.routes import router as members_router
from dife.metrics_log import reporting
from dife.moderation.routes import router as moderation_router
from dife.notifications.routes import router as notifications_router
from dife.resources import close_resources, open_resources
from dife.settings import Settings
from dife.telemetry import AccessLogMiddleware, TracingMiddleware
from dife.translation.routes import router as translation_router

SLICES = [
    accounts_router,
    campus_router,
    chat_router,
    found_router,
    community_router,
    connect_router,
    groups_router,
    media_router,
    members_router,
    moderation_router,
    notifications_router,
    translation_router,
]


def create_app(settings: Settings, *, clock: Clock | None = None) -> Litestar:
    """Assemble the API from its parts."""
    resources = open_resources(settings, clock=clock)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        app.state.resources = resources
        app.state.authenticate = accounts.authenticate_request
        # What is there now stays: the collector need not go through it again and again.
        gc.collect()
        gc.freeze()
        async with reporting(settings, "api"):
            yield
        await close_resources(resources)

    api = Router("/api/v1", route_handlers=SLICES, middleware=[TransactionMiddleware()])
    app = Litestar(
        route_handlers=[api, openapi.docs, *health.handlers, *optional_routes(settings)],
        lifespan=[lifespan],
        before_send=[add_headers],
        dependencies={"context": Provide(request.provide_context, sync_to_thread=False)},
        before_request=request.refuse_nul_in_url,
        exception_handlers=exception_handlers(),
        request_class=request.DifeRequest,
        request_max_body_size=request.MAX_BODY_BYTES,
        openapi_config=openapi.config(settings),
        logging_config=None,
    )
    openapi.complete(app)
    observe_everything(app, settings)
    return app


def observe_everything(app: Litestar, settings: Settings) -> None:
    """Put log and traces around the router: middleware inside it never hears of paths that no route has."""
    app.asgi_handler = AccessLogMiddleware()(app.asgi_handler)
    if settings.traces_url:
        app.asgi_handler = TracingMiddleware()(app.asgi_handler)


def optional_routes(settings: Settings) -> list[ControllerRouterHandler]:
    """Return the routes that exist only where mails are caught, or where the web client is served from here."""
    mailbox = [mailbox_router(settings.mailbox_dir)] if settings.mailbox_dir else []
    web_client = [web_client_route(settings, settings.web_root)] if settings.web_root else []
    return [*mailbox, *web_client]
