"""How far a run is: a bar with rate and time left, on a terminal only, and the messages."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

Step = Callable[[int], None]
"""Tells the bar that so many more inputs are done."""


@contextlib.contextmanager
def progress(total: int | None) -> Iterator[Step]:
    """A bar on standard error while the block runs; messages go above it.

    `total` is None where it is not known. Without a terminal there is none: a log keeps to the
    messages.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    bar: Any = Progress(*columns, console=Console(stderr=True), redirect_stdout=False)
    with bar:
        task = bar.add_task("", total=total, rate="")

        def step(count: int) -> None:
            bar.advance(task, count)
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, rate=f"{speed:,.1f} inputs/s" if speed else "")

        yield step
