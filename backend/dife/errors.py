"""Errors as RFC 9457 problems: a class named as the fact, with a status and a stable code."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DifeError(Exception):
    """A refusal that the client can act on. Title and detail are `error.<code>` in the catalogue.

    `values` fill the placeholders of the sentence; `headers` go out with the answer.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    keeps_changes: ClassVar[bool] = False
    """Whether what the request wrote stays (a counted attempt, a revoked session) although it is refused."""

    def __init__(self, *, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(self.code)
        self.headers = dict(headers or {})
        self.values = values

    @property
    def field_errors(self) -> list[dict[str, Any]]:
        """Which fields are at fault, as {field, code}."""
        return []


class Malformed(DifeError):
    """The request cannot be read."""

    status = 400
    code = "malformed"


class Unauthenticated(DifeError):
    """There is no token, or it is not good (any more)."""

    status = 401
    code = "unauthenticated"

    def __init__(self, **values: object) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"}, **values)


class Forbidden(DifeError):
    """Known, and not allowed."""

    status = 403
    code = "forbidden"


class NotFound(DifeError):
    """Not there, or not visible to the caller: the two look the same."""

    status = 404
    code = "not_found"


class MethodNotAllowed(DifeError):
    """The path exists, the method does not."""

    status = 405
    code = "method_not_allowed"


class Conflict(DifeError):
    """The state of things does not allow it."""

    status = 409
    code = "conflict"


class IdempotencyMismatch(Conflict):
    """A `client_id` was used before with another request."""

    code = "idempotency_mismatch"


class TooLarge(DifeError):
    """The body is larger than anything Dife accepts."""

    status = 413
    code = "too_large"


class UnsupportedMediaType(DifeError):
    """The body is of a type that the route does not take."""

    status = 415
    code = "unsupported_media_type"


class Invalid(DifeError):
    """Well-formed, but not acceptable."""

    status = 422
    code = "invalid"


class InvalidField(Invalid):
    """One field is not acceptable; `field_code` says why (`too_long`, `invalid_cursor`, …)."""

    def __init__(self, field: str, field_code: str) -> None:
        super().__init__()
        self.field = field
        self.field_code = field_code

    @property
    def field_errors(self) -> list[dict[str, Any]]:
        """The field at fault."""
        return [{"field": self.field, "code": self.field_code}]


class RateLimited(DifeError):
    """Too many requests of this kind: more than `amount` in `window` seconds."""

    status = 429
    code = "rate_limited"

    def __init__(self, *, retry_after: int, amount: int, window: int) -> None:
        headers = {
            "Retry-After": str(retry_after),
            "RateLimit-Limit": str(amount),
            "RateLimit-Remaining": "0",
            "RateLimit-Reset": str(retry_after),
            "RateLimit-Policy": f"{amount};w={window}",
        }
        super().__init__(headers=headers, seconds=retry_after)


class Unavailable(DifeError):
    """Something that Dife depends on is down; repeating the request later is safe."""

    status = 503
    code = "unavailable"

    def __init__(self, *, retry_after: int = 2) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)})
