"""A line per step with its time, and a moving line for each that is under way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Report = Callable[[float, str], None]
"""Takes how far a step is, from 0 to 1, and what it is doing."""


class Steps:
    """Shows what is being done; on a terminal with a progress display, elsewhere in plain lines."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[doing]}"),
            console=self.console,
            transient=True,
        )
        self._began = time.monotonic()
        self._print_lock = threading.Lock()

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, name: str, *, long: bool = False) -> Iterator[Report]:
        """Show `name` while the block runs and its time when it is done."""
        began = time.monotonic()
        task = self._progress.add_task(name, total=None, doing="")
        if long and not self.console.is_terminal:
            self.say(f"… {name}")

        def report(part: float, doing: str) -> None:
            self._progress.update(task, total=1.0, completed=part, doing=doing[:60])

        try:
            yield report
        finally:
            self._progress.remove_task(task)
        self.say(f"[green]✓[/green] {name} [dim]{time.monotonic() - began:.1f} s[/dim]")

    def say(self, line: str) -> None:
        """Print a line above the moving ones."""
        with self._print_lock:
            self.console.print(line, soft_wrap=True)

    @property
    def seconds(self) -> float:
        """Time since the first step began."""
        return time.monotonic() - self._began
