"""Archive what was said long ago.

Revision ID: 20261126_1700
Revises: 20261126_1600
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_1700"
down_revision = "20261126_1600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("archived_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("messages", sa.Column("is_archived", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "message_archives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chunks", postgresql.JSONB(), nullable=False),
        sa.Column("plain_bytes", sa.BigInteger(), nullable=False),
        sa.Column("stored_bytes", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_message_archives_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_archives")),
    )
    op.create_index(
        "uq_message_archives_room_last",
        "message_archives",
        ["room_id", "last_seq"],
        unique=True,
        postgresql_where=sa.text("restored_at IS NULL"),
    )


def downgrade() -> None:
    op.execute(
        "DO $$ BEGIN IF EXISTS (SELECT 1 FROM message_archives WHERE restored_at IS NULL) THEN "
        "RAISE EXCEPTION 'run `dife archive restore` first: messages are only in the object store'; END IF; END $$"
    )
    op.drop_table("message_archives")
    op.drop_column("messages", "is_archived")
    op.drop_column("rooms", "archived_seq")
