"""Count the attempts of a push, and find unread notifications by an index.

Revision ID: 20261123_1000
Revises: 20261123_0910
"""

import sqlalchemy as sa
from alembic import op

revision = "20261123_1000"
down_revision = "20261123_0910"
branch_labels = None
depends_on = None

_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_notifications_unread", "notifications", ["member_id"], postgresql_where=_UNREAD)
    op.create_index("ix_notifications_created", "notifications", ["created_at"])
    op.create_index("ix_push_deliveries_created", "push_deliveries", ["created_at"])
    op.add_column("push_deliveries", sa.Column("attempts", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.drop_constraint(op.f("ck_push_deliveries_status"), "push_deliveries", type_="check")
    op.create_check_constraint(
        op.f("ck_push_deliveries_status"), "push_deliveries", "status IN ('sending', 'sent', 'delivered', 'failed')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM push_deliveries WHERE status = 'sending'")
    op.drop_constraint(op.f("ck_push_deliveries_status"), "push_deliveries", type_="check")
    op.create_check_constraint(
        op.f("ck_push_deliveries_status"), "push_deliveries", "status IN ('sent', 'delivered', 'failed')"
    )
    op.drop_column("push_deliveries", "attempts")
    op.drop_index("ix_push_deliveries_created", table_name="push_deliveries")
    op.drop_index("ix_notifications_created", table_name="notifications")
    op.drop_index("ix_notifications_unread", table_name="notifications")
