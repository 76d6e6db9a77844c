"""Keep services running: whatever ends unasked is started again."""

import signal
import threading
import time
from collections.abc import Callable, Sequence

from dife.local.failures import LocalError
from dife.local.service import Service

_FIRST_DELAY, _LONGEST_DELAY = 0.1, 10.0
# A service that ran this long is healthy again, and its next restart is quick.
_HEALTHY_SECONDS = 30.0


class Supervisor:
    """Watches services that have been started, each in a thread that sleeps until its process ends."""

    def __init__(self, services: Sequence[Service], *, say: Callable[[str], None]) -> None:
        self._services = list(services)
        self._say = say
        self._stopping = threading.Event()
        self._watchers = [
            threading.Thread(target=self._watch, args=(service,), name=f"watch-{service.name}", daemon=True)
            for service in self._services
        ]

    def start(self) -> None:
        """Watch from now on."""
        for watcher in self._watchers:
            watcher.start()

    def stop(self) -> None:
        """Watch no longer; the services go on."""
        self._stopping.set()

    def _watch(self, service: Service) -> None:
        delay = _FIRST_DELAY
        while service.process is not None:
            began = time.monotonic()
            code = service.process.wait()
            if self._stopping.is_set():
                return
            self._say(f"{service.name} ended ({_reason(code)}) and is started again")
            delay = _FIRST_DELAY if time.monotonic() - began > _HEALTHY_SECONDS else min(delay * 2, _LONGEST_DELAY)
            while not self._stopping.wait(delay) and not self._revive(service):
                delay = min(delay * 2, _LONGEST_DELAY)

    def _revive(self, service: Service) -> bool:
        try:
            service.restart()
        except (LocalError, OSError) as error:
            if not self._stopping.is_set():
                self._say(str(error))
            return False
        return True


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
