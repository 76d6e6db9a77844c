"""Fixtures for the tests of accounts."""

import asyncio
from dataclasses import dataclass, field

import pytest

from dife.accounts import passwords


@dataclass
class HeldCheck:
    """The first check of a password: done, and its answer held back until `may_go_on`."""

    is_done: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
async def held_check(monkeypatch: pytest.MonkeyPatch) -> HeldCheck:
    """Whoever is checked first waits, as with a slow machine; everybody after them goes on."""
    held, verify = HeldCheck(), passwords.verify_password

    async def slowly(password_hash: str, password: str) -> bool:
        found = await verify(password_hash, password)
        if not held.is_done.is_set():
            held.is_done.set()
            await held.may_go_on.wait()
        return found

    monkeypatch.setattr(passwords, "verify_password", slowly)
    return held
