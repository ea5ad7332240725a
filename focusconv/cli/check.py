"""`focusconv check`: the totals of filings, and what to look at."""

from __future__ import annotations

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


@command(
    app,
    "check",
    """\
  focusconv check filing.txt
  focusconv check filing.txt --all | less
  focusconv check scan.tif --jobs 2
  focusconv check out/filing.json
  focusconv check filing.txt --write-corrections open.csv
""",
)
def check(
    inputs: Inputs,
    every: Annotated[bool, typer.Option("--all", help="List each item too.")] = False,
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
    write_corrections: Annotated[
        str | None,
        typer.Option(
            "--write-corrections",
            metavar="FILE",
            help="Write a corrections file for the open items, to fill in.",
        ),
    ] = None,
    force: Force = False,
    debug: Debug = False,
) -> int:
    """Show the totals of filings, which rule confirms what, and what to look at.

    Takes documents, and exported JSON or XML: the rules run again over an export's values.
    """
    from focusconv.batch import CheckWanted, check_inputs, reading
    from focusconv.files.inputs import DOCUMENTS, EXPORTS, expand

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
    demand_one_document(found, "--write-corrections", write_corrections)
    wanted = CheckWanted(
        reading=reading(mend=not no_mend, corrections=corrections, options=options),
        every=every,
        template=None if write_corrections is None else Path(write_corrections),
        overwrite=force,
    )
    return check_inputs(found, wanted, debug=debug)
