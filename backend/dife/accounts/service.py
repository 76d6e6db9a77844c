"""Rules of accounts: signing up, logging in, and the passwords in between."""

from typing import Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from dife.accounts import codes, jobs, passwords, repository, sessions, students
from dife.accounts.callers import CallerReader, authenticate_request, find_caller, open_caller_reader
from dife.accounts.errors import (
    AccountSuspended,
    CodeExpired,
    EmailTaken,
    WrongCode,
    WrongCredentials,
    WrongPassword,
)
from dife.accounts.password_rules import require_acceptable
from dife.accounts.schemas import (
    ChangePassword,
    Login,
    PasswordResetConfirm,
    PasswordResetRequest,
    ResendCode,
    SignUpRequest,
    SignUpStarted,
    VerifyEmail,
)
from dife.accounts.sessions import IssuedTokens
from dife.accounts.tokens import CODE_LIFETIME, mailed_code
from dife.campus import service as campus
from dife.context import Context
from dife.database import AnyRow
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.models import MemberStatus, SignUp
from dife.queue import defer

__all__ = ["CallerReader", "authenticate_request", "find_caller", "open_caller_reader"]
"""What the API, the gateway and the process's resources use beside the rules below."""

# A campus sits behind few addresses: what its own people do all at once in the first week has wide limits by address,
# what only strangers or guessers do has narrow ones.
SIGN_UPS_BY_ADDRESS = RateLimit("sign_up_address", 120, 3600, fail_closed=True)
STRANGERS_BY_ADDRESS = RateLimit("sign_up_stranger_address", 5, 3600, fail_closed=True)
SIGN_UPS_BY_EMAIL = RateLimit("sign_up_email", 5, 3600, fail_closed=True)
# A code has a million values: many sign-ups with five tries each would in the end confirm a mailbox that nobody has.
CONFIRMATIONS_BY_ADDRESS = RateLimit("verify_email_address", 240, 3600, fail_closed=True)
LOGINS_BY_ADDRESS = RateLimit("login_address", 120, 60, fail_closed=True)
WRONG_LOGINS_BY_ADDRESS = RateLimit("wrong_login_address", 20, 60, fail_closed=True)
LOGINS_BY_ACCOUNT = RateLimit("login_account", 5, 900, fail_closed=True)
RESETS_BY_EMAIL = RateLimit("password_reset_email", 5, 3600, fail_closed=True)
RESETS_BY_ADDRESS = RateLimit("password_reset_address", 60, 3600, fail_closed=True)

Client = Literal["web", "native"]


async def sign_up(context: Context, data: SignUpRequest) -> SignUpStarted:
    """Start a sign-up and mail its code. A taken address looks no different from here.

    Raises:
        InvalidField: the password is a common one, or says no more than the address does.
        RateLimited: too many from this address, or for this mailbox, within an hour.
    """
    email = data.email.lower()
    require_acceptable(data.password, email=email, field="password")
    await context.limiter.hit(SIGN_UPS_BY_ADDRESS, context.client_address)
    if campus.campus_of_address(email) is None:
        await context.limiter.hit(STRANGERS_BY_ADDRESS, context.client_address)
    await context.limiter.hit(SIGN_UPS_BY_EMAIL, email)
    now = context.clock.now()
    sign_up_id = new_id()
    values = {
        "id": sign_up_id,
        "email": email,
        "password_hash": await passwords.hash_password(data.password),
        "locale": data.locale,
        "is_taken": await repository.account_by_email(context.session, email) is not None,
        "code_sent_at": now,
        "code_expires_at": now + CODE_LIFETIME,
    }
    await repository.insert_sign_up(context.session, values)
    await defer(context.session, jobs.mail_sign_up_code, sign_up_id=str(sign_up_id))
    return SignUpStarted(sign_up_id=sign_up_id)


