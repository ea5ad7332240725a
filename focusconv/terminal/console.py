"""What people see: messages on standard error, results and tables on standard output.

Filings and file names come from strangers: whatever is shown here is first made harmless, so
that no escape sequence in a document reaches a terminal. Tables are drawn with Rich on a
terminal and are plain aligned text everywhere else; Rich is imported only to draw.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TextIO

from focusconv.errors import FocusconvError

if TYPE_CHECKING:
    from rich.console import Console

Column = tuple[str, Literal["left", "right"]]
"""The heading of a table's column and how its cells are aligned."""

STATE_STYLES = {
    "passed": "green",
    "confirmed": "green",
    "failed": "bold red",
    "inconsistent": "bold red",
    "disputed": "bold red",
    "unreadable": "red",
    "undecided": "yellow",
    "partial": "yellow",
    "corrected": "magenta",
    "derived": "cyan",
    "used": "cyan",
    "waived": "blue",
    "reviewed": "blue",
    "warning": "yellow",
    "error": "bold red",
}
"""How a state looks on a terminal; a state that is not listed looks plain."""


_LAST_COLUMN = 24
"""The least room for the last column beside the others; with less, it stands below them."""


def clean(text: str) -> str:
    """The text on one line and without anything a terminal would act on.

    White space becomes a space; control characters, direction marks and what is left of a
    wrong encoding are spelled out as escapes.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelled(char) for char in text)


def _spelled(char: str) -> str:
    if char.isspace():
        return " "
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def amount(value: object) -> str:
    """A value as people write it: 1,234,567; yes or no for a mark; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else clean(str(value))


def counted(number: int, one: str, many: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say(text: str) -> None:
    """A message to the person, on standard error, behind the program's name."""
    first, *more = text.split("\n")
    print(f"focusconv: {clean(first)}", *map(clean, more), sep="\n", file=sys.stderr)


def complain(error: FocusconvError, *, name: str = "", debug: bool = False) -> None:
    """An error as one message (see `complaint`); with `debug`, its traceback first."""
    if debug:
        import traceback

        traceback.print_exception(error)
    say(complaint(error, name))


def complaint(error: FocusconvError, name: str = "") -> str:
    """An error in words behind the input's name; a place that only repeats it is left out."""
    text = str(error)
    if name and not text.startswith(f"{name}:"):
        text = f"{name}: {text.removeprefix(os.path.basename(name) + ': ')}"
    return text


@contextlib.contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output to write to.

    Raises FocusconvError where it cannot be written, BrokenPipeError where its reader went
    away; what it still held is dropped then, so that the end of the program stays quiet.
    """
    if sys.stdout is None:
        raise FocusconvError("standard output is closed", remedy="give -o FILE or --out-dir DIR")
    try:
        yield sys.stdout
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise FocusconvError(
            f"standard output cannot be written: {error.strerror}", remedy="make room for it"
        ) from error


def show(text: str = "") -> None:
    """A line of a result, on standard output."""
    with _standard_output() as stream:
        stream.write(f"{clean(text)}\n")


def show_bytes(data: bytes) -> None:
    """A result as it is, on standard output."""
    with _standard_output() as stream:
        stream.flush()
        stream.buffer.write(data)
        stream.flush()


def flush() -> None:
    """Bring what was shown to whoever reads it."""
    if sys.stdout is not None:
        with _standard_output() as stream:
            stream.flush()


def on_terminal() -> bool:
    """Whether standard output is a terminal that can draw."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output; every cell is made harmless on the way."""
    cleaned = [tuple(clean(cell) for cell in row) for row in rows]
    if on_terminal():
        _draw(columns, cleaned)
    else:
        with _standard_output() as stream:
            stream.write(aligned(columns, cleaned))


def aligned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """The table as plain text: one line a row, two spaces between columns."""
    return "".join(f"{line}\n" for line in _lines(columns, rows))


def _lines(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [[heading for heading, _ in columns], *rows]
    widths = _widths(columns, rows)
    return [
        "  ".join(
            cell.rjust(width) if side == "right" else cell.ljust(width)
            for cell, width, (_, side) in zip(line, widths, columns, strict=False)
        ).rstrip()
        for line in lines
    ]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    headings = [heading for heading, _ in columns]
    return [max(len(line[at]) for line in (headings, *rows)) for at in range(len(columns))]


def _draw(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Draw the table; only its last column gives way, for a number cut short is a wrong one."""
    from rich.console import Console

    with _standard_output() as stream:
        console = Console(file=stream, highlight=False)
        width = sum(_widths(columns, rows)[:-1]) + 2 * len(columns)
        if console.width - width >= _LAST_COLUMN:
            _draw_table(console, columns, rows)
        else:
            _draw_narrow(console, columns, rows)


def _draw_table(console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, (heading, side) in enumerate(columns):
        last = place == len(columns) - 1
        table.add_column(heading, justify=side, no_wrap=not last, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style=STATE_STYLES.get(cell, "")) for cell in row))
    console.print(table)


def _draw_narrow(
    console: Console, columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> None:
    """Each row on a line of its own, however long, and its last cell below it."""
    from rich.padding import Padding
    from rich.text import Text

    last = [columns[-1][0], *(row[-1] for row in rows)]
    for line, below in zip(_lines(columns[:-1], rows), last, strict=True):
        text = Text(line)
        text.highlight_words(STATE_STYLES, "bold")
        console.print(text, soft_wrap=True)
        if below:
            console.print(Padding(Text(below), (0, 0, 0, 4)))
