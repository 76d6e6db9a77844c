"""Alembic's environment: one connection, one advisory lock, one transaction a migration."""

from alembic import context
from sqlalchemy import create_engine, make_url, text

from dife.models import Base


def _is_ours(name: str | None, type_: str, _parents: object) -> bool:
    """Leave the job queue's tables alone when models and database are compared."""
    return not (type_ == "table" and (name or "").startswith("procrastinate"))


_LOCK = 0x64696665  # "dife"


def _run() -> None:
    url = make_url(context.config.attributes["url"]).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        context.configure(
            connection=connection, target_metadata=Base.metadata, transaction_per_migration=True, include_name=_is_ours
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()
    engine.dispose()


_run()
