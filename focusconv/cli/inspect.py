"""`focusconv inspect`: a page with what was made of it drawn on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Debug, Force, one_input
from focusconv.cli.reading import Dpi, Reader, read_options
from focusconv.terminal.exits import OK, WrongUsage


@command(
    app,
    "inspect",
    """\
  focusconv inspect filing.pdf --page 3 -o page3.png
  focusconv inspect filing.txt -o page.png
""",
)
def inspect(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="A document, or - for standard input.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The PNG picture; - for output.")
    ],
    page: Annotated[str, typer.Option("--page", metavar="N", help="The page, from 1.")] = "1",
    reader: Reader = None,
    dpi: Dpi = None,
    force: Force = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Draw a page with what was made of it: rows, cells, boxes, values and those in doubt.

    For whoever asks why a document was read as it was. A legend explains the frames.
    """
    from focusconv.files.inputs import DOCUMENTS, read_input
    from focusconv.files.outputs import deliver, refuse_taken
    from focusconv.render import inspection

    if not (page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page)):
        raise WrongUsage(f"--page {page}: no page number", remedy="give a number from 1")
    options = read_options(reader=reader, dpi=dpi)
    item = one_input(source, DOCUMENTS)
    refuse_taken(Path(output), [item], overwrite=force)
    picture = inspection.inspect(read_input(item), Path(item.name).name, int(page), options)
    deliver(Path(output), picture, overwrite=force)
    return OK
