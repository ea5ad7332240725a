"""Inputs to results: a few in this process, or many at once by workers that may fail."""

from focusconv.batch.in_process import (
    CheckWanted,
    Reading,
    Wanted,
    check_inputs,
    convert_input,
    reading,
    validate_inputs,
)

__all__ = [
    "CheckWanted",
    "Reading",
    "Wanted",
    "check_inputs",
    "convert_input",
    "reading",
    "validate_inputs",
]
