"""The HTTP contract: OpenAPI 3.1, generated from the routes, committed as `backend/openapi.json`."""

from collections.abc import Iterator
from html import escape
from typing import Any

from litestar import Litestar, MediaType, Response, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Reference,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIType

from dife.http.guards import public
from dife.http.problems import MEDIA_TYPE
from dife.http.request import DifeRequest
from dife.settings import Settings

_METHODS = ("get", "post", "put", "patch", "delete")
_TEXT = Schema(type=OpenAPIType.STRING)

_FIELD_PROBLEM = Schema(
    type=OpenAPIType.OBJECT,
    properties={"field": _TEXT, "code": _TEXT, "message": _TEXT},
    required=["field", "code", "message"],
)
_PROBLEM = Schema(
    title="Problem",
    description="RFC 9457. `code` is stable; `title` and `detail` follow Accept-Language.",
    type=OpenAPIType.OBJECT,
    properties={
        "type": _TEXT,
        "title": _TEXT,
        "status": Schema(type=OpenAPIType.INTEGER),
        "detail": _TEXT,
        "code": _TEXT,
        "errors": Schema(type=OpenAPIType.ARRAY, items=_FIELD_PROBLEM),
    },
    required=["type", "title", "status", "detail", "code"],
)

_PROBLEM_CONTENT = {MEDIA_TYPE: OpenAPIMediaType(schema=Reference(ref="#/components/schemas/Problem"))}
_RATE_LIMIT_HEADERS = {
    "Retry-After": "Seconds until a request of this kind is taken again.",
    "RateLimit-Limit": "How many of this kind are taken in a window.",
    "RateLimit-Remaining": "How many are left: none.",
    "RateLimit-Reset": "Seconds until there is room again; as Retry-After.",
    "RateLimit-Policy": "The limit with its window in seconds: `20;w=10`.",
}

_RATE_LIMITED = OpenAPIResponse(
    description="Too many requests of this kind.",
    content=_PROBLEM_CONTENT,
    headers={name: OpenAPIHeader(description=text, schema=_TEXT) for name, text in _RATE_LIMIT_HEADERS.items()},
)


def config(settings: Settings) -> OpenAPIConfig:
    """Return how the contract is generated and where it is served."""
    bearer = SecurityScheme(type="http", scheme="bearer", bearer_format="at+jwt")
    return OpenAPIConfig(
        title="Dife",
        version=settings.version,
        path="/api",
        use_handler_docstrings=True,
        components=Components(security_schemes={"bearer": bearer}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )


def complete(app: Litestar) -> None:
    """Write into the generated contract what the framework does not know: closed objects, problems, guards."""
    document = app.openapi_schema
    # Added here, because the generator replaces whatever schemas the configuration brings.
    document.components.schemas["Problem"] = _PROBLEM
    document.components.responses = {"RateLimited": _RATE_LIMITED}
    for schema in document.components.schemas.values():
        if schema.properties is not None:
            schema.additional_properties = False
    guards = _guards_by_operation(app)
    for _, _, operation in operations(app):
        _complete_operation(operation, guards.get(operation.operation_id or "", public.__name__))


def operations(app: Litestar) -> Iterator[tuple[str, str, Operation]]:
    """Yield (method, path, operation) of every documented route."""
    for path, item in (app.openapi_schema.paths or {}).items():
        for method in _METHODS:
            operation = getattr(item, method)
            if operation is not None:
                yield method.upper(), path, operation


def _guards_by_operation(app: Litestar) -> dict[str, str]:
    handlers = [handler for route in app.routes for handler in getattr(route, "route_handlers", ())]
    return {str(handler.operation_id): handler.guards[-1].__name__ for handler in handlers if handler.guards}


def _complete_operation(operation: Operation, guard: str) -> None:
    responses: dict[str, Any] = {
        status: response for status, response in (operation.responses or {}).items() if not status.startswith("4")
    }
    if "204" in responses:
        # The framework documents `null` where a handler makes the empty answer itself.
        responses["204"].content = None
    responses["429"] = Reference(ref="#/components/responses/RateLimited")
    responses["default"] = OpenAPIResponse(description="A problem.", content=_PROBLEM_CONTENT)
    operation.responses = responses
    operation.summary = (operation.description or "").split("\n")[0] or operation.summary
    if guard != public.__name__:
        operation.security = [{"bearer": []}]
        operation.description = f"{operation.description or ''}\n\nGuard: {guard}.".strip()


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Dife API</title></head><body><main><h1>Dife API</h1>
<p>The machine-readable contract is <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<table><thead><tr><th scope="col">Route</th><th scope="col">What it does</th><th scope="col">Fields</th></tr></thead>
<tbody>{rows}</tbody></table></main></body></html>
"""
_ROW = "<tr><td><code>{method} {path}</code></td><td>{text}</td><td>{fields}</td></tr>"


@get("/api/docs", operation_id="read_docs", guards=[public], media_type=MediaType.HTML, include_in_schema=False)
async def docs(request: DifeRequest) -> Response[str]:
    """Show all routes on one page, without a script."""
    rows = [
        _ROW.format(
            method=method,
            path=escape(path),
            text=escape(operation.description or ""),
            fields=escape(_fields(request.app, operation)),
        )
        for method, path, operation in operations(request.app)
    ]
    return Response(_PAGE.format(rows="\n".join(rows)))


def _fields(app: Litestar, operation: Operation) -> str:
    content = getattr(operation.request_body, "content", None) or {}
    names = [str(parameter.name) for parameter in operation.parameters or [] if hasattr(parameter, "name")]
    for media in content.values():
        reference = str(getattr(media.schema, "ref", "")).rpartition("/")[2]
        schema = app.openapi_schema.components.schemas.get(reference)
        names += list(getattr(schema, "properties", None) or {})
    return ", ".join(names)
