"""The contract of the socket: what is documented, committed and sent is the same."""

import re
from pathlib import Path

import pytest

from dife.contracts import realtime_contract
from dife.realtime.close_codes import CloseCode, should_reconnect
from dife.realtime.frames import CLIENT_FRAMES, SERVER_FRAMES, BadFrame, decode_client_frame, schema
from dife.realtime.wire import text_frame


def test_the_committed_schema_is_what_the_code_says(repository_root: Path) -> None:
    """`dife schema realtime` writes it."""
    committed = (repository_root / "backend" / "realtime.schema.json").read_text(encoding="utf-8")

    assert committed == realtime_contract()


def test_every_frame_names_its_type() -> None:
    """Both directions are closed lists."""
    definitions = schema()["$defs"]
    types = [definitions[frame.__name__]["properties"]["type"]["enum"] for frame in (*CLIENT_FRAMES, *SERVER_FRAMES)]

    assert types == [
        ["auth"],
        ["ping"],
        ["typing"],
        ["ready"],
        ["event"],
        ["gap"],
        ["read"],
        ["typing"],
        ["presence"],
        ["room_joined"],
        ["room_left"],
        ["room_updated"],
        ["notification"],
        ["resync"],
        ["pong"],
    ]


def test_every_close_code_is_explained(repository_root: Path) -> None:
    """In the schema and, in both languages, in the guide."""
    described = {code["const"]: code for code in schema()["$defs"]["CloseCode"]["oneOf"]}
    assert set(described) == {int(code) for code in CloseCode}
    for name in ("realtime-protocol.md", "realtime-protocol.ko.md"):
        guide = (repository_root / "docs" / "guides" / name).read_text(encoding="utf-8")
        for code in CloseCode:
            assert re.search(rf"^\| {int(code)} ", guide, re.MULTILINE), (name, code)
        for frame in (*CLIENT_FRAMES, *SERVER_FRAMES):
            frame_type = schema()["$defs"][frame.__name__]["properties"]["type"]["enum"][0]
            assert f"`{frame_type}`" in guide, (name, frame_type)


@pytest.mark.parametrize(("code", "expected"), [(1012, True), (4401, True), (4409, False), (4508, True), (1007, False)])
def test_a_code_says_whether_to_reconnect(code: int, *, expected: bool) -> None:
    """A fault that would repeat itself, and another window that took over, are final."""
    assert should_reconnect(code) is expected


@pytest.mark.parametrize("data", [b"\xff", b"", b"null", b'{"type":"auth","token":"\xff"}', b'{"type":"ping"} x'])
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    """With one error, whatever was wrong."""
    with pytest.raises(BadFrame):
        decode_client_frame(data)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536])
def test_frames_on_the_wire_have_the_right_length(size: int) -> None:
    """RFC 6455 has three ways to write it."""
    wire = text_frame(b"x" * size)
    header = {True: 2}.get(size < 126, 4 if size < 65536 else 10)

    assert wire[0] == 0x81
    assert len(wire) == header + size
    assert int.from_bytes(wire[2:header] or wire[1:2]) == size
