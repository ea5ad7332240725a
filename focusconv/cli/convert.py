"""`focusconv convert`: documents to canonical JSON or XML."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Corrections, Debug, Force, Inputs, NoMend, demand_one_document
from focusconv.cli.reading import (
    Dpi,
    Jobs,
    MaxPages,
    MaxPixels,
    MaxSeconds,
    Pages,
    Reader,
    read_options,
)
from focusconv.exits import WrongUsage

if TYPE_CHECKING:
    from focusconv.inputs import Input

FORMATS = ("json", "xml")


@command(
    app,
    "convert",
    """\
  focusconv convert filing.txt > filing.json
  focusconv convert filing.txt -o filing.xml
  focusconv convert filings/ 'more/*.txt' --out-dir out --to json,xml
  focusconv convert filing.pdf --pages 1-9 -o filing.json
  focusconv convert scan.tif --jobs 2 -o filing.json
  ocr-engine scan.png | focusconv convert -
  focusconv convert filing.txt --corrections reviewed.csv -o filing.json --force
""",
)
def convert(
    inputs: Inputs,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="FORMAT", help="json (default) or xml; json,xml for both."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the result of one input here."),
    ] = None,
    out_dir: Annotated[
        str | None,
        typer.Option(
            "--out-dir", metavar="DIR", help="Write NAME.json here; sub-folders are kept."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Export confirmed filings only.")
    ] = False,
    allow_inconsistent: Annotated[
        bool,
        typer.Option("--allow-inconsistent", help="Export filings whose totals do not add up too."),
    ] = False,
    reader: Reader = None,
    dpi: Dpi = None,
    pages: Pages = None,
    jobs: Jobs = None,
    max_pages: MaxPages = None,
    max_pixels: MaxPixels = None,
    max_seconds: MaxSeconds = None,
    no_mend: NoMend = False,
    corrections: Corrections = None,
    force: Force = False,
    debug: Debug = False,
) -> int:
    """Convert filings to the canonical JSON or XML.

    One file, or standard input, goes to standard output unless -o or --out-dir says otherwise;
    folders, patterns and several files need --out-dir. A file is written whole or not at all.
    A filing whose totals do not add up is not exported unless --allow-inconsistent is given.
    """
    from focusconv.batch import Wanted, convert_inputs, reading
    from focusconv.inputs import DOCUMENTS, expand
    from focusconv.outputs import STANDARD_OUTPUT

    if strict and allow_inconsistent:
        raise WrongUsage("--strict and --allow-inconsistent exclude each other")
    if output is not None and out_dir is not None:
        raise WrongUsage("-o and --out-dir exclude each other", remedy="give one of them")
    options = read_options(
        reader=reader,
        dpi=dpi,
        pages=pages,
        jobs=jobs,
        max_pages=max_pages,
        max_pixels=max_pixels,
        max_seconds=max_seconds,
    )
    formats = _formats(to, output)
    found = expand(inputs, DOCUMENTS)
    if out_dir is None:
        _demand_one(found, formats)
    demand_one_document(found, "--corrections", corrections)
    wanted = Wanted(
        reading=reading(mend=not no_mend, corrections=corrections, options=options),
        formats=formats,
        file=Path(output or STANDARD_OUTPUT),
        folder=None if out_dir is None else Path(out_dir),
        strict=strict,
        allow_inconsistent=allow_inconsistent,
        overwrite=force,
    )
    return convert_inputs(found, wanted, debug=debug)


def _formats(to: list[str] | None, output: str | None) -> tuple[str, ...]:
    """The formats asked for, each once; else the one that the output's ending names."""
    asked = dict.fromkeys(name.strip().lower() for entry in to or () for name in entry.split(","))
    for name in asked:
        if name not in FORMATS:
            raise WrongUsage(
                f"--to {name}: no such format", remedy=f"give {' or '.join(FORMATS)}, or both"
            )
    ending = os.path.splitext(output or "")[1].lstrip(".").lower()
    return tuple(asked) or ((ending,) if ending in FORMATS else FORMATS[:1])


def _demand_one(found: Sequence[Input], formats: tuple[str, ...]) -> None:
    """Raise WrongUsage unless one input in one format was named by itself."""
    if len(found) > 1 or not found[0].alone:
        raise WrongUsage(
            "a folder, a pattern or several inputs need a folder for their results",
            remedy="give --out-dir DIR",
        )
    if len(formats) > 1:
        raise WrongUsage(
            f"one output cannot hold {' and '.join(formats)}", remedy="give --out-dir DIR"
        )
