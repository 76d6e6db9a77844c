"""Hold the pictures that open reports have as evidence.

Revision ID: 20261126_1300
Revises: 20261126_1200
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1300"
down_revision = "20261126_1200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_media_discarded", "media", ["discarded_at"], postgresql_where=sa.text("discarded_at IS NOT NULL")
    )
    op.create_table(
        "media_holds",
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_media_holds_media_id_media")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_media_holds_report_id_reports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("media_id", "report_id", name=op.f("pk_media_holds")),
    )
    op.create_index(op.f("ix_media_holds_report_id"), "media_holds", ["report_id"])


def downgrade() -> None:
    op.drop_table("media_holds")
    op.drop_index("ix_media_discarded", table_name="media")
    op.drop_column("media", "discarded_at")
