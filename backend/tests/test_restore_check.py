"""What the restore drill runs in a copy of the database tells a Dife from something else."""

import os
import subprocess
import sys
from pathlib import Path

CHECK = Path(__file__).resolve().parents[2] / "cloud" / "cli" / "restore_check.py"


def look_into(url: str) -> subprocess.CompletedProcess[str]:
    """As the drill's task does: the program's text, and the address in a setting."""
    program = CHECK.read_text(encoding="utf-8")
    environment = {**os.environ, "DIFE_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_dife_is_told_by_its_revision_and_its_rows(database_url: str) -> None:
    done = look_into(database_url)

    assert done.returncode == 0, done.stderr
    assert [line.rpartition(" FROM ")[2].split()[0] for line in done.stdout.splitlines()] == [
        "alembic_version",
        "members",
        "room_events",
    ]


def test_another_database_is_no_dife(database_url: str) -> None:
    done = look_into(database_url.rpartition("/")[0] + "/postgres")

    assert done.returncode != 0
    assert 'relation "alembic_version" does not exist' in done.stderr
