"""The built web client, served by the API where `DIFE_WEB_ROOT` is set. In production CloudFront does this."""

import asyncio
import hashlib
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from dife.errors import NotFound
from dife.http.guards import public
from dife.http.headers import ASSET_FOLDERS, web_headers
from dife.http.request import DifeRequest
from dife.settings import Settings

_SERVER_PATHS = ("/api/", "/health", "/metrics", "/dev/", "/ws")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class WebClient:
    """The files of one build. Only what was there at the start is served, so no path can lead out of the folder."""

    def __init__(self, settings: Settings, root: Path) -> None:
        self._canonical = urlsplit(settings.public_url).netloc
        self._public_url = settings.public_url
        self._headers = web_headers(settings, root)
        self._files = {f"/{file.relative_to(root).as_posix()}": file for file in root.rglob("*") if file.is_file()}

    def redirect_of(self, request: DifeRequest) -> Redirect | None:
        """Return where a page asked for under another loopback name is: cookies and CORS know one origin."""
        host = request.headers.get("host", "")
        if host == self._canonical or not host.startswith(_LOOPBACK):
            return None
        query = request.scope["query_string"].decode("latin-1")
        path = f"{request.scope['path']}?{query}" if query else request.scope["path"]
        return Redirect(f"{self._public_url}{path}", status_code=307)

    async def respond(self, request: DifeRequest, path: str) -> Response[bytes]:
        """Return a file; for a path of the app itself the page that starts it.

        Raises:
            NotFound: a missing asset, or a path that belongs to the server.
        """
        file = self._files.get(path)
        if file is None:
            if path.startswith((*ASSET_FOLDERS, *_SERVER_PATHS)):
                raise NotFound
            path, file = "/index.html", self._files["/index.html"]
        try:
            content = await asyncio.to_thread(file.read_bytes)
        except FileNotFoundError:
            # A new build took the old one's place; its page names files that the next start knows.
            raise NotFound from None
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = {**self._headers.of(path), "etag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(b"", status_code=304, headers=headers)
        return Response(content, media_type=mimetypes.guess_type(path)[0] or "text/html", headers=headers)


def web_client_route(settings: Settings, root: Path) -> HTTPRouteHandler:
    """Return the route that serves everything which no other route does."""
    client = WebClient(settings, root)

    @get(["/", "/{path:path}"], operation_id="get_web_client", guards=[public], include_in_schema=False)
    async def serve(request: DifeRequest, path: FromPath[str] = "/index.html") -> Response[bytes] | Redirect:
        return client.redirect_of(request) or await client.respond(request, path)

    return serve
