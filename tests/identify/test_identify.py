"""Which form, which statement, which filing: on whole, cut, shuffled and foreign documents."""

from __future__ import annotations

import pytest

from focusconv.conversion import convert, filings
from focusconv.errors import SeveralFilings, UnknownForm
from focusconv.forms.catalog import catalog
from focusconv.identify.statements import Identified, identify
from focusconv.readers import read
from tests.documents import SAMPLES, segregation

BY_NAME = {path.parent.name: path.read_bytes() for path in SAMPLES}
FOCUS = BY_NAME["focus-2017-04-30"]
DAILY = BY_NAME["winjammer-2017-03-13"]
HEAD = b"BROKER OR DEALER"


def found(data: bytes) -> Identified:
    return identify(read(data, "document.txt"), catalog())


def statements(data: bytes) -> list[str]:
    return [part.statement.id for part in found(data).parts if part.statement is not None]


def pages(data: bytes) -> list[bytes]:
    """The sample cut at the heads of its statements; the first piece is the cover."""
    first, *others = data.split(HEAD)
    return [first, *(HEAD + page for page in others)]


ALL = [
    "cover",
    "segregation",
    "dealer-options",
    "secured",
    "secured-funds",
    "cleared-swaps",
    "net-capital",
]


def test_every_statement_of_the_samples_is_found_in_its_order() -> None:
    assert found(FOCUS).edition.name == "X-17A-5-II-2014"
    assert statements(FOCUS) == ALL
    assert found(DAILY).edition.name == "DAILY-SEG-FOCUS-II-2014"
    assert set(statements(DAILY)) == set(ALL) - {"dealer-options", "net-capital"}


def test_form_feeds_change_nothing() -> None:
    assert statements(b"\x0c".join(pages(FOCUS))) == ALL


def test_pages_out_of_order() -> None:
    assert statements(b"".join(reversed(pages(FOCUS)))) == ALL[::-1]


def test_a_cropped_cover_and_missing_pages() -> None:
    kept = pages(FOCUS)
    assert statements(b"".join(kept[1:])) == ALL[1:]
    assert statements(kept[0] + kept[2] + kept[5]) == ["cover", "dealer-options", "cleared-swaps"]


def test_a_page_that_is_there_twice_is_one_statement_of_one_filing() -> None:
    kept = pages(FOCUS)
    once, twice = convert(FOCUS), convert(b"".join([*kept[:2], *kept[1:]]))
    assert [s.id for s in twice.statements] == ALL
    assert [i.value for i in twice.statement("segregation").items] == [
        i.value for i in once.statement("segregation").items
    ]
    assert "page-repeated" in [finding.code for finding in twice.findings]


def test_garbled_titles_are_no_matter() -> None:
    garbled = FOCUS.replace(b"STATEMENT OF", b"5TATEMEMT 0F").replace(
        b"COMPUTATION", b"C0MPUTATI0M"
    )
    assert statements(garbled) == ALL


def test_two_filings_in_one_document() -> None:
    both = FOCUS + BY_NAME["focus-2020-07-31"]
    dates = [filing.period.end for filing in filings(both)]
    assert dates == ["2017-04-30", "2020-07-31"]
    covers = [filing.statement("cover").items for filing in filings(both)]
    assert [next(i.value for i in c if i.box == "24") for c in covers] == [
        "2017-04-01",
        "2020-07-01",
    ]
    with pytest.raises(SeveralFilings, match=r"holds 2 filings \(2017-04-30, 2020-07-31\)"):
        convert(both)


def test_statements_of_two_dates_are_two_filings() -> None:
    both = segregation("04/30/17") + segregation("05/31/17")
    assert [filing.period.end for filing in filings(both)] == ["2017-04-30", "2017-05-31"]


@pytest.mark.parametrize(
    "data",
    [
        b"Dear Sir,\nplease find enclosed the invoice no. 7010 over $ 1,234.\n",
        b"FORM X-17A-5\nFOCUS REPORT\nPART IIA\nBROKER OR DEALER\n1. Cash [0200] 1,234 [0750]\n",
        b"7010 7020 7030 7040\n",
    ],
)
def test_what_is_neither_form_is_refused_with_what_was_looked_for(data: bytes) -> None:
    with pytest.raises(UnknownForm) as caught:
        convert(data, name="letter.txt")
    said = str(caught.value)
    assert said.startswith("letter.txt: none of the forms known here: looked for FOCUS report")
    assert "WinJammer filing" in said
    assert "focusconv forms" in said


def test_the_nearest_form_is_named() -> None:
    with pytest.raises(UnknownForm, match="nearest is FOCUS report"):
        convert(b"FORM X-17A-5\nFOCUS REPORT\nsome text\n")
