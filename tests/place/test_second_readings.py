"""Second readings: what another reader made of a cell, from the document to the verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from focusconv.conversion import Wanted, filings_in
from focusconv.document import Again, Cell, Document, Row
from focusconv.forms.catalog import catalog
from focusconv.identify.statements import identify
from focusconv.place.document import PlacedFiling, place_filing
from focusconv.place.whose_page import filings_of
from focusconv.readers import read_again
from focusconv.readers.text import read_text
from focusconv.readings import Reading
from focusconv.reconcile import Outcome, reconcile
from focusconv.reconcile.outcome import SECOND_READING
from focusconv.reconcile.rules import percent
from focusconv.record.filing import Filing, Item
from tests.documents import SAMPLES, segregation

DAILY = next(path for path in SAMPLES if "winjammer" in str(path))
BOXES = catalog().editions[0].key_of_box


def read(again: Mapping[str, str], printed: Mapping[str, str] | None = None) -> PlacedFiling:
    """A statement as one reader has it, and what another has in some cells, by the print.

    `printed` changes the first reader's print of a cell.
    """
    text = segregation()
    for old, new in (printed or {}).items():
        assert text.count(f"\t{old}\t".encode()) == 1
        text = text.replace(f"\t{old}\t".encode(), f"\t{new}\t".encode())
    return placed(with_cells(read_text(text, "x"), lambda cell: _again(cell, again)))


def _again(cell: Cell, again: Mapping[str, str]) -> Cell:
    if cell.text not in again:
        return cell
    return structs.replace(cell, again=(Again(again[cell.text], "other"),))


def with_cells(document: Document, change: Callable[[Cell], Cell]) -> Document:
    """The document, each cell of its first page changed."""
    first, *others = document.pages
    rows = tuple(Row(tuple(map(change, row.cells))) for row in first.rows)
    return structs.replace(document, pages=(structs.replace(first, rows=rows), *others))


def placed(document: Document) -> PlacedFiling:
    found = identify(document, catalog())
    (group,) = filings_of(document, found.parts)
    return place_filing(document, group, group.edition, found.others)


def reading(found: PlacedFiling, box: str) -> Reading:
    return found.readings[BOXES[box]]


def judged(found: PlacedFiling) -> Outcome:
    present = [statement.id for statement in found.present]
    return reconcile(found.readings, found.edition, present=present, rates={})


def test_each_reader_has_its_options_of_the_same_number() -> None:
    found = reading(read({"300,000": "(300,000)"}), "7020")
    assert [(o.reader, o.value, o.raw) for o in found.options if o.cost == 0] == [
        ("text", 300_000, "300,000")
    ]
    assert {o.reader for o in found.options} == {"text", "other"}
    assert len({o.token for o in found.options}) == 1


def test_what_two_readers_agree_on_is_confirmed() -> None:
    verdict = judged(read({"300,000": "$300,000"})).verdicts[BOXES["7020"]]
    assert (verdict.value, verdict.status) == (300_000, "reported")
    assert verdict.verified_by == ("segregation.7040", SECOND_READING)


def test_arithmetic_decides_between_two_readers() -> None:
    right = judged(read({"300,000": "800,000"})).verdicts[BOXES["7020"]]
    assert (right.value, right.status) == (300_000, "reported")
    assert SECOND_READING not in right.verified_by
    wrong = judged(read({"800,000": "300,000"}, {"300,000": "800,000"})).verdicts[BOXES["7020"]]
    assert wrong.value == 300_000
    assert wrong.status in ("reported", "corrected")


@pytest.mark.parametrize("theirs", ["90,000", "90", "9O0,0O0,OOO", "se", "900,001"])
def test_two_readers_that_differ_where_no_rule_tells_are_in_dispute(theirs: str) -> None:
    """Box 7045 and 7047 cancel, so that only their own sum stands over them."""
    found = read({"900": theirs})
    alone = {BOXES["7045"]: found.readings[BOXES["7045"]]}
    outcome = reconcile(alone, found.edition, present=["segregation"], rates={})
    verdict = outcome.verdicts[BOXES["7045"]]
    assert (verdict.status, verdict.value) == ("disputed", 900)
    assert verdict.reason is not None
    assert "another reader has" in verdict.reason
    if theirs in ("90,000", "90", "900,001"):
        assert int(theirs.replace(",", "")) in {c.value for c in verdict.candidates}
    assert [request.key for request in outcome.requests] == [BOXES["7045"]]


def test_what_no_second_reader_saw_is_reported_and_confirmed_by_nothing() -> None:
    found = read({})
    alone = {BOXES["7045"]: found.readings[BOXES["7045"]]}
    outcome = reconcile(alone, found.edition, present=["segregation"], rates={})
    verdict = outcome.verdicts[BOXES["7045"]]
    assert (verdict.status, verdict.verified_by) == ("reported", ())


def test_a_box_that_one_reader_has_right_is_the_box() -> None:
    found = reading(read({"72045": "7045"}, {}), "7045")
    assert found.seen == "amount"
    torn = read_text(segregation().replace(b"\t7045", b"\t72045"), "x")
    page = torn.pages[0]
    rows = tuple(Row(tuple(_again(c, {"72045": "7045"}) for c in r.cells)) for r in page.rows)
    mended = placed(structs.replace(torn, pages=(structs.replace(page, rows=rows),)))
    assert [o.value for o in reading(mended, "7045").options] == [900]
    assert mended.strays == []


@pytest.mark.parametrize("print_", ["CrES", "70I5", "170451", "(70451", "7046"])
def test_most_readers_decide_which_box_it_is(print_: str) -> None:
    """A print that the first reader took for a word, a bracket or another box."""
    torn = read_text(segregation().replace(b"\t7045", f"\t{print_}".encode()), "x")
    page = torn.pages[0]

    def again(cell: Cell) -> Cell:
        if cell.text != print_:
            return cell
        return structs.replace(cell, again=(Again("[7045]", "one"), Again("7045", "two")))

    rows = tuple(Row(tuple(again(cell) for cell in row.cells)) for row in page.rows)
    mended = placed(structs.replace(torn, pages=(structs.replace(page, rows=rows),)))
    assert [o.value for o in reading(mended, "7045").options] == [900]
    assert mended.strays == []


def test_of_two_amounts_with_one_box_number_labels_tell_whose_it_is() -> None:
    text = segregation().replace(b"\t900\t7045", b"\t5,9007047")
    found = placed(read_text(text, "x"))
    assert [o.value for o in reading(found, "7047").options if o.cost == 0] == [-900]
    assert [o.value for o in reading(found, "7045").options if o.cost == 0] == [5_900]


def test_a_lone_digit_of_a_picture_may_be_a_zero() -> None:
    """Only where an engine read it: text says what it says."""
    document = read_text(segregation().replace(b"\t900\t7045", b"\t8\t7045"), "x")
    assert [o.value for o in reading(placed(document), "7045").options] == [8]
    page = document.pages[0]
    rows = tuple(
        Row(tuple(structs.replace(c, confidence=0.9) if c.text == "8" else c for c in row.cells))
        for row in page.rows
    )
    seen = placed(structs.replace(document, pages=(structs.replace(page, rows=rows),)))
    assert [(o.value, o.cost > 0) for o in reading(seen, "7045").options] == [(8, False), (0, True)]


def test_numbers_of_a_cell_go_together_in_their_order() -> None:
    text = segregation().replace(b"900\t7045", b"900 7045")
    document = read_text(text, "x")
    page = document.pages[0]
    rows = tuple(
        Row(tuple(_again(c, {"900 7045": "800 7045"}) for c in r.cells)) for r in page.rows
    )
    found = placed(structs.replace(document, pages=(structs.replace(page, rows=rows),)))
    assert [(o.reader, o.value) for o in reading(found, "7045").options] == [
        ("text", 900),
        ("other", 800),
    ]


class TestTheLoop:
    """What reconciling leaves open is asked for once more."""

    @staticmethod
    def document(theirs: str) -> Document:
        """A statement whose 7050 does not close, for 7045 is misread."""
        text = segregation().replace(b"\t900\t7045", b"\t1,900\t7045")
        document = read_text(text, "x")
        page = document.pages[0]
        rows = tuple(Row(tuple(_again(c, {"1,900": theirs}) for c in r.cells)) for r in page.rows)
        return structs.replace(document, pages=(structs.replace(page, rows=rows),))

    def test_it_asks_for_the_cells_that_are_open_and_takes_the_answer(self) -> None:
        asked: list[Wanted] = []

        def again(document: Document, wanted: Sequence[Wanted]) -> Document:
            asked.extend(wanted)
            page = document.pages[0]
            rows = tuple(Row(tuple(third(cell) for cell in row.cells)) for row in page.rows)
            return structs.replace(document, pages=(structs.replace(page, rows=rows),))

        def third(cell: Cell) -> Cell:
            if cell.text != "1,900":
                return cell
            return structs.replace(cell, again=(Again("900", "one"), Again("900", "two")))

        document = self.document("1,900")
        (before,) = filings_in(document)
        assert before.item("7045").status == "disputed"
        (after,) = filings_in(document, again=again)
        (cell,) = [c for r in document.pages[0].rows for c in r.cells if c.text == "1,900"]
        assert (1, cell.region) in asked
        settled = after.item("7045")
        assert (settled.value, settled.status, settled.raw) == (900, "reported", "900")
        assert SECOND_READING in settled.verified_by

    def test_it_asks_nothing_where_nothing_is_open(self) -> None:
        def again(document: Document, wanted: Sequence[Wanted]) -> Document:
            assert wanted == []
            return document

        (found,) = filings_in(read_text(segregation(), "x"), again=again)
        assert found.item("7045").status == "reported"

    def test_text_is_not_read_again(self) -> None:
        document = self.document("1,900")
        (cell,) = [c for r in document.pages[0].rows for c in r.cells if c.text == "1,900"]
        assert read_again(b"", "x", document, [(1, cell.region)]) is document


@pytest.mark.parametrize(
    ("theirs", "status"),
    [(["4"], "disputed"), (["5"], "reported"), (["4", "5"], "disputed"), (["4", "8"], "disputed")],
)
def test_a_target_stands_where_another_reader_has_its_numbers(
    theirs: list[str], status: str
) -> None:
    """No rule is over the targets of a daily filing's cover, and a lone digit is misread alike."""
    prints = [f"0 {text} 0 0 0 0" for text in theirs]
    assert target(DAILY.read_text(), "segregated.b", prints).status == status


