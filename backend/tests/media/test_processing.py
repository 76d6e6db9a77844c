"""What becomes of uploaded bytes: pixels survive, everything else does not."""

import asyncio
import io
import signal
import sys
import time
from typing import Any

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from dife.media.processing import Stopped, reencode

from fixtures.pictures import long_gif, opened, photo_with_place, picture, png_bomb

VARIANTS = {"thumb": 64, "large": 320}
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><script>alert(1)</script>"


def heic() -> bytes:
    register_heif_opener()
    out = io.BytesIO()
    opened(picture()).save(out, "HEIF")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(picture(), id="jpeg"),
        pytest.param(picture(mode="CMYK"), id="jpeg-cmyk"),
        pytest.param(picture(kind="PNG"), id="png"),
        pytest.param(picture(kind="PNG", mode="L"), id="png-grey"),
        pytest.param(picture(kind="PNG", mode="P"), id="png-palette"),
        pytest.param(picture(kind="PNG", mode="I;16"), id="png-16-bit"),
        pytest.param(picture(kind="PNG", mode="RGBA"), id="png-alpha"),
        pytest.param(picture(kind="WEBP"), id="webp"),
        pytest.param(picture(kind="GIF", mode="P"), id="gif"),
        pytest.param(heic(), id="heic"),
    ],
)
async def test_every_accepted_type_becomes_webp(data: bytes) -> None:
    result = await reencode(data, variants=VARIANTS)

    assert result.failure is None
    sizes = {name: opened(variant.data).size for name, variant in result.variants.items()}
    assert sizes == {"thumb": (64, 48), "large": (320, 240)}
    assert {opened(variant.data).format for variant in result.variants.values()} == {"WEBP"}
    assert result.blurhash


async def test_place_and_camera_are_gone_and_the_photo_stands_upright() -> None:
    original = photo_with_place()
    assert opened(original).getexif()

    result = await reencode(original, variants=VARIANTS)

    large = result.variants["large"]
    image = opened(large.data)
    assert (large.width, large.height) == image.size == (240, 320)
    assert not image.getexif()
    assert {"exif", "xmp", "icc_profile"}.isdisjoint(image.info)
    assert b"secret-place" not in large.data
    red, _, blue = image.convert("RGB").getpixel((120, 20))  # type: ignore[misc]  # RGB has three bands
    assert red > blue


async def test_a_picture_is_never_enlarged() -> None:
    result = await reencode(picture((40, 30)), variants=VARIANTS)

    assert (result.variants["large"].width, result.variants["large"].height) == (40, 30)


@pytest.mark.parametrize(("appended", "kind"), [(b"PK\x03\x04 a zip", "JPEG"), (b"*/alert(1)//", "GIF"), (HTML, "PNG")])
async def test_what_hangs_behind_a_picture_does_not_survive(appended: bytes, kind: str) -> None:
    result = await reencode(picture(kind=kind) + appended, variants=VARIANTS)

    assert result.failure is None
    assert all(appended not in variant.data for variant in result.variants.values())


@pytest.mark.parametrize(
    "data", [HTML, SVG, b"", b"%PDF-1.7", b"\x00" * 1000], ids=["html", "svg", "empty", "pdf", "nul"]
)
async def test_other_files_are_not_images(data: bytes) -> None:
    result = await reencode(data, variants=VARIANTS)

    assert (result.failure, result.variants) == ("not_an_image", {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_half_a_file_is_unreadable(kind: str) -> None:
    noise = Image.effect_noise((600, 600), 80)
    out = io.BytesIO()
    noise.save(out, kind)

    result = await reencode(out.getvalue()[: len(out.getvalue()) // 2], variants=VARIANTS)

    assert result.failure == "unreadable"


async def test_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = png_bomb(10_000, 5_000)
    assert len(bomb) < 20_000
    started = time.monotonic()

    result = await reencode(bomb, variants=VARIANTS)

    assert result.failure == "too_many_pixels"
    assert time.monotonic() - started < 5


async def test_long_animation_is_its_first_frame() -> None:
    result = await reencode(long_gif(2000), variants=VARIANTS)

    assert result.failure is None
    assert getattr(opened(result.variants["large"].data), "n_frames", 1) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_picture_is_not_blamed_for_a_shutdown(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    start = asyncio.create_subprocess_exec

    async def started_and_stopped(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        process = await start(*arguments, **options)
        process.send_signal(number)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", started_and_stopped)

    with pytest.raises(Stopped):
        await reencode(picture(), variants=VARIANTS)


async def test_picture_is_not_blamed_for_a_process_that_never_began(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(Stopped):
        await reencode(picture(), variants=VARIANTS)
