"""What a service function works with: the transaction, who is calling, and the process's resources."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from dife.errors import Unauthenticated
from dife.group_commit import GroupCommit
from dife.group_read import GroupRead
from dife.kit.clock import Clock
from dife.kit.pagination import CursorCodec
from dife.kit.rate_limits import RateLimiter
from dife.models import MemberRole
from dife.ports import Fetcher, Mailer, ObjectStore, PushSender, Translator
from dife.settings import Settings
from dife.valkey import HintPublisher


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as the session says on this very request."""

    member_id: UUID
    session_id: UUID
    role: MemberRole
    locale: str
    is_verified: bool
    is_onboarded: bool


@dataclass(frozen=True, slots=True)
class Resources:
    """What a process holds for its whole life."""

    settings: Settings
    engine: AsyncEngine
    valkey: "Redis"
    hints: HintPublisher
    message_writer: GroupCommit[Any, Any]
    callers: GroupRead[Any, Any]
    limiter: RateLimiter
    cursors: CursorCodec
    clock: Clock
    store: ObjectStore
    fetcher: Fetcher
    translator: Translator
    mailer: Mailer
    push_sender: PushSender


@dataclass(frozen=True, slots=True)
class Context:
    """One request or one job: one transaction."""

    session: AsyncSession
    resources: Resources
    locale: str
    client_address: str = ""
    maybe_caller: Caller | None = None
    is_repeat: bool = False
    """Whether this job has begun before and did not succeed, or died with its worker."""

    @property
    def caller(self) -> Caller:
        """The caller; the route's guard has made sure that there is one.

        Raises:
            Unauthenticated: there is none.
        """
        if self.maybe_caller is None:
            raise Unauthenticated
        return self.maybe_caller

    @property
    def settings(self) -> Settings:
        """The process's settings."""
        return self.resources.settings

    @property
    def clock(self) -> Clock:
        """The clock."""
        return self.resources.clock

    @property
    def cursors(self) -> CursorCodec:
        """The cursor codec."""
        return self.resources.cursors

    @property
    def limiter(self) -> RateLimiter:
        """The rate limiter."""
        return self.resources.limiter
