"""Let members show or hide whether they are here.

Revision ID: 20261126_1600
Revises: 20261126_1500
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1600"
down_revision = "20261126_1500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("shows_presence", sa.Boolean(), server_default=sa.text("true"), nullable=False))


def downgrade() -> None:
    op.drop_column("members", "shows_presence")
