"""Routes of accounts."""

from uuid import UUID

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from dife.accounts import cookies, email_change, service, sessions
from dife.accounts.schemas import (
    ChangePassword,
    EmailChangeConfirm,
    EmailChangeRequest,
    Login,
    PasswordResetConfirm,
    PasswordResetRequest,
    RefreshRequest,
    ResendCode,
    SessionList,
    SignUpRequest,
    SignUpStarted,
    Tokens,
    VerifyEmail,
)
from dife.http.guards import member, public
from dife.http.request import DifeRequest, RequestContext
from dife.members.schemas import Me


def _client(request: DifeRequest) -> service.Client:
    return "web" if cookies.is_web(request) else "native"


def _user_agent(request: DifeRequest) -> str:
    return request.headers.get("user-agent", "")


@post("/sign-up", operation_id="sign_up", status_code=202, guards=[public])
async def sign_up(context: RequestContext, data: JSONBody[SignUpRequest]) -> SignUpStarted:
    """Start a sign-up; a code is mailed."""
    return await service.sign_up(context, data)


@post("/verify-email", operation_id="verify_email", status_code=200, guards=[public])
async def verify_email(context: RequestContext, request: DifeRequest, data: JSONBody[VerifyEmail]) -> Response[Tokens]:
    """Confirm the mailed code; the account exists from here on."""
    issued = await service.verify_email(context, data, client=_client(request), user_agent=_user_agent(request))
    return cookies.with_tokens(request, context.settings, issued)


@post("/verify-email/resend", operation_id="resend_code", status_code=202, guards=[public])
async def resend_code(context: RequestContext, data: JSONBody[ResendCode]) -> SignUpStarted:
    """Mail a new code."""
    return await service.resend_code(context, data)


@post("/login", operation_id="login", status_code=200, guards=[public])
async def login(context: RequestContext, request: DifeRequest, data: JSONBody[Login]) -> Response[Tokens]:
    """Log in."""
    issued = await service.login(context, data, client=_client(request), user_agent=_user_agent(request))
    return cookies.with_tokens(request, context.settings, issued)


@post("/refresh", operation_id="refresh", status_code=200, guards=[public])
async def refresh(context: RequestContext, request: DifeRequest, data: JSONBody[RefreshRequest]) -> Response[Tokens]:
    """Rotate the refresh token."""
    presented = cookies.presented_token(request, context.settings, data.refresh_token)
    return cookies.with_tokens(request, context.settings, await sessions.refresh(context, presented))


@post("/logout", operation_id="log_out", status_code=204, guards=[public])
async def log_out(context: RequestContext, request: DifeRequest, data: JSONBody[RefreshRequest]) -> Response[None]:
    """End this session."""
    await sessions.log_out(context, cookies.presented_token(request, context.settings, data.refresh_token))
    return cookies.without_token(context.settings)


@post("/password-reset", operation_id="request_password_reset", status_code=202, guards=[public])
async def request_password_reset(context: RequestContext, data: JSONBody[PasswordResetRequest]) -> None:
    """Mail a code for a new password, if the address has an account."""
    await service.request_password_reset(context, data)


@post("/password-reset/confirm", operation_id="confirm_password_reset", status_code=204, guards=[public])
async def confirm_password_reset(context: RequestContext, data: JSONBody[PasswordResetConfirm]) -> None:
    """Set a new password; all sessions end."""
    await service.confirm_password_reset(context, data)


@post("/password", operation_id="change_password", status_code=204, guards=[member])
async def change_password(context: RequestContext, data: JSONBody[ChangePassword]) -> None:
    """Change the password; the other sessions end."""
    await service.change_password(context, data)


@post("/email", operation_id="request_email_change", status_code=202, guards=[member])
async def request_email_change(context: RequestContext, data: JSONBody[EmailChangeRequest]) -> None:
    """Mail a code to another address, whether it is taken or not."""
    await email_change.request(context, data)


@post("/email/resend", operation_id="resend_email_change_code", status_code=202, guards=[member])
async def resend_email_change_code(context: RequestContext) -> None:
    """Mail a new code to the other address."""
    await email_change.resend_code(context)


@post("/email/confirm", operation_id="confirm_email_change", status_code=200, guards=[member])
async def confirm_email_change(context: RequestContext, data: JSONBody[EmailChangeConfirm]) -> Me:
    """Move to the other address; the other sessions end. One of a campus verifies the student, any other changes nothing."""
    return await email_change.confirm(context, data)


@get("/sessions", operation_id="list_sessions", guards=[member])
async def list_sessions(context: RequestContext) -> SessionList:
    """List the devices that are logged in."""
    return await sessions.list_own(context)


@delete("/sessions", operation_id="end_other_sessions", guards=[member])
async def end_other_sessions(context: RequestContext) -> None:
    """Log out everywhere else."""
    await sessions.end_others(context)


@delete("/sessions/{session_id:uuid}", operation_id="end_session", guards=[member])
async def end_session(context: RequestContext, session_id: FromPath[UUID]) -> None:
    """Log out one device."""
    await sessions.end_own(context, session_id)


router = Router(
    "/auth",
    route_handlers=[
        sign_up,
        verify_email,
        resend_code,
        login,
        refresh,
        log_out,
        request_password_reset,
        confirm_password_reset,
        change_password,
        request_email_change,
        resend_email_change_code,
        confirm_email_change,
        list_sessions,
        end_other_sessions,
        end_session,
    ],
    tags=["accounts"],
)
