"""The paths of the gateway's port: `/ws`, and small HTTP answers for whoever watches over the process."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

import msgspec
from picows import WSListener, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from dife.http.health import Health, Readiness

Answer: TypeAlias = WSListener | WSUpgradeResponseWithListener


class Endpoints:
    """Sorts requests. The load balancer sends only `/ws` here, so `/metrics` stays inside."""

    def __init__(
        self,
        origins: list[str],
        *,
        open_socket: Callable[[], WSListener | None],
        readiness: Callable[[], tuple[bool, bool]],
        is_stopping: Callable[[], bool],
    ) -> None:
        self._origins = frozenset(origins)
        self._open_socket = open_socket
        self._readiness = readiness
        self._is_stopping = is_stopping

    def __call__(self, request: WSUpgradeRequest) -> Answer:
        """Answer a request, or make the listener of a socket."""
        match request.path.split(b"?", 1)[0]:
            case b"/ws":
                return self._socket(request)
            case b"/health":
                return self._live()
            case b"/health/ready":
                return self._ready()
            case b"/metrics":
                return _answer(HTTPStatus.OK, generate_latest(), content_type=CONTENT_TYPE_LATEST)
        return _answer(HTTPStatus.NOT_FOUND, b'{"code":"not_found","status":404}', content_type=_PROBLEM)

    def _socket(self, request: WSUpgradeRequest) -> Answer:
        # Browsers always say where a page came from; native apps say nothing and have no cookies to misuse.
        if any(origin not in self._origins for origin in request.headers.getall("Origin", [])):
            return _answer(HTTPStatus.FORBIDDEN, b'{"code":"untrusted_origin","status":403}', content_type=_PROBLEM)
        listener = self._open_socket()
        if listener is None:
            body = b'{"code":"unavailable","status":503}'
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, body, content_type=_PROBLEM)
        # Firefox sends "keep-alive, Upgrade"; picows takes "upgrade" alone.
        tokens = [token.strip().lower() for token in request.headers.get("Connection", "").split(",")]
        if "upgrade" in tokens:
            request.headers["Connection"] = "upgrade"
        return listener

    def _live(self) -> Answer:
        if self._is_stopping():
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, msgspec.json.encode(Health(status="stopping")))
        return _answer(HTTPStatus.OK, msgspec.json.encode(Health(status="ok")))

    def _ready(self) -> Answer:
        database, valkey = self._readiness()
        is_ready = database and valkey
        body = Readiness(status="ok" if is_ready else "unavailable", database=database, valkey=valkey)
        return _answer(HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE, msgspec.json.encode(body))


_PROBLEM = "application/problem+json"


def _answer(
    status: HTTPStatus, body: bytes, *, content_type: str = "application/json"
) -> WSUpgradeResponseWithListener:
    headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    if status == HTTPStatus.OK:
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_ok_response(body, headers), None)
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, body, headers), None)
