"""The gateway's composition root: it starts the parts in order, and stops without losing anybody's place."""

import asyncio
import dataclasses
import logging
import random
import signal

import picows
import structlog
import uvloop

from dife.context import Resources
from dife.database import create_engine
from dife.metrics_log import reporting
from dife.realtime.admission import Admission
from dife.realtime.background import Background
from dife.realtime.broker import Broker
from dife.realtime.close_codes import CloseCode
from dife.realtime.connection import Connection
from dife.realtime.endpoints import Endpoints
from dife.realtime.hints import (
    MembershipChanged,
    MembershipEnded,
    NotificationMade,
    PresenceSettingChanged,
    PresenceTold,
    RoomChanged,
    SessionsEnded,
    VeilChanged,
    decode_member_hint,
)
from dife.realtime.hub import Callbacks, Hub, LocalMember
from dife.realtime.keeper import Keeper
from dife.realtime.limits import Limits
from dife.realtime.log_reader import LogReader
from dife.realtime.places import Places
from dife.realtime.presence import Presence
from dife.realtime.sweep import Sweep
from dife.realtime.window import SendWindow
from dife.realtime.wire import text_frame
from dife.resources import close_resources, open_resources
from dife.settings import Settings

log = structlog.get_logger()

_LAST_QUERY_SECONDS = 1


class Gateway:
    """All parts of one gateway process."""

    def __init__(self, settings: Settings, resources: Resources, limits: Limits | None = None) -> None:
        self._settings = settings
        self._limits = limits = limits or Limits()
        self._is_stopping = False
        self._server: asyncio.Server | None = None
        self._background = Background()
        self._window = SendWindow(limits.join_seconds, limits.join_most_seconds)
        self._reader = LogReader(resources, at_once=max(1, settings.gateway_pool_size // 2))
        self._broker = Broker(settings.valkey_url.get_secret_value(), on_connected=lambda: self._sweep.hurry())  # noqa: PLW0108 - made below
        self._keeper = Keeper(self._reader, self._background, limits)
        callbacks = Callbacks(
            behind=self._keeper.repair,
            place_ended=lambda room: self._places.recheck(room),  # noqa: PLW0108 - made below
            member_hint=self._on_member_hint,
            came=lambda member_id: self._presence.came(member_id),  # noqa: PLW0108 - made below
            went=lambda member_id: self._presence.went(member_id),  # noqa: PLW0108 - made below
        )
        self._hub = Hub(self._broker, self._window, limits, callbacks)
        self._places = Places(self._hub, self._reader, self._background, limits)
        self._presence = Presence(resources, self._hub, self._reader, limits)
        self._admission = Admission(resources, self._hub, self._reader, self._places, self._presence, limits)
        self._sweep = Sweep(resources, self._hub, self._reader, self._places, limits)

    @property
    def port(self) -> int:
        """The port that the gateway listens on."""
        assert self._server is not None  # noqa: S101 - asked of a running gateway only
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Listen at once; Valkey and PostgreSQL may come later."""
        self._background.spawn(self._broker.run(), name="broker")
        self._background.spawn(self._sweep.run(), name="sweep")
        self._background.spawn(self._sweep.watch_clock(), name="clock")
        self._background.spawn(self._presence.run(), name="presence")
        endpoints = Endpoints(
            self._settings.origins,
            open_socket=self._open_socket,
            readiness=self._readiness,
            is_stopping=lambda: self._is_stopping,
        )
        self._server = await picows.ws_create_server(
            endpoints,
            self._settings.gateway_host,
            self._settings.gateway_port,
            max_frame_size=self._limits.frame_bytes,
            enable_auto_pong=False,
            read_buffer_init_size=2048,
            # An adapter, because picows would make a logger of its own for each socket otherwise.
            logger_name=logging.LoggerAdapter(logging.getLogger("picows"), {}),
            use_aiofastnet=False,
            backlog=1024,
        )
        log.info("gateway_listening", port=self.port)

    async def stop(self) -> None:
        """Take nobody in any more, say so at /health, then send everybody away in good order, and end."""
        self._is_stopping = True
        self._presence.stop()
        await asyncio.sleep(self._settings.stop_delay_seconds)
        if self._server is not None:
            self._server.close()
        await self._dismiss()
        await self._background.cancel()
        await self._reader.finished(seconds=_LAST_QUERY_SECONDS)

    async def _dismiss(self) -> None:
        """Close every socket with 1012; the pause that each is asked for spreads their return."""
        for room in self._hub.rooms.values():
            room.flush()
        sockets = list(self._hub.sockets)
        limits = self._limits
        spread = min(limits.restart_spread_seconds, len(sockets) * limits.restart_socket_seconds)
        for number, socket in enumerate(sockets):
            pause = round(random.uniform(0, spread) * 1000)  # noqa: S311 - spreads load, no secret
            socket.close(CloseCode.RESTART, f"retry_after_ms={pause}")
            if number % 500 == 0:
                await asyncio.sleep(0)
        deadline = asyncio.get_running_loop().time() + limits.stop_seconds
        # Asked again and again, because an event on each of ten thousand sockets would be memory for this moment only.
        while any(socket.is_connected for socket in sockets) and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - as said
            await asyncio.sleep(0.02)
        log.info("gateway_stopped", sockets=len(sockets))

    def _open_socket(self) -> Connection | None:
        if self._is_stopping or len(self._hub.sockets) >= self._limits.sockets:
            return None
        return Connection(self._admission, self._window, self._limits)

    def _readiness(self) -> tuple[bool, bool]:
        return self._sweep.is_current and not self._is_stopping, self._broker.is_connected

    def _on_member_hint(self, member: LocalMember, hint: bytes) -> None:
        decoded = decode_member_hint(hint)
        if isinstance(decoded, SessionsEnded):
            for socket in list(member.sockets):
                if socket.session_id in decoded.session_ids:
                    socket.close(CloseCode.UNAUTHENTICATED)
        elif isinstance(decoded, MembershipChanged | MembershipEnded | VeilChanged):
            self._places.refresh(member)
        elif isinstance(decoded, PresenceSettingChanged):
            self._presence.changed(member.member_id)
        elif isinstance(decoded, NotificationMade | RoomChanged | PresenceTold):
            wire = text_frame(hint)
            for socket in member.ready:
                socket.push(wire, 0)


def run(settings: Settings) -> None:
    """Run the role `gateway` until it is told to end."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    opened = open_resources(settings)
    resources = dataclasses.replace(
        opened, engine=create_engine(settings, pool_size=settings.gateway_pool_size, read_only=True)
    )
    gateway = Gateway(settings, resources)
    try:
        await gateway.start()
    except OSError as error:
        log.error("gateway_cannot_listen", port=settings.gateway_port, reason=error.strerror)  # noqa: TRY400 - says it all
        raise SystemExit(1) from None
    async with reporting(settings, "gateway"):
        await stop.wait()
        await gateway.stop()
    await close_resources(resources)
    await opened.engine.dispose()
