"""Whose requests are counted together: the address that our own proxies saw, never one that the client made up."""

from typing import Any

import pytest
from litestar.connection import ASGIConnection

from dife.http.request import client_address


def connection(peer: str, *forwarded: str) -> ASGIConnection[Any, Any, Any, Any]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return ASGIConnection({"type": "http", "client": (peer, 4711), "headers": headers})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("forwarded", "hops", "expected"),
    [
        pytest.param([], 0, "10.0.0.1", id="no-proxy"),
        pytest.param(["6.6.6.6"], 0, "10.0.0.1", id="made-up-without-proxy"),
        pytest.param(["6.6.6.6, 1.2.3.4"], 1, "1.2.3.4", id="made-up-before-the-proxys"),
        pytest.param(["6.6.6.6, 1.2.3.4, 10.1.1.1"], 2, "1.2.3.4", id="two-proxies"),
        pytest.param(["6.6.6.6"], 2, "10.0.0.1", id="too-few"),
        pytest.param(["6.6.6.6", "1.2.3.4"], 1, "1.2.3.4", id="lines-of-their-own"),
        pytest.param(["2001:db8:1:2:3:4:5:6"], 1, "2001:db8:1:2::/64", id="ipv6"),
        pytest.param(["2001:db8:1:2:ffff::1"], 1, "2001:db8:1:2::/64", id="ipv6-neighbour"),
        pytest.param(["::ffff:1.2.3.4"], 1, "1.2.3.4", id="ipv4-in-ipv6"),
    ],
)
def test_address_is_what_our_proxies_saw(forwarded: list[str], hops: int, expected: str) -> None:
    assert client_address(connection("10.0.0.1", *forwarded), hops) == expected


def test_peer_with_ipv6_counts_as_its_network() -> None:
    assert client_address(connection("2001:db8::7"), 0) == "2001:db8::/64"
