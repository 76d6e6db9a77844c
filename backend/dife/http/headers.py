"""Headers of every answer, and of the web client's files (`http/web_client.py`, CloudFront)."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

SECURITY_HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
}
API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


async def add_headers(message: Message, scope: Scope) -> None:
    """Add what no answer may lack; an answer's own headers win."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    defaults = {**SECURITY_HEADERS, "content-security-policy": API_CONTENT_SECURITY_POLICY}
    if scope["path"].startswith("/api/"):
        defaults["cache-control"] = "no-store"
    for name, value in defaults.items():
        headers.setdefault(name, value)
