"""Engines that recognise print: one module each, all with the same few functions.

Each gives an independent reading; none ever sees what another read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from focusconv.errors import MissingPackage
from focusconv.readers.layout.words import Word
from focusconv.readers.options import ENGINES, NUMERALS, EngineName
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.segments import Piece, Print


class Engine(Protocol):
    """What can be asked of an engine."""

    @property
    def name(self) -> EngineName:
        """The reader that its cells name."""

    @property
    def version(self) -> str:
        """The version of the engine itself."""

    def words(
        self, sheet: Sheet, prints: Print, pieces: Sequence[Piece] | None = None
    ) -> list[Word]:
        """The words of a sheet, or of some of its pieces, in points of the sheet.

        Confidences are from 0 to 1.
        """


def engine(name: EngineName) -> Engine:
    """The engine of that name, loaded once a thread or process.

    Raises MissingPackage where it is not installed.
    """
    if name == "tesseract":
        from focusconv.readers.engines.tesseract import tesseract

        return tesseract()
    if name == NUMERALS:
        from focusconv.readers.engines.numerals import numerals

        return numerals()
    from focusconv.readers.engines.rapid import rapid

    return rapid()


def available() -> tuple[EngineName, ...]:
    """The engines that are installed, the cheap one first, the one for numbers last.

    It is of use beside two others only.
    """
    found: list[EngineName] = []
    for name in ENGINES:
        try:
            engine(name)
        except MissingPackage:
            continue
        found.append(name)
    return (*found, NUMERALS) if len(found) == len(ENGINES) else tuple(found)
