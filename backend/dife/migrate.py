"""Brings the schema to head: once, before a rollout. Two at once wait for each other."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from dife.settings import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def migrate_to_head(settings: Settings) -> None:
    """Run the migrations that are missing, as the migration role."""
    secret = settings.migration_database_url or settings.database_url
    migrate_url(secret.get_secret_value())


def migrate_url(url: str) -> None:
    """Run the migrations that are missing in the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")
