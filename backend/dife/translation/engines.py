"""Engines that translate new text: adapters of the port `Translator`."""

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import deepl
import structlog

from dife.ports import Translated, Translator, TranslatorError
from dife.settings import Settings

THREADS = 8
"""Calls to DeepL that one process makes at once; more wait for their turn within their own deadline."""

DEADLINE_SECONDS = 4.5
"""One translation with its retry; a request as a whole has 5.5 s."""

ATTEMPT_SECONDS = 3.0
RETRIES = 1

TRIPS_AFTER = 3
PAUSE_SECONDS = 10.0

_TARGETS = {"en": "EN-US", "pt": "PT-PT", "zh": "ZH-HANS", "zh-cn": "ZH-HANS", "zh-tw": "ZH-HANT", "zh-hk": "ZH-HANT"}

# The client has one policy for the whole process, set in these (documented) variables. Its own wait is exponential.
deepl.http_client.max_network_retries = RETRIES
deepl.http_client.min_connection_timeout = ATTEMPT_SECONDS

log = structlog.get_logger()


def create_translator(settings: Settings) -> Translator:
    """Return the engine that the settings have a key for."""
    if settings.deepl_api_key is None:
        return MemoryOnly()
    return DeepL(settings.deepl_api_key.get_secret_value(), url=settings.deepl_url)


def deepl_target(tag: str) -> str:
    """Turn a language tag (BCP 47) into DeepL's code of a target, which wants a variety where there are several."""
    return _TARGETS.get(tag.lower(), tag.upper())


def language_of_deepl(code: str) -> str:
    """Turn DeepL's code of a source language, which has no variety, into a language tag."""
    return code.partition("-")[0].lower()


class MemoryOnly:
    """No engine: what the translation memory has not seen cannot be translated."""

    name = "memory"

    async def translate(self, texts: Sequence[str], *, target: str, source: str | None = None) -> list[Translated]:  # noqa: ARG002 - the port's
        """Translate nothing.

        Raises:
            TranslatorError: `no_engine`, whenever there is something to translate.
        """
        if texts:
            raise TranslatorError("no_engine")
        return []

    def close(self) -> None:
        """Nothing is open."""


class DeepL:
    """DeepL through its official client, which blocks; so it runs in threads of its own."""

    name = "deepl"

    def __init__(self, api_key: str, *, url: str | None = None) -> None:
        self._api_key = api_key
        self._url = url
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="deepl")
        self._of_thread = threading.local()
        self._clients: list[deepl.DeepLClient] = []
        self._breaker = _Breaker()

    async def translate(self, texts: Sequence[str], *, target: str, source: str | None = None) -> list[Translated]:
        """Translate each text.

        Raises:
            TranslatorError: `engine_unavailable` or `engine_quota_exceeded`.
        """
        if not texts:
            return []
        self._breaker.check()
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                results = await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._call, list(texts), target, source
                )
        except deepl.QuotaExceededException:
            log.warning("translator_failed", engine=self.name, reason="quota_exceeded")
            raise TranslatorError("engine_quota_exceeded") from None
        except (deepl.DeepLException, TimeoutError, ValueError, TypeError, AttributeError) as error:
            # Its message may quote the text, so only the class is told.
            self._breaker.failed()
            log.warning("translator_failed", engine=self.name, reason=type(error).__name__)
            raise TranslatorError("engine_unavailable") from None
        self._breaker.succeeded()
        return results

    def _call(self, texts: list[str], target: str, source: str | None) -> list[Translated]:
        answers = self._client().translate_text(
            texts,
            target_lang=deepl_target(target),
            source_lang=None if source is None else language_of_deepl(source).upper(),
            preserve_formatting=True,
        )
        found = answers if isinstance(answers, list) else [answers]
        if len(found) != len(texts):
            raise ValueError("DeepL did not answer every text.")
        return [Translated(text=one.text, source_language=language_of_deepl(one.detected_source_lang)) for one in found]

    def _client(self) -> deepl.DeepLClient:
        # One for each thread: the connections below it are not promised to be thread-safe.
        if not hasattr(self._of_thread, "client"):
            self._of_thread.client = deepl.DeepLClient(self._api_key, server_url=self._url, send_platform_info=False)
            self._clients.append(self._of_thread.client)
        client: deepl.DeepLClient = self._of_thread.client
        return client

    def close(self) -> None:
        """Close the connections; what is under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for client in self._clients:
            client.close()  # type: ignore[no-untyped-call]  # the client has no annotation there


class _Breaker:
    """After a few failures in a row, refuses for some seconds instead of letting every reader wait for a time-out."""

    def __init__(self) -> None:
        self._failures = 0
        self._open_until = 0.0

    def check(self) -> None:
        if time.monotonic() < self._open_until:
            raise TranslatorError("engine_unavailable")

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= TRIPS_AFTER:
            self._open_until = time.monotonic() + PAUSE_SECONDS
