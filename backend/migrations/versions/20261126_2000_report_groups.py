"""Report groups.

Revision ID: 20261126_2000
Revises: 20261126_1810
"""

from alembic import op

revision = "20261126_2000"
down_revision = "20261126_1810"
branch_labels = None
depends_on = None

_CONSTRAINT = "ck_reports_target_kind"
_BEFORE = "'member', 'message', 'post', 'comment'"


def upgrade() -> None:
    op.drop_constraint(op.f(_CONSTRAINT), "reports", type_="check")
    op.create_check_constraint(op.f(_CONSTRAINT), "reports", f"target_kind IN ({_BEFORE}, 'group')")


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE target_kind = 'group'")
    op.drop_constraint(op.f(_CONSTRAINT), "reports", type_="check")
    op.create_check_constraint(op.f(_CONSTRAINT), "reports", f"target_kind IN ({_BEFORE})")
