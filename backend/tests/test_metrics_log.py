"""What CloudWatch is told: few metrics, each from one role, in its embedded metric format."""

import asyncio
import json
import time
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy import text

from dife import metrics_log
from dife.context import Context, Resources
from dife.metrics_log import REPORTED, MetricsLog
from dife.worker.queue_age import measure

MOST_METRICS = 10


@pytest.fixture
def registry() -> CollectorRegistry:
    """A registry of the test's own."""
    return CollectorRegistry()


def written(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def test_there_are_few_and_each_comes_from_one_role() -> None:
    """A metric costs money for every name and dimension."""
    names = [one.name for one in REPORTED]

    assert len(names) <= MOST_METRICS
    assert len(set(names)) == len(names)
    assert {one.role for one in REPORTED} == {"api", "gateway", "worker"}


def test_every_one_exists_in_the_roles_registry(app_resources: Resources) -> None:
    """With the labels that are asked for; a renamed metric would be reported as zero for ever."""
    from prometheus_client import REGISTRY

    import dife.realtime.metrics
    import dife.worker.queue_age
    import dife.worker.status  # noqa: F401 - the roles' own

    known = {sample: metric for metric in REGISTRY.collect() for sample in _sample_names(metric.name, metric.type)}
    for one in REPORTED:
        assert one.sample in known, one.sample


def _sample_names(name: str, kind: str) -> list[str]:
    return {"counter": [f"{name}_total"], "histogram": [f"{name}_sum", f"{name}_count"]}.get(kind, [name])


def test_counters_tell_what_was_added_and_gauges_what_is(registry: CollectorRegistry) -> None:
    sockets = Gauge("dife_gateway_sockets", "Open sockets.", registry=registry)
    deliveries = Counter("dife_gateway_deliveries_total", "Deliveries.", registry=registry)
    lines: list[str] = []
    log = MetricsLog("Dife/test", "gateway", registry=registry, write=lines.append)

    sockets.set(7)
    deliveries.inc(40)
    log.report()
    sockets.set(5)
    deliveries.inc(2)
    log.report()
    log.report()

    assert [(line["Sockets"], line["Deliveries"]) for line in written(lines)] == [(7, 40), (5, 2), (5, 0)]


def test_only_samples_with_the_labels_count(registry: CollectorRegistry) -> None:
    jobs = Counter("dife_jobs_total", "Jobs.", ("job", "outcome"), registry=registry)
    lines: list[str] = []
    log = MetricsLog("Dife/test", "worker", registry=registry, write=lines.append)

    jobs.labels("mail", "succeeded").inc(3)
    jobs.labels("push", "succeeded").inc(4)
    jobs.labels("push", "failed").inc()
    log.report()

    assert (written(lines)[0]["JobsDone"], written(lines)[0]["JobsFailed"]) == (7, 1)


def test_a_line_is_one_document_of_the_format(registry: CollectorRegistry) -> None:
    """The members that CloudWatch looks for, and every metric that they name as a number at the root."""
    lines: list[str] = []
    before = time.time() * 1000
    MetricsLog("Dife/test", "worker", registry=registry, write=lines.append).report()

    assert lines[0].endswith("}\n")
    assert lines[0].count("\n") == 1
    document = written(lines)[0]
    assert before - 1 <= document["_aws"]["Timestamp"] <= time.time() * 1000 + 1
    (directive,) = document["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Dife/test"
    assert directive["Dimensions"] == [["service"]]
    assert document["service"] == "worker"
    units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
    assert units == {"QueueAge": "Seconds", "JobsDone": "Count", "JobsFailed": "Count"}
    assert all(isinstance(document[name], int | float) for name in units)


async def test_it_reports_each_period_and_once_more_at_the_end(
    registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics_log, "PERIOD_SECONDS", 0.02)
    lines: list[str] = []
    task = asyncio.create_task(MetricsLog("Dife/test", "api", registry=registry, write=lines.append).run())
    while len(lines) < 3:  # noqa: ASYNC110 - the log tells nobody
        await asyncio.sleep(0.005)
    so_far = len(lines)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert len(lines) == so_far + 1


async def test_the_queues_age_is_that_of_the_oldest_due_job(context: Context, app_resources: Resources) -> None:
    """What is scheduled for later does not wait, what runs does not wait, and an empty queue has no age."""
    engine = app_resources.engine
    assert await measure(engine) == 0

    insert = text(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
        "VALUES ('default', 'test', CAST(:status AS procrastinate_job_status), now() + make_interval(secs => :due))"
    )
    for status, due in (("todo", 3600), ("doing", -900)):
        await context.session.execute(insert, {"status": status, "due": due})
    await context.session.commit()
    assert await measure(engine) == 0

    await context.session.execute(insert, {"status": "todo", "due": -300})
    await context.session.execute(
        text("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'now')")
    )
    await context.session.commit()
    age = await measure(engine)

    assert 300 <= age < 400
