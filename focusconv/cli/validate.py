"""`focusconv validate`: exports against their schema and totals."""

from __future__ import annotations

from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Debug, Inputs


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
    from focusconv.files.inputs import EXPORTS, expand

    found = expand(inputs, EXPORTS)
    return validate_inputs(found, thorough=thorough, debug=debug)