AMOUNT = "343,194,603"
"""The daily filing's target amount: 5% of what it requires, to the dollar."""


def target(
    text: str,
    name: str,
    theirs: Sequence[str],
    confidence: float | None = None,
    amount: str = "500,000,000",
) -> Item:
    """A target of a daily filing's cover, of whose cell other readers have what is told.

    `amount` is printed in the place of what the filing computed with its percent.
    """
    assert text.count(AMOUNT) == 1
    document = read_text(text.replace(AMOUNT, amount).encode(), "x")
    (first,) = filings_in(document)
    place = line(first, name).region
    again = tuple(Again(print_, f"reader {n}") for n, print_ in enumerate(theirs))

    def changed(cell: Cell) -> Cell:
        if cell.region != place:
            return cell
        return structs.replace(cell, again=again, confidence=confidence)

    (found,) = filings_in(with_cells(document, changed))
    return line(found, name)


@pytest.mark.parametrize(("printed", "sure"), [("8", 0.9), ("8", None), ("12", 0.9)])
def test_a_target_of_a_few_dollars_is_mostly_a_misread_zero(
    printed: str, sure: float | None
) -> None:
    """Two engines take a zero with a stroke in it for an 8."""
    text = DAILY.read_text().replace("\t0 5 0 0 0 0", f"\t{printed} 5 0 0 0 0")
    item = target(text, "segregated.a", [f"{printed} 5 0 0 0 0"], sure)
    lone = printed == "8" and sure is not None
    assert (item.value, item.status) == (int(printed), "disputed" if lone else "reported")


