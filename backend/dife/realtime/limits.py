"""What one socket may ask of the gateway, and how long things may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds and periods; tests shorten them."""

    sockets: int = 20_000
    sockets_per_member: int = 5
    auth_seconds: float = 5
    admission_seconds: float = 60
    idle_seconds: float = 60
    close_seconds: float = 5
    frame_bytes: int = 64 * 1024
    frames_per_second: float = 5
    frames_at_once: int = 20
    queue_events: int = 256
    queue_bytes: int = 1024 * 1024
    replay_events: int = 500
    replay_page: int = 50
    join_events: int = 50
    repair_page: int = 100
    drain_seconds: float = 30
    join_seconds: float = 0.005
    join_most_seconds: float = 0.02
    overtake_seconds: float = 0.02
    settle_seconds: float = 0.5
    sweep_seconds: float = 2
    sweep_chunk: int = 1000
    restart_spread_seconds: float = 10
    restart_socket_seconds: float = 0.005
    stop_seconds: float = 8
    presence_seconds: float = 30
    presence_tick_seconds: float = 1
    presence_grace_seconds: float = 8
    typing_seconds: float = 2
