"""RapidOCR (PP-OCR models on onnxruntime): dear, and hardly ever wrong in a number.

Only its recogniser is used, on the pieces that the ink shows: its detector takes half of the
time and most of the memory, and loses single digits. The models are those that the package
holds; nothing is ever fetched.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import cv2

from focusconv.errors import MissingPackage
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.leaders import parts_of
from focusconv.readers.options import EngineName
from focusconv.readers.page_image.deskew import Grey, Sheet
from focusconv.readers.page_image.segments import Box, Piece, Print, bracket, cut_out

_REMEDY = "install the packages rapidocr and onnxruntime"
_MODEL = "PP-OCRv6_rec_small.onnx"

THREADS = min(os.cpu_count() or 1, 2)
"""Threads of one engine; more of them gain little on crops of this size."""

_BATCH = 3
"""Crops that are read together: more of them are padded more, and need more memory."""

_ACROSS, _DOWN = 0.35, 0.22
"""The room around a crop, in heights of a digit."""

_SHAPE = [3, 48, 160]
"""Channels, height and least width of what the model is given. The package pads short crops
to 320 pixels, which takes longer and reads no better."""

_TALL = 1.13
"""From so many heights of a digit a thin bent sign is a parenthesis, and no digit."""

_LATIN = range(0x250)
_MARKS = range(0x2010, 0x20D0)
"""Letters, and marks and currencies, that forms print: the model knows all scripts."""


@functools.cache
def rapid() -> Rapid:
    """The engine of this process; it may be used by several threads.

    Raises MissingPackage where rapidocr or onnxruntime is not installed.
    """
    return Rapid()


class Rapid:
    """The recogniser of RapidOCR with its model loaded (some 200 MB)."""

    name: EngineName = "rapid"

    def __init__(self) -> None:
        try:
            import onnxruntime  # noqa: F401
            import rapidocr
        except ImportError as error:
            raise MissingPackage(
                f"{error.name} is not installed", place="recognition", remedy=_REMEDY
            ) from error
        model = Path(rapidocr.__file__).parent / "models" / _MODEL
        if not model.is_file():
            raise MissingPackage(
                f"the package rapidocr has no {_MODEL}", place="recognition", remedy=_REMEDY
            )
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.use_det": False,
                "Global.return_word_box": True,
                "Global.log_level": "error",
                "Rec.model_path": str(model),
                "Rec.rec_batch_num": _BATCH,
                "Rec.rec_img_shape": _SHAPE,
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            }
        )

    @property
    def version(self) -> str:
        """The version of the package, which fixes that of its models."""
        return metadata.version("rapidocr")

    def words(
        self, sheet: Sheet, prints: Print, pieces: Sequence[Piece] | None = None
    ) -> list[Word]:
        """The words of the pieces of a sheet (of all, with None), in points of the sheet."""
        found: list[Word] = []
        boxes: list[Box] = []
        for piece in prints.pieces if pieces is None else pieces:
            lone = _lone_brackets(prints, piece)
            if lone is not None:
                found.append(_word(lone, piece.box, sheet.scale, None))
            else:
                boxes.append(cut_out(piece, prints, _ACROSS, _DOWN))
        for box, (text, columns, count, certain) in zip(
            boxes, self._recognise(sheet.grey, boxes), strict=True
        ):
            found.extend(_words(text, columns, count, certain, box, sheet.scale))
        return found

    def _recognise(
        self, grey: Grey, boxes: Sequence[Box]
    ) -> Iterator[tuple[str, list[int], float, list[float]]]:
        """For each box its text, and per character (spaces not counted) its column and certainty.

        The third is how many columns the box has.
        """
        if not boxes:
            return
        crops = [cv2.cvtColor(grey[y0:y1, x0:x1], cv2.COLOR_GRAY2BGR) for x0, y0, x1, y1 in boxes]
        read = self._engine.recognize_txt(crops)
        for text, info in zip(read.txts, read.word_results, strict=True):
            columns = [int(column) for word in info.word_cols for column in word]
            certain = [
                float(c) for c, char in zip(info.confs, text, strict=False) if not char.isspace()
            ]
            yield str(text), columns, float(info.line_txt_len or 1), certain


def _lone_brackets(prints: Print, piece: Piece) -> str | None:
    """The text of a piece that is nothing but parentheses, told by their shape; else None."""
    if len(piece.signs) > 2:
        return None
    found = [bracket(prints, sign) for sign in piece.signs]
    if found == ["(", ")"]:
        return "()"
    height = piece.box[3] - piece.box[1]
    return found[0] if len(found) == 1 and height >= _TALL * prints.digit else None


def _words(
    text: str,
    columns: list[int],
    count: float,
    certain: list[float],
    box: Box,
    scale: float,
) -> Iterator[Word]:
    """The words of a recognised box, placed by the columns in which their characters stand."""
    x0, y0, x1, y1 = box
    width = (x1 - x0) / count
    for at, part in parts_of(text):
        mine, sure = columns[at : at + len(part)], certain[at : at + len(part)]
        plain = unicodedata.normalize("NFKC", part)
        if not mine or not all(ord(c) in _LATIN or ord(c) in _MARKS for c in plain):
            continue
        half = (mine[-1] - mine[0]) / (len(mine) - 1) / 2 if len(mine) > 1 else 1.0
        left = x0 + max(mine[0] + 0.5 - half, 0) * width
        right = min(x0 + (mine[-1] + 0.5 + half) * width, float(x1))
        yield Word(plain, left / scale, y0 / scale, right / scale, y1 / scale, min(sure))


def _word(text: str, box: Box, scale: float, certain: float | None) -> Word:
    x0, y0, x1, y1 = (value / scale for value in box)
    return Word(text, x0, y0, x1, y1, certain)
