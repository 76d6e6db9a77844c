"""Ten bugs that a chat server may have, each planted by replacing what it is that prevents it.

They are planted in a process of its own by `planted.py`, so the product has no switch for any of them.
"""

import asyncio
import random
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
from picows import WSTransport
from sqlalchemy import literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from dife import database
from dife.accounts.tokens import AccessClaims
from dife.chat import batch, batch_repository
from dife.chat.batch import NewMessage, Written
from dife.chat.batch_repository import Sending
from dife.errors import DifeError
from dife.realtime import hints
from dife.realtime.admission import Admission
from dife.realtime.connection import Connection
from dife.realtime.frames import Auth
from dife.realtime.places import Places
from dife.realtime.room import Room, RoomFrame
from dife.realtime.sweep import Sweep
from dife.valkey import HintPublisher

from .invariants import Invariant

LATE_SECONDS = 0.4
"""How long the late subscriber takes between reading and subscribing: long enough for a message to fall in between."""


@dataclass(frozen=True)
class Bug:
    """What is wrong, in which role, and which promises it breaks: at least one of them has to be found broken."""

    sentence: str
    role: str
    breaks: frozenset[Invariant]
    plant: Callable[[], None]


def _forget_client_ids() -> None:
    take = batch._Batch.take

    def forgetful(self: Any, message: NewMessage, verdict: Any) -> Any:
        self._sent.clear()
        fields = {**verdict._mapping, "message_id": None, "fingerprint": None}
        return take(self, message, SimpleNamespace(**fields))  # type: ignore[arg-type]  # has what a row has

    batch._Batch.take = forgetful  # type: ignore[method-assign]


def sequence_of(room_id: object) -> str:
    """The sequence that numbers a room's events where the row lock does not."""
    return f"planted_{str(room_id).replace('-', '')}"


def _number_from_a_sequence() -> None:
    async def write(
        session: AsyncSession, messages: Sequence[NewMessage], *, hints: HintPublisher
    ) -> list[Written | DifeError]:
        rooms = await _unlocked(session, {message.room_id for message in messages})
        sendings = [
            Sending(i, each.room_id, each.sender_id, each.client_id, each.reply_to_id)
            for i, each in enumerate(messages)
        ]
        verdicts = await batch_repository.judge(session, sendings)
        numbered = batch._Batch(rooms, verdicts[0].now, unused=set())
        for room_id, head in numbered._heads.items():
            wanted = sum(message.room_id == room_id for message in messages)
            numbers = text(f"SELECT nextval('{sequence_of(room_id)}') FROM generate_series(1, {wanted})")
            head.seq = min((await session.execute(numbers)).scalars()) - 1
        outcomes = [numbered.take(message, verdict) for message, verdict in zip(messages, verdicts, strict=True)]
        await asyncio.sleep(random.uniform(0, 0.05))
        if numbered.messages:
            await batch_repository.write(session, numbered.rows(), now=numbered.now)

            async def publish() -> None:
                hints.put(numbered.hints)

            database.after_commit(session, publish)
        return outcomes

    batch.write_messages = write


async def _unlocked(session: AsyncSession, room_ids: set[UUID]) -> dict[UUID, Any]:
    statement = text("SELECT id, kind, head_seq, head_message_no FROM rooms WHERE id = ANY(:ids)")
    return {row.id: row for row in await session.execute(statement, {"ids": list(room_ids)})}


def _publish_before_the_commit() -> None:
    write = batch.write_messages

    async def premature(
        session: AsyncSession, messages: Sequence[NewMessage], *, hints: HintPublisher
    ) -> list[Written | DifeError]:
        outcomes = await write(session, messages, hints=hints)
        actions: list[Callable[[], Awaitable[None]]] = session.info.pop("after_commit", [])
        for action in actions:
            await action()
        await hints.flush()
        # The database goes away before the commit, as it may at any time.
        if random.random() < 0.4:
            raise psycopg.OperationalError("planted")
        return outcomes

    batch.write_messages = premature


def _commit_without_the_disk() -> None:
    database._SESSION_OPTIONS = database._SESSION_OPTIONS.replace("synchronous_commit=on", "synchronous_commit=off")


