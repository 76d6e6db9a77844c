"""Find messages by their words, and keep some of them.

Revision ID: 20261126_1400
Revises: 20261126_1340
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_1400"
down_revision = "20261126_1340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_search",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_search")),
    )
    op.create_index("ix_message_search_search", "message_search", ["search"], postgresql_using="gin")
    op.create_table(
        "message_bookmarks",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_message_bookmarks_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "message_id", name=op.f("pk_message_bookmarks")),
    )
    op.create_index(
        "ix_message_bookmarks_member",
        "message_bookmarks",
        ["member_id", sa.text("created_at DESC"), sa.text("message_id DESC")],
    )
    # What was written before is made findable by the worker, in pieces.
    op.execute(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'chat.index_older', 0, NULL, NULL, '{}', NULL)::procrastinate_job_to_defer_v1]) WHERE EXISTS (SELECT 1 FROM messages)"
    )


def downgrade() -> None:
    op.drop_table("message_bookmarks")
    op.drop_table("message_search")
