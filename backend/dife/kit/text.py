"""Text as Dife stores and searches it.

Search tokens: PostgreSQL's parsers do not cut Korean, Japanese or Chinese into words, so every run of those scripts is
indexed by its single characters and its overlapping pairs (bigrams), and every other word by itself and its prefixes'
pairs are left to `:*`. One- and two-syllable words inside longer ones are then plain index look-ups.
"""

import re
import unicodedata

from dife.errors import InvalidField

_CJK = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_CJK_RUN = re.compile(rf"[{_CJK}]")
_FORBIDDEN_IN_NAMES = re.compile(
    "[\u0000-\u001f\u007f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_MAX_WORD = 40


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


def _folded_runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which `text` is found, without repeats, in order of first appearance."""
    tokens: dict[str, None] = {}
    for run in _folded_runs(text):
        parts = [*run, *_bigrams(run)] if _CJK_RUN.match(run) else [run[:_MAX_WORD]]
        tokens.update(dict.fromkeys(parts))
    return list(tokens)


def index_vector(text: str) -> str:
    """Return the text of a `tsvector` with the tokens of `text`; no character of it is syntax."""
    return " ".join(f"'{token}'" for token in index_tokens(text))


def query_vector(text: str) -> str | None:
    """Return the text of a `tsquery` that finds all of `text`'s words, or None when it has none.

    A Latin word also finds words that begin with it; a CJK run finds its bigrams (a single character itself).
    """
    terms: dict[str, None] = {}
    for run in _folded_runs(text)[:20]:
        if _CJK_RUN.match(run):
            terms.update(dict.fromkeys(f"'{part}'" for part in (_bigrams(run) or [run])))
        else:
            terms[f"'{run[:_MAX_WORD]}':*"] = None
    return " & ".join(terms) or None
