"""focusconv: FOCUS and WinJammer filings in, one checked record as JSON or XML out.

What the names here do is imported when they are first used, so that `import focusconv` costs
next to nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from focusconv.version import VERSION as __version__

if TYPE_CHECKING:
    from focusconv.check import check as check
    from focusconv.convert import convert as convert
    from focusconv.convert import filings as filings
    from focusconv.errors import DatabaseError as DatabaseError
    from focusconv.errors import FocusconvError as FocusconvError
    from focusconv.errors import InvalidCatalog as InvalidCatalog
    from focusconv.errors import InvalidCorrections as InvalidCorrections
    from focusconv.errors import InvalidExport as InvalidExport
    from focusconv.errors import MissingPackage as MissingPackage
    from focusconv.errors import OutputExists as OutputExists
    from focusconv.errors import SeveralFilings as SeveralFilings
    from focusconv.errors import UnknownForm as UnknownForm
    from focusconv.errors import UnreadableInput as UnreadableInput
    from focusconv.exports.archive import read_archive as read_archive
    from focusconv.filing import Filing as Filing
    from focusconv.validate import validate as validate

_HOMES = {
    "check": "focusconv.check",
    "convert": "focusconv.convert",
    "filings": "focusconv.convert",
    "read_archive": "focusconv.exports.archive",
    "validate": "focusconv.validate",
    "Filing": "focusconv.filing",
    "DatabaseError": "focusconv.errors",
    "FocusconvError": "focusconv.errors",
    "InvalidCatalog": "focusconv.errors",
    "InvalidCorrections": "focusconv.errors",
    "InvalidExport": "focusconv.errors",
    "MissingPackage": "focusconv.errors",
    "OutputExists": "focusconv.errors",
    "SeveralFilings": "focusconv.errors",
    "UnknownForm": "focusconv.errors",
    "UnreadableInput": "focusconv.errors",
}

__all__ = ["__version__", *_HOMES]


class _Package(ModuleType):
    """Keeps a public function where a module of the same name would cover it.

    Importing `focusconv.convert` binds the module in the package; the package shall go on
    offering the function, whatever was imported before and by whom.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and _HOMES.get(name) == value.__name__:
            value = getattr(value, name)
        super().__setattr__(name, value)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = _Package
