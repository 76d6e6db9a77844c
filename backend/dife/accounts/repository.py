"""SQL of accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, any_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from dife.database import AnyRow, CompiledStatement, delete_in_batches
from dife.models import Account, EmailChange, Member, MemberStatus, PasswordReset, Session, SignUp, StudentAddress


async def account_by_email(session: AsyncSession, email: str) -> AnyRow | None:
    """Return (member_id, password_hash, password_changed_at, locale) of an address."""
    statement = select(Account.member_id, Account.password_hash, Account.password_changed_at, Member.locale)
    statement = statement.join(Member, Member.id == Account.member_id).where(Account.email == email)
    return (await session.execute(statement)).one_or_none()


async def hold_account(session: AsyncSession, email: str) -> AnyRow | None:
    """Return (member_id) of an address, which stays theirs until the transaction ends."""
    statement = select(Account.member_id).where(Account.email == email)
    return (await session.execute(statement.with_for_update(read=True, key_share=True))).one_or_none()


async def lock_account(session: AsyncSession, email: str) -> AnyRow | None:
    """Return (member_id) of an address, locked: what changes a member's credentials does so one after the other."""
    statement = select(Account.member_id).where(Account.email == email)
    return (await session.execute(statement.with_for_update(key_share=True))).one_or_none()


async def lock_email(session: AsyncSession, member_id: UUID) -> str | None:
    """Return a member's address, locked even against those who only want it to stay."""
    statement = select(Account.email).where(Account.member_id == member_id)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def account_of(session: AsyncSession, member_id: UUID) -> AnyRow | None:
    """Return (email, password_hash, password_changed_at, locale) of a member."""
    statement = select(Account.email, Account.password_hash, Account.password_changed_at, Member.locale)
    statement = statement.join(Member, Member.id == Account.member_id).where(Account.member_id == member_id)
    return (await session.execute(statement)).one_or_none()


async def lock_unchanged(session: AsyncSession, member_id: UUID, *, changed_at: datetime | None) -> MemberStatus | None:
    """Return a member's status, None when their password was changed after `changed_at`; until the transaction ends it stays."""
    statement = select(Member.status).join(Account, Account.member_id == Member.id)
    same = Account.password_changed_at.is_not_distinct_from(changed_at)
    statement = statement.where(Account.member_id == member_id, same)
    status = (await session.execute(statement.with_for_update(key_share=True, of=Account))).scalar_one_or_none()
    return None if status is None else MemberStatus(status)


async def insert_account(session: AsyncSession, *, member: dict[str, Any], account: dict[str, Any]) -> None:
    """Insert a member with its credentials."""
    await session.execute(insert(Member).values(member))
    await session.execute(insert(Account).values(account))


async def set_password(session: AsyncSession, member_id: UUID, *, password_hash: str, now: datetime) -> None:
    """Replace the password."""
    statement = update(Account).where(Account.member_id == member_id)
    await session.execute(statement.values(password_hash=password_hash, password_changed_at=now))


async def set_email(session: AsyncSession, member_id: UUID, *, email: str) -> None:
    """Replace the mail address."""
    await session.execute(update(Account).where(Account.member_id == member_id).values(email=email))


async def verify_student(session: AsyncSession, member_id: UUID, *, campus_id: str, now: datetime) -> None:
    """Note that a member has an address of a campus, which is theirs now."""
    statement = update(Member).where(Member.id == member_id)
    await session.execute(statement.values(campus_id=campus_id, student_verified_at=now))


async def keep_student_address(session: AsyncSession, member_id: UUID, *, email: str) -> None:
    """Note the campus address that a verified student left."""
    statement = upsert(StudentAddress).values(member_id=member_id, email=email)
    await session.execute(statement.on_conflict_do_update(index_elements=["member_id"], set_={"email": email}))


async def take_student_address(session: AsyncSession, member_id: UUID, *, email: str) -> list[UUID]:
    """Forget who left an address, and what its new holder left; return for whom else it vouched."""
    over = or_(StudentAddress.email == email, StudentAddress.member_id == member_id)
    members = (await session.execute(delete(StudentAddress).where(over).returning(StudentAddress.member_id))).scalars()
    return [member for member in members if member != member_id]


async def unverify_students(session: AsyncSession, member_ids: Collection[UUID]) -> None:
    """Note that members are no verified students any more."""
    if member_ids:
        statement = update(Member).where(Member.id.in_(member_ids))
        await session.execute(statement.values(student_verified_at=None))


async def renew_hash(session: AsyncSession, member_id: UUID, *, password_hash: str) -> None:
    """Replace the hash of a password that stays the same."""
    await session.execute(update(Account).where(Account.member_id == member_id).values(password_hash=password_hash))


