"""When to write: what comes first goes out at once, what follows within 5 ms is joined into one write.

Joining is where the gain is: a write costs 7 µs, and ten frames in one write less than 1 µs each. Where writing to all
takes long, a window lasts longer, up to a bound, so that about an eighth of the time is spent on it.
"""

import asyncio
import time
from typing import Protocol


class Flushable(Protocol):
    """Has frames that wait for the end of the window."""

    def flush(self) -> None:
        """Let them go."""
        ...


class SendWindow:
    """A stretch that begins with a write.

    `number` tells windows apart, `is_open` whether one is running, `is_closing` that it ends now.

    It lasts `seconds`, and up to `most_seconds` after one at whose end writing took long.
    """

    PAUSE = 8
    """How many times as long as the writing the window lasts."""

    def __init__(self, seconds: float, most_seconds: float = 0) -> None:
        self._least = seconds
        self._most = max(seconds, most_seconds)
        self._spent = 0.0
        self.is_open = False
        self._rooms: list[Flushable] = []
        self._sockets: list[Flushable] = []
        self.number = 1
        self.is_closing = False

    @property
    def seconds(self) -> float:
        """How long a window lasts that begins now."""
        return min(self._most, max(self._least, self.PAUSE * self._spent))

    def open(self) -> None:
        """Begin a window unless one is running."""
        if not self.is_open:
            self.is_open = True
            asyncio.get_running_loop().call_later(self.seconds, self._close)

    def add_room(self, room: Flushable) -> None:
        """Have the room's frames handed to its sockets at the end."""
        self._rooms.append(room)
        self.open()

    def add_socket(self, socket: Flushable) -> None:
        """Have the socket write at the end."""
        self._sockets.append(socket)
        self.open()

    def _close(self) -> None:
        # Rooms first, so that a socket in many of them still writes once.
        began = time.perf_counter()
        self.is_open = False
        self.number += 1
        rooms, self._rooms = self._rooms, []
        # A room alone writes directly: its sockets have nothing to wait for.
        self.is_closing = len(rooms) > 1
        for room in rooms:
            room.flush()
        self.is_closing = False
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            socket.flush()
        self._spent = time.perf_counter() - began
