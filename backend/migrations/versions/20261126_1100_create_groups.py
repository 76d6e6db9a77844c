"""Create groups: what a group room says of itself, roles, invitations and likes.

Revision ID: 20261126_1100
Revises: 20261126_1000
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_1100"
down_revision = "20261126_1000"
branch_labels = None
depends_on = None

_TEXTS = postgresql.ARRAY(sa.Text())
_NOW = sa.text("now()")


def upgrade() -> None:
    _create_groups()
    op.create_table(
        "room_likes",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        _to("members", "member_id", table="room_likes"),
        _to("rooms", "room_id", table="room_likes"),
        sa.PrimaryKeyConstraint("room_id", "member_id", name=op.f("pk_room_likes")),
    )
    op.create_index("ix_room_likes_member", "room_likes", ["member_id", "room_id"])
    _create_invites()
    op.add_column("room_members", sa.Column("role", sa.Text(), server_default="member", nullable=False))
    op.add_column("room_members", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_room_members_role"), "room_members", "role IN ('owner', 'moderator', 'member')")
    op.create_index(
        "uq_room_members_owner",
        "room_members",
        ["room_id"],
        unique=True,
        postgresql_where=sa.text("role = 'owner' AND left_seq IS NULL"),
    )
    _allow_media("'profile', 'chat', 'post', 'room'")


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE kind = 'room_invited'")
    op.execute("DELETE FROM rooms WHERE kind = 'group'")
    op.drop_index("uq_room_members_owner", table_name="room_members")
    op.drop_constraint(op.f("ck_room_members_role"), "room_members", type_="check")
    op.drop_column("room_members", "removed_at")
    op.drop_column("room_members", "role")
    op.drop_table("room_invites")
    op.drop_table("room_likes")
    op.drop_table("groups")
    op.execute("DELETE FROM media WHERE kind = 'room'")
    _allow_media("'profile', 'chat', 'post'")


def _create_groups() -> None:
    op.create_table(
        "groups",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("picture_media_id", sa.Uuid(), nullable=True),
        sa.Column("topics", _TEXTS, nullable=False),
        sa.Column("languages", _TEXTS, nullable=False),
        sa.Column("purposes", _TEXTS, nullable=False),
        sa.Column("max_members", sa.Integer(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("password_hash", postgresql.BYTEA(), nullable=True),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("shuffle", sa.Float(53), server_default=sa.text("random()"), nullable=False),
        sa.Column("member_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("like_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("max_members BETWEEN 3 AND 300", name=op.f("ck_groups_seats")),
        sa.CheckConstraint("member_count BETWEEN 0 AND max_members", name=op.f("ck_groups_room_for_all")),
        sa.CheckConstraint("history IN ('from_join', 'all')", name=op.f("ck_groups_history")),
        sa.CheckConstraint("is_private OR password_hash IS NULL", name=op.f("ck_groups_password_of_private")),
        sa.ForeignKeyConstraint(
            ["picture_media_id"], ["media.id"], name=op.f("fk_groups_picture_media_id_media"), ondelete="SET NULL"
        ),
        _to("rooms", "room_id", table="groups"),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_groups")),
    )
    op.create_index("ix_groups_choices", "groups", ["topics", "languages", "purposes"], postgresql_using="gin")
    op.create_index(op.f("ix_groups_picture_media_id"), "groups", ["picture_media_id"])
    op.create_index("ix_groups_search", "groups", ["search"], postgresql_using="gin")
    op.create_index("ix_groups_shuffle", "groups", ["shuffle"], postgresql_where=sa.text("closed_at IS NULL"))


def _create_invites() -> None:
    op.create_table(
        "room_invites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("token_hash", postgresql.BYTEA(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("use_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.CheckConstraint("(token_hash IS NULL) <> (member_id IS NULL)", name=op.f("ck_room_invites_link_or_member")),
        _to("members", "created_by", table="room_invites"),
        _to("members", "member_id", table="room_invites"),
        _to("rooms", "room_id", table="room_invites"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_invites")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_room_invites_token_hash")),
    )
    op.create_index(op.f("ix_room_invites_member_id"), "room_invites", ["member_id"])
    op.create_index("ix_room_invites_room", "room_invites", ["room_id", sa.literal_column("id DESC")])
    op.create_index("uq_room_invites_member", "room_invites", ["room_id", "member_id"], unique=True)


def _to(target: str, column: str, *, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def _allow_media(kinds: str) -> None:
    op.drop_constraint(op.f("ck_media_kind"), "media", type_="check")
    op.create_check_constraint(op.f("ck_media_kind"), "media", f"kind IN ({kinds})")
