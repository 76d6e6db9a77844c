"""Preview the links of messages.

Revision ID: 20261126_1500
Revises: 20261126_1400
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_1500"
down_revision = "20261126_1400"
branch_labels = None
depends_on = None

_CONSTRAINT = "ck_media_kind"
_BEFORE = "'profile', 'chat', 'post', 'room', 'file', 'voice'"


def upgrade() -> None:
    op.add_column("messages", sa.Column("preview", postgresql.JSONB(), nullable=True))
    op.drop_constraint(op.f(_CONSTRAINT), "media", type_="check")
    op.create_check_constraint(op.f(_CONSTRAINT), "media", f"kind IN ({_BEFORE}, 'preview')")


def downgrade() -> None:
    op.execute("DELETE FROM media WHERE kind = 'preview'")
    op.drop_constraint(op.f(_CONSTRAINT), "media", type_="check")
    op.create_check_constraint(op.f(_CONSTRAINT), "media", f"kind IN ({_BEFORE})")
    op.drop_column("messages", "preview")
