"""What the media routes take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from dife.kit.schema import Input, Output

MAX_UPLOAD_BYTES = 10 * 1024 * 1024


class MediaView(Output):
    """A picture as it is embedded in what shows it. URLs are the same for five minutes, then new ones come."""

    id: UUID
    width: int
    height: int
    blurhash: str | None
    variants: Annotated[dict[str, str], Meta(description="Variant name (`thumb`, `large`) to URL.")]
    expires_at: datetime


class FileView(Output):
    """A file or a voice note as it is embedded in the message that brings it. URLs as in `MediaView`.

    A file has one URL, `file`, which is for saving and never for showing; a voice note has `aac` and `opus`.
    """

    id: UUID
    kind: Literal["file", "voice"]
    name: str
    content_type: str
    size: int
    duration_ms: int | None
    urls: dict[str, str]
    expires_at: datetime


class MediaRequest(Input):
    """An upload is announced."""

    kind: Literal["profile", "chat", "post", "room", "file", "voice"]
    content_type: Annotated[str, Meta(max_length=100)]
    size: Annotated[int, Meta(ge=1, description="Bytes, at most 10 MiB.")]
    name: Annotated[str, Meta(max_length=400, description="What a file is called; only files have a name.")] | None = (
        None
    )


class Upload(Output):
    """Where to PUT the bytes; the headers are part of the signature."""

    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: datetime


class MediaCreated(Output):
    """The new picture's id and its upload."""

    id: UUID
    upload: Upload


class MediaState(Output):
    """How far a picture is; `url` is there when it is ready."""

    id: UUID
    status: Literal["pending", "processing", "ready", "failed"]
    failure: Literal["not_an_image", "too_many_pixels", "unreadable", "wrong_type", "too_long"] | None
    url: str | None
    expires_at: datetime | None
    media: MediaView | None
    file: FileView | None
