"""What is one emoji, and in which spelling it is kept."""

import pytest

from dife.errors import InvalidField
from dife.kit.emojis import canonical_emoji


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("👍", "👍"),
        ("❤", "❤️"),
        ("❤️", "❤️"),
        ("☺\ufe0f", "☺️"),
        ("🇰🇷", "🇰🇷"),
        ("👍🏽", "👍🏽"),
        ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
        ("#️⃣", "#️⃣"),
        ("🏳‍🌈", "🏳️‍🌈"),
    ],
)
def test_an_emoji_has_one_spelling(written: str, kept: str) -> None:
    """However a keyboard writes it."""
    assert canonical_emoji(written, field="emoji") == kept


@pytest.mark.parametrize(
    "text", ["", "a", "1", "#", "👍👍", "👍 ", "ㅋ", ":+1:", "<b>", "🏽", "\ufe0f", "👍" * 40, "🇰"]
)
def test_anything_else_is_refused(text: str) -> None:
    """Two of them, words, and halves of one."""
    with pytest.raises(InvalidField):
        canonical_emoji(text, field="emoji")
