"""Rules of changing the mail address: the password, a code to the new address, and word to the old one.

What becomes of a verification: an address of a campus verifies the student and makes it theirs, as at the sign-up. Any
other address leaves both as they are (`students` says for how long). The other sessions end, and so does what was mailed
to the old address: a code for a new password is for whoever reads the mail there.
"""

import hmac
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from dife.accounts import codes, jobs, repository, service, sessions, students
from dife.accounts.errors import CodeExpired, EmailChangeNotFound, EmailTaken, WrongCode, WrongPassword
from dife.accounts.schemas import EmailChangeConfirm, EmailChangeRequest
from dife.accounts.tokens import CODE_LIFETIME, mailed_code
from dife.context import Context
from dife.errors import InvalidField
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.members import service as members
from dife.members.schemas import Me
from dife.models import EmailChange
from dife.queue import defer

CHANGES_BY_ADDRESS = RateLimit("email_change_address", 60, 3600, fail_closed=True)
CHANGES_BY_MEMBER = RateLimit("email_change_member", 5, 3600, fail_closed=True)
CHANGES_BY_EMAIL = RateLimit("email_change_email", 5, 3600, fail_closed=True)


async def request(context: Context, data: EmailChangeRequest) -> None:
    """Mail a code to the new address; a change that waited for its code is void. A taken address looks no different.

    Raises:
        WrongPassword: the password is not right, or was changed at this moment.
        InvalidField: it is the member's address already.
        RateLimited: too many from this network address, by this member or to this mailbox within an hour, or five wrong
            passwords in 15 minutes.
    """
    member_id, email = context.caller.member_id, data.email.lower()
    await context.limiter.hit(CHANGES_BY_ADDRESS, context.client_address)
    account = await service.require_own_password(context, data.password)
    if email == account.email:
        raise InvalidField("email", "same_email")
    await _count_mail(context, member_id, email)
    if await repository.lock_unchanged(context.session, member_id, changed_at=account.password_changed_at) is None:
        raise WrongPassword
    now = context.clock.now()
    change_id = new_id()
    values = {
        "id": change_id,
        "member_id": member_id,
        "email": email,
        "is_taken": await repository.account_by_email(context.session, email) is not None,
        "code_sent_at": now,
        "code_expires_at": now + CODE_LIFETIME,
    }
    await repository.void_email_changes(context.session, member_id)
    await repository.insert_email_change(context.session, values)
    await defer(context.session, jobs.mail_email_change_code, change_id=str(change_id))


async def _count_mail(context: Context, member_id: UUID, email: str) -> None:
    await context.limiter.hit(CHANGES_BY_MEMBER, str(member_id))
    await context.limiter.hit(CHANGES_BY_EMAIL, email)


async def resend_code(context: Context) -> None:
    """Mail a new code to the address of the caller's change; the one before is void.

    Raises:
        EmailChangeNotFound: none waits for a code.
        RateLimited: the last one was mailed less than a minute ago, or too many within an hour.
    """
    change = await repository.lock_email_change(context.session, context.caller.member_id)
    if change is None:
        raise EmailChangeNotFound
    codes.require_pause(context, change.code_sent_at)
    await _count_mail(context, change.member_id, change.email)
    await codes.renew_code(context, change)
    await defer(context.session, jobs.mail_email_change_code, change_id=str(change.id))


async def confirm(context: Context, data: EmailChangeConfirm) -> Me:
    """Move the caller's account to the new address with the mailed code; their other sessions end.

    Raises:
        WrongCode: another code was mailed.
        CodeExpired: too late, already used, after five tries, or no change waits for a code.
        EmailTaken: the address became somebody else's in the meantime.
        RateLimited: 240 tries from this network address within an hour.
    """
    member_id = context.caller.member_id
    await context.limiter.hit(service.CONFIRMATIONS_BY_ADDRESS, context.client_address)
    # The account's row comes first in everything that changes credentials: nobody waits for one who waits for them.
    email = await repository.lock_email(context.session, member_id)
    change = await repository.lock_email_change(context.session, member_id)
    if email is None or change is None:
        raise CodeExpired
    await codes.spend_attempt(context, change, is_used=False)
    expected = mailed_code(context.settings, jobs.EMAIL_CHANGE, change.id, number=change.code_number)
    if change.is_taken or not hmac.compare_digest(expected, data.code):
        raise WrongCode
    await _move(context, change, left=email)
    return await members.me(context, member_id)


async def _move(context: Context, change: EmailChange, *, left: str) -> None:
    member_id = change.member_id
    change.confirmed_at = context.clock.now()
    change.previous_email = left
    await context.session.flush()
    try:
        await repository.set_email(context.session, member_id, email=change.email)
    except IntegrityError:
        raise EmailTaken from None
    await repository.void_password_resets(context.session, member_id)
    # Sessions before what belongs to the member, as a refresh takes them.
    await sessions.end(context, member_id, keep=context.caller.session_id)
    await students.move(context, member_id, left=left, email=change.email)
    await defer(context.session, jobs.mail_email_changed, change_id=str(change.id))
