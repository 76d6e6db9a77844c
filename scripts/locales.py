"""Check that the server says every sentence in all five languages, with the same placeholders."""

import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "backend" / "dife" / "locales"
LANGUAGES = ("ko", "en", "ja", "zh", "es")
PLACEHOLDER = re.compile(r"\{(\w+)")


def main() -> int:
    """Print every difference from English; returns the exit code."""
    sentences = {language: flatten("", json.loads((FOLDER / f"{language}.json").read_text())) for language in LANGUAGES}
    problems = [
        problem
        for language in LANGUAGES
        for problem in differences(language, reference=sentences["en"], found=sentences[language])
    ]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


def flatten(prefix: str, node: object) -> dict[str, str]:
    """Keys as they are written in code, joined by dots."""
    if not isinstance(node, dict):
        return {prefix: str(node)}
    return {
        key: text
        for name, child in node.items()
        for key, text in flatten(f"{prefix}.{name}" if prefix else name, child).items()
    }


def differences(language: str, *, reference: dict[str, str], found: dict[str, str]) -> list[str]:
    """What a language lacks, has in excess, leaves empty or fills in differently."""
    missing = [f"{language}: {key} is missing" for key in sorted(reference.keys() - found.keys())]
    excess = [f"{language}: {key} is not in en" for key in sorted(found.keys() - reference.keys())]
    empty = [f"{language}: {key} is empty" for key, text in found.items() if not text.strip()]
    other = [
        f"{language}: {key} has other placeholders than en"
        for key in sorted(reference.keys() & found.keys())
        if set(PLACEHOLDER.findall(reference[key])) != set(PLACEHOLDER.findall(found[key]))
    ]
    return missing + excess + empty + other


if __name__ == "__main__":
    sys.exit(main())
