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
EMAIL_CHANGE = "email-change"
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
    """Tell a member about something that only they should have done or must know.

    The kinds: `password_changed`, `session_stolen`, `verification_ended`.
    """
    account = await repository.account_of(context.session, UUID(member_id))
    if account is not None:
        await _send(context, _mail(account.locale, kind, to=account.email))


@job("accounts.mail_email_change_code")
async def mail_email_change_code(context: Context, *, change_id: str) -> None:
    """Mail the newest code of a change to the new address; to whoever has it already, that somebody wants it."""
    change = await repository.get_email_change(context.session, UUID(change_id))
    if change is None or change.confirmed_at is not None or change.code_expires_at <= context.clock.now():
        return
    if change.is_taken:
        owner = await repository.account_by_email(context.session, change.email)
        if owner is not None:
            await _send(context, _mail(owner.locale, "address_wanted", to=change.email))
        return
    account = await repository.account_of(context.session, change.member_id)
    if account is None:
        return
    code = mailed_code(context.settings, EMAIL_CHANGE, change.id, number=change.code_number)
    minutes = int(CODE_LIFETIME.total_seconds() // 60)
    await _send(context, _mail(account.locale, "email_change_code", to=change.email, code=code, minutes=minutes))


@job("accounts.mail_email_changed")
async def mail_email_changed(context: Context, *, change_id: str) -> None:
    """Tell the old address that the account moved away from it."""
    change = await repository.get_email_change(context.session, UUID(change_id))
    if change is None or change.previous_email is None:
        return
    account = await repository.account_of(context.session, change.member_id)
    if account is not None:
        await _send(context, _mail(account.locale, "email_changed", to=change.previous_email))


@queue.periodic(cron="17 3 * * *")
@job("accounts.sweep")
async def sweep(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Delete sign-ups, resets, changes of addresses and dead sessions of last week."""
    await repository.delete_stale(context.session, before=context.clock.now() - STALE_AFTER)