def _believe_every_hint() -> None:
    receive = Room.receive

    def careless(self: Room, frame: RoomFrame) -> None:
        if self.seq is not None and not self.is_held and frame.seq > self.seq + 1:
            self._accept(frame)
        else:
            receive(self, frame)

    Room.receive = careless  # type: ignore[method-assign]


def _never_compare_heads() -> None:
    async def nothing(self: Sweep) -> None:
        pass

    Sweep._check_heads = nothing  # type: ignore[method-assign]


def _read_then_subscribe() -> None:
    _never_compare_heads()

    async def admit(self: Admission, socket: Connection, frame: Auth, claims: AccessClaims) -> None:
        caller = await self._reader.find_caller(claims)
        outline = await self._reader.outline(caller.member_id)
        member = self._hub.enter(socket, caller.member_id)
        places = await self._reader.places(caller.member_id, named=frame.rooms)
        await asyncio.sleep(LATE_SECONDS)
        self._hub.attach(socket, places.keys())
        await self._hub.settled()
        self._begin(socket, places, frame.rooms)
        member.digest = outline.digest

    Admission._admit = admit  # type: ignore[method-assign]


def _drop_what_is_too_much() -> None:
    connected, emit = Connection.on_ws_connected, Connection._emit

    def narrow(self: Connection, transport: WSTransport) -> None:
        connected(self, transport)
        # Where the kernel takes megabytes, nobody would notice for long.
        raw = transport.underlying_transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)

    def silent(self: Connection, chunk: bytes, events: int) -> None:
        if not self._write_buffer_size():
            emit(self, chunk, 0)

    Connection.on_ws_connected = narrow  # type: ignore[method-assign]
    Connection._emit = silent  # type: ignore[method-assign]
    Connection._account = lambda self, size, events, *, buffered: None  # type: ignore[method-assign]


def _forget_who_left() -> None:
    hints.ENDS_PLACE = frozenset()
    Places._cut = lambda self, socket, room, *, end: None  # type: ignore[method-assign]


def _enqueue_after_the_commit() -> None:
    # The process dies between the commit and the enqueuing: there never is a job.
    without_job = select(literal(1)).add_cte(*batch_repository._CHANGES)
    batch_repository._WRITE = database.CompiledStatement(without_job)


BUGS = {
    "no uniqueness": Bug(
        "a client id is not looked up", "api", frozenset({Invariant.DOUBLED, Invariant.MOVED}), _forget_client_ids
    ),
    "sequence": Bug(
        "events are numbered by a sequence and not under the row lock",
        "api",
        frozenset({Invariant.NUMBERING, Invariant.BROKEN_ORDER, Invariant.MISSING}),
        _number_from_a_sequence,
    ),
    "publish first": Bug(
        "events are published before they are committed",
        "api",
        frozenset({Invariant.PHANTOM}),
        _publish_before_the_commit,
    ),
    "asynchronous commit": Bug(
        "a commit does not wait for the disk", "api", frozenset({Invariant.LOST}), _commit_without_the_disk
    ),
    "no gap detection": Bug(
        "the gateway sends on whatever a hint says",
        "gateway",
        frozenset({Invariant.BROKEN_ORDER, Invariant.MISSING}),
        _believe_every_hint,
    ),
    "no tick": Bug(
        "the gateway never compares heads", "gateway", frozenset({Invariant.SILENCE_LATE}), _never_compare_heads
    ),
    "read first": Bug(
        "the gateway reads the log and subscribes afterwards",
        "gateway",
        frozenset({Invariant.RACE_LATE}),
        _read_then_subscribe,
    ),
    "silent drop": Bug(
        "what a full queue does not take is dropped without a word",
        "gateway",
        frozenset({Invariant.BROKEN_ORDER, Invariant.MISSING}),
        _drop_what_is_too_much,
    ),
    "deaf to leaving": Bug(
        "the gateway does not stop for those who have left",
        "gateway",
        frozenset({Invariant.AFTER_REMOVAL}),
        _forget_who_left,
    ),
    "job outside": Bug(
        "the job that notifies is enqueued after the commit, and its process dies",
        "api",
        frozenset({Invariant.PUSH}),
        _enqueue_after_the_commit,
    ),
}
