"""PostgreSQL: the engine, and what happens after a commit."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog
from psycopg import OperationalError as DriverOperationalError
from psycopg.conninfo import make_conninfo
from sqlalchemy import ClauseElement, ColumnElement, CursorResult, Row, Select, delete, make_url, select, tuple_
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from dife import tracing
from dife.models import Base
from dife.settings import Settings

log = structlog.get_logger()

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns the statement names; typed where it is turned into a schema."""

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
"""A statement that yields such rows."""

AfterCommit = Callable[[], Awaitable[None]]

UNAVAILABLE_ERRORS = (OperationalError, InterfaceError, PoolTimeoutError, DriverOperationalError, TimeoutError)
"""Errors that mean "the database cannot do this now": locks, time-outs, lost connections. They answer 503."""

DELETED_AT_ONCE = 1000
MOST_BATCHES = 100

_SESSION_OPTIONS = (
    "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
    # What was acknowledged is on the disk, whatever the server's own default says.
    " -c synchronous_commit=on"
)


def create_engine(
    settings: Settings,
    *,
    pool_size: int | None = None,
    read_only: bool = False,
    lock_timeout_ms: int = 3000,
) -> AsyncEngine:
    """Create the engine of one process; its pool is the bound on what the process asks of the database."""
    secret = settings.gateway_database_url if read_only else None
    url = make_url((secret or settings.database_url).get_secret_value())
    options = f"{_SESSION_OPTIONS} -c lock_timeout={lock_timeout_ms}"
    alone: dict[str, Any] = {}
    if read_only:
        options += " -c default_transaction_read_only=on"
        # Every statement stands alone: BEGIN and ROLLBACK around it would be two more round trips.
        alone = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size or settings.database_pool_size,
        max_overflow=0,
        pool_timeout=3,
        pool_recycle=1800,
        connect_args={"options": options, "connect_timeout": 3, "prepare_threshold": 5},
        **alone,
    )
    if settings.traces_url is not None:
        tracing.observe_engine(engine)
    return engine


def conninfo_of(url: str) -> str:
    """Return a URL as libpq takes it: a password may have any character."""
    parts = make_url(url)
    parameters: dict[str, Any] = {
        **parts.translate_connect_args(username="user", database="dbname"),
        **parts.query,
    }
    return make_conninfo(**parameters)


def new_session(engine: AsyncEngine) -> AsyncSession:
    """Open a session; it takes a connection with its first statement."""
    return AsyncSession(engine, expire_on_commit=False, autoflush=False)


def session_on(connection: AsyncConnection) -> AsyncSession:
    """Open a session over a connection that is there already, and stays open afterwards."""
    return AsyncSession(connection, expire_on_commit=False, autoflush=False)


class CompiledStatement:
    """A statement whose text is made once, for hot paths: building it anew takes longer than running it.

    Every parameter that changes is a `bindparam` with a name.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]  # SQLAlchemy does not annotate it
        self._text = str(compiled)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}

    async def run(self, session: AsyncSession, parameters: dict[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        """Run it in the session's transaction."""
        return await self.run_on(await session.connection(), parameters)

    async def run_on(self, connection: AsyncConnection, parameters: dict[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        """Run it over a connection."""
        return await connection.exec_driver_sql(self._text, {**self._constants, **parameters})


def after_commit(session: AsyncSession, action: AfterCommit) -> None:
    """Run `action` once the session's transaction is committed; only for hints, since a crash in between loses it."""
    session.info.setdefault("after_commit", []).append(action)


async def commit(session: AsyncSession) -> None:
    """Commit, then run what waited for it. The only place that commits a request or a job."""
    if session.in_transaction():
        await session.commit()
    for action in session.info.pop("after_commit", []):
        try:
            await action()
        except Exception as error:  # noqa: BLE001 - a lost hint must not undo a committed answer
            log.warning("after_commit_failed", error=type(error).__name__)


async def delete_in_batches(session: AsyncSession, table: type[Base], condition: ColumnElement[bool]) -> int:
    """Delete the rows that meet a condition, some at a time, each time committed; return how many.

    What is left after a hundred times waits for the next call: a sweep neither locks much nor runs for long.
    """
    key = tuple_(*table.__table__.primary_key)
    over = select(*table.__table__.primary_key).where(condition).limit(DELETED_AT_ONCE)
    # In a WITH it runs once; as a subquery a plan may run it again and delete more.
    batch = over.with_for_update(skip_locked=True).cte("batch")
    statement = delete(table).where(key.in_(select(batch)))
    deleted = 0
    for _ in range(MOST_BATCHES):
        result = await session.execute(statement.execution_options(synchronize_session=False))
        count: int = result.rowcount  # type: ignore[attr-defined]  # DML has one
        await commit(session)
        deleted += count
        if count < DELETED_AT_ONCE:
            break
    return deleted


async def release(session: AsyncSession) -> None:
    """Give the session's connection back, if it took one; what it has not committed is rolled back."""
    if session.in_transaction():
        await session.close()


def constraint_of(error: DBAPIError) -> str | None:
    """Return the name of the constraint that a statement violated."""
    diagnostics = getattr(error.orig, "diag", None)
    return getattr(diagnostics, "constraint_name", None)
