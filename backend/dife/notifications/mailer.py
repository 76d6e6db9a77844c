"""Mail over SMTP."""

import asyncio
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog
from aiosmtplib import SMTPException, SMTPNotSupported, SMTPRecipientsRefused

from dife.ports import Mail, MailError
from dife.settings import Settings, SettingsError

log = structlog.get_logger()

STEP_SECONDS = 10
MAIL_SECONDS = 30
_PORTS = {"smtp": 25, "smtps": 465}
_PERMANENT = 500


class SmtpMailer:
    """Sends each mail over a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.smtp_url.get_secret_value())
        if parts.scheme not in _PORTS or not parts.hostname:
            raise SettingsError("DIFE_SMTP_URL: must be smtp://host:port or smtps://host:port")
        self._host = parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._tls = parts.scheme == "smtps"
        self._username = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        name, address = parseaddr(settings.mail_from)
        try:
            self._sender = Address(display_name=name, addr_spec=address)
        except (MessageError, ValueError, IndexError):
            raise SettingsError("DIFE_MAIL_FROM: must be an address, or Name <address>") from None

    async def send(self, mail: Mail) -> None:
        """Hand the mail to the server. An address that it will never take is logged, since no repeat would help.

        Raises:
            MailError: it did not take it; trying again later is right.
        """
        message = self._compose(mail)
        try:
            async with asyncio.timeout(MAIL_SECONDS), self._connection() as client:
                await client.send_message(message, sender=self._sender.addr_spec, recipients=[mail.to])
        except SMTPRecipientsRefused as error:
            code = error.recipients[0].code
            if code < _PERMANENT:
                raise MailError(f"the server put the address off ({code})") from None
            log.warning("mail_address_refused", smtp_code=code)
        except SMTPNotSupported:
            log.warning("mail_address_refused", smtp_code=None)
        except (SMTPException, OSError, TimeoutError) as error:
            # Messages of the library carry addresses.
            raise MailError(type(error).__name__) from None

    def _connection(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._tls,
            # A password never travels in the clear; without one TLS is used where the server offers it.
            start_tls=None if self._tls or not self._username else True,
            username=self._username,
            password=self._password,
            timeout=STEP_SECONDS,
        )

    def _compose(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = self._sender
            message["To"] = Address(addr_spec=mail.to)
            message["Subject"] = mail.subject
        except (MessageError, ValueError, IndexError):
            # A line break in a subject or address would start a header of somebody else's choice.
            raise MailError("an address or subject that cannot be a header") from None
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._sender.domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        if mail.html is not None:
            message.add_alternative(mail.html, subtype="html")
        return message
