"""What can go wrong with accounts."""

from dife.errors import Conflict, DifeError, Forbidden, Invalid, NotFound, Unauthenticated


class WrongCredentials(Unauthenticated):
    """No account has this address and password; which of the two is wrong is not told."""

    code = "wrong_credentials"


class AccountSuspended(Forbidden):
    """The account exists, the password is right, and the member is suspended."""

    code = "account_suspended"


class WrongCode(Invalid):
    """The code is not the one that was mailed."""

    code = "wrong_code"
    keeps_changes = True


class CodeExpired(DifeError):
    """The code is too old, was used, or was guessed at too often; a new one has to be asked for."""

    status = 410
    code = "code_expired"


class WrongPassword(Forbidden):
    """The present password, asked for once more, is not right."""

    code = "wrong_password"


class EmailTaken(Conflict):
    """Somebody confirmed this address in the meantime."""

    code = "email_taken"


class EmailChangeNotFound(NotFound):
    """The member has no change of the mail address that waits for its code."""

    code = "email_change_not_found"


class UntrustedOrigin(Forbidden):
    """A request that lives by its cookie came from a page that is not ours."""

    code = "untrusted_origin"


class InvalidSession(Unauthenticated):
    """The refresh token is unknown, expired, used up or revoked."""

    code = "invalid_session"


class RefreshReused(InvalidSession):
    """A refresh token was used a second time: somebody has a copy, so the whole family ends."""

    keeps_changes = True
