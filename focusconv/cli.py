"""The command line: commands, options and exit codes; nothing else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.commands import PlainGroup, command
from focusconv.console import show, show_bytes
from focusconv.exits import OK, WrongUsage
from focusconv.version import VERSION

if TYPE_CHECKING:
    from focusconv.inputs import Input

FORMATS = ("json", "xml")

EXIT_CODES = """\b
Exit status, the highest that applies:
  0  all converted (checked, valid), none inconsistent
  1  something inconsistent, not valid, or kept back by --strict
  2  wrong usage, or an output that cannot be written
  3  an input that cannot be read, or is no supported form
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
  focusconv validate out/                         exports, by schema and totals
  focusconv forms --box 7190                      one box, explained

"""
    + EXIT_CODES,
)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="Files, folders, patterns in quotes, or - for standard input."
    ),
]
Corrections = Annotated[
    str | None,
    typer.Option("--corrections", metavar="FILE", help="A reviewer's corrections, CSV or JSON."),
]
NoMend = Annotated[
    bool, typer.Option("--no-mend", help="Report what was read; correct and derive nothing.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite outputs that are there.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error came up.")]


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


@command(
    app,
    "convert",
    """\
  focusconv convert filing.txt > filing.json
  focusconv convert filing.txt -o filing.xml
  focusconv convert filings/ 'more/*.txt' --out-dir out --to json,xml
  focusconv convert filing.pdf -o filing.json
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
    formats = _formats(to, output)
    found = expand(inputs, DOCUMENTS)
    if out_dir is None:
        _demand_one(found, formats)
    _demand_one_document(found, "--corrections", corrections)
    wanted = Wanted(
        reading=reading(mend=not no_mend, corrections=corrections),
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


def _demand_one_document(found: Sequence[Input], option: str, value: str | None) -> None:
    """Raise WrongUsage where an option for one document is given with several inputs."""
    if value is not None and len(found) > 1:
        raise WrongUsage(
            f"{option} is for one document, and {len(found)} inputs were given",
            remedy="take that document by itself",
        )


@command(
    app,
    "check",
    """\
  focusconv check filing.txt
  focusconv check filing.txt --all | less
  focusconv check out/filing.json
  focusconv check filing.txt --write-corrections open.csv
""",
)
def check(
    inputs: Inputs,
    every: Annotated[bool, typer.Option("--all", help="List each item too.")] = False,
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
    from focusconv.inputs import DOCUMENTS, EXPORTS, expand

    found = expand(inputs, DOCUMENTS | EXPORTS)
    _demand_one_document(found, "--corrections", corrections)
    _demand_one_document(found, "--write-corrections", write_corrections)
    wanted = CheckWanted(
        reading=reading(mend=not no_mend, corrections=corrections),
        every=every,
        template=None if write_corrections is None else Path(write_corrections),
        overwrite=force,
    )
    return check_inputs(found, wanted, debug=debug)


@command(
    app,
    "validate",
    """\
  focusconv validate out/
  focusconv validate filing.xml --thorough
""",
)
def validate(
    inputs: Inputs,
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="By the edition's own XSD and Schematron too; slower."),
    ] = False,
    debug: Debug = False,
) -> int:
    """Validate exported JSON or XML: its schema, its form, and its totals again."""
    from focusconv.batch import validate_inputs
    from focusconv.inputs import EXPORTS, expand

    found = expand(inputs, EXPORTS)
    return validate_inputs(found, thorough=thorough, debug=debug)


@command(
    app,
    "forms",
    """\
  focusconv forms
  focusconv forms winjammer segregation
  focusconv forms --box 7190
""",
)
def forms(
    edition: Annotated[
        str | None,
        typer.Argument(metavar="EDITION", help="An edition's name, its beginning, or a system."),
    ] = None,
    statement: Annotated[
        str | None, typer.Argument(metavar="STATEMENT", help="One statement of it.")
    ] = None,
    box: Annotated[
        str | None, typer.Option("--box", metavar="BOX", help="Explain one box.")
    ] = None,
) -> int:
    """Show the forms: editions; the lines, boxes, signs and rules of one; or one box."""
    from focusconv import describe
    from focusconv.forms.catalog import catalog

    known = catalog().editions
    chosen = known if edition is None else describe.editions_named(known, edition)
    if box is not None:
        describe.show_box(chosen, box)
    elif edition is None:
        describe.show_editions(chosen)
    else:
        describe.show_statements(chosen, statement)
    return OK


@command(
    app,
    "schema",
    """\
  focusconv schema
  focusconv schema filing-1.xsd > filing-1.xsd
  focusconv schema --write schemas
""",
)
def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The schema to print.")] = None,
    write: Annotated[
        str | None, typer.Option("--write", metavar="DIR", help="Write all schemas into a folder.")
    ] = None,
) -> int:
    """List the schemas of the exports, print one, or write all."""
    from focusconv import schema as schemas
    from focusconv.outputs import made_folder

    if name is not None and write is not None:
        raise WrongUsage("--write writes all schemas", remedy="leave the name out")
    if write is not None:
        folder = made_folder(Path(write))
        for path in schemas.write(folder):
            show(str(path))
        return OK
    known = schemas.generate()
    if name is None:
        for known_name in known:
            show(known_name)
        return OK
    if name not in known:
        raise WrongUsage(f"there is no schema {name}", remedy=f"there are {', '.join(known)}")
    show_bytes(schemas.schema_text(name))
    return OK


def run() -> int:
    """Run the command line on the program's arguments and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    app(prog_name="focusconv")
    return OK
