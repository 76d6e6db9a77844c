"""Mails in a folder: delivered by the local mail server, shown by the mailbox page."""

import contextlib
import email
import email.policy
import itertools
import time
from email.message import EmailMessage
from pathlib import Path

import msgspec

_KEPT = 500
_counter = itertools.count()


class Mail(msgspec.Struct, frozen=True):
    """A delivered mail, as the mailbox page shows it."""

    to: list[str]
    subject: str
    text: str
    sent_at: str


def deliver(folder: Path, recipients: list[str], content: bytes) -> None:
    """Keep a mail in the folder, and no more than the newest few hundred."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    mail = Mail(
        to=list(recipients),
        subject=str(message["subject"] or ""),
        text=_text_of(message),
        sent_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    )
    # Names sort by time of arrival.
    file = folder / f"{time.time_ns():020}-{next(_counter) % 1000:03}.json"
    draft = file.with_suffix(".new")
    draft.write_bytes(msgspec.json.encode(mail))
    draft.replace(file)
    for old in sorted(folder.glob("*.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)


def read_mails(folder: Path, *, to: str | None = None) -> list[Mail]:
    """Delivered mails, newest first; with `to`, only those sent to that address."""
    mails = (_read(file) for file in sorted(folder.glob("*.json"), reverse=True))
    wanted = to.strip().casefold() if to else None
    return [
        mail
        for mail in mails
        if mail is not None and (wanted is None or wanted in (recipient.casefold() for recipient in mail.to))
    ]


def _read(file: Path) -> Mail | None:
    # A mail may be dropped for a newer one between listing and reading.
    with contextlib.suppress(FileNotFoundError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=Mail)
    return None


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return "" if body is None else str(body.get_content())
