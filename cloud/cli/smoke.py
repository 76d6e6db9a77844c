"""The smoke test after a deployment: what people need first, asked from outside as they ask."""

import base64
import json
import secrets
import socket
import ssl
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 15
ATTEMPTS, PAUSE_SECONDS = 6, 10
AGENT = {"User-Agent": "dife-cloud"}
"""AWS's common rules of the web ACL refuse whoever does not say what they are."""


class Smoke:
    """Asks one origin; `sleep` is what tests shorten."""

    def __init__(self, origin: str, *, version: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._parts = urlsplit(origin)
        self._origin = origin
        self._version = version
        self._sleep = sleep

    def problems(self) -> list[str]:
        """What does not work, asked again for a minute: the edge takes a moment to see what is new."""
        found = self._problems()
        for _ in range(ATTEMPTS - 1):
            if not found:
                break
            self._sleep(PAUSE_SECONDS)
            found = self._problems()
        return found

    def _problems(self) -> list[str]:
        checks = (self._ready, self._client_config, self._page, self._never_cached, self._socket)
        problems = []
        for check in checks:
            try:
                problem = check()
            except (OSError, HTTPException, ValueError, KeyError) as error:
                problem = f"{check.__name__.strip('_')}: {type(error).__name__}: {error}"
            if problem:
                problems.append(problem)
        return problems

    def _connection(self) -> HTTPConnection:
        if self._parts.scheme == "https":
            return HTTPSConnection(self._parts.netloc, timeout=SECONDS, context=ssl.create_default_context())
        return HTTPConnection(self._parts.netloc, timeout=SECONDS)

    def _get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = self._connection()
        try:
            connection.request("GET", path, headers={**AGENT, **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(1_000_000)
        finally:
            connection.close()

    def _ready(self) -> str | None:
        status, _, body = self._get("/health/ready")
        return None if status == 200 else f"/health/ready answers {status}: {body[:200]!r}"  # noqa: PLR2004 - OK

    def _client_config(self) -> str | None:
        status, _, body = self._get("/api/v1/client-config")
        if status != 200:  # noqa: PLR2004 - OK
            return f"/api/v1/client-config answers {status}"
        found = json.loads(body)["version"]
        return None if found == self._version else f"the API is version {found}, not {self._version}"

    def _page(self) -> str | None:
        status, headers, body = self._get("/")
        if status != 200 or b"<html" not in body:  # noqa: PLR2004 - OK
            return f"the page answers {status}"
        return None if "content-security-policy" in headers else "the page has no content security policy"

    def _never_cached(self) -> str | None:
        _, headers, _ = self._get("/api/v1/client-config?x=1")
        hit = headers.get("x-cache", "").lower().startswith("hit")
        return "an answer of the API came from a cache" if hit else None

    def _socket(self) -> str | None:
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        upgrade = {
            **AGENT,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Origin": self._origin,
        }
        connection = self._connection()
        try:
            connection.request("GET", "/ws", headers=upgrade)
            status = connection.getresponse().status
        finally:
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()
        return None if status == 101 else f"/ws answers {status} to a handshake"  # noqa: PLR2004 - switching protocols
