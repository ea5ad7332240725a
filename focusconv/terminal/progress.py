"""A progress bar over the pages of a document: on standard error, on a terminal, late.

It is drawn only once there are several pages to recognise, which takes seconds each; Rich is
imported only then.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from focusconv.readers.options import Watch

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def watched(name: str) -> Iterator[Watch | None]:
    """What is to be told of pages that are done; None where nobody looks.

    `name` stands before the bar.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Progress] = []

        def watch(done: int, of: int) -> None:
            if of < 2:
                return
            if not bars:
                bars.append(stack.enter_context(_bar()))
                bars[0].add_task(_short(name), total=of)
            bars[0].update(bars[0].task_ids[0], completed=done, total=of)

        yield watch


def _short(name: str) -> str:
    from rich.markup import escape

    from focusconv.terminal.console import clean

    shown = clean(name)
    return escape(shown if len(shown) <= 40 else "..." + shown[-37:])


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
