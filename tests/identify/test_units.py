"""What amounts are counted in: cues, whose they are, and what becomes of the amounts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.synth.sheets import Sheet
from focusconv import convert, validate
from focusconv.forms.catalog import catalog
from focusconv.identify.unit_cues import cues_of, unit_behind
from focusconv.record.filing import Filing, Item
from tests.drawn import drawn
from tests.unit_documents import UnitDocument, Where, in_units

FOCUS, WINJAMMER = catalog().editions
FORMS = [edition.name for edition in catalog().editions]
SURE = ("reported", "corrected", "derived")

THOUSANDS = (
    "(in thousands)",
    "$000",
    "000's omitted",
    "($ thousands)",
    "(Amounts in thousands of U.S. dollars)",
    "($000s)",
    "Dollars in Thousands",
    "(Expressed in thousands, unless otherwise noted)",
    "(000's omitted)",
)
MILLIONS = ("(in millions)", "$ millions", "(Amounts in millions of U.S. dollars)")
WHOLE = ("(in whole dollars)", "Amounts in U.S. dollars")


@pytest.mark.parametrize(
    ("prints", "decimals"), [(THOUSANDS, -3), (MILLIONS, -6), (WHOLE, 0)], ids=["-3", "-6", "0"]
)
def test_a_cue_says_its_unit_by_itself_and_behind_a_title(
    prints: tuple[str, ...], decimals: int
) -> None:
    for text in prints:
        assert cues_of(text, at_edges=False) == {decimals}, text
        assert cues_of(f"STATEMENT OF FUNDS {text}", at_edges=True) == {decimals}, text


@pytest.mark.parametrize(
    "text", ["(ln thousanols)", "(In th0usands)", "(in thousancls of dollars)"]
)
def test_a_misread_cue_is_one(text: str) -> None:
    assert cues_of(text, at_edges=False) == {-3}


def test_nothing_that_a_form_prints_is_a_cue() -> None:
    for edition in catalog().editions:
        for statement in edition.statements:
            for line in statement.lines:
                for text in (line.label, *line.also, *statement.titles):
                    assert cues_of(text, at_edges=True) == set(), text


@pytest.mark.parametrize(
    "text",
    ["MILLION DOLLAR TRADING LLC", "$1,000,000", "as of 03/31/25", "FOR PERIOD (MM/DD/YY)", "$ 0"],
)
def test_what_stands_at_heads_besides_is_none(text: str) -> None:
    assert cues_of(text, at_edges=True) == set()


@pytest.mark.parametrize(
    ("text", "behind"), [("2,861K 7305", "2,861K"), ("12 thousand", "12 thousand")]
)
def test_a_number_with_a_unit_behind_it(text: str, behind: str) -> None:
    assert unit_behind(text) == behind


@pytest.mark.parametrize("text", ["30.7 accounts", "7305 M", "8,310,204 Cash"])
def test_a_number_without_one(text: str) -> None:
    assert unit_behind(text) is None


def _amounts(filing: Filing) -> dict[str, Item]:
    return {
        f"{statement.id}/{item.line}/{item.column}": item
        for statement in filing.statements
        for item in statement.items
        if item.kind == "amount" and statement.id != "cover"
    }


def _judged(filing: Filing, document: UnitDocument, unit: int) -> Counter[str]:
    """How many amounts are right, open, or silently wrong."""
    found: Counter[str] = Counter()
    for key, item in _amounts(filing).items():
        true = (document.printed[key] or 0) * unit
        if item.status in SURE:
            found["right" if item.value == true else "silent"] += 1
        elif item.status == "blank":
            found["right" if true == 0 else "silent"] += 1
        else:
            found["open"] += 1
    return found


def _read(document: UnitDocument) -> Filing:
    return convert(document.text.encode(), name="made.txt")


STATED: tuple[Where, ...] = ("head", "above", "title", "column", "cover")


@given(
    seed=st.integers(0, 10_000),
    form=st.sampled_from(FORMS),
    cue=st.sampled_from(THOUSANDS),
    where=st.sampled_from(STATED),
    layout=st.sampled_from(("tabs", "aligned", "pipes", "tabs+feed")),
)
@settings(max_examples=30, deadline=None)
def test_what_is_printed_in_thousands_is_exported_in_dollars(
    seed: int, form: str, cue: str, where: Where, layout: str
) -> None:
    document = in_units(catalog().edition(form), seed, cue, where, layout_names=layout)
    filing = _read(document)
    judged = _judged(filing, document, 1000)
    assert judged["silent"] == 0
    assert judged["right"] >= 0.85 * judged.total()
    assert {s.decimals for s in filing.statements if s.id != "cover"} == {-3}
    assert filing.decimals == -3
    assert [c.message for c in filing.checks if c.hard and c.status == "failed"] == []
    for item in _amounts(filing).values():
        if item.status == "reported" and item.raw and item.value:
            assert len(str(abs(item.value))) == sum(map(str.isdigit, item.raw)) + 3
    assert filing == Filing.from_xml(filing.to_xml()) == Filing.from_json(filing.to_json())
    for data in (filing.to_json(), filing.to_xml()):
        assert validate(data, thorough=True).ok


@given(seed=st.integers(0, 10_000), cue=st.sampled_from(MILLIONS))
@settings(max_examples=6, deadline=None)
def test_what_is_printed_in_millions_too(seed: int, cue: str) -> None:
    document = in_units(FOCUS, seed, cue, unit=1_000_000)
    filing = _read(document)
    judged = _judged(filing, document, 1_000_000)
    assert judged["silent"] == 0
    assert filing.decimals == -6


@given(
    seed=st.integers(0, 10_000),
    form=st.sampled_from(FORMS),
    cue=st.sampled_from(THOUSANDS[:1] + THOUSANDS[4:]),
    where=st.sampled_from(("foot", "line")),
)
@settings(max_examples=12, deadline=None)
def test_a_cue_that_only_a_note_or_a_label_has_puts_its_statement_in_doubt(
    seed: int, form: str, cue: str, where: Where
) -> None:
    document = in_units(catalog().edition(form), seed, cue, where)
    filing = _read(document)
    assert filing.status != "confirmed"
    sure = [i for i in _amounts(filing).values() if i.status in SURE and i.value]
    assert sure == []


def _is(name: str) -> Callable[[Sheet], bool]:
    def of(sheet: Sheet) -> bool:
        return name in sheet.statements

    return of


def test_a_cue_of_one_statement_speaks_for_no_other() -> None:
    document = in_units(FOCUS, 3, "(in thousands)", of=_is("segregation"))
    filing = _read(document)
    assert filing.statement("segregation").decimals == -3
    assert filing.statement("secured").decimals == 0
    assert {i.status for i in filing.statement("secured").items if i.value} <= {"disputed"}
    own = [i for i in filing.statement("segregation").items if i.value]
    assert own
    assert {i.status for i in own} == {"reported"}


def test_a_statement_with_the_fixed_minimum_in_dollars_is_in_dollars() -> None:
    document = in_units(FOCUS, 3, "(in thousands)", of=_is("segregation"), unit=1)
    filing = _read(document)
    assert filing.item("7465").value == 1_000_000
    assert filing.item("7465").status == "reported"
    assert filing.item("7415").status == "reported"


def test_cues_that_disagree_are_settled_by_none() -> None:
    text = in_units(FOCUS, 3, "(in thousands)").text
    both = text.replace("(in thousands)", "(in thousands)\n(in whole dollars)")
    items = _amounts(convert(both.encode(), name="made.txt"))
    assert {i.status for i in items.values() if i.value} == {"disputed"}
    cover = text.replace("FINRA", "FINRA\n(in millions)")
    items = _amounts(convert(cover.encode(), name="made.txt"))
    assert {i.status for i in items.values() if i.value} == {"disputed"}


@pytest.mark.parametrize("minimum", [1_000_000, 20_000_000])
def test_a_thousandth_of_the_fixed_minimum_puts_the_filing_in_doubt(minimum: int) -> None:
    document = in_units(FOCUS, 5, "(unaudited)", minimum=minimum)
    filing = _read(document)
    assert filing.item("7465").value == minimum // 1000
    assert {i.status for i in _amounts(filing).values() if i.value} == {"disputed"}


def test_a_minimum_in_dollars_on_pages_in_thousands_puts_the_filing_in_doubt() -> None:
    document = in_units(FOCUS, 5, "(in thousands)", unit=1)
    filing = _read(document)
    assert {i.status for i in _amounts(filing).values() if i.value} == {"disputed"}


def test_a_point_in_thousands_may_part_a_fraction() -> None:
    document = in_units(FOCUS, 3, "(in thousands)")
    [cash] = [line for line in document.text.splitlines() if line.endswith("7010")]
    filing = convert(
        document.text.replace(cash, cash.replace(",", ".", 1)).encode(), name="made.txt"
    )
    assert filing.item("7010").status == "disputed"


@pytest.mark.parametrize("raw", ["{}K", "{} thousand", "{} (in thousands)"])
def test_a_unit_beside_one_amount_puts_that_row_in_doubt(raw: str) -> None:
    document = in_units(FOCUS, 3, "(unaudited)", unit=1)
    [cash] = [line for line in document.text.splitlines() if line.endswith("7010")]
    amount = cash.split("\t")[1]
    text = document.text.replace(cash, cash.replace(amount, raw.format(amount)))
    filing = convert(text.encode(), name="made.txt")
    item = filing.item("7010")
    assert item.status in ("disputed", "unreadable") or (item.status, item.verified_by) == (
        "derived",
        (),
    )


@pytest.mark.parametrize("where", ["head", "title", "cover"])
def test_a_pdf_says_it_as_a_text_does(where: Where) -> None:
    document = in_units(FOCUS, 7, "(in thousands)", where)
    with drawn(document.paper) as pdf:
        filing = convert(pdf.tobytes(), name="made.pdf")
    judged = _judged(filing, document, 1000)
    assert judged["silent"] == 0
    # Behind the longest titles the cue runs off the page: what it says is not seen, and in doubt.
    assert judged["right"] >= (0.6 if where == "title" else 0.9) * judged.total()
    assert filing.decimals == -3


def test_percents_are_never_scaled() -> None:
    rng = random.Random(1)
    for seed in rng.sample(range(1000), 4):
        plain = _read(in_units(WINJAMMER, seed, "(unaudited)", "cover"))
        scaled = _read(in_units(WINJAMMER, seed, "(in thousands)", "cover"))
        percents = [
            [i.value for s in filing.statements for i in s.items if i.kind == "percent"]
            for filing in (plain, scaled)
        ]
        assert percents[0] == percents[1]
