"""What stops the program: one small tree, each with the place, the reason and the remedy.

Problems *in* a filing are not here: they are data (item states, checks, findings).
"""

from __future__ import annotations


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
