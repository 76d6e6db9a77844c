"""Pictures of the demo's groups: drawn, as the portraits are."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from dife.local.demo.portraits import SCALE, SIDE, Dice, paint_background

_COLORS = ("#012cff", "#2964e0", "#2f9e6e", "#c94f4f", "#8a5a33", "#30343f")
_LIGHT = "#ffffff"

_Draw = Callable[[ImageDraw.ImageDraw, str], None]


def emblem(name: str, motif: str) -> bytes:
    """Return a JPEG of a motif, always the same for a name."""
    dice = Dice(name)
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE))
    paint_background(image, dice)
    _MOTIFS[motif](ImageDraw.Draw(image), dice.pick(_COLORS))
    buffer = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _hills(draw: ImageDraw.ImageDraw, color: str) -> None:
    draw.ellipse(_box(400, 110, 510, 220), fill=_LIGHT)
    draw.polygon(_box(0, 640, 230, 230, 460, 640), fill=color)
    draw.polygon(_box(165, 346, 230, 230, 295, 346, 258, 322, 230, 356, 202, 322), fill=_LIGHT)
    draw.polygon(_box(260, 640, 460, 350, 660, 640), fill=color)


def _rings(draw: ImageDraw.ImageDraw, color: str) -> None:
    for left, top, shade in ((130, 170, color), (270, 170, _LIGHT), (200, 290, color)):
        draw.ellipse(_box(left, top, left + 240, top + 240), outline=shade, width=34 * SCALE)


def _strings(draw: ImageDraw.ImageDraw, color: str) -> None:
    for index, top in enumerate((190, 255, 320, 385, 450)):
        inset = 60 * abs(2 - index) // 2
        shade = color if index % 2 == 0 else _LIGHT
        draw.rounded_rectangle(_box(130 + inset, top, 510 - inset, top + 34), radius=17 * SCALE, fill=shade)


_MOTIFS: dict[str, _Draw] = {"hills": _hills, "rings": _rings, "strings": _strings}


def _box(*values: int) -> list[int]:
    return [value * SCALE for value in values]
