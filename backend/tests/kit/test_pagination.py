"""Cursors: readable and makeable by nobody, good for one list only."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dife.errors import InvalidField
from dife.kit.pagination import CursorCodec

codec = CursorCodec(b"a secret of tests")
keys = st.lists(st.text() | st.integers(-(2**53), 2**53), min_size=1, max_size=4)


@given(scope=st.text(), key=keys)
def test_a_cursor_leads_back_to_its_key_and_is_the_same_each_time(scope: str, key: list[str | int | float]) -> None:
    cursor = codec.encode(scope, key)

    assert codec.decode(scope, cursor) == key
    assert codec.encode(scope, key) == cursor


def test_nobody_reads_what_a_cursor_holds() -> None:
    raw = base64.urlsafe_b64decode(codec.encode("search", ["2026-11-26T10:15:00+00:00"]) + "==")

    assert b"2026" not in raw
    assert b"10:15" not in raw


@given(raw=st.binary(max_size=80), version=st.booleans())
def test_what_nobody_gave_is_refused(raw: bytes, version: bool) -> None:
    forged = base64.urlsafe_b64encode((b"\x02" if version else b"") + raw).decode().rstrip("=")

    with pytest.raises(InvalidField):
        codec.decode("list", forged)


@given(position=st.integers(0, 60), flipped=st.integers(1, 255))
def test_a_changed_byte_is_noticed(position: int, flipped: int) -> None:
    cursor = codec.encode("list", ["0190c0de-0000-7000-8000-000000000000"])
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[position % len(raw)] ^= flipped

    with pytest.raises(InvalidField):
        codec.decode("list", base64.urlsafe_b64encode(raw).decode())


def test_a_cursor_is_bound_to_its_list_its_secret_and_its_version() -> None:
    cursor = codec.encode("members:q=a", ["x"])
    of_the_version_before = base64.urlsafe_b64encode(b"12345678" + json.dumps([1, "x"]).encode()).decode()

    for other, given_cursor in [
        (codec, cursor),
        (CursorCodec(b"another secret"), codec.encode("members:q=b", ["x"])),
        (codec, of_the_version_before),
        (codec, ""),
        (codec, "가"),
        (codec, cursor + "\n"),
    ]:
        with pytest.raises(InvalidField):
            other.decode("members:q=b", given_cursor)
