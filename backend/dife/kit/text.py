"""Text as Dife stores and searches it.

Search: PostgreSQL's parsers do not cut Korean, Japanese, Chinese or Thai into words. So a run of these scripts is
indexed by its characters and its overlapping pairs, with their places; a query's run is looked up as pairs in a row,
which is exactly "the text contains it". A word of any other script is indexed whole and found by its beginning.
"TOPIK시험" is two runs, so either half finds it.
"""

import re
import unicodedata
from collections.abc import Iterator

from dife.errors import InvalidField

_UNSPACED = (
    "\u0e00-\u0e7f"  # Thai
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb"  # Hangul, also single letters (ㅋㅋ)
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
_RUNS = re.compile(rf"([{_UNSPACED}]+)|[^\W_{_UNSPACED}]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_MAX_WORD = 40
_MAX_INDEXED = 16_383  # the last place that a tsvector can tell from its neighbours
_MAX_QUERY_RUNS = 20
_FORBIDDEN_IN_NAMES = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters that show nothing
    "\u034f\u180b-\u180f\u2800\U000e0000-\U000e007f]"
)


def clean(text: str, *, field: str, minimum: int, maximum: int) -> str:
    """Return `text` in NFC without surrounding white space, its length checked in code points.

    Raises:
        InvalidField: too short or too long.
    """
    cleaned = unicodedata.normalize("NFC", text).strip()
    if len(cleaned) < minimum:
        raise InvalidField(field, "too_short")
    if len(cleaned) > maximum:
        raise InvalidField(field, "too_long")
    return cleaned


def clean_name(text: str, *, field: str, minimum: int, maximum: int) -> str:
    """Like `clean`, and refuses control, bidi and zero-width characters, which make one name look like another."""
    cleaned = clean(text, field=field, minimum=minimum, maximum=maximum)
    if _FORBIDDEN_IN_NAMES.search(cleaned):
        raise InvalidField(field, "invalid_characters")
    return cleaned


def fold(text: str) -> str:
    """Return `text` as search compares it: without case, accents, and full- or half-width variants."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", decomposed))


def index_vector(text: str) -> str:
    """Return the text of the `tsvector` under which `text` is found; no character of it is syntax."""
    places: dict[str, list[int]] = {}
    for match in _RUNS.finditer(fold(text)[:_MAX_INDEXED]):
        for offset, token in _tokens(match):
            places.setdefault(token, []).append(match.start() + offset + 1)
    return " ".join(f"'{token}':{','.join(map(str, positions))}" for token, positions in places.items())


def query_vector(text: str) -> str | None:
    """Return the text of the `tsquery` that finds all runs of `text`, or None when there is nothing to look for."""
    terms: dict[str, None] = {}
    for _, match in zip(range(_MAX_QUERY_RUNS), _RUNS.finditer(fold(text)), strict=False):
        terms[_term(match)] = None
    return " & ".join(terms) or None


def _tokens(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    run = match[0]
    if match[1] is None:
        yield 0, run[:_MAX_WORD]
        return
    for offset in range(len(run)):
        yield offset, run[offset]
        if offset + 1 < len(run):
            yield offset, run[offset : offset + 2]


def _term(match: re.Match[str]) -> str:
    run = match[0]
    if match[1] is None:
        return f"'{run[:_MAX_WORD]}':*"
    pairs = [run[offset : offset + 2] for offset in range(max(1, len(run) - 1))]
    return " <-> ".join(f"'{pair}'" for pair in pairs)
