"""Take files and voice notes.

Revision ID: 20261126_1340
Revises: 20261126_1330
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1340"
down_revision = "20261126_1330"
branch_labels = None
depends_on = None

_CONSTRAINT = "ck_media_kind"


def upgrade() -> None:
    op.add_column("media", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("media", sa.Column("duration_ms", sa.Integer(), nullable=True))
    op.drop_constraint(op.f(_CONSTRAINT), "media", type_="check")
    kinds = "kind IN ('profile', 'chat', 'post', 'room', 'file', 'voice')"
    op.create_check_constraint(op.f(_CONSTRAINT), "media", kinds)


def downgrade() -> None:
    op.execute("DELETE FROM media WHERE kind IN ('file', 'voice')")
    op.drop_constraint(op.f(_CONSTRAINT), "media", type_="check")
    op.create_check_constraint(op.f(_CONSTRAINT), "media", "kind IN ('profile', 'chat', 'post', 'room')")
    op.drop_column("media", "duration_ms")
    op.drop_column("media", "name")
