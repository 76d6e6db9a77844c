"""One run of the great return: a gateway is killed, its rooms go on, and everybody comes back at once."""

import time
from dataclasses import dataclass

import psycopg

from harness.fanout import Listeners
from harness.measure import cpu_seconds
from harness.people import say
from harness.servers import Dife
from harness.stack import Ground
from scenarios.reconnect import Reconnect

PATIENCE_SECONDS = 60.0


@dataclass
class ReconnectCell:
    """What one run came to; times count from the moment at which the new gateway was ready."""

    sockets: int
    ready_s: float
    whole_s: float
    missing: int
    disordered: int
    gateway_cpu_ms_per_socket: float
    transactions_per_socket: float


def run_reconnect(ground: Ground, scenario: Reconnect) -> ReconnectCell:
    """Connect, kill, write what nobody hears, start again and let everybody in with what they know: nothing."""
    url = ground.stack.postgres.url()
    server, listeners = Dife(ground, 1), Listeners()
    server.start()
    try:
        rooms, groups = server.prepare([scenario.sockets_per_room] * scenario.rooms)
        targets = [target for group in groups for target in group]
        listeners.ask("connect", targets=targets, at_once=64)
        (gateway,) = server.services
        gateway.kill_all()
        listeners.ask("close")
        say(url, [events.room_id for events in rooms], scenario.missed)
        gateway.start()
        for events, group in zip(rooms, groups, strict=True):
            for target in group:
                target["rooms"] = {str(events.room_id): 0}
        transactions, cpu, began = _transactions(url), cpu_seconds(server.pids), time.monotonic()
        ready = listeners.ask("connect", targets=targets, at_once=scenario.at_once)
        got = listeners.ask("wait", messages=scenario.missed, seconds=PATIENCE_SECONDS)
        return ReconnectCell(
            sockets=scenario.sockets,
            ready_s=ready["seconds"],
            whole_s=got["last_at"] - began,
            missing=got["missing"],
            disordered=got["disordered"],
            gateway_cpu_ms_per_socket=(cpu_seconds(server.pids) - cpu) * 1000 / scenario.sockets,
            transactions_per_socket=(_transactions(url) - transactions) / scenario.sockets,
        )
    finally:
        listeners.end()
        server.stop()


def _transactions(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    return row[0] if row else 0
