"""Frames for sockets whose member does not see everybody. All others get the bytes that were made once.

The frames on their way carry no marks for this: who is named in one is read from it, and only in a room where such a
socket listens.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from dife.chat.service import people_of_frame, veil_frame
from dife.realtime.wire import payload_of, text_frame

People = frozenset[UUID]


def people_in(wires: Iterable[bytes]) -> list[People]:
    """Return for each frame whom it names."""
    return [people_of_frame(payload_of(wire)) for wire in wires]


def veiled(wire: bytes, hidden: AbstractSet[UUID], people: People | None = None) -> bytes:
    """Return the frame of an event as somebody gets it who does not see `hidden`; `people` are those it names."""
    named = people_of_frame(payload_of(wire)) if people is None else people
    return wire if hidden.isdisjoint(named) else text_frame(veil_frame(payload_of(wire), hidden))


def join_veiled(wires: Sequence[bytes], people: Sequence[People], hidden: AbstractSet[UUID]) -> bytes | None:
    """Return the frames as one chunk for somebody who does not see `hidden`; None when it is the same for everybody."""
    if all(hidden.isdisjoint(named) for named in people):
        return None
    return b"".join(veiled(wire, hidden, named) for wire, named in zip(wires, people, strict=True))
