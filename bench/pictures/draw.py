"""Pages of marks to PDF bytes: printed whole or in pieces, in any order, turned, as fields."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pymupdf

from bench.pictures.look import Emit, Look
from bench.pictures.marks import Frame, Leaf, Mark, Rule, Text
from focusconv.document import Region

_MATRIX = {
    90: "0 1 -1 0 {h} 0",
    180: "-1 0 0 -1 {w} {h}",
    270: "0 -1 1 0 0 {w}",
}
"""From the upright page to media that a viewer turns by so much clockwise."""


def draw(leaves: list[Leaf], look: Look, rng: random.Random) -> bytes:
    """The leaves as a PDF; the same arguments give the same bytes."""
    document = pymupdf.open()
    for leaf in leaves:
        page = document.new_page(width=leaf.width, height=leaf.height)
        printed, filled = _parted(leaf.marks, look)
        _print(page, _ordered(printed, look, rng))
        if look.turn or look.sideways:
            _turn(document, page, leaf, look)
        for mark in filled:
            _fill(page, mark, look)
    document.subset_fonts()
    data: bytes = document.tobytes(garbage=3, deflate=True, no_new_id=True)
    document.close()
    return data


def shown(region: Region, leaf: Leaf, look: Look) -> Region:
    """Where a place of the upright page is seen on the page as a viewer shows it."""
    if not look.sideways:
        return region
    x0, y0, x1, y1 = region
    return (y0, leaf.width - x1, y1, leaf.width - x0)


def _parted(marks: list[Mark], look: Look) -> tuple[list[Mark], list[Text]]:
    """What the page prints, and what it holds as fields or notes."""
    if look.entries == "print":
        return marks, []
    filled = [mark for mark in marks if isinstance(mark, Text) and mark.entry]
    return [mark for mark in marks if mark not in filled], filled


def _ordered(marks: list[Mark], look: Look, rng: random.Random) -> list[Mark]:
    """The marks in the order they are drawn, shades first, texts in the look's pieces."""
    shades = [mark for mark in marks if isinstance(mark, Frame)]
    rules = [mark for mark in marks if isinstance(mark, Rule)]
    texts = [mark for mark in marks if isinstance(mark, Text)]
    if look.draw == "columns":
        texts.sort(key=lambda mark: (mark.entry, mark.x > leaf_middle(look)))
    pieces = [piece for text in texts for piece in _pieces(text, look.emit)]
    if look.draw == "scrambled":
        rng.shuffle(pieces)
    return [*shades, *rules, *pieces]


def leaf_middle(look: Look) -> float:
    return look.page[0] / 2


def _pieces(mark: Text, emit: Emit) -> Iterator[Text]:
    """A text in pieces that are drawn one by one, without the spaces between them."""
    if emit == "whole":
        yield mark
        return
    x, space = mark.x, mark.face.width(" ", mark.size) if emit == "words" else 0.0
    for part in mark.text.split(" ") if emit == "words" else mark.text:
        if part.strip():
            yield replace(mark, x=x, text=part)
        x += mark.face.width(part, mark.size) + space


def _print(page: pymupdf.Page, marks: list[Mark]) -> None:
    for face in dict.fromkeys(mark.face for mark in marks if isinstance(mark, Text)):
        page.insert_font(fontname=face.tag, fontbuffer=face.buffer)
    shape = page.new_shape()
    for mark in marks:
        match mark:
            case Text():
                at = (mark.x, mark.y)
                shape.insert_text(at, mark.text, fontsize=mark.size, fontname=mark.face.tag)
            case Rule():
                shape.draw_line((mark.x0, mark.y0), (mark.x1, mark.y1))
                shape.finish(width=mark.weight)
            case Frame():
                shade = None if mark.shade is None else (mark.shade,) * 3
                shape.draw_rect((mark.x0, mark.y0, mark.x1, mark.y1))
                color = (0, 0, 0) if mark.weight else None
                shape.finish(width=mark.weight, color=color, fill=shade)
    shape.commit()


def _turn(document: pymupdf.Document, page: pymupdf.Page, leaf: Leaf, look: Look) -> None:
    """Lay the content on its side or head, and have the viewer turn it back, or not."""
    angle = 90 if look.sideways else look.turn
    page.clean_contents()
    xref = page.get_contents()[0]
    matrix = _MATRIX[angle].format(w=leaf.width, h=leaf.height).encode()
    document.update_stream(xref, b"q " + matrix + b" cm\n" + document.xref_stream(xref) + b"\nQ")
    wide = angle != 180
    page.set_mediabox(
        (0, 0, leaf.height if wide else leaf.width, leaf.width if wide else leaf.height)
    )
    page.set_rotation(0 if look.sideways else angle)


def _fill(page: pymupdf.Page, mark: Text, look: Look) -> None:
    """A value as a form field, or as a note that lies on the page."""
    top = mark.y - (1.05 if look.entries == "widgets" else 0.8) * mark.size
    rect = pymupdf.Rect(mark.x, top, mark.x + mark.width + 2, top + 1.5 * mark.size)
    if look.entries == "notes":
        page.add_freetext_annot(rect, mark.text, fontsize=mark.size, fontname="helv")
        return
    widget = pymupdf.Widget()
    widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
    widget.field_name = f"field-{page.number}-{mark.x:.1f}-{mark.y:.1f}"
    widget.field_value = mark.text
    widget.rect = rect
    widget.text_font = "Helv"
    widget.text_fontsize = mark.size
    page.add_widget(widget)
