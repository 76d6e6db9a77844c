"""Alembic's environment: one connection, one transaction a migration. `dife migrate` holds the lock."""

from alembic import context
from sqlalchemy import create_engine, make_url

from dife.models import Base


def _is_ours(name: str | None, type_: str, _parents: object) -> bool:
    """Leave the job queue's tables alone when models and database are compared."""
    return not (type_ == "table" and (name or "").startswith("procrastinate"))


def _run() -> None:
    url = make_url(context.config.attributes["url"]).set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, transaction_per_migration=True, include_name=_is_ours
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


_run()
