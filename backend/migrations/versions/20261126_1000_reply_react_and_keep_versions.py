"""Replies, reactions, and what edited messages said before.

Revision ID: 20261126_1000
Revises: 20261123_1000
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_1000"
down_revision = "20261123_1000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("reply_to_id", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("reply_to_seq", sa.BigInteger(), nullable=True))
    op.add_column(
        "messages", sa.Column("reactions", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False)
    )
    op.create_table(
        "message_versions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_seq", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "replaced_seq", name=op.f("pk_message_versions")),
    )


def downgrade() -> None:
    op.drop_table("message_versions")
    op.drop_column("messages", "reactions")
    op.drop_column("messages", "reply_to_seq")
    op.drop_column("messages", "reply_to_id")
