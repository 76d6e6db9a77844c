"""Rules of sessions: starting, refreshing with rotation, listing, ending."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from dife.accounts import jobs, repository, tokens
from dife.accounts.errors import InvalidSession, RefreshReused
from dife.accounts.events import publish_sessions_ended
from dife.accounts.schemas import SessionList, SessionView, Tokens
from dife.context import Context
from dife.errors import NotFound
from dife.kit.ids import new_id
from dife.members import service as members
from dife.models import Session
from dife.queue import defer

MAX_SESSIONS = 20
REPEAT_WINDOW = timedelta(seconds=30)
"""How long a refresh whose answer got lost may be repeated."""


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What a log-in or refresh yields; the route decides whether the refresh token goes into body or cookie."""

    tokens: Tokens
    refresh_token: str


async def start(context: Context, member_id: UUID, *, client: str, user_agent: str) -> IssuedTokens:
    """Start a session; the least used of more than twenty ends."""
    now = context.clock.now()
    session_id = new_id()
    refresh = tokens.refresh_token(context.settings, session_id, 0)
    values = {
        "id": session_id,
        "member_id": member_id,
        "client": client,
        "user_agent": user_agent[:200],
        "refresh_hash": tokens.hash_refresh_token(refresh),
        "rotated_at": now,
        "last_used_at": now,
        "expires_at": now + context.settings.refresh_token_lifetime,
    }
    await repository.insert_session(context.session, values)
    surplus = await repository.revoke_surplus_sessions(context.session, member_id, now=now, keep=MAX_SESSIONS)
    publish_sessions_ended(context, member_id, surplus)
    return await _issue(context, member_id=member_id, session_id=session_id, refresh=refresh)


async def refresh(context: Context, presented: str | None) -> IssuedTokens:
    """Rotate a refresh token.

    Repeated within 30 s while its successor is unused, it yields that successor again: a lost answer logs nobody out.

    Raises:
        InvalidSession: no such token, its session is over, or its member is suspended or gone.
        RefreshReused: it was used before; the session ends with every token of its family.
    """
    read = tokens.read_refresh_token(context.settings, presented or "")
    session = await repository.lock_session(context.session, read[0]) if read else None
    now = context.clock.now()
    if read is None or session is None or not _is_live(context, session):
        raise InvalidSession
    if not await repository.is_active(context.session, session.member_id):
        raise InvalidSession
    generation = read[1]
    if generation == session.generation:
        if not hmac.compare_digest(session.refresh_hash, tokens.hash_refresh_token(presented or "")):
            # Made with our key, and still not the one that we gave out.
            raise InvalidSession
        session.generation += 1
        session.rotated_at = now
    elif generation != session.generation - 1 or now - session.rotated_at > REPEAT_WINDOW:
        await _end_stolen(context, session)
        raise RefreshReused
    session.last_used_at = now
    successor = tokens.refresh_token(context.settings, session.id, session.generation)
    session.refresh_hash = tokens.hash_refresh_token(successor)
    await context.session.flush()
    await repository.touch_member(context.session, session.member_id)
    return await _issue(context, member_id=session.member_id, session_id=session.id, refresh=successor)


def _is_live(context: Context, session: Session) -> bool:
    now = context.clock.now()
    idle = now - session.last_used_at > context.settings.refresh_idle_lifetime
    return session.revoked_at is None and session.expires_at > now and not idle


async def _end_stolen(context: Context, session: Session) -> None:
    await end(context, session.member_id, only=session.id)
    await defer(context.session, jobs.mail_security_notice, member_id=str(session.member_id), kind="session_stolen")


async def _issue(context: Context, *, member_id: UUID, session_id: UUID, refresh: str) -> IssuedTokens:
    access = tokens.issue_access_token(context.settings, context.clock, member_id=member_id, session_id=session_id)
    issued = Tokens(
        access_token=access,
        refresh_token=refresh,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=int(context.settings.access_token_lifetime.total_seconds()),
        member=await members.me(context, member_id),
    )
    return IssuedTokens(tokens=issued, refresh_token=refresh)


async def log_out(context: Context, presented: str | None) -> None:
    """End the session of a refresh token; one that is unknown or over ends nothing."""
    read = tokens.read_refresh_token(context.settings, presented or "")
    session = await repository.lock_session(context.session, read[0]) if read else None
    if session is not None:
        await end(context, session.member_id, only=session.id)


async def end(context: Context, member_id: UUID, *, only: UUID | None = None, keep: UUID | None = None) -> None:
    """End a member's sessions (all, one, or all but one): their tokens stop working and their sockets close."""
    ended = await repository.revoke_sessions(context.session, member_id, now=context.clock.now(), only=only, keep=keep)
    publish_sessions_ended(context, member_id, ended)


async def list_own(context: Context) -> SessionList:
    """Return the caller's live sessions."""
    caller, now = context.caller, context.clock.now()
    used_since = now - context.settings.refresh_idle_lifetime
    rows = await repository.live_sessions(
        context.session, caller.member_id, now=now, used_since=used_since, limit=MAX_SESSIONS
    )
    return SessionList(
        items=[
            SessionView(
                id=row.id,
                client="web" if row.client == "web" else "native",
                user_agent=row.user_agent,
                created_at=row.created_at,
                last_used_at=row.last_used_at,
                is_current=row.id == caller.session_id,
            )
            for row in rows
        ]
    )


async def end_own(context: Context, session_id: UUID) -> None:
    """End one of the caller's sessions; one that is over stays over.

    Raises:
        NotFound: the caller has no such session.
    """
    caller = context.caller
    ended = await repository.revoke_sessions(
        context.session, caller.member_id, now=context.clock.now(), only=session_id
    )
    if not ended and not await repository.is_own_session(context.session, session_id, member_id=caller.member_id):
        raise NotFound
    publish_sessions_ended(context, caller.member_id, ended)


async def end_others(context: Context) -> None:
    """End the caller's sessions on all other devices."""
    await end(context, context.caller.member_id, keep=context.caller.session_id)
