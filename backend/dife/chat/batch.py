"""Writing a batch of messages: what the group commit does in its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dife.chat import batch_repository, log_repository
from dife.chat.batch_repository import BatchRows, EventRow, HeadRow, MessageRow, RejoinRow, Sending
from dife.chat.errors import CannotMessage, MessageNotFound, RoomNotFound
from dife.chat.events import encode_event_frame, encode_hint, joined_hint
from dife.chat.schemas import MessageView, ReplyTo, RoomEventView
from dife.database import AnyRow, after_commit, create_engine
from dife.errors import DifeError, IdempotencyMismatch
from dife.group_commit import GroupCommit
from dife.kit.ids import new_id
from dife.media import service as media
from dife.media.errors import MediaInUse
from dife.media.schemas import FileView, MediaView
from dife.models import RoomEventKind, RoomKind
from dife.settings import Settings
from dife.valkey import Hint, HintPublisher, room_channel

LOCK_TIMEOUT_MS = 500
"""One room that somebody holds must not keep the others waiting for long."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that somebody wants to send; its pictures are theirs."""

    room_id: UUID
    sender_id: UUID
    client_id: UUID
    fingerprint: bytes
    body: str
    media: Sequence[MediaView]
    reply_to_id: UUID | None = None
    files: Sequence[FileView] = ()

    @property
    def media_ids(self) -> list[UUID]:
        """The ids of its pictures, then of its files."""
        return [*(picture.id for picture in self.media), *(file.id for file in self.files)]


class Written(NamedTuple):
    """A message that is durable. `view` is None when it had been sent before."""

    message_id: UUID
    view: MessageView | None


def open_message_writer(settings: Settings, hints: HintPublisher) -> GroupCommit[NewMessage, Written]:
    """Make the one that writes all messages of this process, over a connection of its own."""
    engine = create_engine(settings, pool_size=1, lock_timeout_ms=LOCK_TIMEOUT_MS)
    write = partial(write_messages, hints=hints)
    return GroupCommit("messages", engine, write, group_of=lambda message: message.room_id)


async def write_messages(
    session: AsyncSession, messages: Sequence[NewMessage], *, hints: HintPublisher
) -> list[Written | DifeError]:
    """Write messages to the logs of their rooms, with the job that tells the receivers.

    The rooms are locked first. What was committed while this waited for the locks, the next statement sees: nothing
    slips in after a block, and no two messages get the same seq.
    """
    heads = await log_repository.lock_rooms(session, {message.room_id for message in messages})
    sendings = [
        Sending(i, each.room_id, each.sender_id, each.client_id, each.reply_to_id) for i, each in enumerate(messages)
    ]
    verdicts = await batch_repository.judge(session, sendings)
    pictures = {media_id for message in messages for media_id in message.media_ids}
    batch = _Batch(heads, verdicts[0].now, unused=await media.lock_unused(session, pictures))
    outcomes = [batch.take(message, verdict) for message, verdict in zip(messages, verdicts, strict=True)]
    if batch.messages:
        await batch_repository.write(session, batch.rows(), now=batch.now)
        await media.mark_used(session, batch.shown, now=batch.now)

        async def publish() -> None:
            hints.put(batch.hints)

        after_commit(session, publish)
    return outcomes


