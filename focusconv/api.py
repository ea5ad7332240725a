"""The public names of focusconv, and the module each comes from.

A module is imported when one of its names is first used: whoever converts a text loads neither
an engine nor a database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from focusconv.checking import check as check
    from focusconv.conversion import convert as convert
    from focusconv.conversion import filings as filings
    from focusconv.database.read_archive import read_archive as read_archive
    from focusconv.errors import DatabaseError as DatabaseError
    from focusconv.errors import FocusconvError as FocusconvError
    from focusconv.errors import InternalError as InternalError
    from focusconv.errors import InvalidCatalog as InvalidCatalog
    from focusconv.errors import InvalidCorrections as InvalidCorrections
    from focusconv.errors import InvalidExport as InvalidExport
    from focusconv.errors import MissingPackage as MissingPackage
    from focusconv.errors import OutputExists as OutputExists
    from focusconv.errors import SeveralFilings as SeveralFilings
    from focusconv.errors import UnknownForm as UnknownForm
    from focusconv.errors import UnreadableInput as UnreadableInput
    from focusconv.readers.bounds import Bounds as Bounds
    from focusconv.readers.options import ReadOptions as ReadOptions
    from focusconv.readers.options import page_range as page_range
    from focusconv.record.filing import Filing as Filing
    from focusconv.validation import validate as validate

_NAMES = {
    "focusconv.checking": ("check",),
    "focusconv.conversion": ("convert", "filings"),
    "focusconv.database.read_archive": ("read_archive",),
    "focusconv.errors": (
        "DatabaseError",
        "FocusconvError",
        "InternalError",
        "InvalidCatalog",
        "InvalidCorrections",
        "InvalidExport",
        "MissingPackage",
        "OutputExists",
        "SeveralFilings",
        "UnknownForm",
        "UnreadableInput",
    ),
    "focusconv.readers.bounds": ("Bounds",),
    "focusconv.readers.options": ("ReadOptions", "page_range"),
    "focusconv.record.filing": ("Filing",),
    "focusconv.validation": ("validate",),
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names}

NAMES = tuple(sorted(_HOMES))


def public(name: str) -> object:
    """What the package offers under a name. Raises AttributeError where it offers nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'focusconv' has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    return value
