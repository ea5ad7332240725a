"""What an error costs: one input, whatever the error is; the same for one input and for many."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from focusconv.errors import FocusconvError, UnreadableInput, unforeseen


@contextlib.contextmanager
def refusing(name: str, refuse: Callable[[FocusconvError], None]) -> Iterator[None]:
    """Work at one input: what goes wrong in it is given to `refuse`, and the next has its turn.

    `name` is the input. Only what ends the program passes: an interrupt, and a reader of the
    output that went away (BrokenPipeError).
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except Exception as error:
        refuse(refusal(error, name))


def refusal(error: Exception, name: str) -> FocusconvError:
    """Any error as one of the program's own: as it is where it is one, too little memory as an
    input that cannot be read, and all else as an error of the program itself."""
    if isinstance(error, FocusconvError):
        return error
    if not isinstance(error, MemoryError):
        return unforeseen(error, name)
    refused = UnreadableInput(
        "reading it needs more memory than there is for it",
        place=name,
        remedy="read fewer of its pages; in a run over many, allow more with --memory-limit",
    )
    refused.__cause__ = error
    return refused
