"""Create the tables and functions of the job queue (procrastinate's own schema).

Revision ID: 20261123_0910
Revises: 20261123_0900
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "20261123_0910"
down_revision = "20261123_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The driver itself: many statements in one string, whose % signs are not placeholders.
    op.get_bind().connection.driver_connection.execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.execute(
        """
        DO $$
        DECLARE item record;
        BEGIN
            FOR item IN SELECT oid::regclass AS name FROM pg_class
                WHERE relname LIKE 'procrastinate%' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
            LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', item.name); END LOOP;
            FOR item IN SELECT oid::regprocedure AS name FROM pg_proc
                WHERE proname LIKE 'procrastinate%' AND pronamespace = 'public'::regnamespace
            LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', item.name); END LOOP;
            FOR item IN SELECT oid::regtype AS name FROM pg_type
                WHERE typname LIKE 'procrastinate%' AND typtype IN ('e', 'c') AND typnamespace = 'public'::regnamespace
            LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', item.name); END LOOP;
        END $$
        """
    )
