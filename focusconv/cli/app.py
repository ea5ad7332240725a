"""The program as a group of commands: its name, its help, its version."""

from __future__ import annotations

from typing import Annotated

import typer

from focusconv.cli.command import PlainGroup
from focusconv.terminal.console import show
from focusconv.terminal.exits import OK
from focusconv.version import VERSION

EXIT_CODES = """\b
Exit status, the highest that applies:
  0  all converted (checked, valid), none inconsistent
  1  something inconsistent, not valid, or kept back by --strict
  2  wrong usage, or an output that cannot be written
  3  an input that cannot be read, or is no supported form
  4  an error of the program itself, which should be reported
"""

app = typer.Typer(
    name="focusconv",
    cls=PlainGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  focusconv convert filing.txt                    JSON on standard output
  focusconv convert filings/ --out-dir out --to json,xml
  focusconv check filing.txt                      its totals, and what to look at
  focusconv report filing.txt -o review.html      a page to decide what is doubtful
  focusconv convert filing.txt --corrections decided.json -o filing.json
  focusconv validate out/                         exports, by schema and totals
  focusconv report filing.pdf -o review.html      a page to decide in what is open
  focusconv load filings/ --db archive.db         many filings into a database
  focusconv tables archive.db -o filings.xlsx     its figures as a table
  focusconv forms --box 7190                      one box, explained
  focusconv render out/filing.json -o form.pdf    the filing as a printed form
  focusconv inspect filing.pdf -o page.png        what was read where

"""
    + EXIT_CODES,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        show(f"focusconv {VERSION}")
        raise typer.Exit(OK)


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """FOCUS and WinJammer filings in, one checked record as JSON or XML out."""
