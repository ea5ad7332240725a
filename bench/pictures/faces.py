"""Typefaces: the base fonts of every PDF, those of font packages, those of the system.

A family that is not installed is printed in a base font of its kind, so that a picture can be
made everywhere; `absent()` names what was replaced, for then the pictures differ.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pymupdf
from msgspec import Struct

Kind = Literal["sans", "serif", "mono"]

BASE: dict[Kind, tuple[str, str]] = {
    "sans": ("helv", "hebo"),
    "serif": ("tiro", "tibo"),
    "mono": ("cour", "cobo"),
}
"""Regular and bold of the base fonts, by the names that PyMuPDF gives them."""


class Family(Struct, frozen=True):
    """Regular and bold of a typeface: names of a font package, or files of the system."""

    kind: Kind
    regular: str
    bold: str


FAMILIES: dict[str, Family] = {
    "helvetica": Family("sans", *BASE["sans"]),
    "times": Family("serif", *BASE["serif"]),
    "courier": Family("mono", *BASE["mono"]),
    "noto-sans": Family("sans", "notos", "notosbo"),
    "fira": Family("sans", "figo", "figbo"),
    "ubuntu": Family("sans", "ubuntu", "ubuntubo"),
    "space-mono": Family("mono", "spacemo", "spacembo"),
    "cascadia": Family("mono", "cascadia", "cascadiab"),
    "dejavu-sans": Family("sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "dejavu-condensed": Family("sans", "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"),
    "dejavu-serif": Family("serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    "dejavu-mono": Family("mono", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"),
    "liberation-sans": Family("sans", "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    "liberation-narrow": Family(
        "sans", "LiberationSansNarrow-Regular.ttf", "LiberationSansNarrow-Bold.ttf"
    ),
    "liberation-serif": Family("serif", "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
}
"""Every family the pictures are printed in, base fonts first."""


class Face:
    """One cut of a family: what a page needs to print it, and its measures.

    `tag` is the name under which a page refers to it; `buffer` is None for a base font, which
    no file holds.
    """

    def __init__(self, name: str, font: pymupdf.Font, *, base: bool) -> None:
        self.tag = name.split(".")[0].replace("-", "")
        self.font = font
        self.buffer: bytes | None = None if base else font.buffer
        self.advances: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """The width of a text in points."""
        known = self.advances
        for char in text:
            if char not in known:
                known[char] = float(self.font.glyph_advance(ord(char)))
        return size * sum(known[char] for char in text)


@functools.cache
def face(family: str, *, bold: bool = False) -> Face:
    """A cut of a family, or of the base font of its kind where the family is not there."""
    chosen = FAMILIES[family]
    for name in (_cut(chosen, bold), BASE[chosen.kind][bold]):
        found = _font(name)
        if found is not None:
            return found
    raise LookupError(f"no base font for {family}")


def absent() -> tuple[str, ...]:
    """The families that are not installed here and are printed in a base font instead."""
    return tuple(name for name, family in FAMILIES.items() if _font(family.regular) is None)


def _cut(family: Family, bold: bool) -> str:
    return family.bold if bold else family.regular


@functools.cache
def _font(name: str) -> Face | None:
    if any(name in cuts for cuts in BASE.values()):
        return Face(name, pymupdf.Font(name), base=True)
    if name.endswith(".ttf"):
        path = _files().get(name)
        return None if path is None else Face(name, pymupdf.Font(fontfile=str(path)), base=False)
    known = name in getattr(pymupdf, "fitz_fontdescriptors", {})
    return Face(name, pymupdf.Font(name), base=False) if known else None


@functools.cache
def _files() -> dict[str, Path]:
    """Font files of the system by name, where the XDG data directories keep them."""
    return {path.name: path for folder in _folders() for path in sorted(folder.rglob("*.ttf"))}


def _folders() -> Iterator[Path]:
    for folder in os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":"):
        fonts = Path(folder) / "fonts"
        if fonts.is_dir():
            yield fonts
