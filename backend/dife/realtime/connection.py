"""One WebSocket: frames in, within limits; frames out, in order, with a bounded queue."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from collections.abc import Set as AbstractSet
from typing import Any, Protocol
from uuid import UUID

import structlog
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from dife.realtime import metrics
from dife.realtime.close_codes import CloseCode
from dife.realtime.frames import Auth, BadFrame, Ping, Pong, ServerFrame, Typing, decode_client_frame, encode
from dife.realtime.limits import Limits
from dife.realtime.room import Room
from dife.realtime.window import SendWindow
from dife.realtime.wire import text_frame

log = structlog.get_logger()

PONG = text_frame(encode(Pong()))
_NOBODY: frozenset[UUID] = frozenset()


class Owner(Protocol):
    """Who decides what a socket may hear."""

    def opened(self, socket: "Connection") -> None:
        """A socket was opened; it has said nothing yet."""
        ...

    def authenticated(self, socket: "Connection", frame: Auth) -> None:
        """A socket showed a token, for the first time or again."""
        ...

    def closed(self, socket: "Connection") -> None:
        """A socket will send and receive nothing more."""
        ...

    def typing(self, socket: "Connection", frame: Typing) -> None:
        """Somebody writes."""
        ...


class Connection(WSListener):
    """A socket.

    `session_id` is set once its token was read, `is_ready` once it was told which rooms there are; `rooms` are those
    that it hears or catches up in, `left` those that it heard until some event; its member does not see `hidden_ids`.
    """

    __slots__ = (
        "_backlog",
        "_close_timer",
        "_drained",
        "_fragments",
        "_is_paused",
        "_limits",
        "_loop",
        "_out",
        "_out_events",
        "_owner",
        "_refilled_at",
        "_sent_bytes",
        "_tasks",
        "_tokens",
        "_transport",
        "_typed_at",
        "_window",
        "_write",
        "_write_buffer_size",
        "_written_in",
        "expires_at",
        "heard_at",
        "hidden_ids",
        "is_open",
        "is_ready",
        "left",
        "member_id",
        "rooms",
        "session_id",
    )

    def __init__(self, owner: Owner, window: SendWindow, limits: Limits) -> None:
        self._owner = owner
        self._window = window
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._transport: WSTransport | None = None
        self._close_timer: asyncio.TimerHandle | None = None
        self._fragments: bytearray | None = None
        self._tokens = float(limits.frames_at_once)
        self._refilled_at = self.heard_at = self._loop.time()
        self._out: list[bytes] = []
        self._out_events = 0
        self._typed_at = -limits.typing_seconds
        self._written_in = 0
        self._sent_bytes = 0
        self._backlog: deque[tuple[int, int]] | None = None
        self._is_paused = False
        self._drained: asyncio.Future[None] | None = None
        self._tasks: set[asyncio.Task[None]] | None = None
        self.is_open = False
        self.is_ready = False
        self.member_id: UUID | None = None
        self.session_id: UUID | None = None
        self.expires_at = 0.0
        self.hidden_ids: AbstractSet[UUID] = _NOBODY
        self.rooms: dict[UUID, Room] = {}
        self.left: dict[UUID, int] = {}

    @property
    def is_connected(self) -> bool:
        """Whether the peer is still on the line, be it only to hear why it was closed."""
        return self._transport is not None

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Wait for the auth frame, but not for ever."""
        self._transport = transport
        self._write = transport.underlying_transport.write
        self._write_buffer_size = transport.underlying_transport.get_write_buffer_size
        # Headers are of no more use, and a browser sends kilobytes of them.
        transport.request.headers.clear()
        transport.response.headers.clear()
        self.is_open = True
        self._close_timer = self._loop.call_later(self._limits.auth_seconds, self.close, CloseCode.TIMED_OUT)
        self._owner.opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Sort a frame by its kind."""
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._on_close_frame(transport)
        elif not self.is_open:
            return
        elif not self._may_send():
            self.close(CloseCode.TOO_MANY_FRAMES)
        elif kind in (WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._on_text(frame)
        elif kind == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif kind == WSMsgType.BINARY:
            self.close(CloseCode.UNSUPPORTED_DATA)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 - as picows calls it
        """Let go of everything."""
        self._cancel_timer()
        self._let_go()
        self._transport = None

    def pause_writing(self) -> None:
        """The transport's buffer is full: whoever replays waits."""
        self._is_paused = True

    def resume_writing(self) -> None:
        """The transport's buffer has room again."""
        self._is_paused = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    # Frames in.

    def _may_send(self) -> bool:
        now = self._loop.time()
        refill = (now - self._refilled_at) * self._limits.frames_per_second
        self._tokens = min(float(self._limits.frames_at_once), self._tokens + refill) - 1
        self._refilled_at = self.heard_at = now
        return self._tokens >= 0

    def _on_text(self, frame: WSFrame) -> None:
        starts = frame.msg_type == WSMsgType.TEXT
        if starts != (self._fragments is None):
            self.close(CloseCode.INVALID_FRAME)
            return
        data = frame.get_payload_as_bytes()
        if starts and frame.fin:
            self._on_message(data)
            return
        self._fragments = (self._fragments or bytearray()) + data
        if len(self._fragments) > self._limits.frame_bytes:
            self.close(CloseCode.TOO_LARGE)
        elif frame.fin:
            message, self._fragments = self._fragments, None
            self._on_message(message)

    def _on_message(self, data: bytes | bytearray) -> None:
        try:
            frame = decode_client_frame(data)
        except BadFrame:
            self.close(CloseCode.INVALID_FRAME)
            return
        if isinstance(frame, Ping):
            self.push(PONG, 0)
        elif isinstance(frame, Typing):
            if self.is_ready and self._loop.time() - self._typed_at >= self._limits.typing_seconds:
                self._typed_at = self._loop.time()
                self._owner.typing(self, frame)
        else:
            if self.session_id is None:
                self._cancel_timer()
            self._owner.authenticated(self, frame)

    def _on_close_frame(self, transport: WSTransport) -> None:
        if not transport.is_close_frame_sent:
            transport.send_close(WSCloseCode.OK)
        self._let_go()
        transport.disconnect()

    # Frames out.

    def send(self, frame: ServerFrame) -> None:
        """Send a frame that is for this socket alone."""
        self.push(text_frame(encode(frame)), 0)

    def push(self, chunk: bytes, events: int) -> None:
        """Send encoded frames: at once, or joined with what else is to be sent in this window."""
        if not self.is_open:
            return
        window = self._window
        if self._out:
            self._out.append(chunk)
            self._out_events += events
        elif window.is_closing or self._written_in == window.number:
            self._out.append(chunk)
            self._out_events = events
            window.add_socket(self)
        else:
            self._written_in = window.number
            # A call for each of thousands of sockets costs more than a look.
            if not window.is_open:
                window.open()
            self._emit(chunk, events)

    def flush(self) -> None:
        """Write what was joined."""
        chunks, self._out = self._out, []
        if not chunks or not self.is_open:
            return
        self._written_in = self._window.number
        self._emit(chunks[0] if len(chunks) == 1 else b"".join(chunks), self._out_events)

    def _emit(self, chunk: bytes, events: int) -> None:
        self._write(chunk)
        if buffered := self._write_buffer_size():
            self._account(len(chunk), events, buffered=buffered)
        elif self._backlog:
            self._backlog = None

    def _account(self, size: int, events: int, *, buffered: int) -> None:
        """Count the events that the kernel has not taken yet, and give a reader up that leaves too many."""
        if self._backlog is None:
            self._backlog = deque()
            self._sent_bytes = 0
            events = events * min(size, buffered) // size
        self._sent_bytes += size
        self._backlog.append((self._sent_bytes, events))
        while self._backlog[0][0] <= self._sent_bytes - buffered:
            self._backlog.popleft()
        queued = sum(count for _, count in self._backlog)
        if queued > self._limits.queue_events or buffered > self._limits.queue_bytes:
            metrics.SLOW_CLOSES.inc()
            self.close(CloseCode.SLOW_READER)

    async def drained(self) -> None:
        """Wait until the reader has taken most of what was sent.

        Raises:
            TimeoutError: it did not for too long.
        """
        if not self._is_paused:
            return
        if self._drained is None or self._drained.done():
            self._drained = self._loop.create_future()
        async with asyncio.timeout(self._limits.drain_seconds):
            await asyncio.shield(self._drained)

    # Life and death.

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` for this socket; it is cancelled when the socket goes, and a fault in it closes the socket."""
        if self._tasks is None:
            self._tasks = set()
        task = self._loop.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except TimeoutError:
            metrics.SLOW_CLOSES.inc()
            self.close(CloseCode.SLOW_READER)
        except Exception:
            log.exception("socket_failed", member_id=str(self.member_id))
            self.close(CloseCode.INTERNAL_ERROR)

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Say why, and end the socket; a peer that does not answer is cut off."""
        if not self.is_open or self._transport is None:
            return
        metrics.CLOSES.labels(str(int(code))).inc()
        self.is_open = False
        chunks, self._out = self._out, []
        if chunks:
            self._write(b"".join(chunks))
        self._transport.send_close(code, reason)  # type: ignore[arg-type]  # it sends any code, its enum has few
        self._cancel_timer()
        self._close_timer = self._loop.call_later(self._limits.close_seconds, self._abort)
        # Later, because a room may be going through its sockets at this moment.
        self._loop.call_soon(self._let_go)

    def _abort(self) -> None:
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def _cancel_timer(self) -> None:
        if self._close_timer is not None:
            self._close_timer.cancel()
            self._close_timer = None

    def _let_go(self) -> None:
        self.is_open = False
        for task in self._tasks or ():
            task.cancel()
        self._owner.closed(self)
