"""Words with places to rows and cells: what PDF pages and recognised pictures have in common.

The steps are named and run in this order: words drawn twice are taken once (`twice`), the lean
of the page is found, words are gathered to rows, and rows are parted into cells, around words
in small frames too (`framed`). Nothing here knows of forms.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from statistics import median

from focusconv.document import Cell, Row
from focusconv.readers.layout.spaced import UNSURE
from focusconv.readers.layout.words import Layout, Word
from focusconv.readers.pdf.overprint import once

_NUMBER = re.compile(r"[-$(\[{]*[\d,.]*\d[\d,.]*[)\]}%-]*")
_GROUPS = re.compile(r"\d{3}(?:,\d{3})*[)}]?")
_OPENING = frozenset({"(", "$(", "($", "{"})
_CLOSING = frozenset({")", "}"})


def rows(
    words: Sequence[Word],
    reader: str,
    ids: Iterator[int],
    settings: Layout = Layout(),  # noqa: B008
) -> tuple[Row, ...]:
    """The rows of a page from top to bottom, their cells from left to right.

    Words may come in any order. Places of cells are those of their words, in points; the
    confidence of a cell is that of its least certain word. `reader` names whoever read the
    words, `ids` gives the next free cell id.
    """
    kept = once([word for word in words if word.text and not word.text.isspace()], settings)
    if not kept:
        return ()
    slope = _slope(kept, settings)
    return tuple(
        Row(tuple(_cell(cell, reader, next(ids), settings) for cell in _cells(line, settings)))
        for line in _lines(kept, slope, settings)
    )


def _slope(words: Sequence[Word], settings: Layout) -> float:
    """By how much the rows of the page fall per point to the right; 0 where they are level."""
    if settings.lean <= 0 or len(words) < 3:
        return 0.0
    height = median(word.y1 - word.y0 for word in words)
    if height <= 0:
        return 0.0
    points = [((w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2) for w in words]
    level = _sharpness(points, 0.0, height)
    best, best_sharpness = 0.0, level * settings.lean_gain
    for step in (0.5, 0.1):
        around = best
        count = round(settings.lean / step) if step == 0.5 else 4
        for k in range(-count, count + 1):
            slope = around + math.tan(math.radians(k * step))
            sharpness = _sharpness(points, slope, height)
            if sharpness > best_sharpness:
                best, best_sharpness = slope, sharpness
    return best


def _sharpness(points: Iterable[tuple[float, float]], slope: float, height: float) -> int:
    """How well words gather to rows at a slope: the sum of the squares of the rows' sizes."""
    step = height / 4
    counts = Counter(round((y - slope * x) / step) for x, y in points)
    return sum(
        count * (count + counts.get(at - 1, 0) + counts.get(at + 1, 0))
        for at, count in counts.items()
    )