class _Batch:
    """What is about to be written: numbers events in the order in which the messages came."""

    def __init__(self, rooms: dict[UUID, AnyRow], now: datetime, *, unused: set[UUID]) -> None:
        self.now = now
        self.shown: set[UUID] = set()
        self._unused = unused
        self.messages: list[MessageRow] = []
        self.hints: list[Hint] = []
        self._events: list[EventRow] = []
        self._rejoined: dict[RejoinRow, None] = {}
        self._heads = {row.id: _Head(row.head_seq, row.head_message_no) for row in rooms.values()}
        self._sent: dict[tuple[UUID, UUID, UUID], tuple[UUID, bytes]] = {}

    def rows(self) -> BatchRows:
        """Return the rows to write."""
        heads = [HeadRow(room_id, head.seq, head.message_no) for room_id, head in self._heads.items() if head.has_moved]
        return BatchRows(self.messages, self._events, heads, list(self._rejoined))

    def take(self, message: NewMessage, verdict: AnyRow) -> Written | DifeError:
        """Decide about a message and, when it is a new one that may be sent, number it."""
        key = (message.room_id, message.sender_id, message.client_id)
        sent = (verdict.message_id, verdict.fingerprint) if verdict.message_id else self._sent.get(key)
        if sent is not None:
            return Written(sent[0], None) if sent[1] == message.fingerprint else IdempotencyMismatch()
        refusal = _refusal(message, verdict)
        if refusal is not None:
            return refusal
        pictures = set(message.media_ids)
        if not pictures <= self._unused - self.shown:
            return MediaInUse()
        self.shown |= pictures
        self._reopen(message, verdict)
        view = self._append_message(message, reply_to_seq=verdict.reply_to_seq)
        self._sent[key] = (view.id, message.fingerprint)
        return Written(view.id, view)

    def _reopen(self, message: NewMessage, verdict: AnyRow) -> None:
        """Writing in a conversation that one of the two has left opens it again for both."""
        left = {message.sender_id: verdict.has_left, verdict.other_id: verdict.other_has_left}
        for member_id, has_left in left.items():
            row = RejoinRow(message.room_id, member_id)
            if has_left and row not in self._rejoined:
                self._rejoined[row] = None
                data = {"member_id": str(member_id), "reopened": True}
                self._append(RoomEventKind.MEMBER_JOINED, message, data=data)
                self.hints.append(joined_hint(message.room_id, member_id))

    def _append_message(self, message: NewMessage, *, reply_to_seq: int | None) -> MessageView:
        head = self._heads[message.room_id]
        head.message_no += 1
        view = MessageView(
            id=new_id(),
            room_id=message.room_id,
            seq=head.seq + 1,
            changed_seq=head.seq + 1,
            message_no=head.message_no,
            sender_id=message.sender_id,
            client_id=message.client_id,
            body=message.body,
            media=list(message.media),
            files=list(message.files),
            reply_to=ReplyTo(id=message.reply_to_id, seq=reply_to_seq or 0) if message.reply_to_id else None,
            reactions=[],
            preview=None,
            created_at=self.now,
            edited_at=None,
            deleted_at=None,
            hidden=False,
        )
        self._append(RoomEventKind.MESSAGE_CREATED, message, view=view)
        self.messages.append(
            MessageRow(
                id=view.id,
                room_id=view.room_id,
                sender_id=view.sender_id,
                client_id=view.client_id,
                fingerprint=f"\\x{message.fingerprint.hex()}",
                seq=view.seq,
                message_no=view.message_no,
                body=view.body,
                media_ids=message.media_ids,
                reply_to_id=message.reply_to_id,
                reply_to_seq=reply_to_seq,
            )
        )
        return view

    def _append(
        self,
        kind: RoomEventKind,
        message: NewMessage,
        *,
        view: MessageView | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        room_id, payload = message.room_id, data or {}
        seq = self._heads[room_id].advance()
        self._events.append(
            EventRow(
                room_id=room_id,
                seq=seq,
                kind=kind.value,
                actor_id=message.sender_id,
                message_id=view.id if view else None,
                payload=payload,
            )
        )
        event = RoomEventView(
            room_id=room_id,
            seq=seq,
            kind=kind,
            actor_id=message.sender_id,
            created_at=self.now,
            message=view,
            data=payload,
            hidden=False,
        )
        self.hints.append((room_channel(room_id), encode_hint(seq, encode_event_frame(event))))


@dataclass(slots=True)
class _Head:
    seq: int
    message_no: int
    has_moved: bool = field(default=False)

    def advance(self) -> int:
        """Return the next seq."""
        self.seq += 1
        self.has_moved = True
        return self.seq


def _refusal(message: NewMessage, verdict: AnyRow) -> DifeError | None:
    is_direct = verdict.kind == RoomKind.DIRECT
    if not verdict.is_member or (verdict.has_left and not is_direct):
        return RoomNotFound()
    if is_direct and not verdict.is_reachable:
        return CannotMessage()
    if message.reply_to_id is not None and verdict.reply_to_seq is None:
        return MessageNotFound()
    return None
