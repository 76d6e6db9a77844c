"""Everything is killed, stopped and replaced while people talk: the clients recover, and the promise of chat holds."""

import pytest

from .site import Site
from .storm import weather_a_storm


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_broken_every_promise_of_chat_holds(site: Site, seed: int) -> None:
    """Every kind of fault, in an order that the seed decides; `make soak` takes seeds by chance and goes on for long."""
    print(await weather_a_storm(site, seed))  # noqa: T201 - shown with -s, and when something failed
