"""How many messages are sent, by whom, and what the same database does bare."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sends:
    """`senders` at the same time, each waiting for its answer; members take turns, so that no limit is met."""

    name: str
    title: str
    members: int
    members_per_room: int
    senders: int
    messages: int
    processes: int = 2
    bare_connections: int = 16
    bare_rows: int = 20_000


SENDS = Sends(
    "sends",
    "acknowledged messages through two API processes",
    members=3000,
    members_per_room=10,
    senders=128,
    messages=24_000,
)
