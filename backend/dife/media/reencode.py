"""Turning an uploaded file into pictures that are safe to show; runs as a process of its own, `python -m dife.media.reencode`.

Decoders of pictures are where malformed files bite, so this process sees nothing but those bytes, has bounds on memory
and time, and what it writes is made from pixels alone: no metadata and no trailing bytes of the original survive.
"""

import io
from typing import Any, Literal

import msgspec

from dife.media.bounds import obey

Failure = Literal["not_an_image", "too_many_pixels", "unreadable"]

MAX_PIXELS = 50_000_000
MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 8
_ORIENTATION = 0x0112
_QUALITY = 82
_BLURHASH_SIDE = 32


class Order(msgspec.Struct, frozen=True):
    """Which variants to make: name to the longest side in pixels."""

    variants: dict[str, int]


class Variant(msgspec.Struct, frozen=True):
    """One picture, WebP."""

    data: bytes
    width: int
    height: int


class Result(msgspec.Struct, frozen=True):
    """The variants, or why there are none."""

    failure: Failure | None = None
    blurhash: str | None = None
    variants: dict[str, Variant] = {}


def main() -> None:
    """Obey the order on standard input."""
    obey(Order, reencode_trusted, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)


def reencode_trusted(order: Order, data: bytes) -> Result:
    """Obey an order in this process, without its bounds: only for pictures that Dife itself has drawn."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - after the bounds are set
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # ours is checked before anything is decoded
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP", "GIF", "HEIF"]) as image:
            if image.width * image.height >= MAX_PIXELS:
                return Result(failure="too_many_pixels")
            return _variants(order, image)
    except MemoryError:
        return Result(failure="too_many_pixels")
    except UnidentifiedImageError:
        return Result(failure="not_an_image")
    except Exception:  # noqa: BLE001 - decoders raise anything; all of it means the same
        return Result(failure="unreadable")


def _variants(order: Order, image: Any) -> Result:
    largest = max(order.variants.values())
    image.draft("RGB", (largest, largest))  # a JPEG is decoded at a half, a quarter or an eighth where that is enough
    picture = _upright_srgb(image, largest)
    made = {name: _encode(picture, side) for name, side in order.variants.items()}
    return Result(blurhash=_blurhash(picture), variants=made)


def _upright_srgb(image: Any, side: int) -> Any:
    """Shrink first, since everything after it then costs little; then turn it and bring its colours to sRGB."""
    from PIL import ImageOps  # noqa: PLC0415

    profile, orientation = image.info.get("icc_profile"), image.getexif().get(_ORIENTATION)
    picture = _plain_mode(image)
    picture.thumbnail((side, side), reducing_gap=2.0)
    if orientation is not None and image.format != "HEIF":  # the HEIF decoder turns by itself
        picture.getexif()[_ORIENTATION] = orientation
        picture = ImageOps.exif_transpose(picture)
    return _to_srgb(picture, profile)


def _plain_mode(image: Any) -> Any:
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    # No needless copy: a picture of 50 megapixels takes 200 MB.
    return image if image.mode in {wanted, "CMYK"} else image.convert(wanted)


def _to_srgb(picture: Any, profile: bytes | None) -> Any:
    from PIL import ImageCms  # noqa: PLC0415

    if profile:
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        flat = picture.convert("RGB") if alpha else picture
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            flat = ImageCms.profileToProfile(flat, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            flat = flat.convert("RGB")  # a broken profile is no profile
        if alpha:
            flat.putalpha(alpha)
        picture = flat
    return picture if picture.mode in {"RGB", "RGBA"} else picture.convert("RGB")


def _encode(picture: Any, side: int) -> Variant:
    from PIL import Image  # noqa: PLC0415

    small = picture.copy()
    small.thumbnail((side, side))
    clean = Image.frombytes(small.mode, small.size, small.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=_QUALITY, method=4)
    return Variant(data=out.getvalue(), width=clean.width, height=clean.height)


def _blurhash(picture: Any) -> str:
    import blurhash  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types

    tiny = picture.convert("RGB")
    tiny.thumbnail((_BLURHASH_SIDE, _BLURHASH_SIDE))
    wide = tiny.width >= tiny.height
    return str(blurhash.encode(tiny, 4 if wide else 3, 3 if wide else 4))


if __name__ == "__main__":
    main()
