"""`make soak`: storms with seeds by chance, one after the other, until the time is over. Not part of `make test`."""

import os
import random
import time

import pytest

from .site import Site
from .storm import weather_a_storm

MINUTES = float(os.environ.get("SOAK_MINUTES", "20"))


@pytest.mark.timeout(60 * MINUTES + 600)
async def test_the_promises_hold_for_as_long_as_asked(site: Site) -> None:
    """One site lives through all of it; each storm has its own people, rooms and seed."""
    end, storms = time.monotonic() + MINUTES * 60, 0
    while time.monotonic() < end:
        seed = random.randrange(1_000_000)
        print(await weather_a_storm(site, seed, lasts=min(180.0, end - time.monotonic())), flush=True)  # noqa: T201 - what it is for
        storms += 1

    assert storms
