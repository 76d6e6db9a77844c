"""How many connections to PostgreSQL tasks may open, so that all of them together stay below its limit."""

from environments import Profile

GATEWAY_POOL = 4
"""Of its own reader; a gateway opens no other."""
MESSAGE_WRITER = 1
"""The connection over which a process writes all messages."""
WORKER_EXTRA = 4
"""Beside one for each running job: finishing, heartbeat, schedule and the listener."""
OTHERS = 5
"""The migration task, and people who look after something through the tunnel."""


def connections_of_a_task(service: str, profile: Profile) -> int:
    """How many connections one task opens at most."""
    if service == "gateway":
        return GATEWAY_POOL
    pool = profile.services[service].pool_size + MESSAGE_WRITER
    return pool if service == "api" else pool + profile.worker_concurrency + WORKER_EXTRA


def most_connections(profile: Profile) -> int:
    """How many are opened when every service runs at its maximum and is rolled out at 200 % at the same moment."""
    tasks = sum(2 * size.maximum * connections_of_a_task(name, profile) for name, size in profile.services.items())
    return tasks + OTHERS
