"""The Schematron of every edition: it confirms the totals as the program does, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from focusconv.forms.catalog import Case, Edition, Rule, Term, catalog
from focusconv.reconcile.recheck import recheck
from focusconv.record.filing import Filing
from focusconv.record.xml import parse, to_xml
from focusconv.schema.apply import schematron_faults
from focusconv.schema.xpath import formula, literal
from tests.synthetic import EDITIONS, filing_of, settled, waived, with_item, with_key

RULES = [
    pytest.param(edition, rule, id=f"{edition.name}-{rule.id}")
    for edition in catalog().editions
    for rule in edition.rules
    if rule.hard
]
STATEMENTS = [
    pytest.param(edition.name, statement.id, id=f"{edition.name}-{statement.id}")
    for edition in catalog().editions
    for statement in edition.statements
]
FOCUS = filing_of(EDITIONS[0])


def said(filing: Filing) -> list[str]:
    """What the edition's Schematron says of a filing."""
    name = f"{filing.form.id}-{filing.form.edition}.sch"
    return [fault.reason for fault in schematron_faults(parse(to_xml(filing)), name)]


def broken_totals(filing: Filing) -> set[str]:
    """The texts of the rules of which the Schematron says that they do not hold."""
    return {text.partition(": the total is")[0] for text in said(filing) if ": the total" in text}


def failed(filing: Filing) -> set[str]:
    """The texts of the hard rules that the program finds broken, and not waived."""
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    again = recheck(filing, edition)
    return {check.rule for check in again if check.hard and check.status == "failed"}


@pytest.mark.parametrize("name", EDITIONS)
def test_a_whole_filing_is_confirmed(name: str) -> None:
    assert said(filing_of(name)) == []


@pytest.mark.parametrize(("name", "statement"), STATEMENTS)
def test_statements_that_are_not_there_assert_nothing(name: str, statement: str) -> None:
    assert said(filing_of(name, statement)) == []


# Totals


@pytest.mark.parametrize(("edition", "rule"), RULES)
def test_a_wrong_total_is_named_with_its_figures(edition: Edition, rule: Rule) -> None:
    filing = filing_of(edition.name)
    check = next(check for check in filing.checks if check.id == rule.id)
    assert check.actual is not None
    wrong = check.actual + (10_000 if rule.tolerance == 0 else 10_000_000)
    texts = said(with_key(filing, rule.target, value=wrong))
    (text,) = [text for text in texts if text.startswith(f"{rule.text}: the total is")]
    assert f"the total is {wrong:,}" in text
    assert f"{check.expected:,}" in text
    assert text.endswith(f"the filing records the check {rule.id} as passed.")


@pytest.mark.parametrize(("edition", "rule"), RULES)
def test_a_total_may_be_off_by_its_tolerance_and_no_more(edition: Edition, rule: Rule) -> None:
    filing = filing_of(edition.name)
    check = next(check for check in filing.checks if check.id == rule.id)
    assert check.expected is not None
    for off in (-1, 1):
        near = with_key(filing, rule.target, value=check.expected + off * rule.tolerance)
        assert rule.text not in broken_totals(near)
        past = with_key(filing, rule.target, value=check.expected + off * (rule.tolerance + 1))
        assert rule.text in broken_totals(past)


@pytest.mark.parametrize(("edition", "rule"), RULES)
def test_a_total_is_not_asserted_where_an_operand_is_unknown(edition: Edition, rule: Rule) -> None:
    for status in ("unreadable", "absent"):
        for key in rule.keys:
            filing = with_key(filing_of(edition.name), key, value=None, status=status)
            assert rule.text not in broken_totals(settled(filing))


def test_a_wrong_total_has_the_line_of_its_item() -> None:
    text = to_xml(with_item(FOCUS, "7040", value=1)).decode()
    line = text[: text.index('box="7040"')].count("\n") + 1
    faults = schematron_faults(parse(text.encode()), f"{EDITIONS[0]}.sch")
    assert faults[0].element.sourceline == line


def test_a_blank_counts_as_zero() -> None:
    value = FOCUS.item("7010").value
    total = FOCUS.item("7040").value
    net = FOCUS.item("7060").value
    assert isinstance(value, int)
    assert isinstance(total, int)
    assert isinstance(net, int)
    blank = with_item(FOCUS, "7010", value=None, status="blank")
    assert "7040 = 7010 + 7020 + 7030 + 7032 + 7033" in broken_totals(blank)
    closing = with_item(blank, "7040", value=total - value)
    assert "7040 = 7010 + 7020 + 7030 + 7032 + 7033" not in broken_totals(closing)


