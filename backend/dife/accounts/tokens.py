"""Access tokens (JWT after RFC 9068 and RFC 8725) and refresh tokens (opaque, derived, one family a session)."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

import jwt

from dife.errors import Unauthenticated
from dife.kit.clock import Clock
from dife.kit.ids import new_id
from dife.settings import Settings

ALGORITHM = "HS256"
TYPE = "at+jwt"
AUDIENCE = "dife-api"
_REQUIRED = ["iss", "aud", "sub", "sid", "jti", "iat", "exp"]
_REFRESH_MAC_BYTES = 32


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token says."""

    member_id: UUID
    session_id: UUID
    expires_at: int


def _key(settings: Settings, purpose: str) -> bytes:
    return _derived_key(settings.secret_key.get_secret_value(), purpose)


@lru_cache(maxsize=16)
def _derived_key(secret: str, purpose: str) -> bytes:
    # One secret, one key a purpose: a token of one kind can never pass as another.
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def issue_access_token(settings: Settings, clock: Clock, *, member_id: UUID, session_id: UUID) -> str:
    """Return a signed access token."""
    now = clock.now()
    claims = {
        "iss": settings.public_url,
        "aud": AUDIENCE,
        "sub": str(member_id),
        "sid": str(session_id),
        "jti": str(new_id()),
        "iat": now,
        "exp": now + settings.access_token_lifetime,
    }
    return jwt.encode(claims, _key(settings, "access"), algorithm=ALGORITHM, headers={"typ": TYPE})


def verify_access_token(settings: Settings, clock: Clock, token: str) -> AccessClaims:
    """Check signature, algorithm, type, issuer, audience and expiry.

    Raises:
        Unauthenticated: any of them is wrong. Which one is not told.
    """
    claims = _verified_claims(_key(settings, "access"), settings.public_url, token)
    if claims.expires_at <= clock.now().timestamp():
        raise Unauthenticated
    return claims


@lru_cache(maxsize=10_000)
def _verified_claims(key: bytes, issuer: str, token: str) -> AccessClaims:
    """Check all that never changes about a token: a client shows the same one for a quarter of an hour."""
    try:
        if set(header := jwt.get_unverified_header(token)) != {"alg", "typ"} or header["typ"] != TYPE:
            raise Unauthenticated
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=issuer,
            audience=AUDIENCE,
            # PyJWT only knows the machine's clock; whoever asks looks at ours.
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False},
        )
        return AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]), int(claims["exp"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        raise Unauthenticated from None


def refresh_token(settings: Settings, session_id: UUID, generation: int) -> str:
    """Return the refresh token of a session's generation. It is derived, so an answer that got lost can be repeated."""
    head = session_id.bytes + generation.to_bytes(4)
    mac = hmac.new(_key(settings, "refresh"), head, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(head + mac).decode().rstrip("=")


def read_refresh_token(settings: Settings, token: str) -> tuple[UUID, int] | None:
    """Return session and generation of a refresh token that we made, None for any other string."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 16 + 4 + _REFRESH_MAC_BYTES:
        return None
    session_id, generation = UUID(bytes=raw[:16]), int.from_bytes(raw[16:20])
    genuine = hmac.compare_digest(token.encode(), refresh_token(settings, session_id, generation).encode())
    return (session_id, generation) if genuine else None


def hash_refresh_token(token: str) -> bytes:
    """Return what is stored of a refresh token (it has 256 bits of entropy, so a fast hash is enough)."""
    return hashlib.sha256(token.encode()).digest()


CODE_LIFETIME = timedelta(minutes=10)
CODE_ATTEMPTS = 5


def mailed_code(settings: Settings, purpose: str, request_id: UUID, *, number: int) -> str:
    """Return the 6-digit code of a request. It is derived from the request, so that it is stored nowhere."""
    message = f"{purpose}:{request_id}:{number}".encode()
    digest = hmac.new(_key(settings, "mailed-code"), message, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"
