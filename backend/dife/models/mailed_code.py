"""What rows have in common that wait for a code which was mailed."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column


class MailedCode:
    """Mixin: how long the code is good, and how often it was tried. It is derived from the row and never stored."""

    code_expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))


class RenewableCode(MailedCode):
    """Mixin: a code that can be mailed anew, to an address that may be somebody else's already.

    `code_number` counts the codes that were mailed: the one before is void. For a taken address the row exists too, and
    no code confirms it (no enumeration).
    """

    is_taken: Mapped[bool]
    code_number: Mapped[int] = mapped_column(server_default=text("1"))
    code_sent_at: Mapped[datetime]
