"""When frames are written: at once, then joined; the more a write costs, the longer the next window."""

import asyncio

import pytest

from dife.realtime import window as window_module
from dife.realtime.window import SendWindow


class Watch:
    """A clock that only goes on while somebody writes."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now


WATCH = Watch()


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_module, "time", WATCH)


class Slow:
    """Somebody whose flush takes a while."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.flushed = asyncio.Event()

    def flush(self) -> None:
        WATCH.now += self.seconds
        self.flushed.set()


async def _after(window: SendWindow, spent: float) -> float:
    slow = Slow(spent)
    window.add_room(slow)
    await slow.flushed.wait()
    await asyncio.sleep(0)
    return window.seconds


async def test_a_cheap_write_leaves_the_window_as_it_is() -> None:
    assert await _after(SendWindow(0.005, 0.02), 0) == 0.005


async def test_an_expensive_write_makes_the_next_window_longer() -> None:
    """Eight times what it took."""
    assert await _after(SendWindow(0.005, 0.5), 0.003) == pytest.approx(0.024)


async def test_a_window_never_lasts_longer_than_it_may() -> None:
    assert await _after(SendWindow(0.005, 0.02), 0.03) == 0.02


async def test_rooms_go_before_sockets() -> None:
    """So that a socket in many rooms writes once."""
    window, order = SendWindow(0.001, 0.02), list[str]()

    class Named(Slow):
        def __init__(self, name: str) -> None:
            super().__init__(0)
            self.name = name

        def flush(self) -> None:
            order.append(self.name)
            super().flush()

    socket = Named("socket")
    window.add_socket(socket)
    window.add_room(Named("one room"))
    window.add_room(Named("another"))
    await socket.flushed.wait()

    assert order == ["one room", "another", "socket"]
