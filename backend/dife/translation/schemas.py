"""What the translation routes take and give."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from dife.kit.schema import Input, Output
from dife.members.schemas import Locale

TEXT_LENGTH = 2000


class TranslationRequest(Input):
    """What to translate: exactly one of the four. Titles come with their post."""

    target: Locale
    message_id: UUID | None = None
    post_id: UUID | None = None
    comment_id: UUID | None = None
    text: Annotated[str, Meta(max_length=4 * TEXT_LENGTH, description="1 to 2000 characters.")] | None = None


class TranslatedText(Output):
    """One text, translated."""

    field: Literal["title", "body"]
    text: str
    source_language: Annotated[str | None, Meta(description="BCP 47; null when there are no words in it.")]
    is_original: Annotated[bool, Meta(description="Whether it was in the target language already.")]


class Translations(Output):
    """The translated texts, the title first."""

    texts: list[TranslatedText]
    engine: Annotated[str | None, Meta(description="Who translated; null when nothing had to be.")]
    cached: Annotated[bool, Meta(description="Whether it came from the memory, which is free.")]


class TranslationUsage(Output):
    """What the caller had translated anew this month."""

    month: Annotated[str, Meta(description="YYYY-MM, UTC.")]
    characters: int
    limit: int
    requests: int
