"""How many connections to PostgreSQL all tasks may open together, so that they stay below its limit."""

from components.role_settings import settings_of
from environments import Profile

OTHERS = 5
"""The migration task, and people who look after something through the tunnel."""


def most_connections(profile: Profile) -> int:
    """How many are opened when every service runs at its maximum and is rolled out at 200 % at the same moment."""
    each = settings_of(profile, domain="dife.example").connections
    return sum(2 * size.maximum * each[name] for name, size in profile.services.items()) + OTHERS
