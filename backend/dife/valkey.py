"""Valkey: pub/sub hints, locks, rate limits, caches. Losing it loses no data."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff


def connect(url: str, *, timeout: float = 0.5) -> "Redis":
    """Return a client whose every call ends within `timeout` seconds, with one quick retry."""
    return Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.1), 1),
        health_check_interval=15,
    )


def room_channel(room_id: object) -> str:
    """Channel of the hints about one room."""
    return f"dife:room:{room_id}"


def member_channel(member_id: object) -> str:
    """Channel of what concerns one member on every device."""
    return f"dife:member:{member_id}"
