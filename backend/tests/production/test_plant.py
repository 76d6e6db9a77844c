"""Everything works with the rights, the encryption and the bounds of production, and nothing asks for more."""

import json
from typing import Any

import httpx2
import psycopg
import pytest
import redis

from dife.settings import Settings

from .journey import Traveller
from .plant import PASSWORDS, Plant
from fixtures.collector import Collector
from fixtures.expo import ExpoServer
from fixtures.gateway import Clients
from fixtures.rooms import ok
from fixtures.waiting import eventually

PATIENCE_SECONDS = 60.0


async def test_all_of_dife_works(
    plant: Plant, travellers: tuple[Traveller, Traveller], collector: Collector, expo: ExpoServer
) -> None:
    """Signing up, mail, pictures, chat, sockets, translation and pushes; then what the servers think of it."""
    minji, lucas = travellers
    with plant.valkey() as valkey:
        # Other tests of this folder ask for what is denied.
        valkey.execute_command("ACL", "LOG", "RESET")
    clients = Clients()
    await minji.show_a_photo()
    room_id = await minji.open_room(await lucas.id())
    socket = await lucas.listen(clients, plant.gateway_port)
    message = await minji.say(room_id, "도서관 앞에서 여섯 시에 봐요.")
    await socket.until_seq(room_id, message["seq"])
    translated = ok(await lucas.http.post("/translations", json={"message_id": message["id"], "target": "en"}))

    async def is_pushed() -> bool:
        return any(push["data"].get("room_id") == room_id for push in expo.pushed)

    await eventually(is_pushed, seconds=PATIENCE_SECONDS)
    await clients.close()

    assert "library" in json.dumps(translated)
    _nothing_was_denied(plant)
    _connections_are_bounded(plant)
    await _traces_tell_what_happened(plant, collector)


def _nothing_was_denied(plant: Plant) -> None:
    with plant.valkey() as valkey:
        denied: Any = valkey.execute_command("ACL", "LOG")
        keys = list(valkey.scan_iter(count=1000))
        connected = {client["user"] for client in valkey.client_list()}
    assert denied == []
    assert keys
    assert all(key.startswith("dife:") for key in keys)
    assert "dife" in connected
    assert "permission denied" not in plant.log("postgres")
    for role in plant.roles:
        assert '"level": "error"' not in plant.log(role), plant.log(role)


def _connections_are_bounded(plant: Plant) -> None:
    """Counted while everything is open; the role of the gateway has its own, API and worker share theirs."""
    settings = Settings.model_validate(
        {
            "public_url": plant.origin,
            "gateway_public_url": "ws://localhost/ws",
            "database_url": "postgresql://x",
            "valkey_url": "redis://x",
            "smtp_url": "smtp://x",
            "secret_key": "a-secret-of-tests-that-is-long-enough",
            "database_pool_size": 3,
            "gateway_pool_size": 2,
            "worker_concurrency": 2,
        }
    )
    bounds = settings.connections
    with psycopg.connect(plant.stack.postgres.url()) as connection:
        rows = connection.execute(
            "SELECT usename, count(*) FROM pg_stat_activity WHERE usename LIKE 'dife_%' GROUP BY 1"
        )
        found: dict[str, int] = dict(rows.fetchall())
    assert 0 < found["dife_gateway"] <= bounds["gateway"]
    assert 0 < found["dife_app"] <= bounds["api"] + bounds["worker"]


async def _traces_tell_what_happened(plant: Plant, collector: Collector) -> None:
    """A send is one trace: the request, its statements, its calls to Valkey; jobs and sockets have their own."""
    name = "POST /api/v1/rooms/{room_id}/messages"

    async def have_arrived() -> bool:
        return bool(collector.named(name)) and {one.service for one in collector.spans} == {
            "dife-api",
            "dife-gateway",
            "dife-worker",
        }

    await eventually(have_arrived, seconds=PATIENCE_SECONDS)
    request = collector.named(name)[0]
    within = [span for span in collector.spans if span.trace_id == request.trace_id and span is not request]

    assert request.attributes["http.response.status_code"] == 201
    assert request.attributes["http.route"] == name.removeprefix("POST ")
    assert any(span.name == "postgresql SELECT" for span in within)
    assert all(span.parent_id for span in within)
    assert collector.named("socket admission")
    assert any(span.name.startswith("job ") for span in collector.spans)
    assert any(span.name.startswith("s3 ") for span in collector.spans)
    assert not any("/health" in span.name for span in collector.spans)
    told = json.dumps([span.attributes for span in collector.spans], ensure_ascii=False)
    assert "도서관" not in told
    assert "kookmin.ac.kr" not in told
    assert f'"trace_id": "{request.trace_id}"' in plant.log("api")


@pytest.mark.parametrize(
    "command",
    [
        ("FLUSHALL",),
        ("CONFIG", "GET", "*"),
        ("ACL", "LIST"),
        ("KEYS", "*"),
        ("GET", "other:key"),
        ("SET", "other:key", "1"),
        ("PUBLISH", "other:channel", "x"),
        ("SHUTDOWN",),
        ("EVAL", "return redis.call('GET', 'other:key')", "0"),
    ],
    ids=" ".join,
)
async def test_valkeys_user_can_do_nothing_else(plant: Plant, command: tuple[str, ...]) -> None:
    with plant.valkey_as_dife() as valkey, pytest.raises(redis.ResponseError) as refused:
        valkey.execute_command(*command)

    assert "permission" in str(refused.value).lower()


async def test_the_encrypted_way_is_the_only_one_for_the_password(plant: Plant) -> None:
    """The certificate is checked against the name: another name for the same server is refused."""
    url = plant.database_url("app").replace("@localhost", "@127.0.0.1")
    with pytest.raises(psycopg.OperationalError, match="server certificate"):
        psycopg.connect(url, password=PASSWORDS["app"], connect_timeout=5)


async def test_metrics_are_written_for_cloudwatch_when_a_role_ends(plant: Plant) -> None:
    """At the latest; the last lines of a role are its last minute."""
    for name, role in plant.roles.items():
        role.stop()
        lines = [json.loads(line) for line in plant.log(name).splitlines() if line.startswith('{"_aws"')]
        assert lines[-1]["service"] == name
        (directive,) = lines[-1]["_aws"]["CloudWatchMetrics"]
        assert all(metric["Name"] in lines[-1] for metric in directive["Metrics"])
        role.start()


async def test_who_makes_up_addresses_is_counted_as_who_they_are(plant: Plant) -> None:
    """Behind CloudFront and the load balancer the last entry but one is the viewer's; what stands before is a claim."""
    asked = {"email": "nobody@kookmin.ac.kr", "password": "not the password"}

    async def log_in(forwarded: str) -> int:
        async with httpx2.AsyncClient(base_url=f"{plant.origin}/api/v1") as http:
            headers = {"X-Forwarded-For": forwarded}
            return (await http.post("/auth/login", json=asked, headers=headers)).status_code

    forged = [await log_in(f"203.0.113.{number}, 198.51.100.7, 130.176.0.{number}") for number in range(1, 8)]
    another_viewer = await log_in("198.51.100.7, 198.51.100.8, 130.176.0.1")

    assert forged[0] == 401
    assert forged[-1] == 429
    assert another_viewer == 401