async def resend_code(context: Context, data: ResendCode) -> SignUpStarted:
    """Mail a new code; the one before is void.

    Raises:
        RateLimited: the last one was mailed less than a minute ago.
    """
    sign_up = await repository.lock_sign_up(context.session, data.sign_up_id)
    if sign_up is None or sign_up.confirmed_at is not None:
        return SignUpStarted(sign_up_id=data.sign_up_id)
    codes.require_pause(context, sign_up.code_sent_at)
    await context.limiter.hit(SIGN_UPS_BY_EMAIL, sign_up.email)
    await codes.renew_code(context, sign_up)
    await defer(context.session, jobs.mail_sign_up_code, sign_up_id=str(sign_up.id))
    return SignUpStarted(sign_up_id=sign_up.id)


async def verify_email(context: Context, data: VerifyEmail, *, client: Client, user_agent: str) -> IssuedTokens:
    """Confirm a sign-up's code: the account comes to be, and its first session.

    Raises:
        WrongCode: another code was mailed.
        CodeExpired: too late, or the sixth try.
        EmailTaken: the address was confirmed by another sign-up in the meantime.
        RateLimited: 240 tries from this address within an hour.
    """
    await context.limiter.hit(CONFIRMATIONS_BY_ADDRESS, context.client_address)
    sign_up = await repository.lock_sign_up(context.session, data.sign_up_id)
    if sign_up is None:
        raise CodeExpired
    expected = mailed_code(context.settings, jobs.SIGN_UP, sign_up.id, number=sign_up.code_number)
    await codes.spend_attempt(context, sign_up, is_used=sign_up.confirmed_at is not None)
    if sign_up.is_taken or expected != data.code:
        raise WrongCode
    sign_up.confirmed_at = context.clock.now()
    await context.session.flush()
    member_id = await _create_account(context, sign_up)
    return await sessions.start(context, member_id, client=client, user_agent=user_agent)


async def _create_account(context: Context, sign_up: SignUp) -> UUID:
    member_id = new_id()
    university = campus.campus_of_address(sign_up.email)
    member = {
        "id": member_id,
        "locale": sign_up.locale,
        "campus_id": university.id if university else None,
        "student_verified_at": context.clock.now() if university else None,
    }
    account = {"member_id": member_id, "email": sign_up.email, "password_hash": sign_up.password_hash}
    try:
        await repository.insert_account(context.session, member=member, account=account)
    except IntegrityError:
        raise EmailTaken from None
    await students.take_address(context, member_id, sign_up.email)
    return member_id


async def login(context: Context, data: Login, *, client: Client, user_agent: str) -> IssuedTokens:
    """Start a session with mail address and password.

    Raises:
        WrongCredentials: address or password is wrong, which one is not told.
        AccountSuspended: both are right.
        RateLimited: five wrong tries on this account from this address in 15 minutes, or twenty on any in a minute.
    """
    email = data.email.lower()
    await context.limiter.hit(LOGINS_BY_ADDRESS, context.client_address)
    await context.limiter.check(WRONG_LOGINS_BY_ADDRESS, context.client_address)
    account = await repository.account_by_email(context.session, email)
    # Checking takes a turn in two threads; a transaction that waits with it would keep a connection from everybody else.
    await context.session.rollback()
    attempt = f"{email}|{context.client_address}"
    # Counted before the password is looked at: tries that come at once are no more than others.
    await context.limiter.hit(LOGINS_BY_ACCOUNT, attempt)
    if account is None:
        await passwords.verify_nothing(data.password)
    if account is None or not await passwords.verify_password(account.password_hash, data.password):
        await context.limiter.hit(WRONG_LOGINS_BY_ADDRESS, context.client_address)
        raise WrongCredentials
    # Who changes the password ends the sessions that are there by then: none may begin with the old one after that.
    changed_at = account.password_changed_at
    status = await repository.lock_unchanged(context.session, account.member_id, changed_at=changed_at)
    if status is None:
        raise WrongCredentials
    await context.limiter.forget(LOGINS_BY_ACCOUNT, attempt)
    if status != MemberStatus.ACTIVE:
        raise AccountSuspended
    if passwords.needs_rehash(account.password_hash):
        password_hash = await passwords.hash_password(data.password)
        await repository.renew_hash(context.session, account.member_id, password_hash=password_hash)
    return await sessions.start(context, account.member_id, client=client, user_agent=user_agent)


