"""Looking into uploaded files and voice notes; runs as a process of its own, `python -m dife.media.attachments`.

Like `reencode.py` it sees nothing but the bytes and has bounds on memory and time. A file is only looked at: is it what
it says it is? A voice note is decoded and written anew, as AAC for phones and Safari and as Opus for the others, so
nothing of the original but its sound survives.
"""

import io
import zipfile
from typing import Any, Literal, cast

import msgspec

from dife.media.bounds import obey

Failure = Literal["wrong_type", "too_long", "unreadable"]

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
LONGEST_VOICE_SECONDS = 120
_RATE = 48_000
_SPARE_SECONDS = 2
"""A recorder that stops after two minutes stops a moment later."""

_OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "ppt/",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xl/",
}
_ENCODINGS = ("utf-8", "utf-16", "cp949", "cp932", "gb18030")
_VOICE_FORMATS = {"matroska", "webm", "ogg", "mov", "mp4", "m4a"}


class Order(msgspec.Struct, frozen=True):
    """What the file is said to be."""

    kind: Literal["file", "voice"]
    content_type: str


class Sound(msgspec.Struct, frozen=True):
    """A voice note in one format."""

    data: bytes
    content_type: str


class Result(msgspec.Struct, frozen=True):
    """How long it sounds and its versions, or why it is not taken. A file has neither: it stays as it is."""

    failure: Failure | None = None
    duration_ms: int | None = None
    sounds: dict[str, Sound] = {}


def main() -> None:
    """Obey the order on standard input."""
    obey(Order, examine, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)


def examine(order: Order, data: bytes) -> Result:
    """Look at a file, or write a voice note anew."""
    try:
        if order.kind == "voice":
            return _voice(data)
        return Result() if _is(order.content_type, data) else Result(failure="wrong_type")
    except Exception:  # noqa: BLE001 - decoders raise anything; all of it means the same
        return Result(failure="unreadable")


def _is(content_type: str, data: bytes) -> bool:
    """Tell by its bytes whether a file is of a type."""
    if content_type == "application/pdf":
        return b"%PDF-" in data[:1024]
    if content_type == "text/plain":
        return _is_text(data)
    if content_type in _OFFICE:
        return _is_office(data, _OFFICE[content_type])
    if content_type == "audio/mpeg":
        return "mp3" in _formats(data)
    return content_type == "video/mp4" and "mp4" in _formats(data)


def _is_text(data: bytes) -> bool:
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return any(_decodes(data, encoding) for encoding in _ENCODINGS)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_office(data: bytes, folder: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)


def _formats(data: bytes) -> set[str]:
    import av  # noqa: PLC0415 - after the bounds are set

    with av.open(io.BytesIO(data)) as container:
        return set(container.format.name.split(","))


def _voice(data: bytes) -> Result:
    import av  # noqa: PLC0415 - as above

    with av.open(io.BytesIO(data), "r") as container:
        if not _VOICE_FORMATS & set(container.format.name.split(",")):
            return Result(failure="wrong_type")
        if container.streams.video or len(container.streams.audio) != 1:
            return Result(failure="wrong_type")
        writers = {"aac": _Writer("mp4", "aac", 48_000), "opus": _Writer("ogg", "libopus", 32_000)}
        samples = 0
        plain = av.AudioResampler(format="fltp", layout="mono", rate=_RATE)
        for frame in container.decode(audio=0):
            for piece in plain.resample(frame):
                samples += piece.samples
                if samples > (LONGEST_VOICE_SECONDS + _SPARE_SECONDS) * _RATE:
                    return Result(failure="too_long")
                for writer in writers.values():
                    writer.write(piece)
    if samples == 0:
        return Result(failure="unreadable")
    types = {"aac": "audio/mp4", "opus": "audio/ogg"}
    sounds = {name: Sound(data=writer.close(), content_type=types[name]) for name, writer in writers.items()}
    return Result(duration_ms=round(samples * 1000 / _RATE), sounds=sounds)


class _Writer:
    """Encodes a voice note into memory."""

    def __init__(self, container: str, codec: str, bit_rate: int) -> None:
        import av  # noqa: PLC0415 - as above

        self._out = io.BytesIO()
        self._container = cast("Any", av.open(self._out, "w", format=container))
        self._stream = self._container.add_stream(codec, rate=_RATE)
        self._stream.layout = "mono"
        self._stream.bit_rate = bit_rate
        self._stream.codec_context.open()
        context = self._stream.codec_context
        self._resampler = av.AudioResampler(
            format=context.format, layout="mono", rate=_RATE, frame_size=context.frame_size
        )

    def write(self, frame: Any) -> None:
        """Add sound."""
        self._encode(frame)

    def close(self) -> bytes:
        """Return the finished file."""
        self._encode(None)
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._out.getvalue()

    def _encode(self, frame: Any) -> None:
        for piece in self._resampler.resample(frame):
            piece.pts = None
            self._container.mux(self._stream.encode(piece))


if __name__ == "__main__":
    main()
