"""Sentences for people: whole sentences with `{placeholders}`, per language, from one file a language."""

import re
from functools import cache
from importlib import resources
from typing import Any

import msgspec

LOCALES = ("ko", "en", "ja", "zh", "es")
DEFAULT_LOCALE = "en"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def _sentences(locale: str) -> dict[str, str]:
    raw = resources.files("dife").joinpath("locales", f"{locale}.json").read_bytes()
    return dict(_flatten("", msgspec.json.decode(raw)))


def _flatten(prefix: str, node: Any) -> list[tuple[str, str]]:
    if isinstance(node, str):
        return [(prefix, node)]
    return [pair for key, child in node.items() for pair in _flatten(f"{prefix}.{key}" if prefix else key, child)]


def sentence(locale: str, key: str, **values: object) -> str:
    """Return the sentence `key` in `locale`, its placeholders filled.

    Raises:
        KeyError: no such sentence, or a placeholder without a value.
    """
    template = _sentences(locale if locale in LOCALES else DEFAULT_LOCALE)[key]
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)


def negotiate(accept_language: str | None) -> str:
    """Choose a locale for an `Accept-Language` header (RFC 9110 §12.5.4)."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate((accept_language or "")[:200].split(",")):
        tag, _, quality = part.strip().partition(";q=")
        primary = tag.strip().lower().split("-")[0]
        if primary in LOCALES:
            ranked.append((-_quality(quality), position, primary))
    return min(ranked)[2] if ranked else DEFAULT_LOCALE


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
