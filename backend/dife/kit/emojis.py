"""Which strings are one emoji, each in one spelling (Unicode's emoji data, as the package `emoji` ships it)."""

from functools import cache

from dife.errors import InvalidField

_PRESENTATION = "\ufe0f"


def canonical_emoji(text: str, *, field: str) -> str:
    """Return `text`, one emoji, as Unicode recommends to write it: "❤" and "❤️" are the same one.

    Raises:
        InvalidField: it is something else.
    """
    found = _spellings().get(text.replace(_PRESENTATION, ""))
    if found is None:
        raise InvalidField(field, "not_an_emoji")
    return found


@cache
def _spellings() -> dict[str, str]:
    """Map each emoji without its presentation marks to its full spelling; built once, when the first one comes."""
    from emoji import EMOJI_DATA, STATUS  # noqa: PLC0415 - five thousand rows that most processes never need

    full = STATUS["fully_qualified"]
    return {
        spelling.replace(_PRESENTATION, ""): spelling
        for spelling, about in EMOJI_DATA.items()
        if about["status"] == full
    }
