"""Real servers start, stop, die and come back, and leave nothing behind."""

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from dife.local.folder import DataFolder
from dife.local.postgres import Postgres
from dife.local.processes import link_of, wait_gone
from dife.local.stack import Stack

from .conftest import Starter, processes_in
from fixtures.services import Services

START = "from dife.local.stack import Stack; stack = Stack(folder); stack.start()"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A durable cluster of this module alone."""
    folder = DataFolder(tmp_path_factory.mktemp("cluster"))
    folder.open()
    postgres = Postgres(folder)
    postgres.claim_ports()
    yield postgres
    postgres.kill_all()
    folder.close()


@pytest.fixture
def postgres(cluster: Postgres) -> Postgres:
    """The cluster, running and with an empty database."""
    if not cluster.running:
        cluster.start()
    cluster.recreate_database()
    return cluster


def listening_ports(pids: list[int]) -> set[int]:
    """TCP ports that these processes listen on."""
    inodes = {link_of(pid, f"fd/{fd.name}") for pid in pids for fd in Path(f"/proc/{pid}/fd").iterdir()}
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(line[1].split(":")[1], 16) for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in inodes}


def test_start_and_stop_leave_no_process(folder: DataFolder) -> None:
    """All ports are below the range that the kernel hands out, and are free again afterwards."""
    stack = Stack(folder)
    stack.start()
    pids = processes_in(folder.root)
    ports = listening_ports(pids)
    stack.stop()

    assert len(ports) == 10
    assert max(ports) < 32768
    assert processes_in(folder.root) == []
    assert list(folder.records.iterdir()) == []
    assert list(Path("/tmp").glob(f"seaweedfs-*-{folder.ports.get('s3-filer-grpc')}.sock")) == []


def test_after_a_kill_the_next_run_has_everything(starter: Starter, tmp_path: Path) -> None:
    """`kill -9` of the starter ends its servers; the next one finds the data of the first."""
    first = starter(f"{START}; stack.s3.create_bucket('kept', origins=['http://localhost'])", tmp_path)
    pids = processes_in(tmp_path)
    first.kill()
    first.wait()
    assert wait_gone(pids, seconds=15)

    folder = DataFolder(tmp_path)
    folder.open(wait_seconds=5)
    stack = Stack(folder)
    stack.start()
    buckets = [bucket["Name"] for bucket in stack.s3.client().list_buckets()["Buckets"]]
    stack.stop()
    folder.close()

    assert len(pids) > 3
    assert buckets == ["kept"]
    assert processes_in(tmp_path) == []


def test_two_data_folders_run_side_by_side(folder: DataFolder, starter: Starter, tmp_path: Path) -> None:
    """Two checkouts on one machine do not disturb each other."""
    other = tmp_path / "other"
    starter(START, other)
    stack = Stack(folder)
    stack.start()
    with psycopg.connect(stack.postgres.url()) as connection:
        connection.execute("CREATE TABLE ours ()")
    stack.stop()

    attached = DataFolder(other)
    attached.attach()
    with psycopg.connect(Postgres(attached).url()) as connection:
        theirs = connection.execute("SELECT to_regclass('ours')").fetchone()

    assert theirs == (None,)


def test_postgres_killed_with_all_its_backends_keeps_what_it_acknowledged(postgres: Postgres) -> None:
    """A crash in the middle of work: committed rows are there, the address is the same."""
    url, port = postgres.url(), postgres.port
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        postgres.kill_all()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert not postgres.running
    assert processes_in(postgres.folder.root) == []

    postgres.start()

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert postgres.port == port


def test_postgres_whose_postmaster_alone_was_killed_starts_again(postgres: Postgres) -> None:
    """Backends that outlive the postmaster would keep the new one from starting."""
    assert postgres.process is not None
    os.kill(postgres.process.pid, signal.SIGKILL)

    postgres.restart()

    assert postgres.answers()


def test_a_cluster_that_was_half_made_is_made_again(folder: DataFolder) -> None:
    """initdb was killed: its folder never got the name that counts."""
    draft = folder.part("postgres") / "cluster.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    postgres = Postgres(folder)
    postgres.claim_ports()
    postgres.start()
    answered = postgres.answers()
    postgres.stop()

    assert answered
    assert not draft.exists()


def test_an_unfinished_database_is_replaced(postgres: Postgres) -> None:
    """Half of a migration or of the demo data never counts."""
    with psycopg.connect(postgres.url()) as connection:
        connection.execute("CREATE TABLE half ()")

    postgres.recreate_database()

    with psycopg.connect(postgres.url()) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_postgres_does_not_run_as_root(postgres: Postgres) -> None:
    """It refuses to; as root we run it as nobody, elsewhere as who we are."""
    assert postgres.process is not None
    owner = Path(f"/proc/{postgres.process.pid}").stat().st_uid

    assert owner == (65534 if os.geteuid() == 0 else os.geteuid())


def test_valkey_comes_back_on_its_port(folder: DataFolder) -> None:
    """Clients that reconnect find it where it was."""
    stack = Stack(folder)
    valkey = stack.valkey
    valkey.start()
    before = valkey.url
    valkey.kill_all()
    down = not valkey.answers()
    valkey.restart()
    with redis.Redis.from_url(before) as client:
        answered = client.ping()
    valkey.stop()

    assert down
    assert answered


def test_a_server_that_cannot_start_says_why(folder: DataFolder) -> None:
    """The end of its log is in the sentence."""
    postgres = Postgres(folder, options=("no_such_option=1",))
    postgres.claim_ports()

    with pytest.raises(Exception, match=r"PostgreSQL ended while it started: .*no_such_option"):
        postgres.start()


def test_only_the_web_clients_origin_may_use_the_bucket(services: Services) -> None:
    """SeaweedFS alone would let every page in the world read what a browser may fetch."""
    bucket = services.create_bucket("local-cors", origins=("http://localhost:8000",))

    def allowed(origin: str) -> object:
        request = urllib.request.Request(f"{services.s3_url}/{bucket}/key", method="OPTIONS")
        request.add_header("Origin", origin)
        request.add_header("Access-Control-Request-Method", "PUT")
        request.add_header("Access-Control-Request-Headers", "content-type")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.headers.get("Access-Control-Allow-Origin")
        except urllib.error.HTTPError as error:
            with error:
                return error.headers.get("Access-Control-Allow-Origin")

    assert allowed("http://localhost:8000") == "http://localhost:8000"
    assert allowed("https://evil.example") is None
