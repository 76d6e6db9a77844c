"""The migrations make exactly the tables that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url

from dife.models import Base


def test_models_and_database_are_the_same(database_url: str) -> None:
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    ours = {
        "include_name": lambda name, kind, _: not (kind == "table" and name.startswith(("procrastinate", "alembic")))
    }
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={**ours, "compare_type": True})
            differences = compare_metadata(context, Base.metadata)
    finally:
        engine.dispose()

    assert differences == []
