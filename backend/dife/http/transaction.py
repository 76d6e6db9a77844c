"""One request, one transaction, committed in one place."""

import asyncio
from http import HTTPStatus

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy.ext.asyncio import AsyncSession

from dife.context import Resources
from dife.database import UNAVAILABLE_ERRORS, commit, new_session, release
from dife.errors import Unavailable
from dife.http.problems import problem_messages

log = structlog.get_logger()

REQUEST_SECONDS = 5.5
"""No request runs longer: a paused database answers 503 within six seconds."""


class TransactionMiddleware(ASGIMiddleware):
    """Opens the request's session; commits just before a success goes out, else rolls back.

    A commit that fails turns the answer into 503: the client then knows nothing for sure and repeats the request.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(  # noqa: PLR0917 - the framework calls it so
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Run the rest of the application inside the transaction."""
        resources: Resources = scope["litestar_app"].state.resources
        session = new_session(resources.engine)
        answer = _Answer(session, scope, send)
        scope["state"]["session"] = session
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await next_app(scope, receive, answer.send)
        except TimeoutError:
            log.warning("request_timed_out")
            await answer.give_up()
        finally:
            await _close(session)


class _Answer:
    """The `send` of one request: nothing leaves before the commit."""

    def __init__(self, session: AsyncSession, scope: Scope, send: Send) -> None:
        self._session = session
        self._scope = scope
        self._send = send
        self._started = False
        self._gave_up = False

    async def send(self, message: Message) -> None:
        if self._gave_up:
            return
        if message["type"] == "http.response.start" and not await self._settle(message["status"]):
            return
        await self._send(message)

    async def _settle(self, status: int) -> bool:
        try:
            if status < HTTPStatus.BAD_REQUEST or self._scope["state"].get("keeps_changes"):
                await commit(self._session)
            else:
                await release(self._session)
        except UNAVAILABLE_ERRORS as error:
            log.warning("commit_failed", error=type(error).__name__)
            await self.give_up()
            return False
        self._started = True
        return True

    async def give_up(self) -> None:
        """Answer 503 instead, unless an answer is already on its way."""
        if self._started or self._gave_up:
            return
        self._gave_up = True
        for message in problem_messages(Unavailable(), self._scope):
            await self._send(message)


async def _close(session: AsyncSession) -> None:
    if not session.in_transaction():
        return
    try:
        await asyncio.shield(release(session))
    except UNAVAILABLE_ERRORS as error:
        log.warning("session_close_failed", error=type(error).__name__)
