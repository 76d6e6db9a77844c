"""A data folder belongs to one run at a time and keeps what must stay the same."""

import socket
import stat
from pathlib import Path

import pytest

from dife.local.failures import LocalError, sentence_for
from dife.local.folder import DataFolder
from dife.local.ports import HIGHEST, Ports, is_free

from .conftest import Starter


def test_secrets_are_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    """A second run signs with the same key; other users of the machine cannot read it."""
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.open()
    first.close()
    second.open()
    second.close()

    assert second.secrets == first.secrets
    assert len(set(first.secrets.values())) == len(first.secrets)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_a_second_run_in_the_same_folder_is_told_so(folder: DataFolder) -> None:
    """Two servers on one cluster would destroy it."""
    with pytest.raises(LocalError, match=r"already running from .* make run PORT=8010 DATA=\.dife-2"):
        DataFolder(folder.root).open(wait_seconds=0)


def test_the_lock_ends_with_its_holder(starter: Starter, tmp_path: Path) -> None:
    """A run that was killed does not lock its folder for ever."""
    process = starter("", tmp_path)
    process.kill()
    process.wait()

    again = DataFolder(tmp_path)
    again.open(wait_seconds=0)
    again.close()


def test_a_nearly_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Better not to start than to stop in the middle."""
    # The one patch here: a full disk cannot be had without being root.
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 12_000_000}))

    with pytest.raises(LocalError, match=r"Only 12 MB are free .* Free at least 1 GB"):
        DataFolder(tmp_path).open(wait_seconds=0)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(28, "is full"), (13, "belongs to another user"), (30, "is on a read-only disk"), (5, "Input/output error")],
)
def test_what_the_system_says_becomes_a_sentence(number: int, sentence: str) -> None:
    """Each names the folder and what to do."""
    said = sentence_for(OSError(number, "Input/output error"), Path("/data"))

    assert sentence in said
    assert "make run DATA=/path" in said


def test_ports_stay_and_are_below_the_kernels_range(tmp_path: Path) -> None:
    """A bookmark of the first run still works in the second."""
    names = [f"service-{number}" for number in range(50)]
    first = {name: Ports(tmp_path / "ports.json").get(name) for name in names}
    second = {name: Ports(tmp_path / "ports.json").claim(name) for name in names}

    assert second == first
    assert len(set(first.values())) == len(names)
    assert max(first.values()) <= HIGHEST < 32768


def test_a_port_that_somebody_else_took_is_replaced(tmp_path: Path) -> None:
    """Another program may have started in between."""
    ports = Ports(tmp_path / "ports.json")
    port = ports.claim("service")
    with socket.create_server(("127.0.0.1", port)):
        taken = is_free(port)
        replaced = ports.claim("service")

    assert not taken
    assert replaced != port
    assert Ports(tmp_path / "ports.json").get("service") == replaced


def test_a_damaged_port_list_is_made_anew(tmp_path: Path) -> None:
    """It holds nothing that could not be chosen again."""
    (tmp_path / "ports.json").write_text("{")

    assert Ports(tmp_path / "ports.json").get("service") > 0
