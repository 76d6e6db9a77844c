"""Base classes of what goes in and out over HTTP."""

from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec

T = TypeVar("T")

ClientId = Annotated[UUID, msgspec.Meta(description="Made by the client; repeating it repeats the first answer.")]


class Input(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A request body. Unknown fields are refused."""


class Output(msgspec.Struct, kw_only=True):
    """A response body. Fields have no defaults, so that the client sees none as optional."""


class Page(Output, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None
