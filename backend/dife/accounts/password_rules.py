"""Which passwords nobody may take: what everybody tries first, and what anybody knows about the member."""

import re
import unicodedata
from functools import cache
from importlib import resources

from dife.campus import service as campus
from dife.errors import InvalidField

_SHORTEST_WORD = 3
_FEWEST_OWN_LETTERS = 4
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")


def require_acceptable(password: str, *, email: str, field: str) -> None:
    """Look at a new password; its length is the schema's business, and what it is made of nobody's.

    Raises:
        InvalidField: it is among the commonest, or little more than the mail address or the campus.
    """
    if password.lower() in _common():
        raise InvalidField(field, "common_password")
    if _is_personal(_plain(password), email.lower()):
        raise InvalidField(field, "personal_password")


@cache
def _common() -> frozenset[str]:
    text = resources.files("dife.accounts").joinpath("data", "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_personal(password: str, email: str) -> bool:
    rest = _BETWEEN_WORDS.sub("", password)
    found = False
    for word in sorted(_words_about(email), key=len, reverse=True):
        found = found or word in rest
        rest = rest.replace(word, "")
    return found and len(_NO_LETTERS.sub("", rest)) < _FEWEST_OWN_LETTERS


def _words_about(email: str) -> set[str]:
    name, _, domain = email.rpartition("@")
    university = campus.campus_of_address(email)
    names = [name, *_BETWEEN_WORDS.split(name), *domain.split("."), "dife"]
    if university is not None:
        names += [university.name, *university.name.split()]
    return {word for given in names if len(word := _BETWEEN_WORDS.sub("", _plain(given))) >= _SHORTEST_WORD}
