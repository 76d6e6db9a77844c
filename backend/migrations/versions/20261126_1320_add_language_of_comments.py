"""Add the language of comments, which was detected anew at each read.

Revision ID: 20261126_1320
Revises: 20261126_1300
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1320"
down_revision = "20261126_1300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comments", sa.Column("language", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("comments", "language")
