"""What the account routes take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from dife.kit.schema import Input, Output
from dife.members.schemas import Locale, Me

# As HTML's `type=email`, with a dot in the domain: what RFC 5322 allows beyond it (comments, quotes) lets one mailbox have
# any number of addresses. The end says "no line break", which `$` alone would let pass.
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ADDRESS = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+$(?!\n)"
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=_ADDRESS)]
NewPassword = Annotated[str, Meta(min_length=8, max_length=128)]
Password = Annotated[str, Meta(min_length=1, max_length=128)]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$")]


class SignUpRequest(Input):
    """A new account is asked for."""

    email: Email
    password: NewPassword
    locale: Locale


class SignUpStarted(Output):
    """A code was mailed, whatever the address is; it belongs to this sign-up."""

    sign_up_id: UUID


class VerifyEmail(Input):
    """The code of a sign-up."""

    sign_up_id: UUID
    code: Code


class ResendCode(Input):
    """A new code for a sign-up is asked for."""

    sign_up_id: UUID


class Login(Input):
    """Credentials."""

    email: Email
    password: Password


class RefreshRequest(Input):
    """A native client sends its token; a web client's is in the cookie."""

    refresh_token: Annotated[str, Meta(max_length=200)] | None = None


class PasswordResetRequest(Input):
    """A code for a new password is asked for."""

    email: Email


class PasswordResetConfirm(Input):
    """The code, and the new password."""

    email: Email
    code: Code
    new_password: NewPassword


class ChangePassword(Input):
    """The old password, and the new one."""

    old: Password
    new: NewPassword


class EmailChangeRequest(Input):
    """Another mail address is asked for, with the present password."""

    password: Password
    email: Email


class EmailChangeConfirm(Input):
    """The code that was mailed to the new address."""

    code: Code


class Tokens(Output):
    """A session's tokens. `refresh_token` is null for web clients: theirs is in an HttpOnly cookie."""

    access_token: str
    refresh_token: str | None
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Meta(description="Seconds.")]
    member: Me


class SessionView(Output):
    """One log-in of the member."""

    id: UUID
    client: Literal["web", "native"]
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    is_current: bool


class SessionList(Output):
    """All live sessions; there are at most 20."""

    items: list[SessionView]