async def insert_sign_up(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert a sign-up."""
    await session.execute(insert(SignUp).values(values))


async def lock_sign_up(session: AsyncSession, sign_up_id: UUID) -> SignUp | None:
    """Return a sign-up, locked: attempts at its code are counted one by one."""
    return (await session.execute(select(SignUp).where(SignUp.id == sign_up_id).with_for_update())).scalar_one_or_none()


async def get_sign_up(session: AsyncSession, sign_up_id: UUID) -> SignUp | None:
    """Return a sign-up."""
    return (await session.execute(select(SignUp).where(SignUp.id == sign_up_id))).scalar_one_or_none()


async def insert_password_reset(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert a password reset."""
    await session.execute(insert(PasswordReset).values(values))


async def get_password_reset(session: AsyncSession, reset_id: UUID) -> PasswordReset | None:
    """Return a password reset."""
    return (await session.execute(select(PasswordReset).where(PasswordReset.id == reset_id))).scalar_one_or_none()


async def lock_newest_reset(session: AsyncSession, member_id: UUID) -> PasswordReset | None:
    """Return a member's newest password reset, locked."""
    statement = select(PasswordReset).where(PasswordReset.member_id == member_id)
    newest = statement.order_by(PasswordReset.id.desc()).limit(1).with_for_update()
    return (await session.execute(newest)).scalar_one_or_none()


async def void_password_resets(session: AsyncSession, member_id: UUID) -> None:
    """Delete a member's password resets: their codes work no more."""
    await session.execute(delete(PasswordReset).where(PasswordReset.member_id == member_id))


async def insert_email_change(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert a change of a mail address."""
    await session.execute(insert(EmailChange).values(values))


async def void_email_changes(session: AsyncSession, member_id: UUID) -> None:
    """Delete a member's change of the address that waits for its code, if there is one."""
    pending = delete(EmailChange).where(EmailChange.member_id == member_id, EmailChange.confirmed_at.is_(None))
    await session.execute(pending)


async def get_email_change(session: AsyncSession, change_id: UUID) -> EmailChange | None:
    """Return a change of a mail address."""
    return (await session.execute(select(EmailChange).where(EmailChange.id == change_id))).scalar_one_or_none()


async def lock_email_change(session: AsyncSession, member_id: UUID) -> EmailChange | None:
    """Return the member's change of the address that waits for its code, locked."""
    pending = select(EmailChange).where(EmailChange.member_id == member_id, EmailChange.confirmed_at.is_(None))
    return (await session.execute(pending.with_for_update())).scalar_one_or_none()


async def insert_session(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert a log-in."""
    await session.execute(insert(Session).values(values))


async def lock_session(session: AsyncSession, session_id: UUID) -> Session | None:
    """Return a log-in, locked: two refreshes at once see each other."""
    return (
        await session.execute(select(Session).where(Session.id == session_id).with_for_update())
    ).scalar_one_or_none()


async def is_own_session(session: AsyncSession, session_id: UUID, *, member_id: UUID) -> bool:
    """Tell whether a log-in is or was a member's."""
    own = select(Session.id).where(Session.id == session_id, Session.member_id == member_id)
    return (await session.execute(own)).one_or_none() is not None


_LIVE_CALLERS = CompiledStatement(
    select(
        Session.id.label("session_id"),
        Member.id,
        Member.role,
        Member.status,
        Member.locale,
        Member.student_verified_at,
        Member.onboarded_at,
    )
    .join(Session, Session.member_id == Member.id)
    .where(
        Session.id == any_(bindparam("session_ids", type_=ARRAY(Uuid()))),
        Session.revoked_at.is_(None),
        Session.expires_at > bindparam("now", type_=DateTime(timezone=True)),
    )
)


async def live_callers(
    connection: AsyncConnection, session_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, AnyRow]:
    """Return (id, role, status, locale, student_verified_at, onboarded_at) of each live session's member."""
    rows = await _LIVE_CALLERS.run_on(connection, {"session_ids": list(session_ids), "now": now})
    return {row.session_id: row for row in rows}


async def live_sessions(
    session: AsyncSession, member_id: UUID, *, now: datetime, used_since: datetime, limit: int
) -> Sequence[Session]:
    """Return a member's live sessions, the one used last first; one that was not used since then is over."""
    statement = select(Session).where(
        Session.member_id == member_id,
        Session.revoked_at.is_(None),
        Session.expires_at > now,
        Session.last_used_at >= used_since,
    )
    return (await session.execute(statement.order_by(Session.last_used_at.desc()).limit(limit))).scalars().all()


async def revoke_sessions(
    session: AsyncSession, member_id: UUID, *, now: datetime, only: UUID | None = None, keep: UUID | None = None
) -> list[UUID]:
    """Revoke a member's live sessions (all, one, or all but one) and return their ids."""
    statement = update(Session).where(Session.member_id == member_id, Session.revoked_at.is_(None))
    if only is not None:
        statement = statement.where(Session.id == only)
    if keep is not None:
        statement = statement.where(Session.id != keep)
    rows = await session.execute(statement.values(revoked_at=now).returning(Session.id))
    return list(rows.scalars())


async def revoke_surplus_sessions(session: AsyncSession, member_id: UUID, *, now: datetime, keep: int) -> list[UUID]:
    """Revoke the sessions that were not used for longest, so that `keep` stay live."""
    live = select(Session.id).where(Session.member_id == member_id, Session.revoked_at.is_(None))
    surplus = live.order_by(Session.last_used_at.desc()).offset(keep)
    statement = update(Session).where(Session.id.in_(surplus)).values(revoked_at=now).returning(Session.id)
    return list((await session.execute(statement)).scalars())


async def delete_stale(session: AsyncSession, *, before: datetime) -> int:
    """Delete sign-ups, resets, changes of addresses and dead sessions from before `before`."""
    return (
        await delete_in_batches(session, SignUp, SignUp.created_at < before)
        + await delete_in_batches(session, PasswordReset, PasswordReset.created_at < before)
        + await delete_in_batches(session, EmailChange, EmailChange.created_at < before)
        + await delete_in_batches(session, Session, or_(Session.revoked_at < before, Session.expires_at < before))
    )


async def is_active(session: AsyncSession, member_id: UUID) -> bool:
    """Tell whether a member takes part, neither suspended nor deleted."""
    statement = select(Member.status).where(Member.id == member_id)
    return (await session.execute(statement)).scalar_one_or_none() == MemberStatus.ACTIVE


async def touch_member(session: AsyncSession, member_id: UUID) -> None:
    """Note that the member was here just now."""
    await session.execute(update(Member).where(Member.id == member_id).values(active_at=func.now()))
