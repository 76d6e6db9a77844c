"""Who is calling: from an access token to the member, as session and member stand at this moment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dife.accounts import repository
from dife.accounts.tokens import AccessClaims, verify_access_token
from dife.context import Caller, Resources
from dife.database import AnyRow
from dife.errors import Unauthenticated
from dife.group_read import GroupRead
from dife.kit.clock import Clock
from dife.models import MemberRole, MemberStatus

CallerReader = GroupRead[UUID, AnyRow]


def open_caller_reader(engine: AsyncEngine, clock: Clock) -> CallerReader:
    """Make the one that looks up the sessions of all requests of this process."""

    async def read(connection: AsyncConnection, session_ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
        return await repository.live_callers(connection, session_ids, now=clock.now())

    return GroupRead("callers", engine, read)


async def authenticate_request(resources: Resources, token: str) -> Caller:
    """Turn a request's access token into the caller. Requests of the same moment are looked up together.

    Raises:
        Unauthenticated: the token is not good, its session ended, or its member is not active.
        Unavailable: the database cannot tell now.
    """
    claims = verify_access_token(resources.settings, resources.clock, token)
    return await find_caller(resources.callers, claims)


async def find_caller(callers: CallerReader, claims: AccessClaims) -> Caller:
    """Return whom a verified token stands for.

    Raises:
        Unauthenticated: its session ended, or its member is not active.
        Unavailable: the database cannot tell now.
    """
    row = await callers.get(claims.session_id)
    if row is None or row.id != claims.member_id or row.status != MemberStatus.ACTIVE:
        raise Unauthenticated
    return Caller(
        member_id=row.id,
        session_id=claims.session_id,
        role=MemberRole(row.role),
        locale=row.locale,
        is_verified=row.student_verified_at is not None,
        is_onboarded=row.onboarded_at is not None,
    )
