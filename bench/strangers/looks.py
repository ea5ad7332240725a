"""The looks of PDFs by name, and a filing drawn in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pymupdf

from bench.strangers.canvas import Area, Canvas
from bench.strangers.drawing import Look, Printer
from bench.strangers.figures import Filing
from bench.strangers.furniture import Furniture, furniture
from bench.strangers.layouts import LAYOUTS
from bench.strangers.notation import Notation, notation
from bench.strangers.sheet import Sheet, Style, sheets
from bench.strangers.wording import NUMBERINGS

_MARGIN = 42.0
_BROWSER = "browser"

LOOKS = {
    look.name: look
    for look in (
        Look("form", framed=True, underlined=True, preprinted=True, size=8.0, embedded=False),
        Look("ledger", family="times", size=9.0, grid=True, shaded=True, centered=False),
        Look("typewriter", family="courier", size=7.6, leader=".", box="[#]", embedded=False),
        Look("terminal", family="courier", size=7.2, landscape=True, box_left=True, box="#"),
        Look("report", family="times", size=10.0, leader=" .", box="(#)", spaced=True),
        Look("screen", size=8.2, box="[#]", first_line=True, centered=False, label=0.6),
        Look("centered", align="center", box="#", shaded=True, watermark="COPY", stamp="RECEIVED"),
        Look("left", align="left", family="times", size=8.8, box="#", underlined=True),
        Look("booklet", size=6.4, landscape=True, two_up=True, family="times", box="#"),
        Look("numberless", family="times", size=9.2, box="", leader=".", stamp="FILE COPY"),
        Look(_BROWSER, box="#", size=8.0),
    )
}


def pdf(filing: Filing, look: Look) -> tuple[bytes, list[Sheet]]:
    """A filing in a look, and the sheets that it shows."""
    rng = Random(f"pdf {look.name} {filing.seed}")
    made = sheets(rng, filing, _style(rng, filing, look))
    around = furniture(rng, filing)
    if look.name == _BROWSER:
        return _from_html(rng, made), made
    return _drawn(rng, replace(look, preprinted=_preprints(filing, look)), made, around), made


def _preprints(filing: Filing, look: Look) -> bool:
    return look.preprinted and filing.system == "FOCUS"


def _style(rng: Random, filing: Filing, look: Look) -> Style:
    habits = notation(rng, ascii_only=True)
    if _preprints(filing, look):
        habits = Notation(negative="(#)", deduction="#", zero=rng.choice(["0", "0", "-"]))
    return Style(
        notation=habits,
        wording=rng.choice(["form", "form", "title", "upper"] + ["short"] * bool(look.box)),
        numbering=rng.choice(NUMBERINGS),
        box=look.box,
        date=rng.choice(["short", "us", "plain", "words"]),
        shuffled=rng.random() < 0.15,
        inline_targets=rng.random() < 0.6,
    )


def _drawn(rng: Random, look: Look, made: list[Sheet], around: Furniture) -> bytes:
    look = replace(look, size=look.size * rng.uniform(0.94, 1.06))
    width, height = (792.0, 612.0) if look.landscape else (612.0, 792.0)
    canvas = Canvas(look.family, width, height, embedded=look.embedded)
    printer = Printer(look, canvas, _areas(canvas, look))
    for sheet in made:
        printer.sheet(sheet)
    _furnish(rng, canvas, look, around)
    return canvas.finished()


def _areas(canvas: Canvas, look: Look) -> Iterator[Area]:
    """Page after page, each once or in two halves; the watermark lies under all."""
    while True:
        page = canvas.new_page()
        if look.watermark:
            canvas.turned(page, 150, 560, look.watermark, 150, 45, 0.9)
        top, bottom = _MARGIN, canvas.height - _MARGIN
        if not look.two_up:
            yield Area(page, _MARGIN, top, canvas.width - _MARGIN, bottom)
            continue
        middle = canvas.width / 2
        yield Area(page, 24, top, middle - 12, bottom)
        yield Area(page, middle + 12, top, canvas.width - 24, bottom)


def _furnish(rng: Random, canvas: Canvas, look: Look, around: Furniture) -> None:
    """Heads and feet of all pages, and a stamp in a margin."""
    pages = len(canvas.document)
    place = rng.choice([_MARGIN, canvas.width / 2 - 60, canvas.width - 220])
    for page in range(pages):
        count = {"page": page + 1, "pages": pages}
        for lines, y in ((around.head, 26.0), (around.foot, canvas.height - 20)):
            for text in (part.format(**count) for part in lines):
                right = canvas.width - 30 - canvas.length(text, 7)
                canvas.put(page, min(place, right), y, text, 7)
    if look.stamp:
        canvas.turned(0, canvas.width - 105, 34, look.stamp, 11, rng.uniform(-6, 8), 0.0)
        canvas.turned(pages - 1, 20, canvas.height - 200, look.stamp, 9, 90, 0.0)


def _from_html(rng: Random, made: list[Sheet]) -> bytes:
    """What a browser prints of a web page."""
    source = LAYOUTS["html"].write(rng, made, Furniture())
    family, size = rng.choice(["sans-serif", "serif"]), LOOKS[_BROWSER].size
    css = f"* {{font-family: {family}; font-size: {size}px}}"
    document = pymupdf.open()
    story = pymupdf.Story(source, user_css=css)
    paper, margins = pymupdf.paper_rect("letter"), (36, 36, -36, -36)
    document = story.write_with_links(lambda *_: (paper, paper + margins, None))
    document.set_metadata({})
    return bytes(document.tobytes(deflate=True, no_new_id=True))
