"""Translating new text: each text once at a time over all processes, within the member's monthly characters.

The engine is waited for without a transaction, so no connection and no lock is held meanwhile. Who translates what is
agreed in Valkey; without it a text may be translated twice, and the memory keeps the first.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from redis.asyncio import Redis
from redis.exceptions import RedisError

from dife.context import Context
from dife.database import after_commit
from dife.kit.rate_limits import RateLimit
from dife.ports import Translated, TranslatorError
from dife.translation import repository
from dife.translation.errors import (
    TranslationQuotaExceeded,
    TranslationUnavailableWithoutKey,
    TranslatorUnavailable,
)

LONGEST_MONTH_SECONDS = 31 * 24 * 3600
NEW_TEXTS = RateLimit("new_translation", 60, 60)
DEADLINE_SECONDS = 5.0
FLIGHT_SECONDS = 7
"""Longer than any request: a flight whose process was killed holds the others up no longer than this."""

RESERVATION_SECONDS = 10
EXHAUSTED_SECONDS = 3600
_FIRST_WAIT, _LONGEST_WAIT = 0.03, 0.25

ENGINE_SECONDS = Histogram(
    "dife_translation_engine_seconds", "Time that the engine took.", buckets=(0.1, 0.25, 0.5, 1, 2, 3, 5)
)
ENGINE_CHARACTERS = Counter("dife_translation_engine_characters_total", "Characters translated anew.")
ENGINE_FAILURES = Counter("dife_translation_engine_failures_total", "Calls that failed.", ("code",))

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Remembered:
    """A translation as the memory has it."""

    text: str
    source_language: str
    engine: str


def hash_of(text: str) -> bytes:
    """Return the key of a text (in NFC) in the memory."""
    return hashlib.sha256(text.encode()).digest()


def month_of(moment: datetime) -> date:
    """Return the first day of the month, UTC."""
    return moment.astimezone(UTC).date().replace(day=1)


async def recall(context: Context, texts: Iterable[str], *, target: str) -> dict[str, Remembered]:
    """Return what the memory has."""
    by_hash = {hash_of(text): text for text in texts}
    if not by_hash:
        return {}
    rows = await repository.recall(context.session, by_hash.keys(), target=target)
    return {by_hash[row.source_hash]: Remembered(row.text, row.source_language, row.engine) for row in rows}


async def translate_new(context: Context, texts: Iterable[str], *, target: str) -> dict[str, Remembered]:
    """Translate texts that the memory does not have, or wait for whoever is translating them just now.

    Raises:
        TranslationUnavailableWithoutKey: there is no engine.
        TranslatorUnavailable: the engine failed, or it took too long.
        TranslationQuotaExceeded: the caller's monthly characters would not do.
        RateLimited: sixty requests with new texts in a minute.
    """
    await context.limiter.hit(NEW_TEXTS, str(context.caller.member_id))
    flight = _Flight(context, target)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            # Everybody claims in the same order, so that no two wait for each other.
            known = await flight.claim(sorted(texts))
            known |= await flight.fly()
    except TimeoutError:
        await flight.land()
        raise TranslatorUnavailable(retry_after=5) from None
    except BaseException:
        await flight.land()
        raise
    after_commit(context.session, flight.land)
    return known


class _Flight:
    """The texts that one request has claimed, from before the engine is asked until their translations are committed."""

    def __init__(self, context: Context, target: str) -> None:
        self._context = context
        self._target = target
        self._texts: list[str] = []
        self._characters = 0

    async def claim(self, texts: Sequence[str]) -> dict[str, Remembered]:
        """Claim each text; those that others translated in the meantime are returned instead."""
        for text in texts:
            if await self._claimed(text):
                self._texts.append(text)
        # Whoever had a claim before this one may have landed since the memory was asked.
        known = await recall(self._context, texts, target=self._target)
        await self._release([text for text in self._texts if text in known])
        return known

    async def _claimed(self, text: str) -> bool:
        """Claim a text, or wait until it is in the memory."""
        wait = _FIRST_WAIT
        while not await self._set(text):
            # Ends the transaction, in which nothing was written, so that waiting holds no connection.
            await self._context.session.rollback()
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_WAIT)
            if not await self._is_claimed(text) and await recall(self._context, [text], target=self._target):
                return False
        return True

    async def fly(self) -> dict[str, Remembered]:
        """Ask the engine for what is claimed, remember it and count it."""
        if not self._texts:
            return {}
        await self._reserve(sum(map(len, self._texts)))
        answers = dict(zip(self._texts, await self._ask_engine(), strict=True))
        return await self._keep(answers)

    async def _ask_engine(self) -> list[Translated]:
        # Ends the transaction, in which nothing was written: the engine takes long, and connections are few.
        await self._context.session.rollback()
        try:
            with ENGINE_SECONDS.time():
                return await self._context.resources.translator.translate(self._texts, target=self._target)
        except TranslatorError as error:
            ENGINE_FAILURES.labels(error.code).inc()
            if error.code == "no_engine":
                raise TranslationUnavailableWithoutKey from None
            is_exhausted = error.code == "engine_quota_exceeded"
            raise TranslatorUnavailable(retry_after=EXHAUSTED_SECONDS if is_exhausted else 5) from None

    async def _keep(self, answers: dict[str, Translated]) -> dict[str, Remembered]:
        context, engine = self._context, self._context.resources.translator.name
        rows = [
            {
                "source_hash": hash_of(text),
                "target": self._target,
                "source_language": answer.source_language,
                "text": answer.text,
                "engine": engine,
            }
            for text, answer in answers.items()
        ]
        await repository.remember(context.session, rows)
        month = month_of(context.clock.now())
        await repository.add_usage(context.session, context.caller.member_id, month, characters=self._characters)
        ENGINE_CHARACTERS.inc(self._characters)
        return {text: Remembered(answer.text, answer.source_language, engine) for text, answer in answers.items()}

    async def _reserve(self, characters: int) -> None:
        """Hold characters of the month until they are counted, so that many requests at once cannot use them twice."""
        held = self._characters = characters
        try:
            pipeline: Any = self._valkey.pipeline(transaction=True)
            held, _ = await pipeline.incrby(self._held, characters).expire(self._held, RESERVATION_SECONDS).execute()
        except RedisError:
            log.warning("translation_reservation_unavailable")
        # Read after reserving: what another request has stopped holding by now is counted by now.
        context, now = self._context, self._context.clock.now()
        used, _ = await repository.usage(context.session, context.caller.member_id, month_of(now))
        if used + held > context.settings.translation_monthly_characters:
            raise TranslationQuotaExceeded(
                retry_after=_seconds_left(now),
                amount=context.settings.translation_monthly_characters,
                window=LONGEST_MONTH_SECONDS,
            )

    async def land(self) -> None:
        """Let others claim the texts, and hold no characters any more."""
        texts, characters = self._texts, self._characters
        self._texts, self._characters = [], 0
        try:
            if characters:
                pipeline: Any = self._valkey.pipeline(transaction=True)
                await pipeline.decrby(self._held, characters).expire(self._held, RESERVATION_SECONDS).execute()
            if texts:
                await self._valkey.delete(*map(self._key, texts))
        except RedisError:
            log.warning("translation_flight_not_landed")

    async def _release(self, texts: Sequence[str]) -> None:
        self._texts = [text for text in self._texts if text not in texts]
        if texts:
            with suppress(RedisError):
                await self._valkey.delete(*map(self._key, texts))

    async def _set(self, text: str) -> bool:
        try:
            return bool(await self._valkey.set(self._key(text), 1, nx=True, ex=FLIGHT_SECONDS))
        except RedisError:
            return True

    async def _is_claimed(self, text: str) -> bool:
        try:
            return bool(await self._valkey.exists(self._key(text)))
        except RedisError:
            return False

    def _key(self, text: str) -> str:
        return f"dife:translation:flight:{self._target}:{hash_of(text).hex()}"

    @property
    def _held(self) -> str:
        return f"dife:translation:held:{self._context.caller.member_id}"

    @property
    def _valkey(self) -> Redis:
        return self._context.resources.valkey


def _seconds_left(now: datetime) -> int:
    """Return the seconds until the next month, UTC."""
    following = (month_of(now) + timedelta(days=31)).replace(day=1)
    return int((datetime.combine(following, time(), UTC) - now).total_seconds()) + 1
