"""Fill the language of the comments that are there, apart from adding it: that locks the table, and this takes long.

Revision ID: 20261126_1330
Revises: 20261126_1320
"""

import sqlalchemy as sa
from alembic import op

from dife.kit.languages import detect_language_now

revision = "20261126_1330"
down_revision = "20261126_1320"
branch_labels = None
depends_on = None

BATCH = 1000
NONE = "00000000-0000-0000-0000-000000000000"

_comments = sa.table("comments", sa.column("id", sa.Uuid()), sa.column("body"), sa.column("language"))


def upgrade() -> None:
    connection, after = op.get_bind(), sa.literal(NONE, sa.Uuid(as_uuid=False))
    while rows := connection.execute(_page(after)).all():
        texts = [(row.id, detect_language_now(row.body)) for row in rows]
        if known := [{"comment_id": id_, "found": language} for id_, language in texts if language]:
            connection.execute(_keep(), known)
        after = sa.literal(rows[-1].id, sa.Uuid())


def _page(after: sa.ColumnElement[object]) -> sa.Select[tuple[object, ...]]:
    unknown = _comments.c.language.is_(None) & (_comments.c.body != "")
    page = sa.select(_comments.c.id, _comments.c.body).where(_comments.c.id > after, unknown)
    return page.order_by(_comments.c.id).limit(BATCH)


def _keep() -> sa.Update:
    mine = _comments.c.id == sa.bindparam("comment_id", type_=sa.Uuid())
    return sa.update(_comments).where(mine).values(language=sa.bindparam("found"))


def downgrade() -> None:
    """Nothing to undo: the column goes with the revision before."""
