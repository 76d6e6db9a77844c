"""What mailed codes have in common: a minute between two, ten minutes to live, five tries."""

from datetime import datetime, timedelta

from dife.accounts.errors import CodeExpired
from dife.accounts.tokens import CODE_ATTEMPTS, CODE_LIFETIME
from dife.context import Context
from dife.errors import RateLimited
from dife.models.mailed_code import MailedCode, RenewableCode

RESEND_AFTER = timedelta(minutes=1)


async def spend_attempt(context: Context, request: MailedCode, *, is_used: bool) -> None:
    """Count a try at a request's code; the caller holds its row.

    Raises:
        CodeExpired: too late, used, or tried too often.
    """
    if is_used or request.attempts >= CODE_ATTEMPTS or request.code_expires_at <= context.clock.now():
        raise CodeExpired
    request.attempts += 1
    await context.session.flush()


def require_pause(context: Context, sent_at: datetime) -> None:
    """Refuse to mail another code before a minute is over.

    Raises:
        RateLimited: the last one was mailed less than a minute ago.
    """
    pause = int(RESEND_AFTER.total_seconds())
    waited = (context.clock.now() - sent_at).total_seconds()
    if waited < pause:
        raise RateLimited(retry_after=max(1, round(pause - waited)), amount=1, window=pause)


async def renew_code(context: Context, request: RenewableCode) -> None:
    """Make the next code of a request; the one before is void."""
    now = context.clock.now()
    request.code_number += 1
    request.attempts = 0
    request.code_sent_at = now
    request.code_expires_at = now + CODE_LIFETIME
    await context.session.flush()
