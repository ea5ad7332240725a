"""Exit status of the program: what each number means, and which error has which."""

from __future__ import annotations

from typing import Final

from focusconv.errors import (
    FocusconvError,
    InternalError,
    InvalidExport,
    UnknownForm,
    UnreadableInput,
)

OK: Final = 0
"""All converted, checked or valid; none inconsistent."""

INCONSISTENT: Final = 1
"""Something inconsistent, not valid, or kept back by --strict."""

USAGE: Final = 2
"""Wrong usage, or an output that cannot be written."""

UNREADABLE: Final = 3
"""An input that cannot be read, or is no supported form."""

INTERNAL: Final = 4
"""An error of the program itself, which should be reported."""

BROKEN_PIPE: Final = 141
"""Whoever read the output went away: what a shell reports for SIGPIPE."""

INTERRUPTED: Final = 130
"""Ctrl-C: what a shell reports for SIGINT."""


class WrongUsage(FocusconvError, ValueError):
    """The arguments do not fit together, or do not fit what they name."""


def exit_code(error: FocusconvError) -> int:
    """4 for a fault of the program, 3 for an input that cannot be taken, 2 for all else."""
    if isinstance(error, InternalError):
        return INTERNAL
    unreadable = isinstance(error, UnreadableInput | UnknownForm | InvalidExport)
    return UNREADABLE if unreadable else USAGE
