"""PDFs with text: drawn in many ways, read to the same filing, each value in its place."""

from __future__ import annotations

import random
from dataclasses import replace

import pymupdf
import pytest

import focusconv
from bench.synth.cases import Expected
from bench.synth.judge import CLAIMS
from focusconv.errors import UnreadableInput
from focusconv.readers import Bounds, Reader, ReadOptions, page_range, read
from focusconv.readers.bounds import Spent
from focusconv.readers.pdf.pages import PicturePage, Seen, TextPage, read_pages
from focusconv.record.filing import Filing, Item
from tests import hostile_files as hostile
from tests.drawn import Style, drawn, filing, placed

EDITIONS = ("X-17A-5-II-2014", "DAILY-SEG-FOCUS-II-2014")

WIDE = 120
"""Characters of a label on one row: what wrapping costs is another matter."""

STYLES = {
    "framed": Style(),
    "frames of single lines": Style(frames="lines"),
    "shaded frames": Style(frames="filled"),
    "a grid": Style(frames="grid"),
    "brackets": Style(frames="none", brackets=True),
    "bare boxes": Style(frames="none"),
    "text in any order": Style(order="scrambled"),
    "parentheses apart": Style(parens_apart=True),
    "narrow columns, small print": Style(size=6.5, detail_edge=440, amount_edge=520),
}


def amounts(found: Filing) -> dict[str, Item]:
    return {
        f"{statement.id}/{item.line}/{item.column}": item
        for statement in found.statements
        for item in statement.items
        if item.kind == "amount"
    }


def claimed(found: Filing) -> dict[str, object]:
    """The amounts other than zero that a filing claims."""
    return {
        key: item.value
        for key, item in amounts(found).items()
        if item.status in CLAIMS and item.value
    }


def printed(expected: Expected) -> dict[str, object]:
    """The amounts other than zero that the document prints."""
    spec = expected.edition.spec
    return {
        key: truth.value
        for key, truth in expected.truth.items()
        if spec[key].kind == "amount" and truth.value
    }


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_amount_is_read_whatever_the_drawing(edition: str, style: Style) -> None:
    made, expected = filing(edition, seed=3)
    document = drawn(made, style=replace(style, label_width=WIDE))
    found = focusconv.convert(document.tobytes(), name="filing.pdf")
    assert claimed(found) == printed(expected)


@pytest.mark.parametrize("edition", EDITIONS)
def test_wrapped_labels_and_form_fields_are_never_silently_wrong(edition: str) -> None:
    made, expected = filing(edition, seed=3)
    truth = printed(expected)
    for style in (Style(label_width=40), Style(fields="amounts"), Style(fields="comb")):
        found = claimed(focusconv.convert(drawn(made, style=style).tobytes()))
        assert {key: value for key, value in found.items() if truth.get(key) != value} == {}
        assert len(found) > len(truth) // 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned(turn: int) -> None:
    made, expected = filing(EDITIONS[0], seed=4)
    turned = drawn(made)
    for page in turned:
        page.set_rotation(turn)
    assert claimed(focusconv.convert(turned.tobytes())) == printed(expected)
    sideways = placed(drawn(made), turn=turn)
    assert claimed(focusconv.convert(sideways.tobytes())) == printed(expected)


def test_the_region_of_a_value_holds_its_print() -> None:
    made, _ = filing(EDITIONS[0], seed=5)
    document = drawn(made)
    found = focusconv.convert(document.tobytes())
    seen = 0
    for item in amounts(found).values():
        if item.raw is None or item.region is None or item.page is None:
            continue
        left, top, right, bottom = item.region
        clip = pymupdf.Rect(left - 1, top - 1, right + 1, bottom + 1)
        text = document[item.page - 1].get_textbox(clip)
        assert item.raw.replace(" ", "") in text.replace(" ", "").replace("\n", "")
        seen += 1
    assert seen > 60


def test_the_source_says_pdf_and_counts_its_pages() -> None:
    made, _ = filing(EDITIONS[1])
    source = focusconv.convert(drawn(made).tobytes(), name="x.pdf").source
    assert (source.media_type, source.pages) == ("application/pdf", len(made.sheets))
    assert source.readers == ("pdf",)


def test_several_filings_in_one_pdf() -> None:
    first, one = filing(EDITIONS[1], seed=6)
    second, two = filing(EDITIONS[1], seed=7)
    style = Style(label_width=WIDE)
    found = list(focusconv.filings(drawn(first, second, style=style).tobytes()))
    assert [claimed(each) for each in found] == [printed(one), printed(two)]


def test_a_range_of_pages_is_read_alone() -> None:
    made, _ = filing(EDITIONS[0])
    data = drawn(made).tobytes()
    document = read(data, "x.pdf", ReadOptions(pages=page_range("2-3")))
    assert [page.number for page in document.pages if page.rows] == [2, 3]


