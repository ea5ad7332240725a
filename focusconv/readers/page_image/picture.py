"""A page as a picture: what is handed on to be recognised, or that it was lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from msgspec import Struct

from focusconv.errors import FocusconvError

Made = TypeVar("Made")

_SAID = 160
"""Characters of what an error says of itself."""


class Picture(Struct, frozen=True):
    """Page `number`, drawn upright: 8-bit grey `samples`, row by row from the top.

    `scale` is how many pixels make a point: places in the picture divided by it are places
    on the page.
    """

    number: int
    width: int
    height: int
    samples: bytes
    scale: float

    @property
    def dpi(self) -> float:
        return self.scale * 72


class LostPage(Struct, frozen=True):
    """Page `number` could not be read, and why: it is left out, and the others are read."""

    number: int
    reason: str


def unless_lost(step: Callable[[], Made], number: int) -> Made | LostPage:
    """What a step makes of a page, or the page as lost where the step fails at it.

    The one place where an error that nobody foresaw is caught: a picture can be anything, and
    one page that no step was made for must not cost the other pages of the document. Errors
    raised on purpose, which stop the reading, pass.
    """
    try:
        return step()
    except FocusconvError:
        raise
    except Exception as error:
        return LostPage(number, _reason(error))


def _reason(error: Exception) -> str:
    """What went wrong and in which module, on one line."""
    said = " ".join(str(error).split())[:_SAID]
    steps = extract_tb(error.__traceback__)
    where = f" in {Path(steps[-1].filename).stem}" if steps else ""
    return f"{type(error).__name__}{where}" + (f": {said}" if said else "")
