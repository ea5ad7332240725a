"""PDFs with text: drawn in many ways, read to the same filing, each value in its place."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest

import focusconv
from bench.synth.cases import Expected
from bench.synth.judge import CLAIMS
from focusconv.errors import UnreadableInput
from focusconv.filing import Filing, Item
from focusconv.readers import Bounds, ReadOptions, page_range, read
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


def test_a_page_that_is_a_picture_is_told_and_the_others_are_read() -> None:
    made, _ = filing(EDITIONS[0], seed=8)
    document = drawn(made)
    picture = document[2].get_pixmap(dpi=80).tobytes("png")
    document.delete_page(2)
    document.new_page(2).insert_image(document[2].rect, stream=picture)
    found = focusconv.convert(document.tobytes())
    assert [f.page for f in found.findings if f.code == "page-is-picture"] == [3]
    assert claimed(found)


def test_a_pdf_of_pictures_alone_is_refused() -> None:
    made, _ = filing(EDITIONS[0], seed=8)
    picture = drawn(made)[2].get_pixmap(dpi=80).tobytes("png")
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(page.rect, stream=picture)
    with pytest.raises(UnreadableInput, match="was not recognised"):
        read(document.tobytes(), "scan.pdf")


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