def _lines(words: Sequence[Word], slope: float, settings: Layout) -> Iterator[list[Word]]:
    """The words of each row from left to right, rows from top to bottom.

    Rows are seeded from top to bottom with a bounded height; then each word goes to the row
    whose middle is nearest, by a hair the lower one.
    """
    middles = [(w.y0 + w.y1 - slope * (w.x0 + w.x1)) / 2 for w in words]
    heights = [w.y1 - w.y0 for w in words]
    usual = sorted(heights)[len(heights) // 2]
    span = 2 * settings.row_reach
    seeds: list[list[int]] = []
    seed: list[int] = []
    start, top = -math.inf, 0.0
    for i in sorted(range(len(words)), key=middles.__getitem__):
        middle, height = middles[i], heights[i]
        if height > top:
            top = min(height, usual)
        if middle - start <= span * top:
            seed.append(i)
        else:
            seed = [i]
            seeds.append(seed)
            start, top = middle, min(height, usual)
    centres = [middles[seed[len(seed) // 2]] for seed in seeds]
    lines: list[list[int]] = [[] for _ in seeds]
    share = settings.row_share * usual
    for at, seed in enumerate(seeds):
        above = (centres[at - 1] + centres[at]) / 2 - share if at else -math.inf
        below = (centres[at] + centres[at + 1]) / 2 - share if at + 1 < len(seeds) else math.inf
        if above <= middles[seed[0]] and middles[seed[-1]] <= below:
            lines[at].extend(seed)
            continue
        for i in seed:
            lines[at - (middles[i] < above) + (middles[i] > below)].append(i)
    for line in lines:
        if line:
            yield sorted([words[i] for i in line], key=_FROM_LEFT)


_FROM_LEFT = attrgetter("x0", "y0", "text")


def _cells(line: list[Word], settings: Layout) -> Iterator[list[Word]]:
    """The words of a row parted where the page sets them apart."""
    if len(line) == 1:
        yield line
        return
    letters = sum([len(word.text) for word in line])
    width = max(sum([word.x1 - word.x0 for word in line]) / letters, _HAIR)
    near = settings.number_gap * width
    before = line[0]
    cell = [before]
    for k in range(1, len(line)):
        word = line[k]
        if (
            before.framed
            or word.framed
            or (word.x0 - before.x1 > near and _parts(line, k, width, settings))
        ):
            yield cell
            cell = []
        cell.append(word)
        before = word
    yield cell


_HAIR = 1e-3
"""Points; no character is taken to be narrower."""


def _parts(line: list[Word], k: int, width: float, settings: Layout) -> bool:
    """Whether a cell ends before the word `k` of a row, from which a gap parts it."""
    before, word = line[k - 1], line[k]
    if _is_enclosed(line, k, width * settings.mark_gap):
        return False
    if word.x0 - before.x1 > settings.cell_gap * width:
        return True
    if _NUMBER.fullmatch(before.text) and _NUMBER.fullmatch(word.text):
        return True
    return before.block != word.block and word.x0 - before.x1 > settings.block_gap * width


def _is_enclosed(line: list[Word], k: int, reach: float) -> bool:
    """Whether the gap before the word `k` lies between a number and its parentheses."""
    before, word = line[k - 1], line[k]
    if word.x0 - before.x1 > reach:
        return False
    if before.text in _OPENING:
        if word.text in _CLOSING:
            return True
        if _NUMBER.fullmatch(word.text):
            behind = line[k + 1] if k + 1 < len(line) else None
            closed = behind is not None and behind.text in _CLOSING
            return word.text[-1] in _CLOSING or (
                closed and behind is not None and behind.x0 - word.x1 <= reach
            )
    if word.text in _CLOSING and _NUMBER.fullmatch(before.text):
        opener = line[k - 2] if k >= 2 else None
        if opener is not None and opener.text in _OPENING:
            return before.x0 - opener.x1 <= reach
        return before.text.lstrip("-$")[:1] in ("(", "{")
    return False


def _cell(words: list[Word], reader: str, number: int, settings: Layout) -> Cell:
    """The words of a cell, from left to right, as one text. This runs for every word."""
    first = before = words[0]
    text, confidence = first.text, first.confidence
    x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
    for word in words[1:]:
        piece = word.text
        if piece[0] in _GOES_ON and _is_torn(before, word, settings):
            text += piece
        elif word.x0 < x1 and confidence is None and _is_overprinted(before, word, settings):
            text += UNSURE + piece
        else:
            text += " " + piece
        if word.y0 < y0:
            y0 = word.y0
        if word.x1 > x1:
            x1 = word.x1
        if word.y1 > y1:
            y1 = word.y1
        if word.confidence is not None and (confidence is None or word.confidence < confidence):
            confidence = word.confidence
        before = word
    return Cell(number, text, (x0, y0, x1, y1), reader, confidence, first.framed)


def _is_overprinted(before: Word, word: Word, settings: Layout) -> bool:
    """Whether a word lies over the one before it, digits in one of them: of two prints in one
    place neither can be read. Two numbers of boxes may do so: they are no amounts."""
    height = word.y1 - word.y0
    low = abs(word.y1 - before.y1) > settings.overprint * height
    if low or before.x1 - word.x0 < settings.overprint * (word.x1 - word.x0):
        return False
    if _BOX.fullmatch(before.text) and _BOX.fullmatch(word.text):
        return False
    return any(char.isdigit() for char in before.text + word.text)


_BOX = re.compile(r"\d{4,5}")
_GOES_ON = frozenset("0123456789,")
_TORN = re.compile(r"\d,\d{0,2}$")
_REST = re.compile(r"[\d,]+[)}]?")


def _is_torn(before: Word, word: Word, settings: Layout) -> bool:
    """Whether a number ends within a group of three digits, and goes on in the next word."""
    if not (_REST.fullmatch(word.text) and _TORN.search(before.text[-4:])):
        return False
    width = (word.x1 - word.x0) / len(word.text)
    rest = before.text.rpartition(",")[2] + word.text
    return word.x0 - before.x1 <= settings.tear * width and _GROUPS.fullmatch(rest) is not None
