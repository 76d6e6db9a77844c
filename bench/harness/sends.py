"""One run of the durable sends: the bare inserts and the acknowledged messages, one right after the other."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from harness.measure import cpu_seconds
from harness.people import open_rooms, sign_up
from harness.stack import Ground, Numbered
from scenarios.sends import Sends

HERE = Path(__file__).parent.parent
WARM_UP = 1000


@dataclass
class SendsCell:
    """What one run came to."""

    bare_rows_per_s: float
    sends_per_s: float
    share: float
    p50_ms: float
    p99_ms: float
    api_cpu_us_per_send: float
    statuses: dict[str, int]
    is_whole: bool


def run_sends(ground: Ground, scenario: Sends) -> SendsCell:
    """Measure both on the same PostgreSQL; `is_whole` tells whether every acknowledged message is in its log."""
    url = ground.stack.postgres.url()
    people = sign_up(url, ground.settings, scenario.members)
    size = scenario.members_per_room
    groups = [people[start : start + size] for start in range(0, len(people), size)]
    rooms = open_rooms(url, groups)
    apis = [
        Numbered(ground.folder, "api", number, environment=ground.environment)
        for number in range(1, scenario.processes + 1)
    ]
    # Neighbours in the list are in different rooms, as people who write at the same time mostly are.
    members = [
        {"room": str(rooms[place]), "token": groups[place][seat].token}
        for seat in range(size)
        for place in range(len(groups))
    ]
    task = {
        "ports": [api.port for api in apis],
        "members": members,
        "senders": scenario.senders,
        "messages": scenario.messages,
        "warm_up": WARM_UP,
    }
    bare = _ask("harness.bare", url, str(scenario.bare_connections), str(scenario.bare_rows))
    try:
        for api in apis:
            api.start()
        pids = [api.process.pid for api in apis if api.process is not None]
        before = cpu_seconds(pids)
        sent = _ask("harness.senders", task=task)
        used = cpu_seconds(pids) - before
    finally:
        for api in apis:
            api.stop()
    bare_rate, rate = bare["rows"] / bare["seconds"], scenario.messages / sent["seconds"]
    return SendsCell(
        bare_rows_per_s=bare_rate,
        sends_per_s=rate,
        share=rate / bare_rate,
        p50_ms=sent["p50_ms"],
        p99_ms=sent["p99_ms"],
        api_cpu_us_per_send=used * 1e6 / (scenario.messages + WARM_UP),
        statuses=sent["statuses"],
        is_whole=sent["distinct"] == scenario.messages and _is_whole(url, [str(room) for room in rooms]),
    )


def _ask(module: str, *arguments: str, task: dict[str, Any] | None = None) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=HERE,
        input=json.dumps(task) if task else "",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _is_whole(url: str, rooms: list[str]) -> bool:
    """Whether the logs are numbered without a hole and there is a job for everything."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT bool_and(r.head_seq = e.events AND r.head_seq = e.last) FROM rooms r JOIN LATERAL "
            "(SELECT count(*) AS events, max(seq) AS last FROM room_events WHERE room_id = r.id) e ON true "
            "WHERE r.id = ANY(%s::uuid[])",
            [rooms],
        ).fetchone()
    return bool(row and row[0])
