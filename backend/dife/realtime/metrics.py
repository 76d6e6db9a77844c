"""What the gateway counts."""

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("dife_gateway_sockets", "Open sockets.")
ROOMS = Gauge("dife_gateway_rooms", "Rooms with a local listener.")
BROKER_CONNECTED = Gauge("dife_gateway_broker_connected", "1 while the link to Valkey is up.")
BROKER_CONNECTIONS = Counter("dife_gateway_broker_connections_total", "Times that the link to Valkey came up.")
HINTS = Counter("dife_gateway_hints_total", "Hints received about rooms.")
DELIVERIES = Counter("dife_gateway_deliveries_total", "Room frames handed to sockets live.")
REPLAYED = Counter("dife_gateway_replayed_events_total", "Events read from the log for one socket that missed them.")
GAPS_REPAIRED = Counter("dife_gateway_gaps_repaired_total", "Holes in a room's hints that were filled from the log.")
REPAIRED_EVENTS = Counter("dife_gateway_repaired_events_total", "Events that came from the log instead of a hint.")
CLOSES = Counter("dife_gateway_closes_total", "Sockets closed by the gateway, by close code.", ("code",))
SLOW_CLOSES = Counter("dife_gateway_slow_closes_total", "Sockets closed because their reader was too slow.")
DATABASE_FAILURES = Counter("dife_gateway_database_failures_total", "Reads that failed and are tried again.")
SWEEP_SECONDS = Histogram(
    "dife_gateway_sweep_seconds",
    "Time of one sweep over sessions, memberships and room heads.",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5),
)
