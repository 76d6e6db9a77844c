"""Whether the role on this machine is healthy: asked every few seconds by whatever keeps containers running.

With the standard library alone, because it is a new process each time.
"""

import http.client
import os
import sys

SECONDS = 4
_PORTS = {"DIFE_API_PORT": "8000", "DIFE_GATEWAY_PORT": "8001", "DIFE_WORKER_METRICS_PORT": ""}


def answer_of(port: int) -> int | None:
    """Return the status at `/health`; None when nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()


def main() -> int:
    """Return 0 when at least one role listens and all that listen are well."""
    ports = [int(port) for name, default in _PORTS.items() if (port := os.environ.get(name, default))]
    try:
        answers = [answer for port in ports if (answer := answer_of(port)) is not None]
    except OSError:
        return 1
    return 0 if answers and set(answers) == {200} else 1


if __name__ == "__main__":
    sys.exit(main())
