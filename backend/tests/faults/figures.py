"""The figures of a run: what was done, how long it took, and that nothing was broken."""

from collections.abc import Sequence

from .history import History
from .invariants import Violation


def figures(history: History, violations: Sequence[Violation]) -> str:
    """A few lines for whoever ran it. No time is judged here, except by the probes."""
    sends = list(history.sends.values())
    acks = [at - send.began for send in sends if not send.is_direct_write and (at := send.acknowledged_at)]
    deliveries = _latencies(history)
    received = sum(1 for feed in history.feeds for _ in feed.received)
    sessions = sum(len(feed.sessions) for feed in history.feeds)
    probes = {kind: [each.seconds for each in history.probes if each.kind == kind] for kind in ("silence", "race")}
    lines = [
        f"seed {history.seed}: {sum(history.faults.values())} faults, {len(violations)} violations",
        f"  faults      {', '.join(f'{name} ×{count}' for name, count in sorted(history.faults.items()))}",
        (
            f"  asked       {len(sends)} sends, {len(history.changes)} changes, {len(history.moves)} moves; "
            f"{sum(asked.is_settled for asked in history.asked)} settled"
        ),
        f"  answers     {_counted(history)}",
        f"  deliveries  {received} in {sessions} sessions; closes {dict(sorted(history.closes.items()))}",
        f"  ack         {_spread(acks)}",
        f"  ack→socket  {_spread(deliveries)}",
        *(
            f"  {kind:<11} {sum(one is not None for one in values)}/{len(values)}, "
            f"worst {max((one for one in values if one is not None), default=0):.3f} s"
            for kind, values in probes.items()
        ),
        f"  pushes      {sum(history.pushes.values())} to {len({member for member, _ in history.pushes})} devices",
    ]
    return "\n".join(lines)


def _counted(history: History) -> str:
    counts: dict[str, int] = {}
    for asked in history.asked:
        for answer in asked.answers:
            name = "none" if answer.status is None else str(answer.status)
            counts[name] = counts.get(name, 0) + 1
    return ", ".join(f"{name} ×{count}" for name, count in sorted(counts.items()))


def _latencies(history: History) -> list[float]:
    """From the acknowledgement of a message to each first delivery of it to somebody who was there."""
    acknowledged = {
        (send.room_id, answer.seq): answer.at
        for send in history.sends.values()
        for answer in reversed(send.answers)
        if answer.settles and answer.seq is not None
    }
    found = []
    for feed in history.feeds:
        for received in feed.received:
            at = acknowledged.get((feed.room_id, received.event.seq))
            if at is not None and received.event.kind == "message_created" and not feed.reader.startswith("late"):
                found.append(max(0.0, received.at - at))
    return found


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    ordered = sorted(seconds)

    def at(share: float) -> str:
        return f"{ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000:.0f}"

    return f"p50 {at(0.5)} ms, p99 {at(0.99)} ms, p99.9 {at(0.999)} ms, worst {ordered[-1]:.2f} s"
