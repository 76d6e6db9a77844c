"""How many come back at once after a gateway was killed, and how much they missed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reconnect:
    """`rooms` of so many sockets each; each room got `missed` messages while nobody listened."""

    name: str
    title: str
    rooms: int
    sockets_per_room: int
    missed: int
    at_once: int

    @property
    def sockets(self) -> int:
        """How many there are in all."""
        return self.rooms * self.sockets_per_room


RECONNECT = Reconnect(
    "reconnect",
    "5,000 sockets come back to a gateway that was killed",
    rooms=1250,
    sockets_per_room=4,
    missed=8,
    at_once=500,
)
