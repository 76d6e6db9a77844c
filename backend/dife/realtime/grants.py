"""What the gateway's database role may do: read what it needs, and nothing else."""

ROLE = "dife_gateway"

_TABLES = {
    # The hash of the refresh token is not the gateway's business, nor what members tell about themselves.
    "sessions": ("id", "member_id", "expires_at", "revoked_at"),
    "members": ("id", "role", "status", "locale", "student_verified_at", "onboarded_at"),
    "rooms": (),
    "room_members": (),
    "room_events": (),
    "messages": (),
    "media": (),
}
"""Table to the columns that may be read; none named means all."""


def grant_statements(role: str = ROLE) -> list[str]:
    """Return the statements, in order, that give `role` exactly its rights; the role exists and can log in.

    They may run again and again, and take back what an earlier version gave.
    """
    statements = [
        f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"',
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'ALTER ROLE "{role}" SET default_transaction_read_only = on',
    ]
    for table, columns in _TABLES.items():
        listed = f" ({', '.join(columns)})" if columns else ""
        statements.append(f'GRANT SELECT{listed} ON {table} TO "{role}"')
    return statements
