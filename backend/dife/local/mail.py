"""A mail server that delivers to a folder, so that nobody needs a mail account to try Dife."""

import asyncio
import contextlib
import email
import email.policy
import itertools
import time
from email.message import EmailMessage
from pathlib import Path

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_KEPT = 500
_LARGEST = 1_000_000
_counter = itertools.count()


class Mail(msgspec.Struct, frozen=True):
    """A delivered mail, as the mailbox page shows it."""

    to: list[str]
    subject: str
    text: str
    sent_at: str


class MailServer:
    """An SMTP server on loopback in a thread of this process."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(
            _Delivery(folder), hostname="127.0.0.1", port=port, server_hostname="localhost", data_size_limit=_LARGEST
        )

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening and end the thread."""
        self._controller.stop(no_assert=True)


class _Delivery:
    """What happens with a mail that was received."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 - the name and signature are the server's
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        await asyncio.to_thread(deliver, self._folder, envelope.rcpt_tos, envelope.original_content or b"")
        return "250 OK"


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
