"""Links in messages, and what a page says about itself."""

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

_LINK = re.compile(r"https?://[^\s<>\"'`]{3,1000}", re.IGNORECASE)
_TRAILING = ".,;:!?)]}»”’…。、！？）】」』"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?([\w-]{2,20})""", re.IGNORECASE)
_TITLE_LENGTH, _DESCRIPTION_LENGTH, _SITE_LENGTH = 200, 300, 80


def first_link(body: str) -> str | None:
    """Return the first link of a text, without what only ends the sentence around it."""
    match = _LINK.search(body)
    if match is None:
        return None
    link = match[0]
    # A bracket that was not opened in the link closes one around it: "(https://…)에서".
    inside, closed, _ = link.partition(")")
    return (inside if closed and "(" not in inside else link).rstrip(_TRAILING)


class PageInfo(NamedTuple):
    """What a page says about itself."""

    title: str
    description: str
    site_name: str
    image_url: str | None


def read_page(body: bytes, *, url: str, charset: str | None) -> PageInfo | None:
    """Read title, description and picture from the head of a page; None when it has no title."""
    declared = _CHARSET.search(body[:4096])
    text = _decode(body, charset or (declared[1].decode("ascii") if declared else "utf-8"))
    reader = _HeadReader()
    reader.feed(text)
    found = reader.meta
    title = _line(found.get("og:title") or reader.title, _TITLE_LENGTH)
    if not title:
        return None
    image = found.get("og:image") or found.get("twitter:image")
    return PageInfo(
        title=title,
        description=_line(found.get("og:description") or found.get("description") or "", _DESCRIPTION_LENGTH),
        site_name=_line(found.get("og:site_name") or "", _SITE_LENGTH),
        image_url=urljoin(url, image.strip()) if image else None,
    )


def _decode(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _line(text: str, length: int) -> str:
    line = " ".join(text.replace("\0", " ").split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


class _HeadReader(HTMLParser):
    """Collects `meta` and `title` until the body begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self._is_in_title = False
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        if tag == "body":
            self._is_over = True
        elif tag == "title":
            self._is_in_title = not self.title
        elif tag == "meta" and not self._is_over:
            values = dict(attrs)
            name = (values.get("property") or values.get("name") or "").lower()
            self.meta.setdefault(name, values.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the title."""
        if tag == "title":
            self._is_in_title = False

    def handle_data(self, data: str) -> None:
        """Take the title's text."""
        if self._is_in_title and not self._is_over:
            self.title += data
