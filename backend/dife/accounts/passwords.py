"""Passwords: Argon2id with OWASP's minimum (m=19 MiB, t=2, p=1), in threads, two at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)


T = TypeVar("T")

# One hash takes 19 MiB and 30 ms of a core; more at once would only starve the rest of the process.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def _in_thread(function: Callable[..., T], *args: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, function, *args)


async def hash_password(password: str) -> str:
    """Return the encoded hash of a new password."""
    return await _in_thread(_hasher.hash, password)


async def verify_password(password_hash: str, password: str) -> bool:
    """Tell whether `password` is the one that was hashed."""
    try:
        return await _in_thread(_hasher.verify, password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def verify_nothing(password: str) -> None:
    """Take as long as a real check, so that time does not tell which addresses have accounts."""
    await verify_password(_DUMMY_HASH, password)


def needs_rehash(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


_DUMMY_HASH = _hasher.hash("the password of nobody")
