"""Create the tables of all slices.

Revision ID: 20261123_0900
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0900"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("role", sa.Text(), server_default="member", nullable=False),
        sa.Column("locale", sa.Text(), server_default="en", nullable=False),
        sa.Column("campus_id", sa.Text(), nullable=True),
        sa.Column("student_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("bio", sa.Text(), server_default="", nullable=False),
        sa.Column("mbti", sa.Text(), nullable=True),
        sa.Column("photo_media_id", sa.Uuid(), nullable=True),
        sa.Column("is_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("onboarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('member', 'moderator')", name=op.f("ck_members_role")),
        sa.CheckConstraint("status IN ('active', 'suspended', 'deleted')", name=op.f("ck_members_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index(
        "ix_members_active",
        "members",
        [sa.literal_column("active_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("ix_members_campus", "members", ["campus_id", "onboarded_at"], unique=False)
    op.create_index("uq_members_username", "members", [sa.literal_column("lower(username)")], unique=True)
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("code_number", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
    )
    op.create_index(op.f("ix_sign_ups_email"), "sign_ups", ["email"], unique=False)
    op.create_table(
        "translations",
        sa.Column("source_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("source_language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("source_hash", "target", name=op.f("pk_translations")),
    )
    op.create_index("ix_translations_created", "translations", ["created_at"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_accounts_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "blocks",
        sa.Column("blocker_id", sa.Uuid(), nullable=False),
        sa.Column("blocked_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_blocks_two_members")),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["members.id"], name=op.f("fk_blocks_blocked_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["members.id"], name=op.f("fk_blocks_blocker_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_blocks")),
    )
    op.create_index(op.f("ix_blocks_blocked_id"), "blocks", ["blocked_id"], unique=False)
    op.create_table(
        "connections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("addressee_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('pending', 'accepted')", name=op.f("ck_connections_status")),
        sa.CheckConstraint("requester_id <> addressee_id", name=op.f("ck_connections_two_members")),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["members.id"], name=op.f("fk_connections_addressee_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["members.id"], name=op.f("fk_connections_requester_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
    )
    op.create_index("ix_connections_addressee", "connections", ["addressee_id", "status", "id"], unique=False)
    op.create_index("ix_connections_requester", "connections", ["requester_id", "status", "id"], unique=False)
    op.create_index(
        "uq_connections_pair",
        "connections",
        [
            sa.literal_column("least(requester_id, addressee_id)"),
            sa.literal_column("greatest(requester_id, addressee_id)"),
        ],
        unique=True,
    )
    op.create_table(
        "media",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("upload_key", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("blurhash", sa.Text(), nullable=True),
        sa.Column(
            "variants", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('profile', 'chat', 'post')", name=op.f("ck_media_kind")),
        sa.CheckConstraint("status IN ('pending', 'processing', 'ready', 'failed')", name=op.f("ck_media_status")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["members.id"], name=op.f("fk_media_owner_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_owner_id"), "media", ["owner_id"], unique=False)
    op.create_index(
        "ix_media_unfinished",
        "media",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'processing')"),
    )
    op.create_table(
        "member_hobbies",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("hobby", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_hobbies_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "hobby", name=op.f("pk_member_hobbies")),
    )
    op.create_index("ix_member_hobbies_hobby", "member_hobbies", ["hobby", "member_id"], unique=False)
    op.create_table(
        "member_languages",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('speaks', 'learns')", name=op.f("ck_member_languages_kind")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_languages_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "language", "kind", name=op.f("pk_member_languages")),
    )
    op.create_index("ix_member_languages_language", "member_languages", ["language", "kind", "member_id"], unique=False)
    op.create_table(
        "member_likes",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("liked_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["liked_id"], ["members.id"], name=op.f("fk_member_likes_liked_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_likes_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "liked_id", name=op.f("pk_member_likes")),
    )
    op.create_index(op.f("ix_member_likes_liked_id"), "member_likes", ["liked_id"], unique=False)
    op.create_table(
        "notification_settings",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("push_enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_notification_settings_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_notification_settings")),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["members.id"], name=op.f("fk_notifications_actor_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_notifications_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("member_id", "dedup_key", name=op.f("uq_notifications_member_id_dedup_key")),
    )
    op.create_index(
        "ix_notifications_member", "notifications", ["member_id", sa.literal_column("id DESC")], unique=False
    )
    op.create_table(
        "password_resets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_password_resets_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
    )
    op.create_index(op.f("ix_password_resets_member_id"), "password_resets", ["member_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("media_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'::uuid[]"), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("like_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("comment_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("bookmark_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("board IN ('tip', 'free')", name=op.f("ck_posts_board")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_posts_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("author_id", "client_id", name=op.f("uq_posts_author_id_client_id")),
    )
    op.create_index(
        "ix_posts_author",
        "posts",
        ["author_id", sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_posts_board",
        "posts",
        ["board", sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_posts_search", "posts", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("resolution_note", sa.Text(), server_default="", nullable=False),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status = 'resolved') = (outcome IS NOT NULL AND resolved_at IS NOT NULL)",
            name=op.f("ck_reports_resolved"),
        ),
        sa.CheckConstraint("outcome IN ('action_taken', 'no_action')", name=op.f("ck_reports_outcome")),
        sa.CheckConstraint("status IN ('open', 'resolved')", name=op.f("ck_reports_status")),
        sa.CheckConstraint(
            "target_kind IN ('member', 'message', 'post', 'comment')", name=op.f("ck_reports_target_kind")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["members.id"], name=op.f("fk_reports_reporter_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["members.id"], name=op.f("fk_reports_resolved_by_members"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("reporter_id", "client_id", name=op.f("uq_reports_reporter_id_client_id")),
    )
    op.create_index("ix_reports_status", "reports", ["status", "id"], unique=False)
    op.create_index(
        "uq_reports_open_target",
        "reports",
        ["reporter_id", "target_kind", "target_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("direct_low", sa.Uuid(), nullable=True),
        sa.Column("direct_high", sa.Uuid(), nullable=True),
        sa.Column("head_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("head_message_no", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'direct') = (direct_low IS NOT NULL AND direct_high IS NOT NULL)",
            name=op.f("ck_rooms_direct_pair"),
        ),
        sa.CheckConstraint("kind IN ('direct', 'group')", name=op.f("ck_rooms_kind")),
        sa.ForeignKeyConstraint(["created_by"], ["members.id"], name=op.f("fk_rooms_created_by_members")),
        sa.ForeignKeyConstraint(["direct_high"], ["members.id"], name=op.f("fk_rooms_direct_high_members")),
        sa.ForeignKeyConstraint(["direct_low"], ["members.id"], name=op.f("fk_rooms_direct_low_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("created_by", "client_id", name=op.f("uq_rooms_created_by_client_id")),
    )
    op.create_index(
        "uq_rooms_direct_pair",
        "rooms",
        ["direct_low", "direct_high"],
        unique=True,
        postgresql_where=sa.text("kind = 'direct'"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), server_default="", nullable=False),
        sa.Column("generation", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refresh_hash", postgresql.BYTEA(), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("client IN ('web', 'native')", name=op.f("ck_sessions_client")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_sessions_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_member_id"), "sessions", ["member_id"], unique=False)
    op.create_table(
        "translation_usage",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("characters", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("requests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_translation_usage_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "month", name=op.f("pk_translation_usage")),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("like_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_comments_author_id_members")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_comments_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("author_id", "client_id", name=op.f("uq_comments_author_id_client_id")),
    )
    op.create_index("ix_comments_author", "comments", ["author_id", "id"], unique=False)
    op.create_index(
        "ix_comments_parent", "comments", ["parent_id"], unique=False, postgresql_where=sa.text("parent_id IS NOT NULL")
    )
    op.create_index("ix_comments_post", "comments", ["post_id", "id"], unique=False)
    op.create_table(
        "devices",
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_devices_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_devices_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("installation_id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token", name=op.f("uq_devices_token")),
    )
    op.create_index(op.f("ix_devices_member_id"), "devices", ["member_id"], unique=False)
    op.create_index(op.f("ix_devices_session_id"), "devices", ["session_id"], unique=False)
    op.create_table(
        "hidden_posts",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_hidden_posts_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_hidden_posts_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "post_id", name=op.f("pk_hidden_posts")),
    )
    op.create_index(op.f("ix_hidden_posts_post_id"), "hidden_posts", ["post_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", postgresql.BYTEA(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("changed_seq", sa.BigInteger(), nullable=False),
        sa.Column("message_no", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("media_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'::uuid[]"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_messages_room_id_rooms"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sender_id"], ["members.id"], name=op.f("fk_messages_sender_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("room_id", "sender_id", "client_id", name=op.f("uq_messages_room_id_sender_id_client_id")),
    )
    op.create_index("ix_messages_room_no", "messages", ["room_id", "message_no"], unique=False)
    op.create_index("uq_messages_room_seq", "messages", ["room_id", "seq"], unique=True)
    op.create_table(
        "post_aliases",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_post_aliases_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_aliases_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "member_id", name=op.f("pk_post_aliases")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_post_aliases_post_id_number")),
    )
    op.create_index(op.f("ix_post_aliases_member_id"), "post_aliases", ["member_id"], unique=False)
    op.create_table(
        "post_bookmarks",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_post_bookmarks_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_bookmarks_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "member_id", name=op.f("pk_post_bookmarks")),
    )
    op.create_index("ix_post_bookmarks_member", "post_bookmarks", ["member_id", "created_at"], unique=False)
    op.create_table(
        "post_likes",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_post_likes_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_likes_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "member_id", name=op.f("pk_post_likes")),
    )
    op.create_index("ix_post_likes_member", "post_likes", ["member_id", "created_at"], unique=False)
    op.create_table(
        "room_events",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column(
            "payload", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_events_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", "seq", name=op.f("pk_room_events")),
    )
    op.create_index(
        "ix_room_events_message",
        "room_events",
        ["message_id"],
        unique=False,
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_table(
        "room_members",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("visible_from", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("left_seq", sa.BigInteger(), nullable=True),
        sa.Column("read_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("muted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("auto_translate", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_room_members_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_room_members_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room_id", "member_id", name=op.f("pk_room_members")),
    )
    op.create_index("ix_room_members_member", "room_members", ["member_id", "room_id"], unique=False)
    op.create_table(
        "comment_likes",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_likes_comment_id_comments"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_comment_likes_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", "member_id", name=op.f("pk_comment_likes")),
    )
    op.create_index("ix_comment_likes_member", "comment_likes", ["member_id", "created_at"], unique=False)
    op.create_table(
        "push_deliveries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("dedup_key", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('sent', 'delivered', 'failed')", name=op.f("ck_push_deliveries_status")),
        sa.ForeignKeyConstraint(
            ["installation_id"],
            ["devices.installation_id"],
            name=op.f("fk_push_deliveries_installation_id_devices"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_deliveries")),
        sa.UniqueConstraint("dedup_key", "installation_id", name=op.f("uq_push_deliveries_dedup_key_installation_id")),
    )
    op.create_index(
        "ix_push_deliveries_open",
        "push_deliveries",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'sent'"),
    )
    op.create_foreign_key(
        "fk_members_photo_media_id_media", "members", "media", ["photo_media_id"], ["id"], ondelete="SET NULL"
    )


def downgrade() -> None:
    op.drop_constraint("fk_members_photo_media_id_media", "members", type_="foreignkey")
    op.drop_index("ix_push_deliveries_open", table_name="push_deliveries", postgresql_where=sa.text("status = 'sent'"))
    op.drop_table("push_deliveries")
    op.drop_index("ix_comment_likes_member", table_name="comment_likes")
    op.drop_table("comment_likes")
    op.drop_index("ix_room_members_member", table_name="room_members")
    op.drop_table("room_members")
    op.drop_index(
        "ix_room_events_message", table_name="room_events", postgresql_where=sa.text("message_id IS NOT NULL")
    )
    op.drop_table("room_events")
    op.drop_index("ix_post_likes_member", table_name="post_likes")
    op.drop_table("post_likes")
    op.drop_index("ix_post_bookmarks_member", table_name="post_bookmarks")
    op.drop_table("post_bookmarks")
    op.drop_index(op.f("ix_post_aliases_member_id"), table_name="post_aliases")
    op.drop_table("post_aliases")
    op.drop_index("uq_messages_room_seq", table_name="messages")
    op.drop_index("ix_messages_room_no", table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_hidden_posts_post_id"), table_name="hidden_posts")
    op.drop_table("hidden_posts")
    op.drop_index(op.f("ix_devices_session_id"), table_name="devices")
    op.drop_index(op.f("ix_devices_member_id"), table_name="devices")
    op.drop_table("devices")
    op.drop_index("ix_comments_post", table_name="comments")
    op.drop_index("ix_comments_parent", table_name="comments", postgresql_where=sa.text("parent_id IS NOT NULL"))
    op.drop_index("ix_comments_author", table_name="comments")
    op.drop_table("comments")
    op.drop_table("translation_usage")
    op.drop_index(op.f("ix_sessions_member_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("uq_rooms_direct_pair", table_name="rooms", postgresql_where=sa.text("kind = 'direct'"))
    op.drop_table("rooms")
    op.drop_index("uq_reports_open_target", table_name="reports", postgresql_where=sa.text("status = 'open'"))
    op.drop_index("ix_reports_status", table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_posts_search", table_name="posts", postgresql_using="gin")
    op.drop_index("ix_posts_board", table_name="posts", postgresql_where=sa.text("deleted_at IS NULL"))
    op.drop_index("ix_posts_author", table_name="posts", postgresql_where=sa.text("deleted_at IS NULL"))
    op.drop_table("posts")
    op.drop_index(op.f("ix_password_resets_member_id"), table_name="password_resets")
    op.drop_table("password_resets")
    op.drop_index("ix_notifications_member", table_name="notifications")
    op.drop_table("notifications")
    op.drop_table("notification_settings")
    op.drop_index(op.f("ix_member_likes_liked_id"), table_name="member_likes")
    op.drop_table("member_likes")
    op.drop_index("ix_member_languages_language", table_name="member_languages")
    op.drop_table("member_languages")
    op.drop_index("ix_member_hobbies_hobby", table_name="member_hobbies")
    op.drop_table("member_hobbies")
    op.drop_index(
        "ix_media_unfinished", table_name="media", postgresql_where=sa.text("status IN ('pending', 'processing')")
    )
    op.drop_index(op.f("ix_media_owner_id"), table_name="media")
    op.drop_table("media")
    op.drop_index("uq_connections_pair", table_name="connections")
    op.drop_index("ix_connections_requester", table_name="connections")
    op.drop_index("ix_connections_addressee", table_name="connections")
    op.drop_table("connections")
    op.drop_index(op.f("ix_blocks_blocked_id"), table_name="blocks")
    op.drop_table("blocks")
    op.drop_table("accounts")
    op.drop_index("ix_translations_created", table_name="translations")
    op.drop_table("translations")
    op.drop_index(op.f("ix_sign_ups_email"), table_name="sign_ups")
    op.drop_table("sign_ups")
    op.drop_index("uq_members_username", table_name="members")
    op.drop_index("ix_members_campus", table_name="members")
    op.drop_index("ix_members_active", table_name="members", postgresql_where=sa.text("status = 'active'"))
    op.drop_table("members")
