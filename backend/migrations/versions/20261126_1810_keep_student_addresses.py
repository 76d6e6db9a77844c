"""Keep the campus addresses that verified students left.

Revision ID: 20261126_1810
Revises: 20261126_1800
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1810"
down_revision = "20261126_1800"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "student_addresses",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_student_addresses_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_student_addresses")),
        sa.UniqueConstraint("email", name=op.f("uq_student_addresses_email")),
    )


def downgrade() -> None:
    op.drop_table("student_addresses")