def test_a_failure_on_record_is_reported_all_the_same() -> None:
    filing = settled(with_item(FOCUS, "7040", value=1))
    assert filing.status == "inconsistent"
    texts = said(filing)
    assert len(texts) == 2
    assert texts[0].startswith("7040 = 7010 + 7020 + 7030 + 7032 + 7033: the total is 1, ")
    assert all(text.endswith("as failed.") for text in texts)


def test_a_failure_on_record_with_an_unread_operand_is_reported() -> None:
    filing = with_item(FOCUS, "7010", value=None, status="unreadable")
    checks = tuple(
        replace(check, status="failed") if check.id == "segregation.7040" else check
        for check in filing.checks
    )
    filing = replace(filing, checks=checks, status="inconsistent")
    assert "7040 = 7010 + 7020 + 7030 + 7032 + 7033" in broken_totals(filing)


def test_a_waived_check_is_not_asserted() -> None:
    filing = waived(with_item(FOCUS, "7198", value=1), "segregation.7198")
    assert filing.status == "confirmed"
    assert said(filing) == []
    unbacked = replace(filing, corrections=())
    assert said(unbacked) == ["No correction waives the check segregation.7198."]


@pytest.mark.parametrize("status", ["failed", "undecided", "waived"])
def test_a_check_that_holds_is_recorded_so(status: str) -> None:
    checks = (replace(FOCUS.checks[0], status=status), *FOCUS.checks[1:])
    texts = said(replace(FOCUS, checks=checks))
    assert any("items do not bear out what the filing says" in text for text in texts)


@pytest.mark.parametrize("status", ["passed", "used"])
def test_a_check_that_cannot_be_decided_is_not_recorded_as_held(status: str) -> None:
    filing = settled(with_item(FOCUS, "7010", value=None, status="unreadable"))
    assert said(filing) == []
    checks = (replace(filing.checks[0], status=status), *filing.checks[1:])
    texts = said(replace(filing, checks=checks))
    assert any("items do not bear out what the filing says" in text for text in texts)


def test_a_check_that_is_not_recorded_is_missed() -> None:
    texts = said(replace(FOCUS, checks=FOCUS.checks[1:]))
    assert len(texts) == 1
    assert texts[0].startswith("7040 = 7010 + 7020 + 7030 + 7032 + 7033: the items do not bear")


_CHANGES = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(("off by one", "negated", "copied", "blank", "unreadable", "absent")),
    ),
    max_size=4,
)


@pytest.mark.parametrize("name", EDITIONS)
@given(changes=_CHANGES)
@settings(max_examples=60, deadline=None)
def test_it_says_of_every_total_what_the_program_says(
    name: str, changes: list[tuple[int, str]]
) -> None:
    filing = filing_of(name)
    amounts = [
        (f"{statement.id}/{item.line}/{item.column}", int(item.value or 0))
        for statement in filing.statements
        for item in statement.items
        if item.kind == "amount"
    ]
    for number, change in changes:
        key, value = amounts[number % len(amounts)]
        if change in ("blank", "unreadable", "absent"):
            filing = with_key(filing, key, value=None, status=change)
            continue
        other = amounts[(number // 7) % len(amounts)][1]
        news = {"off by one": value + 1, "negated": -value, "copied": other}
        filing = with_key(filing, key, value=news[change], status="reviewed")
    assert broken_totals(filing) == failed(filing)
    agreed = settled(filing)
    assert broken_totals(agreed) == failed(agreed)
    assert [text for text in said(agreed) if ": the total is" not in text] == []


# Cells and states


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"box": "7020"}, "segregation must have once: box 7010, line 1.A"),
        ({"box": None}, "segregation must have once: box 7010, line 1.A"),
        ({"line": "1.B", "column": "detail"}, "segregation must have once: box 7010, line 1.A"),
        ({"label": "Total"}, "column amount, kind amount, label: Cash"),
        ({"status": "blank"}, "Line 1.A (box 7010) is blank, which its value belies"),
        ({"status": "unreadable"}, "Line 1.A (box 7010) is unreadable, which its value belies"),
        ({"value": None}, "Line 1.A (box 7010) is reported, which its value belies"),
        ({"kind": "text", "value": "1"}, "must have once: box 7010, line 1.A"),
        ({"status": "corrected"}, "is corrected and does not say of what"),
    ],
)
def test_an_item_that_is_not_the_forms_is_named(changes: dict[str, object], reason: str) -> None:
    assert any(reason in text for text in said(with_item(FOCUS, "7010", **changes)))


