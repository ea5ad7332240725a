"""The fields of a PDF form: their values count as printed where they stand.

Most fields come with a picture of their value, which is read like other print. This mends
what such a picture does not say as text: a value parted into combs, a mark that was drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

import pymupdf
from msgspec import Struct, structs

from focusconv.document import Region
from focusconv.readers.layout.words import Word
from focusconv.readers.pdf.glyphs import as_printed
from focusconv.readers.pdf.words import Group, PageWords

_MARK = "✓"
"""What a field that is ticked counts as where its tick is no text."""

_HIDDEN = pymupdf.PDF_ANNOT_IS_HIDDEN | pymupdf.PDF_ANNOT_IS_NO_VIEW
_TICKED = (pymupdf.PDF_WIDGET_TYPE_CHECKBOX, pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON)
_WRITTEN = (
    pymupdf.PDF_WIDGET_TYPE_TEXT,
    pymupdf.PDF_WIDGET_TYPE_COMBOBOX,
    pymupdf.PDF_WIDGET_TYPE_LISTBOX,
)
_PASSWORD = 1 << 13
_HEIGHT = 12.0
"""The most, in points, that a word is high whose print is not on the page."""


class Field(Struct, frozen=True):
    """A filled field: its value as print, and its place on the stored page."""

    value: str
    region: Region
    ticked: bool


def add_fields(page: pymupdf.Page, words: PageWords) -> list[str]:
    """Put the values of the page's fields among its words.

    Returns the values that differ from what is printed in their field; the print stays.
    """
    differing = []
    heights = {
        turn: sorted((((w.y0 + w.y1) / 2, w) for w in group.words), key=itemgetter(0))
        for turn, group in words.printed.items()
    }
    for field in _fields(page):
        group, inside = _printed_in(field, words, heights)
        if not inside:
            group.words.extend(_words(field, words.upright(field.region, group.turn)))
        elif not field.ticked:
            shown = "".join(word.text for word in inside)
            if shown != "".join(field.value.split()):
                differing.append(field.value)
            elif len(inside) > len(field.value.split()) == 1:
                for word in inside[1:]:
                    group.words.remove(word)
                group.words[group.words.index(inside[0])] = _joined(field.value, inside)
    return differing


def _fields(page: pymupdf.Page) -> Iterator[Field]:
    mupdf = pymupdf.mupdf
    back = page.derotation_matrix if page.rotation else None
    widget = mupdf.pdf_first_widget(mupdf.pdf_page_from_fz_page(page.this))
    while widget.m_internal:
        field = widget.pdf_annot_obj()
        kind = mupdf.pdf_field_type(field)
        if not widget.pdf_annot_flags() & _HIDDEN:
            value, ticked = _value(field, kind)
            if value:
                bound = widget.pdf_bound_annot()
                place = bound.x0, bound.y0, bound.x1, bound.y1
                if back is not None:
                    place = tuple(pymupdf.Rect(place) * back)
                yield Field(as_printed(value), place, ticked)
        widget = widget.pdf_next_widget()


def _value(field: pymupdf.mupdf.PdfObj, kind: int) -> tuple[str, bool]:
    mupdf = pymupdf.mupdf
    if kind in _TICKED:
        state = mupdf.pdf_to_name(mupdf.pdf_dict_gets(field, "AS"))
        return (_MARK if state not in ("", "Off") else ""), True
    if kind in _WRITTEN and not mupdf.pdf_field_flags(field) & _PASSWORD:
        return mupdf.pdf_field_value(field).strip(), False
    return "", False


def _printed_in(
    field: Field, words: PageWords, heights: dict[int, list[tuple[float, Word]]]
) -> tuple[Group, list[Word]]:
    """The words printed in a field, from left to right, and the group that they are in.

    `heights` are the words of each group sorted by the height of their middle.
    """
    for turn, ordered in heights.items():
        x0, y0, x1, y1 = words.upright(field.region, turn)
        first = bisect_left(ordered, y0, key=itemgetter(0))
        last = bisect_right(ordered, y1, key=itemgetter(0))
        inside = [word for _, word in ordered[first:last] if x0 <= (word.x0 + word.x1) / 2 <= x1]
        if inside:
            return words.printed[turn], sorted(inside, key=lambda word: word.x0)
    return words.main(), []


def _words(field: Field, region: Region) -> Iterator[Word]:
    """The value of a field spread over its lines, as its print would be."""
    x0, y0, x1, y1 = region
    lines = field.value.splitlines()
    step = (y1 - y0) / len(lines)
    for number, line in enumerate(lines):
        middle = y0 + (number + 0.5) * step
        half = min(step, _HEIGHT) / 2
        width = min((x1 - x0) / max(len(line), 1), half)
        at = 0
        for text in line.split():
            at = line.index(text, at)
            left = x0 + at * width
            at += len(text)
            yield Word(text, left, middle - half, x0 + at * width, middle + half)


def _joined(value: str, words: list[Word]) -> Word:
    return structs.replace(
        words[0],
        text=value,
        x1=words[-1].x1,
        y0=min(word.y0 for word in words),
        y1=max(word.y1 for word in words),
    )