async def request_password_reset(context: Context, data: PasswordResetRequest) -> None:
    """Mail a code when the address has an account; from here both cases look the same."""
    email = data.email.lower()
    await context.limiter.hit(RESETS_BY_ADDRESS, context.client_address)
    await context.limiter.hit(RESETS_BY_EMAIL, email)
    account = await repository.hold_account(context.session, email)
    if account is None:
        return
    reset_id = new_id()
    expires_at = context.clock.now() + CODE_LIFETIME
    values = {"id": reset_id, "member_id": account.member_id, "code_expires_at": expires_at}
    await repository.insert_password_reset(context.session, values)
    await defer(context.session, jobs.mail_password_reset_code, reset_id=str(reset_id))


async def confirm_password_reset(context: Context, data: PasswordResetConfirm) -> None:
    """Set a new password with the mailed code; every session of the member ends.

    Only who has the right code hears that it is dead: a wrong one is answered as for an address without an account.

    Raises:
        WrongCode: another code was mailed, or none to this address.
        CodeExpired: too late, already used, or after five wrong tries.
        InvalidField: the password is a common one, or says no more than the address does.
    """
    # Before anything is looked up: the answer tells nothing about the address, and costs no try.
    require_acceptable(data.new_password, email=data.email, field="new_password")
    await context.limiter.hit(RESETS_BY_ADDRESS, context.client_address)
    # Held first, as in all that changes credentials, and until the end: the address stays theirs.
    account = await repository.lock_account(context.session, data.email.lower())
    reset = await repository.lock_newest_reset(context.session, account.member_id) if account else None
    if account is None or reset is None:
        raise WrongCode
    if mailed_code(context.settings, jobs.PASSWORD_RESET, reset.id, number=1) != data.code:
        reset.attempts += 1
        await context.session.flush()
        raise WrongCode
    await codes.spend_attempt(context, reset, is_used=reset.used_at is not None)
    reset.used_at = context.clock.now()
    await context.session.flush()
    await _replace_password(context, account.member_id, data.new_password, keep_session=None)


async def change_password(context: Context, data: ChangePassword) -> None:
    """Replace the caller's password; their other sessions end.

    Raises:
        WrongPassword: the old one is not right, or another change was quicker.
        RateLimited: five wrong tries in 15 minutes.
        InvalidField: the new one is a common one, or says no more than the mail address does.
    """
    caller = context.caller
    account = await require_own_password(context, data.old)
    require_acceptable(data.new, email=account.email, field="new")
    changed_at = account.password_changed_at
    if await repository.lock_unchanged(context.session, caller.member_id, changed_at=changed_at) is None:
        raise WrongPassword
    await _replace_password(context, caller.member_id, data.new, keep_session=caller.session_id)


async def require_own_password(context: Context, password: str) -> AnyRow:
    """Look at the caller's password, asked for once more; return their account as it was then.

    Whoever goes on from here locks it unchanged first: the transaction ended, the password may be another by now.

    Raises:
        WrongPassword: it is not right.
        RateLimited: five wrong tries in 15 minutes.
    """
    member_id = context.caller.member_id
    account = await repository.account_of(context.session, member_id)
    # As at log-in: checking takes its turn without a connection.
    await context.session.rollback()
    await context.limiter.hit(LOGINS_BY_ACCOUNT, str(member_id))
    if account is None or not await passwords.verify_password(account.password_hash, password):
        raise WrongPassword
    await context.limiter.forget(LOGINS_BY_ACCOUNT, str(member_id))
    return account


async def _replace_password(context: Context, member_id: UUID, password: str, *, keep_session: UUID | None) -> None:
    password_hash = await passwords.hash_password(password)
    await repository.set_password(context.session, member_id, password_hash=password_hash, now=context.clock.now())
    # Whoever began one with the old password may be a thief.
    await repository.void_email_changes(context.session, member_id)
    await sessions.end(context, member_id, keep=keep_session)
    await defer(context.session, jobs.mail_security_notice, member_id=str(member_id), kind="password_changed")
