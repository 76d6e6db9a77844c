"""Signing S3 URLs after AWS Signature Version 4, as query parameters.

botocore signs for the moment of the call; the time is a parameter here, so that all processes make the same URL in the
same five minutes, and the day's key is derived once, so that a page of pictures costs microseconds.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; `token` is there when it is a temporary one."""

    access_key: str
    secret_key: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """What is to be signed: `headers` (lower-case names, without `host`) must then be sent as they are."""

    method: str
    url: str
    headers: Mapping[str, str]
    at: datetime
    lifetime_seconds: int


def presign(request: SigningRequest, credentials: Credentials, *, region: str) -> str:
    """Return the request's URL with a signature that is good from `at` on for `lifetime_seconds`."""
    parts = urlsplit(request.url)
    headers = {"host": parts.netloc, **request.headers}
    timestamp = request.at.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{timestamp[:8]}/{region}/s3/aws4_request"
    parameters = {
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope}",
        "X-Amz-Date": timestamp,
        "X-Amz-Expires": str(request.lifetime_seconds),
        "X-Amz-SignedHeaders": ";".join(sorted(headers)),
    }
    if credentials.token is not None:
        parameters["X-Amz-Security-Token"] = credentials.token
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(parameters.items()))
    canonical = "\n".join(
        [
            request.method,
            parts.path,
            query,
            *(f"{name}:{headers[name]}" for name in sorted(headers)),
            "",
            parameters["X-Amz-SignedHeaders"],
            "UNSIGNED-PAYLOAD",
        ]
    )
    text = "\n".join([_ALGORITHM, timestamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = _signing_key(credentials.secret_key, timestamp[:8], region)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"{request.url}?{query}&X-Amz-Signature={signature}"


@lru_cache(maxsize=16)
def _signing_key(secret_key: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
