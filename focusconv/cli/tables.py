"""`focusconv tables`: filings as CSV, Parquet and Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Debug, Force
from focusconv.errors import FocusconvError, InvalidExport, UnknownForm, UnreadableInput
from focusconv.terminal.console import complain, counted, say
from focusconv.terminal.exits import OK, WrongUsage, exit_code

if TYPE_CHECKING:
    from focusconv.tidy.rows import Piece

FORMATS: Final = ("csv", "parquet", "xlsx")
STANDARD_OUTPUT: Final = "-"


@command(
    app,
    "tables",
    """\
  focusconv tables archive.db -o filings.xlsx
  focusconv tables out/ > items.csv
  focusconv tables out/ --wide -o filings.csv
  focusconv tables postgresql://me@host/filings --to parquet -o tables/
  focusconv tables archive.db --confirmed -o confirmed.csv
""",
)
def tables(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="A database (a file or a URL), or exports: files, folders, patterns in quotes.",
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help="csv (default), parquet or xlsx."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="The file, whose ending names the format; for parquet a folder or a file.",
        ),
    ] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="CSV of one row a filing, with a column a box.")
    ] = False,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Confirmed figures only.")] = False,
    force: Force = False,
    debug: Debug = False,
) -> int:
    """Write filings as tables: CSV, Parquet in partitions by form and month, or Excel.

    One row an item, with its value, its state and what confirms it. A database gives its current
    filings; exports give all of them, and their rules run again.
    """
    from focusconv.tidy.rows import once

    wanted = _format(to, output)
    if wide and wanted != "csv":
        raise WrongUsage(f"--wide is for csv, not {wanted}", remedy="leave one of them out")
    if wanted != "csv" and output in (None, STANDARD_OUTPUT):
        raise WrongUsage(f"{wanted} needs a place to go", remedy="give -o PATH")
    told = _Told(debug=debug)
    path = Path(output or STANDARD_OUTPUT)
    found = told.counted(once(_pieces(sources, path, told)))
    if wanted == "csv":
        _write_csv(found, path, wide=wide, sure=confirmed, overwrite=force)
    elif wanted == "xlsx":
        _write_workbook(found, path, sure=confirmed, overwrite=force)
    else:
        _write_parquet(found, path, sure=confirmed, overwrite=force)
    if str(path) != STANDARD_OUTPUT:
        say(f"{counted(told.filings, 'filing')} written to {path}")
    return told.code


class _Told:
    """How many filings came, and the exit status of what did not."""

    def __init__(self, *, debug: bool) -> None:
        self.filings = 0
        self.code = OK
        self.debug = debug

    def counted(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        """The same filings, counted. Raises UnreadableInput where there is none at all."""
        for piece in pieces:
            self.filings += 1
            yield piece
        if not self.filings:
            raise UnreadableInput(
                "there is no filing to write", remedy="give exports, or a database that has some"
            )

    def refuse(self, error: FocusconvError, name: str) -> None:
        complain(error, name=name, debug=self.debug)
        self.code = max(self.code, exit_code(error))


def _format(to: str | None, output: str | None) -> str:
    """The format asked for, else the one that the ending of the output names."""
    ending = Path(output or "").suffix.lstrip(".").lower()
    wanted = (to or (ending if ending in FORMATS else FORMATS[0])).lower()
    if wanted not in FORMATS:
        raise WrongUsage(f"--to {to}: no such format", remedy=f"give one of {', '.join(FORMATS)}")
    return wanted


def _pieces(sources: Sequence[str], output: Path, told: _Told) -> Iterator[Piece]:
    """The filings of the sources; an error in an export is told, and the next is taken.

    Raises OutputExists where the output would take the place of a source.
    """
    from focusconv.database.read_archive import filings_in, is_database, pieces_in
    from focusconv.files.inputs import EXPORTS, LINES, expand
    from focusconv.files.outputs import refuse_taken
    from focusconv.tidy.rows import piece_of

    for source in sources:
        if is_database(source):
            if "://" not in source:
                refuse_taken(output, expand([source], ()), overwrite=True)
            yield from pieces_in(source)
            continue
        for item in expand([source], EXPORTS | LINES):
            refuse_taken(output, (item,), overwrite=True)
            try:
                for filing in filings_in(item):
                    yield piece_of(filing)
            except (InvalidExport, UnreadableInput, UnknownForm) as error:
                told.refuse(error, item.name)


def _write_csv(
    found: Iterator[Piece], path: Path, *, wide: bool, sure: bool, overwrite: bool
) -> None:
    from focusconv.exports.delimited import csv_chunks
    from focusconv.files.outputs import is_stream, refuse_taken
    from focusconv.files.stream import write_chunks
    from focusconv.terminal.console import show_bytes

    chunks = csv_chunks(found, wide=wide, sure=sure)
    if str(path) == STANDARD_OUTPUT:
        for chunk in chunks:
            show_bytes(chunk)
    elif is_stream(path):
        with path.open("wb") as stream:
            stream.writelines(chunks)
    else:
        refuse_taken(path, (), overwrite=overwrite)
        write_chunks(path, chunks, overwrite=overwrite)


def _write_workbook(found: Iterator[Piece], path: Path, *, sure: bool, overwrite: bool) -> None:
    from focusconv.exports.workbook import workbook
    from focusconv.files.outputs import deliver, refuse_taken

    refuse_taken(path, (), overwrite=overwrite)
    deliver(path, workbook(found, sure=sure), overwrite=overwrite)


def _write_parquet(found: Iterator[Piece], path: Path, *, sure: bool, overwrite: bool) -> None:
    """One file where the output's name ends so, else a folder in partitions."""
    from focusconv.exports.dataset import write_dataset, write_file
    from focusconv.files.outputs import refuse_taken

    if path.suffix.lower() == ".parquet":
        refuse_taken(path, (), overwrite=overwrite)
        write_file(found, path, sure=sure, overwrite=overwrite)
    else:
        write_dataset(found, path, sure=sure, overwrite=overwrite)
