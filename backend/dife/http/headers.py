"""Headers of every answer and of the web client's files: one set, which CloudFront uses too (`dife schema headers`)."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from dife.settings import Settings

SECURITY_HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}
API_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
ASSET_FOLDERS = ("/_expo/", "/assets/", "/fonts/")
"""Folders whose files carry a hash or a version in their path: they never change, and a missing one is a 404."""

_INLINE_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


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


def style_hashes(index_html: str) -> list[str]:
    """Return the CSP source of every inline style of a page (CSP 3, §8.3)."""
    digests = (hashlib.sha256(style.encode()).digest() for style in _INLINE_STYLE.findall(index_html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(*, styles: Iterable[str], gateway: str, media: str) -> str:
    """Return the web client's policy: scripts from here only, pictures and uploads from the media origin too."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            " ".join(("style-src 'self'", *styles)),
            "font-src 'self'",
            f"img-src 'self' data: blob: {media}",
            f"media-src 'self' blob: {media}",
            f"connect-src 'self' {gateway} {media}",
            "manifest-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class WebHeaders:
    """The headers of the web client's files."""

    page: dict[str, str]
    asset: dict[str, str]

    def of(self, path: str) -> dict[str, str]:
        """Return the headers of the file at `path`."""
        return self.asset if path.startswith(ASSET_FOLDERS) else self.page


def web_headers(settings: Settings, web_root: Path) -> WebHeaders:
    """Compute the headers from the build in `web_root` and the origins in the settings."""
    policy = content_security_policy(
        styles=style_hashes((web_root / "index.html").read_text(encoding="utf-8")),
        gateway=origin_of(settings.gateway_public_url),
        media=origin_of(settings.media_base_url),
    )
    common = {**SECURITY_HEADERS, "content-security-policy": policy}
    return WebHeaders(page={**common, "cache-control": REVALIDATE}, asset={**common, "cache-control": IMMUTABLE})
