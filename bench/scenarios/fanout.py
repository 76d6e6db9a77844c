"""Who listens to what, and how much is said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fanout:
    """`rooms` of so many listeners each; `messages` in all, `per_second`, `burst` at a time in one room."""

    name: str
    title: str
    rooms: list[int]
    messages: int
    per_second: float
    burst: int = 1
    rest_seconds: float = 1.0
    processes: tuple[int, ...] = (1, 2)
    only: str | None = None
    needs_fresh_server: bool = False

    @property
    def messages_per_room(self) -> int:
        """What each listener has to get."""
        return self.messages // len(self.rooms)


def _idle(name: str, title: str, sockets: int, *, only: str | None = None) -> Fanout:
    return Fanout(
        name,
        title,
        [sockets],
        messages=3,
        per_second=1,
        rest_seconds=5.0,
        processes=(1,),
        only=only,
        needs_fresh_server=True,
    )


FANOUT = [
    Fanout("steady-200", "one room, 500 listeners, 200/s", [500], messages=1000, per_second=200),
    Fanout("steady-40", "one room, 500 listeners, 40/s", [500], messages=200, per_second=40),
    Fanout("bursts", "one room, 500 listeners, bursts of 50", [500], messages=1000, per_second=200, burst=50),
    Fanout("small-rooms", "250 rooms of 4, 2,000/s in all", [4] * 250, messages=8000, per_second=2000),
    _idle("idle-5000", "5,000", 5000),
    _idle("idle-10000", "10,000", 10_000, only="dife"),
]
