"""A small model that knows numbers alone: digits and their marks, as forms print them.

It was taught on print that no filing holds (bench/numerals), small and badly scanned print most
of all, and reads it where engines for all scripts guess. What is no number it only counts: a
letter comes out as `x`.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from focusconv.errors import MissingPackage
from focusconv.readers.engines.strip import ACROSS, CHARACTERS, as_given, batched
from focusconv.readers.layout.words import Word
from focusconv.readers.options import EngineName
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.segments import Box, Piece, Print, cut_out

_MODEL = Path(__file__).with_name("numerals.onnx")
_VERSION = "1"

_ACROSS, _DOWN = 0.35, 0.22
"""The room around a piece, in heights of a digit, as the model was taught."""

_LONGEST = 20
"""The most width of a piece that is read whole, in its heights: what is longer is a sentence."""

_GAP = 0.4
"""The gap, in heights of a digit, that parts the words of a sentence."""

_LOW = 0.5
"""A word has a sign of at least so many heights of a digit; a leader has none."""

_THREADS = 2


@functools.cache
def numerals() -> Numerals:
    """The engine of this process; it may be used by several threads.

    Raises MissingPackage where onnxruntime is not installed.
    """
    return Numerals()


class Numerals:
    """The model, loaded."""

    name: EngineName = "numerals"
    version = _VERSION

    def __init__(self) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingPackage(
                "onnxruntime is not installed",
                place="recognition",
                remedy="install the package onnxruntime",
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.log_severity_level = 3
        # Strips are of many widths, and an arena would keep room for each of them.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            str(_MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._one = threading.Lock()

    def words(
        self, sheet: Sheet, prints: Print, pieces: Sequence[Piece] | None = None
    ) -> list[Word]:
        """The words of the pieces of a sheet (of all, with None), in points of the sheet."""
        boxes = [
            cut_out(part, prints, _ACROSS, _DOWN)
            for piece in (prints.pieces if pieces is None else pieces)
            for part in _parts(piece, prints)
        ]
        strips = [as_given(sheet.grey[y0:y1, x0:x1]) for x0, y0, x1, y1 in boxes]
        found: list[Word] = []
        for numbers, batch in batched(strips):
            with self._one:
                scores = self._session.run(None, {"strips": batch})[0]
            for k, told in zip(numbers, scores, strict=True):
                width = strips[k].shape[1]
                found.extend(_words(told[: -(-width // ACROSS)], boxes[k], width, sheet.scale))
        return found


def _parts(piece: Piece, prints: Print) -> Iterator[Piece]:
    """The piece, or the words of a long one: between them are gaps, or dots of a leader.

    A strip of a sentence is long, and the number at its end is all that matters of it.
    """
    width, height = piece.box[2] - piece.box[0], piece.box[3] - piece.box[1]
    if width <= _LONGEST * height:
        yield piece
        return
    word: list[Box] = []
    for sign in sorted(piece.signs):
        if word and sign[0] - max(x1 for _, _, x1, _ in word) > _GAP * prints.digit:
            yield from _word_of(word, prints)
            word = []
        word.append(sign)
    yield from _word_of(word, prints)


def _word_of(signs: Sequence[Box], prints: Print) -> Iterator[Piece]:
    """The signs as a piece, if one of them is as high as print."""
    x0s, y0s, x1s, y1s = zip(*signs, strict=True)
    if max(y1 - y0 for _, y0, _, y1 in signs) >= _LOW * prints.digit:
        yield Piece((min(x0s), min(y0s), max(x1s), max(y1s)), tuple(signs))


def _words(scores: NDArray[np.float32], box: Box, width: int, scale: float) -> Iterator[Word]:
    """The words of one strip, placed by the columns in which their characters stand."""
    x0, y0, x1, y1 = box
    column = (x1 - x0) / width * ACROSS
    signs = list(_signs(scores))
    for word in _parted(signs):
        text = "".join(char for char, *_ in word)
        left = x0 + word[0][1] * column
        right = min(x0 + (word[-1][2] + 1) * column, float(x1))
        sure = min(sure for *_, sure in word)
        yield Word(text, left / scale, y0 / scale, right / scale, y1 / scale, sure)


_Sign = tuple[str, int, int, float]
"""A character, its first and last column, and how sure it is, from 0 to 1."""


def _signs(scores: NDArray[np.float32]) -> Iterator[_Sign]:
    """The likeliest characters: runs of columns that say the same."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    best = shares.argmax(axis=1)
    ends = np.flatnonzero(np.diff(best, append=-1))
    start = 0
    for end in ends:
        if best[start]:
            char = CHARACTERS[best[start] - 1]
            sure = float(shares[start : end + 1, best[start]].max())
            yield "x" if char == "~" else char, start, int(end), sure
        start = int(end) + 1


def _parted(signs: Sequence[_Sign]) -> Iterator[list[_Sign]]:
    """The characters of each word."""
    word: list[_Sign] = []
    for sign in signs:
        if sign[0] != " ":
            word.append(sign)
        elif word:
            yield word
            word = []
    if word:
        yield word
