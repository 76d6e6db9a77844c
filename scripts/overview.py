"""`make overview`: the picture of the README, put together from what the browser tests saw last."""

import sys
from pathlib import Path

from PIL import Image

CHECKOUT = Path(__file__).resolve().parent.parent
SHOTS = CHECKOUT / "app" / "e2e" / "output" / "shots"
OVERVIEW = CHECKOUT / "docs" / "images" / "overview.png"
PICTURES = ("onboarding-hobbies", "chat-always-translated", "notifications")
HEIGHT, GAP = 640, 24


def main() -> int:
    """Write the picture; returns the exit code."""
    files = [SHOTS / f"{name}.ko.light.phone.png" for name in PICTURES]
    missing = [file.name for file in files if not file.exists()]
    if missing:
        print(f"The browser tests have not made {', '.join(missing)} yet: run make test first.", file=sys.stderr)
        return 1
    phones = [_phone(file) for file in files]
    width = sum(phone.width for phone in phones) + GAP * (len(phones) + 1)
    overview = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#e6f3ff")
    left = GAP
    for phone in phones:
        overview.paste(phone, (left, GAP))
        left += phone.width + GAP
    overview.quantize(colors=128).save(OVERVIEW, optimize=True)
    return 0


def _phone(file: Path) -> Image.Image:
    picture = Image.open(file).convert("RGB")
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
