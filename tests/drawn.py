"""Filings drawn as PDFs for tests: one page a sheet, amounts in two columns, boxes framed."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import pymupdf

from bench.synth.cases import Expected
from bench.synth.covers import print_cover
from bench.synth.figures import random_filing
from bench.synth.firms import cover, random_facts
from bench.synth.sheets import BREAK, Printed, PrintLine, Sheet, Spot, printed
from focusconv.forms.catalog import catalog


@dataclass(frozen=True)
class Style:
    """How a filing is drawn; lengths in points."""

    frames: Literal["box", "lines", "filled", "grid", "none"] = "box"
    order: Literal["form", "scrambled", "letters"] = "form"
    font: str = "helv"
    size: float = 8.0
    brackets: bool = False
    parens_apart: bool = False
    fields: Literal["none", "amounts", "comb"] = "none"
    detail_edge: float = 415.0
    amount_edge: float = 525.0
    label_width: int = 70
    sink: float = 0.0


@dataclass
class Draft:
    """What is to be drawn on one page: texts with their places, frames, fields."""

    texts: list[tuple[float, float, str, float]] = field(default_factory=list)
    frames: list[pymupdf.Rect] = field(default_factory=list)
    fields: list[tuple[pymupdf.Rect, str]] = field(default_factory=list)


def filing(name: str, seed: int = 1) -> tuple[Printed, Expected]:
    """A filing of an edition with amounts from a seed, and its truth."""
    edition = catalog().edition(name)
    rng = random.Random(f"{seed}/{name}")
    facts = random_facts(edition, rng)
    figures = random_filing(edition, rng, ties=True, given=cover(edition, facts))
    made = printed(edition, facts, figures)
    print_cover(made, "clean")
    return made, Expected(edition, facts, made.truth, made.header)


def drawn(*filings: Printed, style: Style = Style()) -> pymupdf.Document:
    """The filings as one PDF, a page for each sheet."""
    document = pymupdf.open()
    for made in filings:
        for sheet in made.sheets:
            _draw(document.new_page(), _draft(sheet, style), style)
    return document


def placed(source: pymupdf.Document, *, turn: int) -> pymupdf.Document:
    """The same pages as form XObjects drawn at an angle on pages that stand upright."""
    document = pymupdf.open()
    for number, page in enumerate(source):
        width, height = page.rect.width, page.rect.height
        if turn % 180:
            width, height = height, width
        new = document.new_page(width=width, height=height)
        new.show_pdf_page(new.rect, source, number, rotate=turn)
    return document


def _draft(sheet: Sheet, style: Style) -> Draft:
    draft = Draft()
    y = 40.0
    step = style.size * 1.5
    rows = [*sheet.head, *sheet.titles] if not sheet.cover else [*sheet.head, *sheet.rows]
    for row in rows:
        for part in textwrap.wrap(row, 120) or [""]:
            _row(draft, y, part.split(BREAK), style)
            y += step
    lines = sheet.lines
    count = sum(len(textwrap.wrap(_label(line), style.label_width)) or 1 for line in lines)
    step = min(step, (770 - y) / max(count, 1))
    for line in lines:
        parts = textwrap.wrap(_label(line), style.label_width) or [""]
        for part in parts[:-1]:
            draft.texts.append((40 + 8 * line.level, y, part, style.size))
            y += step
        draft.texts.append((40 + 8 * line.level, y, parts[-1], style.size))
        for spot in line.spots:
            _spot(draft, y, spot, step, style)
        y += step
    return draft


def _label(line: PrintLine) -> str:
    return f"{line.number} {line.label}".strip()


def _row(draft: Draft, y: float, cells: list[str], style: Style) -> None:
    left = 40.0
    for number, text in enumerate(cells):
        left = max(left, 40 + number * 520 / len(cells))
        if text:
            draft.texts.append((left, y, text, style.size))
            left += pymupdf.get_text_length(text, style.font, style.size) + 3 * style.size


def _spot(draft: Draft, y: float, spot: Spot, step: float, style: Style) -> None:
    edge = style.detail_edge if spot.detail else style.amount_edge
    size = style.size
    if spot.name:
        draft.texts.append((250, y, spot.text, size))
    elif spot.text:
        _amount(draft, edge, y, spot.text, step, style)
    if spot.box is None:
        return
    number = f"[{spot.box}]" if style.brackets else spot.box
    small = size - 1.5
    left = edge + 6
    wide = pymupdf.get_text_length(number, style.font, small)
    draft.texts.append((left + 3, y - 0.5, number, small))
    draft.frames.append(pymupdf.Rect(left, y - size, left + wide + 6, y + 0.2 * size))


def _amount(draft: Draft, edge: float, y: float, text: str, step: float, style: Style) -> None:
    size = style.size
    y += style.sink
    if style.fields != "none":
        rect = pymupdf.Rect(edge - 90, y - 0.85 * step, edge, y + 0.15 * step)
        draft.fields.append((rect, text))
        return
    inner = text
    if style.parens_apart and text.startswith("(") and text.endswith(")"):
        inner = text[1:-1].strip()
        draft.texts.append((edge - 80, y, "(", size))
        draft.texts.append((edge - pymupdf.get_text_length(")", style.font, size), y, ")", size))
        edge -= 4
    if inner:
        left = edge - pymupdf.get_text_length(inner, style.font, size)
        draft.texts.append((left, y, inner, size))


def _draw(page: pymupdf.Page, draft: Draft, style: Style) -> None:
    texts = list(_pieces(draft, style))
    if style.order != "form":
        random.Random(len(texts)).shuffle(texts)
    for x, y, text, size in texts:
        page.insert_text((x, y), text, fontsize=size, fontname=style.font)
    for frame in draft.frames:
        _frame(page, frame, style)
    for number, (rect, value) in enumerate(draft.fields):
        _field(page, f"amount{number}", rect, value, style)


def _pieces(draft: Draft, style: Style) -> Iterator[tuple[float, float, str, float]]:
    """The texts to draw, letter by letter where the style says so."""
    for x, y, text, size in draft.texts:
        if style.order != "letters":
            yield x, y, text, size
            continue
        for at, letter in enumerate(text):
            if letter != " ":
                left = x + pymupdf.get_text_length(text[:at], style.font, size)
                yield left, y, letter, size


def _frame(page: pymupdf.Page, frame: pymupdf.Rect, style: Style) -> None:
    if style.frames == "box":
        page.draw_rect(frame, width=0.5)
    elif style.frames == "filled":
        page.draw_rect(frame, color=None, fill=(0.85, 0.85, 0.85), overlay=False)
    elif style.frames == "grid":
        page.draw_rect(frame, width=0.5)
        page.draw_rect(pymupdf.Rect(frame.x0 - 95, frame.y0, frame.x0, frame.y1), width=0.5)
    elif style.frames == "lines":
        corners = [frame.tl, frame.tr, frame.br, frame.bl, frame.tl]
        for start, end in pairwise(corners):
            page.draw_line(start, end, width=0.5)


def _field(page: pymupdf.Page, name: str, rect: pymupdf.Rect, value: str, style: Style) -> None:
    widget: Any = pymupdf.Widget()
    widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
    widget.field_name = f"{name}.{page.number}"
    widget.rect = rect
    widget.text_fontsize = style.size
    widget.field_value = value
    if style.fields == "comb":
        widget.text_maxlen = 16
        widget.field_flags = pymupdf.PDF_TX_FIELD_IS_COMB
    page.add_widget(widget)
