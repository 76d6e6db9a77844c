"""Write the list of passwords that nobody may take: `backend/dife/accounts/data/common_passwords.txt`.

Run it with the package whose list is read: `uv run --no-project --with zxcvbn==4.5.0 python scripts/common_passwords.py`.
"""

from importlib.metadata import version
from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # there for this script alone

TARGET = Path(__file__).resolve().parent.parent / "backend/dife/accounts/data/common_passwords.txt"
SHORTEST = 8
COUNT = 5000

# What hands walk on a Korean keyboard, which lists made elsewhere do not have.
_ROWS = ("qwer", "asdf", "zxcv", "qaz", "qwe", "asd", "abcd")
_NUMBERS = ("123", "1234", "12345", "123456", "0000", "1111")
_WALKS = ("1q2w3e4r", "q1w2e3r4", "1q2w3e4r5t", "1qaz2wsx", "qwerasdf", "asdfzxcv", "qwer1234qwer", "dkssudgktpdy")
_ENDS = ("", "!", "!!", "@", "!@", "1", "12")


def walks() -> set[str]:
    """Return rows and numbers put together, with what is added where a sign is asked for."""
    pairs = {pair for row in _ROWS for number in _NUMBERS for pair in (row + number, number + row)}
    return {walk + end for walk in pairs | set(_WALKS) for end in _ENDS if len(walk + end) >= SHORTEST}


def main() -> None:
    """Take the commonest of those that are long enough to be allowed at all."""
    common = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST][:COUNT]
    head = (
        "# The commonest passwords of eight characters and more, in small letters, one a line.",
        f"# From zxcvbn {version('zxcvbn')} (MIT licence, © 2012-2016 Dan Wheeler and Dropbox, Inc.; © 2016 Daniel Wolf)",
        "# and walks on the keyboard; written by scripts/common_passwords.py.",
    )
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join([*head, *sorted({*common, *walks()})]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
