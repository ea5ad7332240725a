"""`focusconv report`: filings as a page to look at, and to decide in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Corrections, Debug, Force, Inputs, NoMend, demand_one_document
from focusconv.cli.reading import (
    Attachment,
    Dpi,
    Jobs,
    MaxPages,
    MaxPixels,
    MaxSeconds,
    Pages,
    Reader,
    TrustLayer,
    read_options,
)
from focusconv.terminal.exits import WrongUsage


@command(
    app,
    "report",
    """\
  focusconv report filing.pdf -o review.html
  focusconv report scan.tif --jobs 2 -o review.html
  focusconv report filings/ -o review.html
  focusconv report out/filing.json --documents filings/ -o review.html
  focusconv report --series archive.db -o series.html
  focusconv report --series out/ -o series.html
  focusconv report --series archive.db --to csv -o series.csv
""",
)
def report(
    inputs: Inputs,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")
    ],
    series: Annotated[
        bool,
        typer.Option(
            "--series",
            help="Draw the funds of each firm over time, from a database, documents or exports.",
        ),
    ] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help="With --series: html (default) or csv."),
    ] = None,
    reader: Reader = None,
    dpi: Dpi = None,
    pages: Pages = None,
    jobs: Jobs = None,
    trust_layer: TrustLayer = False,
    attachment: Attachment = None,
    max_pages: MaxPages = None,
    max_pixels: MaxPixels = None,
    max_seconds: MaxSeconds = None,
    no_mend: NoMend = False,
    corrections: Corrections = None,
    documents: Annotated[
        str | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            help="Where the documents of exports are.",
        ),
    ] = None,
    force: Force = False,
    debug: Debug = False,
) -> int:
    """Write a page to decide doubtful values in: a browser shows them beside their print.

    In the page a person accepts or edits values and waives checks, sees the totals follow, and
    saves a file for --corrections. Takes documents and exports, one or many.

    With --series: what each firm must hold for its customers, holds, and aims at, over time.
    """
    if series:
        _demand_no_reading(
            {
                "--reader": reader,
                "--dpi": dpi,
                "--pages": pages,
                "--jobs": jobs,
                "--trust-layer": trust_layer or None,
                "--attachment": attachment,
                "--max-pages": max_pages,
                "--max-pixels": max_pixels,
                "--max-seconds": max_seconds,
                "--no-mend": no_mend or None,
                "--corrections": corrections,
                "--documents": documents,
            }
        )
        from focusconv.series.write import write_series

        return write_series(inputs, Path(output), to=to, overwrite=force, debug=debug)
    if to is not None:
        raise WrongUsage("--to is for --series", remedy="the review page is HTML")
    from focusconv.files.inputs import DOCUMENTS, EXPORTS, expand
    from focusconv.report.run import ReportWanted, report_inputs

    options = read_options(
        reader=reader,
        dpi=dpi,
        pages=pages,
        jobs=jobs,
        trust_layer=trust_layer,
        attachment=attachment,
        max_pages=max_pages,
        max_pixels=max_pixels,
        max_seconds=max_seconds,
    )
    found = expand(inputs, DOCUMENTS | EXPORTS)
    demand_one_document(found, "--corrections", corrections)
    read = None
    if corrections is not None:
        from focusconv.review.corrections import load

        read = load(Path(corrections))
    wanted = ReportWanted(
        output=Path(output),
        mend=not no_mend,
        corrections=read,
        documents=() if documents is None else expand([documents], DOCUMENTS),
        overwrite=force,
        options=options,
    )
    return report_inputs(found, wanted, debug=debug)


def _demand_no_reading(given: Mapping[str, object]) -> None:
    """Raise WrongUsage where --series is given with an option of the review page."""
    for option in (name for name, value in given.items() if value is not None):
        raise WrongUsage(
            f"{option} is for the review page",
            remedy="convert or load the filings as they shall be, then draw those",
        )
