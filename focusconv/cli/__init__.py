"""The command line: one module a command; options and exit codes, nothing else.

The commands stand in the help in the order in which they are imported here.
"""

from __future__ import annotations

import io
import os
import sys

# ruff: noqa: F401, I001
from focusconv.cli import convert
from focusconv.cli import load
from focusconv.cli import watch
from focusconv.cli import check
from focusconv.cli import validate
from focusconv.cli import report
from focusconv.cli import tables
from focusconv.cli import firms
from focusconv.cli import forms
from focusconv.cli import schema
from focusconv.cli import render
from focusconv.cli import inspect
from focusconv.cli import trace
from focusconv.cli.app import app
from focusconv.terminal.exits import OK


def run() -> int:
    """Run the command line on the program's arguments and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    app(prog_name="focusconv")
    return OK