def test_a_short_percent_is_in_dispute_where_one_of_three_readers_has_another() -> None:
    text = DAILY.read_text().replace("\t0 5 0 0 0 0", "\t0 19 0 0 0 0")
    two = [f"0 {percent_} 0 0 0 0" for percent_ in ("19", "10")]
    assert target(text, "segregated.b", two).status == "disputed"
    assert target(text, "segregated.b", two[:1]).status == "reported"


def test_a_sign_that_a_zero_is_taken_for_is_one() -> None:
    rows = [
        "Minimum dollar amount: @ ; or",
        "required: 5 %; or",
        "between: @ and 0; or",
        "0 % and @ %.",
    ]
    assert targets(*rows)[:3] == [0, "5", 0]


@pytest.mark.parametrize(
    ("printed", "theirs", "amount", "status"),
    [
        ("5", ["0 6 0 0 0 0"], AMOUNT, "reported"),
        ("25", ["0 2.5 0 0 0 0"], "500,000,000", "disputed"),
        ("6", ["0 6 0 0 0 0"], AMOUNT, "disputed"),
        ("50", ["0 50 0 0 0 0"], AMOUNT, "disputed"),
        ("6", ["0 6 0 0 0 0"], "343,194,604", "reported"),
    ],
)
def test_a_percent_stands_or_falls_with_the_amount_computed_with_it(
    printed: str, theirs: list[str], amount: str, status: str
) -> None:
    text = DAILY.read_text().replace("\t0 5 0 0 0 0", f"\t0 {printed} 0 0 0 0")
    item = target(text, "segregated.b", theirs, 0.9, amount)
    assert (item.value, item.status) == (printed, status)
    if status == "disputed" and amount == AMOUNT:
        assert item.reason == "7194 is 5% of 7060, to the dollar"


