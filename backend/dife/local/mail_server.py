"""A mail server that delivers to a folder, so that nobody needs a mail account to try Dife."""

import asyncio
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from dife.local.mail import deliver

_LARGEST_BYTES = 1_000_000


class MailServer:
    """An SMTP server on loopback in a thread of this process."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(
            _Delivery(folder),
            hostname="127.0.0.1",
            port=port,
            server_hostname="localhost",
            data_size_limit=_LARGEST_BYTES,
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
