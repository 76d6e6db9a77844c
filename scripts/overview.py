"""`make overview`: the picture of the README, made of what a browser test sees on a fresh demo campus."""

import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

CHECKOUT = Path(__file__).resolve().parent.parent
SHOTS = CHECKOUT / "app" / "e2e" / "output" / "shots"
OVERVIEW = CHECKOUT / "docs" / "images" / "overview.png"
PICTURES = ("showcase-home", "showcase-room", "showcase-community")
HEIGHT, GAP, CORNER, SHADOW = 760, 40, 28, 12
BACKGROUND = "#e6f3ff"


def main() -> int:
    """Tell the story and write the picture; returns the exit code."""
    story = [sys.executable, "-m", "pytest", "-n0", "-q", "backend/tests/e2e", "-k", "showcase"]
    code = subprocess.run(story, cwd=CHECKOUT, check=False).returncode
    if code != 0:
        return code
    phones = [_phone(SHOTS / f"{name}.ko.light.phone.png") for name in PICTURES]
    width = sum(phone.width for phone in phones) + GAP * (len(phones) + 1)
    overview = Image.new("RGB", (width, HEIGHT + 2 * GAP), BACKGROUND)
    left = GAP
    for phone in phones:
        _lay(phone, on=overview, at=(left, GAP))
        left += phone.width + GAP
    overview.save(OVERVIEW, optimize=True)
    return 0


def _phone(file: Path) -> Image.Image:
    picture = Image.open(file).convert("RGB")
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)


def _lay(phone: Image.Image, *, on: Image.Image, at: tuple[int, int]) -> None:
    """Paste the picture with round corners and a soft shadow."""
    shape = Image.new("L", phone.size)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, phone.width - 1, phone.height - 1), radius=CORNER, fill=255)
    around = Image.new("L", on.size)
    around.paste(shape, (at[0], at[1] + SHADOW // 2))
    dark = around.filter(ImageFilter.GaussianBlur(SHADOW)).point(lambda value: value // 6)
    on.paste(ImageChops.multiply(on, Image.new("RGB", on.size, "#8090b0")), mask=dark)
    on.paste(phone, at, mask=shape)


if __name__ == "__main__":
    sys.exit(main())
