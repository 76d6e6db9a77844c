"""Mails about accounts, and the sweep of what is over."""

from datetime import timedelta
from uuid import UUID

from dife.accounts import repository
from dife.accounts.tokens import CODE_LIFETIME, mailed_code
from dife.context import Context
from dife.kit.catalogue import sentence
from dife.ports import Mail
from dife.queue import job, queue

SIGN_UP = "sign-up"
PASSWORD_RESET = "password-reset"  # noqa: S105 - the name of a purpose, not a password
STALE_AFTER = timedelta(days=7)


def _mail(locale: str, kind: str, *, to: str, **values: object) -> Mail:
    return Mail(
        to=to,
        subject=sentence(locale, f"mail.{kind}.subject", **values),
        text=sentence(locale, f"mail.{kind}.text", **values),
    )


async def _send(context: Context, mail: Mail) -> None:
    # Ends the transaction, in which nothing was written: a mail server may take longer than a transaction may idle, and
    # a job that fails after its mail is sent sends it again.
    await context.session.rollback()
    await context.resources.mailer.send(mail)


@job("accounts.mail_sign_up_code")
async def mail_sign_up_code(context: Context, *, sign_up_id: str) -> None:
    """Mail the newest code of a sign-up; to an address that has an account, that it has one."""
    sign_up = await repository.get_sign_up(context.session, UUID(sign_up_id))
    if sign_up is None or sign_up.confirmed_at is not None or sign_up.code_expires_at <= context.clock.now():
        return
    if sign_up.is_taken:
        mail = _mail(sign_up.locale, "address_taken", to=sign_up.email, url=context.settings.public_url)
    else:
        code = mailed_code(context.settings, SIGN_UP, sign_up.id, number=sign_up.code_number)
        minutes = int(CODE_LIFETIME.total_seconds() // 60)
        mail = _mail(sign_up.locale, "sign_up_code", to=sign_up.email, code=code, minutes=minutes)
    await _send(context, mail)


@job("accounts.mail_password_reset_code")
async def mail_password_reset_code(context: Context, *, reset_id: str) -> None:
    """Mail the code of a password reset."""
    reset = await repository.get_password_reset(context.session, UUID(reset_id))
    if reset is None or reset.used_at is not None or reset.code_expires_at <= context.clock.now():
        return
    account = await repository.account_of(context.session, reset.member_id)
    if account is None:
        return
    code = mailed_code(context.settings, PASSWORD_RESET, reset.id, number=1)
    minutes = int(CODE_LIFETIME.total_seconds() // 60)
    await _send(context, _mail(account.locale, "password_reset_code", to=account.email, code=code, minutes=minutes))


@job("accounts.mail_security_notice")
async def mail_security_notice(context: Context, *, member_id: str, kind: str) -> None:
    """Tell a member about something that only they should have done (`password_changed`, `session_stolen`)."""
    account = await repository.account_of(context.session, UUID(member_id))
    if account is not None:
        await _send(context, _mail(account.locale, kind, to=account.email))


@queue.periodic(cron="17 3 * * *")
@job("accounts.sweep")
async def sweep(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Delete sign-ups, resets and dead sessions of last week."""
    await repository.delete_stale(context.session, before=context.clock.now() - STALE_AFTER)