@given(
    base=st.integers(1, 10**13),
    tenths=st.integers(1, 1000),
    other=st.integers(1, 1000),
)
def test_no_other_percent_gives_an_amount_that_tells_one(
    base: int, tenths: int, other: int
) -> None:
    """What lifts a doubt: 7.4% and 7.5% of a base are never the same telling amount."""
    one, two = (percent(f"{n // 10}.{n % 10}", base) for n in (tenths, other))
    assert one != two or tenths == other or len(str(one)) < 4


def line(found: Filing, name: str) -> Item:
    return next(item for item in found.statement("cover").items if item.line == name)


def test_a_percent_sign_that_was_read_as_a_digit_is_no_number_of_its_own() -> None:
    head, _, rest = DAILY.read_text().partition("FCM's Customer Segregated Funds Residual")
    assert rest
    block = (
        "FCM's Customer Segregated Funds Residual Interest Target (choose one):\n"
        "a. Minimum dollar amount: 0; or\n"
        "b. Minimum percentage of customer segregated funds required: 7.5 8; or\n"
        "c. Dollar amount range between: 0 and 0; or\n"
        "d. Percentage range of customer segregated funds required between: 0 4 and 0 8.\n"
        "FCM's Customer Secured Amount Funds Residual Interest Target"
    )
    _, _, after = rest.partition("FCM's Customer Secured Amount Funds Residual Interest Target")
    assert after
    (found,) = filings_in(read_text((head + block + after).encode(), "x"))
    own = [i for i in found.statement("cover").items if i.line.startswith("segregated.")]
    assert [i.value for i in own] == [0, "7.5", 0, 0, "0", "0", "b"]


BLOCK = """FCM's Customer Segregated Funds Residual Interest Target (choose one):
{}
FCM's Customer Secured Amount Funds Residual Interest Target"""


def targets(*rows: str) -> list[object]:
    """The targets of the first regime, and the one chosen, from rows as an engine has them."""
    head, _, rest = DAILY.read_text().partition("FCM's Customer Segregated Funds Residual")
    _, _, after = rest.partition("FCM's Customer Secured Amount Funds Residual Interest Target")
    assert after
    text = head + BLOCK.format("\n".join(rows)) + after
    (found,) = filings_in(read_text(text.encode(), "x"))
    items = found.statement("cover").items
    return [item.value for item in items if item.line.startswith("segregated.")]


def test_targets_are_told_apart_by_their_labels_where_their_letters_are_misread() -> None:
    found = targets(
        "2. Minimum dollar amount: 0: or",
        "p. Minimum percentage of customer segregated funds required: 4. 5; or",
        "e. Dollar amount range between: 0 and0; or",
        "Percentage range of customer segregated funds required between: o % and 0t",
    )
    assert found == [0, "4.5", 0, 0, "0", "0", "b"]


def test_a_range_is_two_numbers_however_they_are_spaced() -> None:
    found = targets(
        "a. Minimum dollar amount: 0; or",
        "b. Minimum percentage of customer segregated funds required: 0%; or",
        "c. Dollar amount range between: 298,000,000and5 9 6,000,000; or",
        "d. Percentage range of customer segregated funds required between: 0% and 0%.",
    )
    assert found == [0, "0", 298_000_000, 596_000_000, "0", "0", "c"]


@pytest.mark.parametrize(
    ("theirs", "status"),
    [
        (["0", "[1]"], "reported"),
        (["0", "4"], "reported"),
        (["0", "8"], "disputed"),
        (["4"], "disputed"),
        (["0; or", "9,1 xx"], "reported"),
    ],
)
def test_a_lone_zero_stands_where_most_readers_have_it(theirs: list[str], status: str) -> None:
    """A reader that knows numbers alone says nothing about the marks of a sentence."""
    text = DAILY.read_text().replace("\t0 5 0 0 0 0", "\t0\t5\t0\t0\t0\t0")
    if "; or" in theirs[0]:
        head, _, rest = text.partition("a. Minimum dollar amount: ; or")
        text = head + "a. Minimum dollar amount: 0; or" + rest.replace("\t0\t5", "\t5", 1)
    item = target(text, "segregated.a", theirs)
    assert (item.value, item.status) == (0, status)


