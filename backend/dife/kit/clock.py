"""What time it is: a port, so that tests can turn the clock."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, UTC and timezone-aware."""

    def now(self) -> datetime:
        """Return the present time."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present time."""
        return datetime.now(UTC)
