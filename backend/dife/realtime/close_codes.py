"""Why a socket is closed. Each reason is a named code with one sentence, and its range says what a client does next.

Below 4000 (RFC 6455) and 4000-4499: connect again after a jittered pause that grows, and resume. 4500-4999: connect
again at once and resume. `GIVE_UP` names the exceptions, after which connecting again by itself would not help.
"""

import enum
from typing import Self


class CloseCode(enum.IntEnum):
    """A close code; `sentence` says what it means."""

    sentence: str

    def __new__(cls, code: int, sentence: str) -> Self:
        member = int.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    UNSUPPORTED_DATA = 1003, "A binary frame: the gateway reads text only."
    INVALID_FRAME = 1007, "The frame is not JSON, or not one that the gateway knows."
    TOO_LARGE = 1009, "The message is larger than 64 KiB."
    INTERNAL_ERROR = 1011, "Something unexpected happened in the gateway."
    RESTART = 1012, "The gateway goes down: wait retry_after_ms of the reason, then connect again."
    TRY_AGAIN_LATER = 1013, "The database did not answer in time."
    UNAUTHENTICATED = 4401, "The token or its session is over: refresh the token and connect once more."
    TIMED_OUT = 4408, "No auth frame within 5 s, or no frame at all for 60 s."
    REPLACED = 4409, "The member opened more sockets than one may have, and this was the oldest."
    TOO_MANY_FRAMES = 4429, "The client sent more frames than the gateway takes."
    SLOW_READER = 4508, "The client read too slowly: connect again and resume, nothing is lost."


GIVE_UP = frozenset({CloseCode.UNSUPPORTED_DATA, CloseCode.INVALID_FRAME, CloseCode.TOO_LARGE, CloseCode.REPLACED})
"""A fault of the client that would repeat itself, or another window of the same member that took over."""


def should_reconnect(code: int) -> bool:
    """Tell whether a client that was closed with `code` connects again by itself."""
    return code not in GIVE_UP