@pytest.mark.parametrize(
    ("printed", "theirs", "status"),
    [
        ("4.5", ["4.5"], "reported"),
        ("45", ["45"], "disputed"),
        ("12", ["12", "1.2"], "disputed"),
        ("12", ["12", "x. 12 x"], "reported"),
    ],
)
def test_a_percent_that_may_have_lost_its_point_is_in_dispute(
    printed: str, theirs: list[str], status: str
) -> None:
    text = DAILY.read_text().replace("\t0 5 0 0 0 0", f"\t0\t{printed}\t0\t0\t0\t0")
    item = target(text, "segregated.b", theirs, confidence=0.9)
    assert (item.value, item.status) == (printed, status)


def test_a_dollar_sign_that_one_reader_takes_for_a_digit_costs_little() -> None:
    """Of a number that is read with a digit more and with the sign, the sign is likelier."""
    found = read({"5300,000": "$300,000"}, {"300,000": "5300,000"})
    verdict = judged(found).verdicts[BOXES["7020"]]
    assert (verdict.value, verdict.status) == (300_000, "reported")
    alone = read({"5900": "$900"}, {"900": "5900"})
    only = {BOXES["7045"]: alone.readings[BOXES["7045"]]}
    outcome = reconcile(only, alone.edition, present=["segregation"], rates={})
    verdict = outcome.verdicts[BOXES["7045"]]
    assert (verdict.value, verdict.status) == (900, "disputed")


def with_box(printed: str, *theirs: str) -> list[int]:
    """The amounts read for box 7045, its number framed and seen by readers as told.

    No label is on its row, and the lines around it have no boxes: nothing else tells the box.
    """
    rows = segregation().replace(b"\t7045", b"\t" + printed.encode()).splitlines()
    own = b"\t900\t" + printed.encode()
    rows = [own if row.endswith(own) else row for row in rows if b"\t7047" not in row]
    around = (b"\t7040", b"\t7060")
    text = b"\n".join(row[:-5] if row.endswith(around) else row for row in rows)
    again = tuple(Again(text, f"reader {n}") for n, text in enumerate(theirs))

    def changed(cell: Cell) -> Cell:
        if cell.text != printed:
            return cell
        return structs.replace(cell, again=again, framed=True)

    found = placed(with_cells(read_text(text, "x"), changed))
    return [option.value for option in reading(found, "7045").options]


@pytest.mark.parametrize(
    ("printed", "theirs", "values"),
    [
        ("320", ("x045",), [900]),
        ("320", ("x",), []),
        ("[9]", ("REC 7045",), [900]),
        ("[9]", ("REC 9999",), []),
    ],
)
def test_a_box_is_told_from_what_each_reader_has_of_it(
    printed: str, theirs: tuple[str, ...], values: list[int]
) -> None:
    assert with_box(printed, *theirs) == values


def test_a_number_in_a_remark_is_no_amount() -> None:
    text = segregation().replace(b"lines 4 and 5)", b"lines 2. C and 52)")
    assert text != segregation()
    verdicts = judged(placed(read_text(text, "x"))).verdicts
    plain = judged(placed(read_text(segregation(), "x"))).verdicts
    assert {key: v.value for key, v in verdicts.items()} == {k: v.value for k, v in plain.items()}


def test_a_number_beside_the_word_line_is_no_amount_in_a_cell_of_its_own() -> None:
    text = segregation().replace(b"(add lines 4 and 5)", b"(addllines|\t4, and 5)")
    assert text != segregation()
    found = reading(placed(read_text(text, "x")), "7060")
    assert [option.value for option in found.options] == [755_000]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"6. Amount required", b"111. Amount required"),
        (b"(add lines 4 and 5)", b"(add 1ines\t4 and 5)"),
    ],
    ids=["a small numeral as ones", "a remark of two cells"],
)
def test_numbers_of_lines_are_no_amounts_of_an_empty_cell(old: bytes, new: bytes) -> None:
    text = segregation().replace(b"\t755,000\t7060", b"")
    assert text.count(old) == 1
    found = reading(placed(read_text(text.replace(old, new), "x")), "7060")
    assert found.options == ()