def scanned(layer: str = "") -> bytes:
    """A page of a filing as a picture; `layer` is the text hidden in it: good, poor, scanty."""
    made, _ = filing(EDITIONS[0], seed=8)
    page = drawn(made)[1]
    rng = random.Random(1)
    document = pymupdf.open()
    new = document.new_page(width=page.rect.width, height=page.rect.height)
    picture = page.get_pixmap(dpi=100, colorspace=pymupdf.csGRAY)
    new.insert_image(new.rect, stream=picture.tobytes("jpeg"))
    for x0, y0, _, y1, text, *_ in page.get_text("words") if layer else ():
        if layer == "scanty" and y0 > 90:
            continue
        if layer == "poor" and rng.random() < 0.4:
            text = "".join(rng.choice((char, rng.choice("~l;^f}{0Oo%k"))) for char in text)
        new.insert_text((x0, y1 - 2), text, fontsize=8, render_mode=3)
    data: bytes = document.tobytes()
    return data


def seen(
    data: bytes, reader: Reader = "auto", dpi: int | None = None, *, trust: bool = False
) -> Seen:
    """What the reader makes of the first page, before any picture is recognised."""
    options = ReadOptions(reader=reader, dpi=dpi, trust_layer=trust)
    spent = Spent(options.bounds, "x.pdf")
    return list(read_pages(data, "x.pdf", options, spent, draw=True))[1]


def test_a_hidden_layer_is_a_reading_of_its_picture() -> None:
    page = seen(scanned("good"))
    assert isinstance(page, PicturePage)
    assert "another reading" in page.reason
    assert len(page.layer) > 100


def test_a_good_hidden_layer_may_be_trusted() -> None:
    page = seen(scanned("good"), trust=True)
    assert isinstance(page, TextPage)
    assert page.reader == "pdf-layer"
    assert len(page.rows) > 20
    assert [notice.code for notice in page.notices] == ["layer-trusted"]


@pytest.mark.parametrize(
    ("layer", "said"), [("", "without text"), ("poor", "are no words"), ("scanty", "covers only")]
)
def test_pictures_without_a_good_layer_want_recognition(layer: str, said: str) -> None:
    page = seen(scanned(layer), trust=True)
    assert isinstance(page, PicturePage)
    assert said in page.reason
    assert not page.layer
    assert page.picture is not None
    assert len(page.picture.samples) == page.picture.width * page.picture.height
    assert page.picture.dpi == pytest.approx(150, abs=2)


def test_text_only_keeps_what_text_there_is() -> None:
    bare, poor = seen(scanned(), "text"), seen(scanned("poor"), "text")
    assert isinstance(bare, TextPage)
    assert [notice.code for notice in bare.notices] == ["page-is-picture"]
    assert isinstance(poor, TextPage)
    assert len(poor.rows) > 20


def test_recognition_can_be_asked_for_at_a_resolution() -> None:
    made, _ = filing(EDITIONS[0], seed=8)
    page = seen(drawn(made).tobytes(), "ocr", 72)
    assert isinstance(page, PicturePage)
    assert page.picture is not None
    assert page.picture.dpi == 72


@pytest.mark.parametrize("turn", [0, 90])
def test_a_fax_is_drawn_with_all_of_its_dots(turn: int) -> None:
    """It has half as many down as across."""
    document = pymupdf.open()
    page = document.new_page(width=612, height=792)
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 1734, 1078), False)
    picture.clear_with(200)
    page.insert_image(page.rect, pixmap=picture, keep_proportion=False)
    page.set_rotation(turn)
    found = seen(document.tobytes(), "ocr")
    assert isinstance(found, PicturePage)
    assert found.picture is not None
    assert found.picture.dpi == pytest.approx(204)


BOUNDS = Bounds(seconds=5.0)

HOSTILE = {
    "locked": hostile.locked,
    "page bomb": hostile.page_bomb,
    "text bomb": hostile.text_bomb,
    "calls of calls": hostile.calls_of_calls,
    "ten thousand pages": lambda: hostile.many_pages(10_000),
    "looping page tree": hostile.looping_tree,
    "a page of miles": lambda: hostile.huge_box(b"0 0 9999999 9999999"),
    "nothing but a signature": lambda: b"%PDF-1.7\n",
    "text that claims to be a PDF": lambda: b"%PDF-1.4\n" + b"A. Cash 1,234 7010\n" * 50,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_within_the_bounds(name: str) -> None:
    data = HOSTILE[name]()
    with pytest.raises(UnreadableInput) as caught:
        read(data, "hostile.pdf", ReadOptions(bounds=BOUNDS))
    assert caught.value.place.startswith("hostile.pdf")
    assert caught.value.remedy


@pytest.mark.parametrize(
    "data", [hostile.looping_tables(), hostile.looping_length(), hostile.deep_nesting()]
)
def test_odd_files_that_can_be_read_are_read(data: bytes) -> None:
    document = read(data, "odd.pdf", ReadOptions(bounds=BOUNDS))
    assert [row.text for page in document.pages for row in page.rows] == [
        "Net ledger balance 1,234"
    ]


def test_a_truncated_filing_is_read_in_part_or_refused() -> None:
    made, expected = filing(EDITIONS[1], seed=9)
    truth = printed(expected)
    for part in hostile.truncations(drawn(made).tobytes(), 12):
        try:
            found = list(focusconv.filings(part, name="cut.pdf"))
        except focusconv.FocusconvError:
            continue
        for each in found:
            wrong = {k: v for k, v in claimed(each).items() if truth.get(k) != v}
            assert wrong == {}
            assert each.status != "confirmed"
            assert "file-cut" in {finding.code for finding in each.findings}
