"""What a PDF page shows is what counts: hidden, covered and struck print is never an amount."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from glob import glob
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import focusconv
from focusconv.document import Document
from focusconv.readers import ReadOptions, read
from focusconv.readers.bounds import Spent
from focusconv.readers.pdf.pages import PicturePage, TextPage, read_pages
from focusconv.record.filing import Item
from tests.drawn import drawn, filing

EDITION = "X-17A-5-II-2014"
TEXT = ReadOptions(reader="text")
"""Never a picture: what is tested is what the text of a page is taken for."""

OTHER = "8,888,888"
"""An amount that the filings do not print."""

GROUPS = re.compile(r"[-$(]*\d{1,3}(?:,\d{3})+\)?")

Veil = Callable[[pymupdf.Page, pymupdf.Rect], None]


def _rect(color: float, opacity: float = 1.0) -> Veil:
    def draw(page: pymupdf.Page, at: pymupdf.Rect) -> None:
        page.draw_rect(at, color=None, fill=(color,) * 3, fill_opacity=opacity)

    return draw


def _picture(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 12))
    picture.clear_with(200)
    page.insert_image(at, stream=picture.tobytes("png"), keep_proportion=False)


def _note(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    page.add_freetext_annot(at, "see note", fontsize=5, fill_color=(1, 1, 0.8))


def _bar(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    y = (at.y0 + at.y1) / 2
    page.draw_line((at.x0, y), (at.x1, y), width=at.height)


def _half(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    left = pymupdf.Rect(at.x0, at.y0, at.x0 + at.width / 2, at.y1)
    page.draw_rect(left, color=None, fill=(1, 1, 1))


def _oval(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    page.draw_oval(
        pymupdf.Rect(at.x0 - 15, at.y0 - 5, at.x1 + 15, at.y1 + 5), color=None, fill=(0.2, 0.2, 0.2)
    )


COVERS: dict[str, Veil] = {
    "white": _rect(1.0),
    "black": _rect(0.0),
    "gray": _rect(0.6),
    "nearly opaque": _rect(1.0, 0.97),
    "picture": _picture,
    "note": _note,
    "bar": _bar,
    "first half": _half,
    "oval": _oval,
}


def _line(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    y = at.y0 + 0.55 * at.height
    page.draw_line((at.x0 - 1, y), (at.x1 + 1, y), width=0.7)


def _cross(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    page.draw_line(at.tl, at.br, width=0.7)
    page.draw_line(at.bl, at.tr, width=0.7)


def _scribble(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    count = 8
    step = at.width / count
    ys = (at.y0 + 2, at.y1 - 2)
    page.add_ink_annot([[(at.x0 + i * step, ys[i % 2]) for i in range(count + 1)]])


STRIKES: dict[str, Veil] = {
    "line": _line,
    "thin rectangle": lambda page, at: page.draw_rect(
        pymupdf.Rect(at.x0, at.y0 + 0.5 * at.height, at.x1, at.y0 + 0.58 * at.height),
        color=None,
        fill=(1, 0, 0),
    ),
    "cross": _cross,
    "scribble": _scribble,
    "strikeout": lambda page, at: page.add_strikeout_annot(at),
    "redaction": lambda page, at: page.add_redact_annot(at),
}


def _highlight(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    page.add_highlight_annot(at)


def _frame(page: pymupdf.Page, at: pymupdf.Rect) -> None:
    page.draw_polyline([at.tl, at.tr, at.br, at.bl, at.tl], width=0.5)


HARMLESS: dict[str, Veil] = {
    "highlight": _highlight,
    "tint": _rect(0.9, 0.3),
    "frame": _frame,
    "underline": lambda page, at: page.add_underline_annot(at),
    "rule below": lambda page, at: page.draw_line(at.bl, at.br, width=0.5),
    "watermark": lambda page, at: page.insert_text(
        (at.x0 - 60, at.y1 + 60),
        "COPY 4,444",
        fontsize=40,
        color=(0.85,) * 3,
        morph=(at.tl, pymupdf.Matrix(35)),
    ),
}


def _amounts(data: bytes) -> dict[str, Item]:
    found = focusconv.convert(data, options=TEXT)
    return {
        item.box: item
        for statement in found.statements
        for item in statement.items
        if item.kind == "amount" and item.box
    }


@functools.cache
def _drawn(seed: int) -> tuple[bytes, list[tuple[int, pymupdf.Rect, str]]]:
    """The second page of a filing as a PDF, and its amounts of several groups: place, print."""
    whole = drawn(filing(EDITION, seed)[0])
    document = pymupdf.open()
    document.insert_pdf(whole, from_page=1, to_page=1)
    return document.tobytes(), [
        (page.number, pymupdf.Rect(word[:4]), word[4])
        for page in document
        for word in page.get_text("words")
        if GROUPS.fullmatch(word[4])
    ]


@functools.cache
def _plain(seed: int) -> dict[str, Item]:
    return _amounts(_drawn(seed)[0])


def _veiled(seed: int, pick: int, veil: Veil, retype: str = "") -> tuple[dict[str, Item], str]:
    """The items of a page of which one amount is veiled, and the print of that."""
    data, printed = _drawn(seed)
    document = pymupdf.open(stream=data)
    number, at, text = printed[pick % len(printed)]
    page = document[number]
    veil(page, at)
    if retype:
        page.insert_text((at.x0, at.y1 - 2), retype, fontsize=8)
    return _amounts(document.tobytes()), text


def _value(text: str) -> int:
    digits = int("".join(filter(str.isdigit, text)))
    return -digits if "(" in text or "-" in text else digits


def _at(before: dict[str, Item], after: dict[str, Item], text: str) -> list[Item]:
    """The items, as they are now, that had a print before."""
    return [after[box] for box, item in before.items() if item.raw == text]


FEW = settings(max_examples=8, deadline=None)


@FEW
@given(st.integers(1, 4), st.integers(0, 200))
@pytest.mark.parametrize("veil", {**COVERS, **STRIKES}.values(), ids=[*COVERS, *STRIKES])
def test_what_is_hidden_is_never_reported_and_its_cell_never_empty(
    veil: Veil, seed: int, pick: int
) -> None:
    plain = _plain(seed)
    items, text = _veiled(seed, pick, veil)
    own = [item for item in _at(plain, items, text) if item.raw != text]
    assert own
    for item in own:
        assert item.status not in ("reported", "corrected", "blank")


@FEW
@given(st.integers(1, 4), st.integers(0, 200))
@pytest.mark.parametrize("veil", [COVERS["white"], COVERS["black"]], ids=["white", "black"])
def test_what_is_typed_over_a_cover_is_read_or_left_open(veil: Veil, seed: int, pick: int) -> None:
    plain = _plain(seed)
    items, text = _veiled(seed, pick, veil, OTHER)
    for item in _at(plain, items, text):
        if item.raw != text:
            stated = item.status in ("reported", "corrected")
            assert not stated or item.value in (_value(OTHER), -_value(OTHER))


@FEW
@given(st.integers(1, 4), st.integers(0, 200))
@pytest.mark.parametrize("veil", HARMLESS.values(), ids=[*HARMLESS])
def test_what_hides_nothing_changes_nothing(veil: Veil, seed: int, pick: int) -> None:
    plain = _plain(seed)
    items, _ = _veiled(seed, pick, veil)
    for box, item in plain.items():
        assert (items[box].value, items[box].status) == (item.value, item.status)


def _page(draw: Callable[[pymupdf.Page], object]) -> Document:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "Cash at banks and brokers, in words enough to be read")
    draw(page)
    return read(document.tobytes(), "x.pdf", TEXT)


def _texts(document: Document) -> set[str]:
    return {cell.text for row in document.pages[0].rows for cell in row.cells}


UNSEEN: dict[str, tuple[str, Callable[[pymupdf.Page], object]]] = {
    "white": ("faint", lambda p: p.insert_text((400, 100), OTHER, color=(1, 1, 1))),
    "nearly white": ("faint", lambda p: p.insert_text((400, 100), OTHER, color=(0.95,) * 3)),
    "invisible": ("faint", lambda p: p.insert_text((400, 100), OTHER, render_mode=3)),
    "transparent": ("faint", lambda p: p.insert_text((400, 100), OTHER, fill_opacity=0.05)),
    "tiny": ("faint", lambda p: p.insert_text((400, 100), OTHER, fontsize=1)),
    "its ground": (
        "faint",
        lambda p: (
            p.draw_rect((390, 85, 480, 105), color=None, fill=(0, 0, 0.6)),
            p.insert_text((400, 100), OTHER, color=(0, 0, 0.6)),
        ),
    ),
    "cut off": ("clipped", lambda p: p.insert_text((570, 100), OTHER)),
}


@pytest.mark.parametrize(("kind", "draw"), UNSEEN.values(), ids=[*UNSEEN])
def test_print_that_cannot_be_seen_is_a_mark(
    kind: str, draw: Callable[[pymupdf.Page], object]
) -> None:
    document = _page(draw)
    assert not any(char.isdigit() for text in _texts(document) for char in text)
    assert [(mark.kind, mark.text) for mark in document.pages[0].marks] == [(kind, OTHER)]


def _on_picture(page: pymupdf.Page) -> None:
    _picture(page, pymupdf.Rect(390, 85, 480, 105))
    page.insert_text((400, 100), OTHER)


SEEN: dict[str, Callable[[pymupdf.Page], object]] = {
    "white on black": lambda p: (
        p.draw_rect((390, 85, 480, 105), color=None, fill=(0, 0, 0)),
        p.insert_text((400, 100), OTHER, color=(1, 1, 1)),
    ),
    "on a picture": _on_picture,
    "red": lambda p: p.insert_text((400, 100), OTHER, color=(0.8, 0, 0)),
    "over white": lambda p: (
        p.draw_rect(p.rect, color=None, fill=(1, 1, 1)),
        p.insert_text((400, 100), OTHER),
    ),
}


@pytest.mark.parametrize("draw", SEEN.values(), ids=[*SEEN])
def test_print_that_can_be_seen_is_text(draw: Callable[[pymupdf.Page], object]) -> None:
    assert OTHER in _texts(_page(draw))


def test_an_amount_of_which_a_clip_leaves_the_end_is_no_amount() -> None:
    def draw(page: pymupdf.Page) -> None:
        page.clean_contents()
        [xref] = page.get_contents()
        clip = b" q 425 700 100 100 re W n BT /helv 11 Tf 400 742 Td (8,888,888) Tj ET Q"
        page.parent.update_stream(xref, page.parent.xref_stream(xref) + clip)

    document = _page(draw)
    assert not any(char.isdigit() for text in _texts(document) for char in text)
    assert [(mark.kind, mark.text) for mark in document.pages[0].marks] == [("clipped", OTHER)]


def test_two_amounts_in_one_place_are_neither() -> None:
    document = _page(
        lambda p: (p.insert_text((400, 100), OTHER), p.insert_text((402, 100), "3,417,226"))
    )
    assert not any(char.isdigit() for text in _texts(document) for char in text)
    assert [mark.kind for mark in document.pages[0].marks] == ["ink"]


@given(
    st.integers(10, 10**9).map(lambda n: f"{n:,}") | st.integers(1000, 10**8).map("({:,})".format),
    st.floats(0.5, 3.0),
)
@settings(max_examples=60, deadline=None)
def test_digits_drawn_apart_are_one_number_or_none(text: str, apart: float) -> None:
    def draw(page: pymupdf.Page) -> None:
        left = 400.0
        for char in text:
            page.insert_text((left, 100), char, fontsize=8)
            left += pymupdf.get_text_length(char, fontsize=8) + apart

    document = _page(draw)
    numbers = {text for text in _texts(document) if any(map(str.isdigit, text))}
    assert numbers == {text} or not numbers


def test_letters_drawn_as_shapes_are_ink() -> None:
    def draw(page: pymupdf.Page) -> None:
        for left in (400, 406, 412):
            page.draw_oval((left, 92, left + 5, 100), color=None, fill=(0, 0, 0))

    [mark] = _page(draw).pages[0].marks
    assert (mark.kind, mark.region) == ("ink", (400, 92, 417, 100))


def _lying(digits: tuple[int, int]) -> bytes:
    """A page in an embedded font whose map to Unicode has two digits the other way round."""
    fonts = sorted(Path(p) for p in glob("/usr/share/fonts/**/DejaVuSans.ttf", recursive=True))
    if not fonts:
        pytest.skip("no font to embed")
    document = pymupdf.open()
    page = document.new_page()
    text = "In this font the page prints 0123456789 and 8,888,888"
    page.insert_text((72, 100), text, fontname="F0", fontfile=str(fonts[0]), fontsize=9)
    glyphs = pymupdf.Font(fontfile=str(fonts[0]))
    [xref] = [font[0] for font in page.get_fonts()]
    names = int(document.xref_get_key(xref, "ToUnicode")[1].split()[0])
    one, other = digits
    swapped = {one: other, other: one}
    lines = [
        f"<{glyphs.has_glyph(48 + digit):04x}> <{48 + swapped.get(digit, digit):04x}>"
        for digit in range(10)
    ]
    chars = "\n".join(["10 beginbfchar", *lines, "endbfchar", "endcmap"])
    document.update_stream(
        names, document.xref_stream(names).replace(b"endcmap", chars.encode("ascii"), 1)
    )
    data: bytes = document.tobytes()
    return data


@pytest.mark.parametrize("digits", [(0, 1), (2, 7), (3, 8), (4, 9), (1, 6)])
def test_a_font_that_names_other_digits_than_it_prints_wants_its_picture(
    digits: tuple[int, int],
) -> None:
    options = ReadOptions()
    spent = Spent(options.bounds, "x.pdf")
    data = _lying(digits)
    shown = pymupdf.open(stream=data)[0].get_text()
    swapped = str.maketrans("".join(map(str, digits)), "".join(map(str, reversed(digits))))
    assert "0123456789".translate(swapped) in shown
    [_, page] = read_pages(data, "x.pdf", options, spent, draw=False)
    assert isinstance(page, PicturePage)
    assert "prints something else" in page.reason


def test_a_font_that_says_what_it_prints_is_read_as_text() -> None:
    options = ReadOptions()
    [_, page] = read_pages(
        _lying((5, 5)), "x.pdf", options, Spent(options.bounds, "x.pdf"), draw=False
    )
    assert isinstance(page, TextPage)