@pytest.mark.parametrize("line", [b"6,\t", b"111. ", b"8B. "])
def test_a_misread_line_number_joins_no_amount(line: bytes) -> None:
    """Both end as an amount may whose next group stands in a later cell."""
    row = next(row for row in segregation().splitlines() if b"\t755,000\t7060" in row)
    changed = line + row.partition(b" ")[2].replace(b"755,000", b"755")
    found = reading(placed(read_text(segregation().replace(row, changed), "x")), "7060")
    assert [option.value for option in found.options] == [755]


@pytest.mark.parametrize("print_", ["$7045", "170453", "[7045"])
def test_a_box_on_a_scan_that_is_taken_for_the_amount_of_its_own_item_is_none(print_: str) -> None:
    """Text says what it says: there the same print is an amount, or none of the form's."""
    text = segregation().replace(b"\t900\t7045", b"\t" + print_.encode())
    document = with_cells(
        read_text(text, "x"), lambda cell: structs.replace(cell, confidence=0.9, again=())
    )
    found = reading(placed(document), "7045")
    assert (found.seen, found.options) == ("nothing", ())


@pytest.mark.parametrize("print_", ["(70|45)", "$[7045]", "-[7045"])
def test_a_box_taken_for_the_amount_of_its_own_item_is_none(print_: str) -> None:
    found = read({print_: print_}, {"900": print_})
    verdict = judged(found).verdicts[BOXES["7045"]]
    assert (reading(found, "7045").seen, verdict.value) == ("nothing", None)


@pytest.mark.parametrize(
    ("printed", "theirs"), [("[7190]", "7100]"), ("7190", "7100"), ("[7100]", "[7190]")]
)
def test_the_label_of_a_row_decides_between_the_boxes_that_readers_see(
    printed: str, theirs: str
) -> None:
    """On a page of which hardly another box is readable: nothing else tells which it is."""
    rows = []
    for row in segregation().splitlines():
        own = row.endswith(b"\t7100")
        boxed = re.search(rb"\t7\d{3}$", row) and not row.endswith((b"\t7040", b"\t7060"))
        rows.append(row[:-4] + printed.encode() if own else row[:-5] if boxed else row)
    document = read_text(b"\n".join(rows), "x")
    found = placed(with_cells(document, lambda cell: _again(cell, {printed: theirs})))
    cash, excess = reading(found, "7100"), reading(found, "7190")
    assert ([o.value for o in cash.options], cash.trust) == ([210_000], "sure")
    assert ([o.value for o in excess.options], excess.trust) == ([105_000], "sure")


def test_a_misread_box_on_the_row_of_its_label_stands_for_an_empty_cell() -> None:
    text = segregation().replace(b"\t(2,000)\t7033", b"\tm033]")
    assert text.count(b"m033]") == 1
    assert reading(placed(boxed(text, "m033]")), "7033").seen == "nothing"
    row = next(row for row in text.splitlines() if b"m033]" in row)
    unlabelled = text.replace(row, b"\tm033]")
    assert reading(placed(boxed(unlabelled, "m033]")), "7033").seen == "missing"


def boxed(text: bytes, printed: str) -> Document:
    """The text with the cell of one print in a frame."""
    return with_cells(
        read_text(text, "x"), lambda cell: structs.replace(cell, framed=cell.text == printed)
    )


def test_of_two_numbers_on_a_row_the_one_with_grouping_marks_is_the_amount() -> None:
    text = segregation().replace(b"\t33,000\t7140", b"\t7605\t33,000")
    found = placed(
        with_cells(
            read_text(text, "x"),
            lambda cell: structs.replace(cell, again=(Again(cell.text, "other"),)),
        )
    )
    assert [o.value for o in reading(found, "7140").options if o.cost == 0] == [33_000] * 2


def test_an_amount_behind_a_parenthesis_that_nothing_closes_is_one() -> None:
    text = segregation().replace(b"(at market)\t300,000\t7020", b"(at market 300 7020")
    assert text != segregation()
    assert [o.value for o in reading(placed(read_text(text, "x")), "7020").options] == [300]


@pytest.mark.parametrize("word", [b"10", b"(10)"])
def test_a_short_word_amid_a_label_that_was_read_as_a_number_is_none(word: bytes) -> None:
    text = segregation().replace(
        b"liquidating to a deficit", b"liquidating " + word + b" a deficit"
    )
    assert text != segregation()
    found, plain = placed(read_text(text, "x")), placed(read_text(segregation(), "x"))
    values = {key: [o.value for o in r.options] for key, r in found.readings.items()}
    assert values == {key: [o.value for o in r.options] for key, r in plain.readings.items()}
