"""Know of each picture whether something shows it.

Revision ID: 20261126_1200
Revises: 20261126_1100
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1200"
down_revision = "20261126_1100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE media SET used_at = now() WHERE id IN (
            SELECT unnest(media_ids) FROM messages WHERE media_ids <> '{}'
            UNION SELECT unnest(media_ids) FROM posts WHERE media_ids <> '{}'
            UNION SELECT photo_media_id FROM members WHERE photo_media_id IS NOT NULL
            UNION SELECT picture_media_id FROM groups WHERE picture_media_id IS NOT NULL
        )
        """
    )


def downgrade() -> None:
    op.drop_column("media", "used_at")
