"""Portraits of the demo's members: drawn, because nobody's photograph belongs in a repository."""

import colorsys
import hashlib
import io

from PIL import Image, ImageDraw

SIDE = 640
SCALE = 2  # drawn larger and shrunk, so that edges are smooth

_SKINS = ("#f6d7c3", "#eec1a2", "#d9a27e", "#b97f5a", "#8d5a3c")
_HAIRS = ("#1d1a1c", "#2f2320", "#5a3825", "#8a5a33", "#c98f4a", "#3a3f58")
_SHIRTS = ("#012cff", "#2964e0", "#7fe6fc", "#ffd600", "#ff3e3e", "#2f9e6e", "#f4f4f4", "#30343f")


class Dice:
    """Choices that are always the same for a name."""

    def __init__(self, name: str) -> None:
        self._bytes = iter(hashlib.sha256(name.encode()).digest())

    def pick(self, options: tuple[str, ...]) -> str:
        """Return one of them."""
        return options[next(self._bytes) % len(options)]

    def below(self, bound: int) -> int:
        """Return a number below `bound`."""
        return next(self._bytes) % bound


def portrait(name: str) -> bytes:
    """Return a JPEG portrait, always the same for a name."""
    dice = Dice(name)
    image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE))
    paint_background(image, dice)
    skin, hair, shirt = dice.pick(_SKINS), dice.pick(_HAIRS), dice.pick(_SHIRTS)
    draw = ImageDraw.Draw(image)
    long_hair = dice.below(2) == 0
    if long_hair:
        _rounded(draw, (170, 150, 470, 520), radius=140, fill=hair)
    _shoulders(draw, skin=skin, shirt=shirt)
    _face(draw, skin=skin, hair=hair, fringe=dice.below(3))
    _features(draw, glasses=dice.below(4) == 0, blush=dice.below(2) == 0)
    buffer = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def paint_background(image: Image.Image, dice: Dice) -> None:
    """Fill a picture with two soft colours of one family."""
    hue = dice.below(255) / 255
    top, bottom = (
        tuple(round(255 * part) for part in colorsys.hls_to_rgb(hue + shift, lightness, 0.65))
        for shift, lightness in ((0.0, 0.86), (0.08, 0.72))
    )
    mask = Image.linear_gradient("L").resize(image.size)
    image.paste(Image.composite(Image.new("RGB", image.size, bottom), Image.new("RGB", image.size, top), mask))


def _scaled(box: tuple[int, ...]) -> list[int]:
    return [value * SCALE for value in box]


def _rounded(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], *, radius: int, fill: str) -> None:
    draw.rounded_rectangle(_scaled(box), radius=radius * SCALE, fill=fill)


def _oval(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], fill: str) -> None:
    draw.ellipse(_scaled(box), fill=fill)


def _shoulders(draw: ImageDraw.ImageDraw, *, skin: str, shirt: str) -> None:
    _rounded(draw, (110, 480, 530, 800), radius=150, fill=shirt)
    _rounded(draw, (270, 400, 370, 530), radius=50, fill=skin)


def _face(draw: ImageDraw.ImageDraw, *, skin: str, hair: str, fringe: int) -> None:
    _oval(draw, (195, 130, 445, 330), hair)
    _oval(draw, (190, 290, 230, 345), skin)
    _oval(draw, (410, 290, 450, 345), skin)
    _rounded(draw, (208, 175, 432, 455), radius=110, fill=skin)
    if fringe == 0:
        _rounded(draw, (205, 160, 435, 250), radius=45, fill=hair)
    elif fringe == 1:
        draw.polygon(_scaled((208, 265, 215, 160, 430, 160, 432, 225, 330, 200)), fill=hair)
    else:
        draw.chord(_scaled((205, 140, 435, 300)), 180, 360, fill=hair)


def _features(draw: ImageDraw.ImageDraw, *, glasses: bool, blush: bool) -> None:
    ink = "#2b2320"
    for left in (262, 352):
        _oval(draw, (left, 300, left + 26, 330), ink)
        _oval(draw, (left + 14, 304, left + 21, 311), "#ffffff")
        draw.arc(_scaled((left - 8, 270, left + 34, 300)), 200, 340, fill=ink, width=6 * SCALE)
    draw.arc(_scaled((280, 345, 360, 405)), 20, 160, fill="#b4483f", width=7 * SCALE)
    if blush:
        _oval(draw, (228, 345, 268, 370), "#f2a498")
        _oval(draw, (372, 345, 412, 370), "#f2a498")
    if glasses:
        for left in (246, 336):
            draw.ellipse(_scaled((left, 286, left + 58, 344)), outline=ink, width=5 * SCALE)
        draw.line(_scaled((304, 315, 336, 315)), fill=ink, width=5 * SCALE)
