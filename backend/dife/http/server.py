"""The API's server: it says that it is going before it goes, so that no load balancer sends it one more request."""

import signal
import sys
import threading
from types import FrameType

import uvicorn
from litestar import Litestar

from dife.settings import Settings

KEEP_ALIVE_SECONDS = 310
"""Longer than the load balancer keeps a connection idle: who hangs up first must not be the server, or a request that is
under way at that moment gets 502."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, app: Litestar, *, delay: float) -> None:
        super().__init__(config)
        self._app = app
        self._delay = delay

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Answer 503 at /health for a while and everything else as before; a second signal ends that at once."""
        if self._delay == 0 or self._app.state.get("is_stopping"):
            super().handle_exit(sig, frame)
            return
        self._app.state.is_stopping = True
        timer = threading.Timer(self._delay, super().handle_exit, (sig, frame))
        timer.daemon = True
        timer.start()


def serve(app: Litestar, settings: Settings) -> None:
    """Serve until told to end."""
    # uvicorn stops in good order and then sends itself the signal again: to be told to stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        loop="uvloop",
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=8,
    )
    _Server(config, app, delay=settings.stop_delay_seconds).run()
