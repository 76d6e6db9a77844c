"""The few metrics that CloudWatch is told, as log lines in its embedded metric format.

All metrics are at `/metrics`; those that alarms and the dashboard need are written once a minute where
`DIFE_METRICS_NAMESPACE` is set. Each of them costs money by itself, so there are few, and each comes from one role.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from prometheus_client import REGISTRY, CollectorRegistry

from dife.settings import Settings

PERIOD_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Reported:
    """A metric of the registry under the name that CloudWatch shows."""

    role: str
    name: str
    sample: str
    is_counter: bool = True
    """What was added in the last minute is reported, else the value as it is."""
    unit: str = "Count"
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Only samples whose labels have one of these values are added up."""


REPORTED = (
    Reported("api", "MessagesSent", "dife_group_commit_items_sum", labels={"queue": ("messages",)}),
    Reported("api", "HintsLost", "dife_hints_total", labels={"outcome": ("dropped", "failed")}),
    Reported("gateway", "Sockets", "dife_gateway_sockets", is_counter=False),
    Reported("gateway", "Deliveries", "dife_gateway_deliveries_total"),
    Reported("gateway", "GapsRepaired", "dife_gateway_gaps_repaired_total"),
    Reported("gateway", "SlowReaders", "dife_gateway_slow_closes_total"),
    Reported("worker", "QueueAge", "dife_queue_age_seconds", is_counter=False, unit="Seconds"),
    Reported("worker", "JobsDone", "dife_jobs_total", labels={"outcome": ("succeeded",)}),
    Reported("worker", "JobsFailed", "dife_jobs_total", labels={"outcome": ("failed",)}),
)
"""Ten are free in every account."""


class MetricsLog:
    """Writes one role's metrics."""

    def __init__(
        self,
        namespace: str,
        role: str,
        *,
        registry: CollectorRegistry = REGISTRY,
        write: Callable[[str], object] | None = None,
    ) -> None:
        self._namespace = namespace
        self._role = role
        self._reported = [one for one in REPORTED if one.role == role]
        self._registry = registry
        self._write = write or _to_standard_output
        self._before: dict[str, float] = {}

    async def run(self) -> None:
        """Write at the beginning of every minute until cancelled, and what there is by then."""
        try:
            while True:
                await asyncio.sleep(PERIOD_SECONDS - time.time() % PERIOD_SECONDS)
                self.report()
        finally:
            self.report()

    def report(self) -> None:
        """Write one line."""
        values = {one.name: self._value_of(one) for one in self._reported}
        metrics = [{"Name": one.name, "Unit": one.unit} for one in self._reported]
        directive = {"Namespace": self._namespace, "Dimensions": [["service"]], "Metrics": metrics}
        about = {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [directive]}
        self._write(json.dumps({"_aws": about, "service": self._role, **values}) + "\n")

    def _value_of(self, reported: Reported) -> float:
        now = sum(
            sample.value
            for metric in self._registry.collect()
            for sample in metric.samples
            if sample.name == reported.sample
            and all(sample.labels.get(label) in allowed for label, allowed in reported.labels.items())
        )
        if not reported.is_counter:
            return now
        before = self._before.get(reported.name, 0)
        self._before[reported.name] = now
        return now - before


def _to_standard_output(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


@asynccontextmanager
async def reporting(settings: Settings, role: str) -> AsyncIterator[None]:
    """Write the role's metrics inside the block, if the settings ask for it."""
    if settings.metrics_namespace is None:
        yield
        return
    task = asyncio.create_task(MetricsLog(settings.metrics_namespace, role).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
