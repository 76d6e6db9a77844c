"""What the gateway's database role may do: read what it needs, and nothing else."""

from psycopg import sql

ROLE = "dife_gateway"

TABLES = {
    # The hash of the refresh token is not the gateway's business, nor what members tell about themselves.
    "sessions": ("id", "member_id", "expires_at", "revoked_at"),
    "members": ("id", "role", "status", "locale", "student_verified_at", "onboarded_at", "shows_presence"),
    "blocks": ("blocker_id", "blocked_id"),
    "rooms": (),
    "room_members": (),
    "room_events": (),
    "messages": (),
    "message_archives": (),
    "media": (),
}
"""Table to the columns that may be read; none named means all."""


def grant_statements(role: str) -> list[sql.Composed]:
    """Return the statements, in order, that give `role` exactly its rights; the role exists and can log in.

    They may run again and again, and take back what an earlier version gave.
    """
    statements = [
        _statement("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}", role),
        _statement("GRANT USAGE ON SCHEMA public TO {role}", role),
    ]
    for table, columns in TABLES.items():
        listed = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
        grant = "GRANT SELECT {columns} ON {table} TO {role}"
        statements.append(_statement(grant, role, table=sql.Identifier(table), columns=listed))
    return statements


def _statement(template: str, role: str, **parts: sql.Composable) -> sql.Composed:
    return sql.SQL(template).format(role=sql.Identifier(role), **parts)