def test_a_value_of_another_kind_is_named() -> None:
    text = to_xml(with_item(FOCUS, "7010", value=4711)).decode()
    text = text.replace("<value>4711</value>", "<value_text>4711</value_text>")
    faults = schematron_faults(parse(text.encode()), f"{EDITIONS[0]}.sch")
    assert "Line 1.A (box 7010) has a value that is no amount." in [f.reason for f in faults]


def test_a_missing_item_is_named() -> None:
    statement = FOCUS.statement("segregation")
    items = tuple(item for item in statement.items if item.box != "7190")
    statements = tuple(
        replace(entry, items=items) if entry.id == "segregation" else entry
        for entry in FOCUS.statements
    )
    texts = said(replace(FOCUS, statements=statements))
    assert any(text.startswith("segregation must have once: box 7190") for text in texts)
    assert "segregation has 27 items, not 26." in texts


@pytest.mark.parametrize(("box", "value"), [("7033", 1), ("7047", 5), ("7032", -1), ("7415", -8)])
def test_a_settled_value_has_the_sign_of_its_line(box: str, value: int) -> None:
    assert any(f"cannot be {value}." in text for text in said(with_item(FOCUS, box, value=value)))
    disputed = said(with_item(FOCUS, box, value=value, status="disputed"))
    assert not any("cannot be" in text for text in disputed)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("inconsistent", "if, and only if, a hard check failed"),
        ("disputed", "disputed if, and only if, an item is"),
    ],
)
def test_the_filings_status_fits_its_contents(status: str, reason: str) -> None:
    assert [reason in text for text in said(replace(FOCUS, status=status))] == [True]


def test_a_filing_with_an_open_item_is_not_confirmed() -> None:
    filing = settled(with_item(FOCUS, "7010", value=None, status="unreadable"))
    assert (filing.status, said(filing)) == ("partial", [])
    assert len(said(replace(filing, status="confirmed"))) == 1


def test_another_form_is_told() -> None:
    other = replace(FOCUS, form=replace(FOCUS.form, system="WinJammer"))
    assert said(other) == ["The filing is not of FOCUS report, Form X-17A-5 Part II, 2014."]


# XPath


@pytest.mark.parametrize("text", ["", "a", "it's", '"', "'", "'\"'", '"a" it\'s "b"', "''\"\""])
def test_a_literal_is_the_text(text: str) -> None:
    assert etree.XML("<a/>").xpath(f"string({literal(text)})") == text


@pytest.mark.parametrize(
    ("values", "largest"),
    [
        ((5, 7, 3), 7),
        ((-5, -7, -3), -3),
        ((-5, None, -3), 0),
        ((4, None, 4), 4),
        ((None, None, None), 0),
        ((0, -1, None), 0),
    ],
)
def test_the_greatest_of_amounts(values: tuple[int | None, ...], largest: int) -> None:
    filing = filing_of(EDITIONS[0], "net-capital")
    for box, value in zip(("7455", "7465", "7475"), values, strict=True):
        status = "blank" if value is None else "reviewed"
        filing = with_item(filing, box, value=value, status=status)
    right = with_item(filing, "7490", value=largest)
    wrong = with_item(filing, "7490", value=largest + 1)
    assert "7490 = greatest of 7455, 7465, 7475" not in broken_totals(right)
    assert "7490 = greatest of 7455, 7465, 7475" in broken_totals(wrong)


def test_a_constant_and_a_stated_percent_have_formulas() -> None:
    edition = catalog().edition(EDITIONS[1])
    key = edition.key_of_box["7194"]
    base = edition.key_of_box["7060"]
    rate = "cover/segregated.b/amount"
    cases = (
        Case(op="constant", constant=1_000_000),
        Case(op="percent", terms=(Term(1, base),), rate_key=rate),
    )
    rule = Rule(
        id="x", statement="segregation", target=key, cases=cases, tolerance=0, hard=True, text="x"
    )
    filing = with_item(filing_of(EDITIONS[1]), "7060", value=400)
    root = parse(to_xml(filing))
    (target,) = root.xpath(
        "f:statement/f:item[@box='7194']", namespaces={"f": "urn:focusconv:filing:1"}
    )
    constant, percent = formula(edition, rule).arms
    names = {"f": "urn:focusconv:filing:1"}
    assert target.xpath(constant.expected, namespaces=names) == 1_000_000
    assert target.xpath(percent.expected, namespaces=names) == 10
    assert target.xpath(str(percent.governs), namespaces=names) is True
