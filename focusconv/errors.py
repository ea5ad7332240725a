"""What stops the program: one small tree, each with the place, the reason and the remedy.

Problems *in* a filing are not here: they are data (item states, checks, findings).
"""

from __future__ import annotations

import traceback
from pathlib import Path

from focusconv.version import VERSION

_HOME = Path(__file__).parent

_LONGEST = 200
"""Characters of an unforeseen error's own words: they may quote the document."""


class FocusconvError(Exception):
    """Root of everything focusconv raises on purpose.

    `place` names the file (and where in it), `reason` what is wrong, `remedy` what to do.
    """

    def __init__(self, reason: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.place}: {self.reason}" if self.place else self.reason
        return f"{head}; {self.remedy}" if self.remedy else head


class UnreadableInput(FocusconvError, ValueError):
    """The input is not a document a reader can take: empty, binary, too large, wrong encoding."""


class UnknownForm(FocusconvError, LookupError):
    """The document was read, and is none of the forms in the catalog."""


class SeveralFilings(FocusconvError, ValueError):
    """One filing was asked for and the document holds several."""


class InvalidExport(FocusconvError, ValueError):
    """An export does not say what its schema or its totals demand; `problems` lists all."""

    def __init__(
        self, reason: str, *, place: str = "", remedy: str = "", problems: tuple[str, ...] = ()
    ) -> None:
        super().__init__(reason, place=place, remedy=remedy)
        self.problems = problems

    def __str__(self) -> str:
        return "\n  ".join((super().__str__(), *self.problems))


class InvalidCorrections(FocusconvError, ValueError):
    """A corrections file names what the form has not, or belongs to another document."""


class InvalidCatalog(FocusconvError, ValueError):
    """A catalog data file breaks the catalog's grammar; an error of whoever edited the data."""


class OutputExists(FocusconvError, OSError):
    """An output would overwrite something it must not."""


class MissingPackage(FocusconvError, ImportError):
    """An optional package is needed and not installed."""


class DatabaseError(FocusconvError, OSError):
    """A database cannot be opened or used: not there, not ours, newer than the program, locked."""


class InternalError(FocusconvError, RuntimeError):
    """Something that nobody foresaw: a fault of the program, not of the input (see `unforeseen`).

    A program that converts many documents counts it apart: trying again does not help, a report
    does.
    """


def unforeseen(error: BaseException, place: str = "") -> InternalError:
    """An error that is none of the tree, as one that is; `place` is the input it costs.

    It says where in the program it came up, without paths of this machine, and what to send.
    """
    words = " ".join(str(error).split())[:_LONGEST]
    said = f"{type(error).__name__}: {words}" if words else type(error).__name__
    found = InternalError(
        f"an error of the program itself: {said}{_where(error)}",
        place=place,
        remedy="please report it: send this message, the command, and the document or one made"
        f" up that does the same (focusconv {VERSION}, {_python()}; --debug shows more)",
    )
    found.__cause__ = error
    return found


def of_this_package(error: BaseException) -> bool:
    """Whether an error came up in the lines of this package, not inside of a library."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(_HOME)


def _where(error: BaseException) -> str:
    """The innermost line of this package that the error passed through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_HOME):
            return f", at {path.relative_to(_HOME.parent).as_posix()} line {frame.lineno}"
    return ""


def _python() -> str:
    import platform

    return f"Python {platform.python_version()}, {platform.system()}"
