"""What a migration may do while the version before it is still running."""

import subprocess
import sys
from pathlib import Path

import pytest

from migration_lint import problems_of

REVISION = '"""Change something.\n\n{note}\nRevision ID: 20270101_0900\n"""\n\ndef upgrade() -> None:\n    {body}\n'


def problems(body: str, *, note: str = "") -> list[str]:
    return list(problems_of(REVISION.format(note=note, body=body)))


GOOD = [
    'op.create_table("badges", sa.Column("id", sa.Uuid(), nullable=False))',
    'op.create_table("badges"); op.create_index("ix", "badges", ["id"]); op.create_foreign_key("fk", "badges", "members")',
    'op.add_column("members", sa.Column("motto", sa.Text(), nullable=True))',
    'op.add_column("members", sa.Column("motto", sa.Text(), server_default="", nullable=False))',
    'op.create_index("ix", "messages", ["id"], postgresql_concurrently=True)',
    'op.create_check_constraint("ck", "members", "true", postgresql_not_valid=True)',
    'op.execute("CREATE INDEX CONCURRENTLY ix ON messages (id)")',
    'op.execute("ALTER TABLE members ADD CONSTRAINT ck CHECK (true) NOT VALID")',
    'op.execute("ALTER TABLE members VALIDATE CONSTRAINT ck")',
    'op.execute("UPDATE members SET motto = DEFAULT WHERE id < 5")',
]

LOCKS = [
    'op.add_column("members", sa.Column("motto", sa.Text(), nullable=False))',
    'op.create_index("ix", "messages", ["id"])',
    'op.create_check_constraint("ck", "members", "true")',
    'op.create_foreign_key("fk", "members", "rooms", ["a"], ["b"])',
    'op.create_unique_constraint("uq", "members", ["motto"])',
    'op.alter_column("members", "motto", nullable=False)',
    'op.alter_column("members", "motto", type_=sa.Integer())',
    'op.execute("CREATE UNIQUE INDEX ix ON messages (id)")',
    'op.execute("ALTER TABLE members ALTER COLUMN motto SET NOT NULL")',
    'op.execute(sa.text("ALTER TABLE members ALTER COLUMN motto TYPE int"))',
    'op.execute("ALTER TABLE members ADD CONSTRAINT ck CHECK (true)")',
    'op.execute("LOCK TABLE members")',
]

BREAKS = [
    'op.drop_column("members", "bio")',
    'op.drop_table("blocks")',
    'op.rename_table("blocks", "walls")',
    'op.alter_column("members", "bio", new_column_name="about")',
    'op.execute("ALTER TABLE members DROP COLUMN bio")',
    'op.execute("ALTER TABLE members RENAME bio TO about")',
]


@pytest.mark.parametrize("body", GOOD)
def test_what_only_adds_passes(body: str) -> None:
    assert problems(body) == []


@pytest.mark.parametrize("body", LOCKS)
def test_what_locks_a_table_fails_whatever_is_said(body: str) -> None:
    assert problems(body)
    assert problems(body, note="Contract: nothing uses it since 0.2.0.")


@pytest.mark.parametrize("body", BREAKS)
def test_what_takes_away_has_to_say_why_nothing_breaks(body: str) -> None:
    assert problems(body)
    assert problems(body, note="Contract: nothing uses it since 0.2.0.") == []


def test_only_the_way_up_is_looked_at() -> None:
    """Going down happens by hand, with nothing running."""
    source = (
        REVISION.format(note="", body="pass") + '\ndef downgrade() -> None:\n    op.drop_column("members", "motto")\n'
    )

    assert list(problems_of(source)) == []


def test_the_repositorys_own_pass(repository_root: Path) -> None:
    lint = repository_root / "scripts" / "migration_lint.py"
    done = subprocess.run([sys.executable, lint], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
