"""Validating exports: what is changed is found, with its place, and nothing is believed."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing, Statement
from focusconv.validation import Report, validate
from tests.synthetic import EDITIONS, filing_of, settled, waived, with_item, with_key

FOCUS = filing_of(EDITIONS[0])
JSON = FOCUS.to_json()
XML = FOCUS.to_xml()
FORMATS = ("json", "xml")


def written(filing: Filing, kind: str) -> bytes:
    return filing.to_json() if kind == "json" else filing.to_xml()


def reasons(report: Report) -> list[str]:
    return [problem.reason for problem in report.problems]


def sources(report: Report) -> set[str]:
    return {problem.source for problem in report.problems}


def with_segregation(**changes: object) -> Filing:
    statements = tuple(
        replace(entry, **changes) if entry.id == "segregation" else entry
        for entry in FOCUS.statements
    )
    return replace(FOCUS, statements=statements)


SEGREGATION: Statement = FOCUS.statement("segregation")


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("thorough", [False, True])
def test_what_we_write_is_valid(name: str, kind: str, thorough: bool) -> None:
    filing = filing_of(name)
    report = validate(written(filing, kind), thorough=thorough)
    assert report == Report(format=kind, filing=filing, problems=())
    assert report.ok
    assert report.truthful


# Totals


@pytest.mark.parametrize("kind", FORMATS)
def test_a_changed_digit_in_a_total_names_the_rule_and_the_line(kind: str) -> None:
    total = FOCUS.item("7060").value
    assert isinstance(total, int)
    data = written(FOCUS, kind).decode()
    line = next(at for at, text in enumerate(data.splitlines(), 1) if f"{total}" in text)
    changed = data.replace(str(total), str(total + 900), 1)
    report = validate(changed.encode())
    assert not report.ok
    assert not report.truthful
    first = report.problems[0]
    assert first.source == "totals"
    assert first.reason.startswith("7060 = 7040 + 7050 does not hold: ")
    assert "difference 900" in first.reason
    assert first.line is not None
    assert abs(first.line - line) <= 6
    named = "$.statements[1].items[9]" if kind == "json" else "/filing/statement[2]/item[10]"
    assert first.path == named
    thorough = validate(changed.encode(), thorough=True)
    said = [problem for problem in thorough.problems if problem.source == "schematron"]
    assert said[0].reason.startswith("7060 = 7040 + 7050: the total is ")
    assert (said[0].path, said[0].line) == (first.path, first.line)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_amount_of_an_exact_rule_is_guarded(name: str) -> None:
    edition = catalog().edition(name)
    filing = filing_of(name)
    guarded = {
        key
        for rule in edition.rules
        if rule.hard and all(case.op == "linear" for case in rule.cases)
        for key in rule.keys
    }
    assert len(guarded) > 80
    for statement in filing.statements:
        for item in statement.items:
            key = f"{statement.id}/{item.line}/{item.column}"
            if key in guarded and isinstance(item.value, int):
                off = item.value - 1 if item.value < 0 else item.value + 1
                report = validate(with_key(filing, key, value=off).to_json())
                assert "totals" in sources(report), key


@pytest.mark.parametrize("kind", FORMATS)
def test_a_failure_that_the_export_records_is_told_as_such(kind: str) -> None:
    filing = settled(with_item(FOCUS, "7198", value=7))
    report = validate(written(filing, kind))
    assert [problem.source for problem in report.problems] == ["recorded failure"]
    assert report.problems[0].reason.startswith("7198 = 7190 - 7194 does not hold: ")
    assert (report.ok, report.truthful) == (False, True)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_waived_check_is_no_problem(kind: str) -> None:
    filing = waived(with_item(FOCUS, "7198", value=7), "segregation.7198")
    report = validate(written(filing, kind), thorough=True)
    assert reasons(report) == []


def test_a_waiver_needs_a_correction() -> None:
    filing = waived(with_item(FOCUS, "7198", value=7), "segregation.7198")
    report = validate(replace(filing, corrections=()).to_json())
    assert "no correction waives the check segregation.7198" in reasons(report)
    assert not report.truthful


@pytest.mark.parametrize("status", ["failed", "undecided", "used", "waived"])
def test_a_check_on_record_is_not_believed(status: str) -> None:
    checks = (replace(FOCUS.checks[0], status=status), *FOCUS.checks[1:])
    report = validate(replace(FOCUS, checks=checks).to_json())
    if status == "used":
        assert report.ok
        return
    assert any(
        text.startswith(f"segregation.7040 is recorded as {status} ") and "is passed" in text
        for text in reasons(report)
    )


@pytest.mark.parametrize("field", ["expected", "actual", "difference"])
def test_the_figures_on_record_are_not_believed(field: str) -> None:
    checks = (replace(FOCUS.checks[0], **{field: 5}), *FOCUS.checks[1:])
    report = validate(replace(FOCUS, checks=checks).to_json())
    assert sources(report) == {"totals"}
    assert report.problems[0].path == "$.checks[0]"


def test_an_undecided_check_is_no_problem() -> None:
    filing = settled(with_item(FOCUS, "7010", value=None, status="unreadable"))
    assert filing.status == "partial"
    assert validate(filing.to_json(), thorough=True).ok


def test_a_check_that_is_not_on_record_is_missed() -> None:
    report = validate(replace(FOCUS, checks=FOCUS.checks[1:]).to_xml())
    assert reasons(report) == [
        "the filing does not record the check segregation.7040, which is passed"
    ]


def test_a_check_of_a_statement_that_is_not_there_is_told() -> None:
    alone = filing_of(EDITIONS[0], "secured-funds")
    across = next(check for check in FOCUS.checks if check.id == "secured-funds.7380")
    report = validate(replace(alone, checks=(*alone.checks, across)).to_json())
    assert reasons(report) == [
        "the check secured-funds.7380 needs a statement that the filing has not"
    ]


# The form


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"box": "9999"}, "box 9999: the box of this line is 7010"),
        ({"box": None}, "line 1.A: the box of this line is 7010"),
        ({"label": "Total"}, "box 7010: the label of this line is: Cash"),
        ({"line": "99"}, "segregation has no line 99 with the column amount"),
        ({"column": "third"}, "segregation has no line 1.A with the column third"),
        ({"kind": "text", "value": "1"}, "box 7010: the kind of this line is amount, not text"),
        ({"value": None}, "box 7010: reported, and the value is not there"),
        ({"status": "blank"}, "box 7010: blank, and the value is there"),
        ({"status": "absent"}, "box 7010: absent, and the value is there"),
        ({"status": "corrected"}, "box 7010: corrected, and what was read is not there"),
    ],
)
def test_an_item_that_is_not_the_forms_is_found(
    kind: str, changes: dict[str, object], reason: str
) -> None:
    report = validate(written(with_item(FOCUS, "7010", **changes), kind))
    named = {"json": "$.statements[1].items[0]", "xml": "/filing/statement[2]/item[1]"}[kind]
    assert (named, reason) in {(problem.path, problem.reason) for problem in report.problems}
    assert all(problem.line is not None for problem in report.problems)


@pytest.mark.parametrize(
    ("box", "value", "reason"),
    [
        ("7033", 5, "box 7033: a deduction cannot be 5"),
        ("7032", -5, "box 7032: never negative, and cannot be -5"),
    ],
)
def test_a_value_of_the_wrong_sign_is_found(box: str, value: int, reason: str) -> None:
    assert reason in reasons(validate(with_item(FOCUS, box, value=value).to_json()))
    disputed = with_item(FOCUS, box, value=value, status="disputed")
    assert reason not in reasons(validate(disputed.to_json()))


@pytest.mark.parametrize(
    ("box", "value"), [("25", "04/30/17"), ("25", "2017-4-30"), ("25", "2017-13-01")]
)
def test_a_date_is_a_date(box: str, value: str) -> None:
    texts = reasons(validate(with_item(FOCUS, box, value=value).to_json()))
    assert texts == [f"box {box}: {value!r} is no date"]


@pytest.mark.parametrize("value", ["5%", "five", "", "05", "1,5", "1e3"])
def test_a_percent_is_a_decimal(value: str) -> None:
    filing = with_key(filing_of(EDITIONS[1]), "cover/secured.d/low", value=value)
    assert f"line secured.d: {value!r} is no percent" in reasons(validate(filing.to_json()))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_missing_item_is_found(kind: str) -> None:
    items = tuple(item for item in SEGREGATION.items if item.box != "7194")
    report = validate(written(with_segregation(items=items), kind))
    label = next(item.label for item in SEGREGATION.items if item.box == "7194")
    assert f"segregation has no item for box 7194, line 15 ({label})" in reasons(report)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_item_that_is_there_twice_is_found(kind: str) -> None:
    items = (*SEGREGATION.items, SEGREGATION.items[0])
    report = validate(written(with_segregation(items=items), kind))
    named = {"json": "$.statements[1].items[27]", "xml": "/filing/statement[2]/item[28]"}[kind]
    assert (named, "box 7010 is there twice") in {
        (problem.path, problem.reason) for problem in report.problems
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_statements_are_the_forms_and_there_once(kind: str) -> None:
    report = validate(written(with_segregation(title="Segregation"), kind))
    assert reasons(report) == [f"the title of segregation is: {SEGREGATION.title}"]
    report = validate(written(with_segregation(id="escrow"), kind))
    assert "the form has no statement escrow" in reasons(report)
    twice = replace(FOCUS, statements=(*FOCUS.statements, SEGREGATION))
    assert "the statement segregation is there twice" in reasons(validate(written(twice, kind)))


def test_checks_are_the_forms_and_there_once() -> None:
    first = FOCUS.checks[0]
    for changes, reason in (
        ({"id": "segregation.1"}, "the form has no rule segregation.1"),
        ({"rule": "7040 = 7010"}, f"the form has the rule {first.id} as: {first.rule}"),
        ({"hard": False}, f"the form has the rule {first.id} as: {first.rule}"),
    ):
        checks = (replace(first, **changes), *FOCUS.checks[1:])
        assert reason in reasons(validate(replace(FOCUS, checks=checks).to_json()))
    twice = replace(FOCUS, checks=(*FOCUS.checks, first))
    assert f"the check {first.id} is there twice" in reasons(validate(twice.to_json()))


@pytest.mark.parametrize(
    ("filing", "status"),
    [
        (FOCUS, "inconsistent"),
        (FOCUS, "disputed"),
        (settled(with_item(FOCUS, "7194", status="disputed")), "confirmed"),
        (settled(with_item(FOCUS, "7194", value=None, status="unreadable")), "confirmed"),
        (settled(with_item(FOCUS, "7198", value=3)), "confirmed"),
    ],
)
def test_the_status_fits_the_contents(filing: Filing, status: str) -> None:
    said = reasons(validate(replace(filing, status=status).to_json()))
    assert f"the filing is {status}; its checks and items make it {filing.status}" in said


def test_a_page_may_be_missing_from_a_filing_without_faults() -> None:
    assert validate(replace(FOCUS, status="partial").to_json(), thorough=True).ok


@pytest.mark.parametrize("kind", FORMATS)
def test_an_edition_that_nobody_knows_is_not_confirmed(kind: str) -> None:
    other = replace(FOCUS, form=replace(FOCUS.form, edition="1899"))
    report = validate(written(other, kind), thorough=True)
    assert reasons(report) == [
        "the catalog has no edition 1899 of X-17A-5-II: totals not confirmed"
    ]
    assert not report.truthful


def test_a_form_of_the_other_system_is_told() -> None:
    other = replace(FOCUS, form=replace(FOCUS.form, system="WinJammer"))
    assert reasons(validate(other.to_json())) == ["X-17A-5-II is a form of FOCUS, not WinJammer"]


# Syntax and schema


@pytest.mark.parametrize("kind", FORMATS)
def test_what_the_schema_refuses_is_explained(kind: str) -> None:
    odd = replace(FOCUS, period=replace(FOCUS.period, begin="2017-02-30"))
    report = validate(written(odd, kind))
    (problem,) = report.problems
    assert (problem.source, problem.level) == ("schema", "error")
    assert "2017-02-30" in problem.reason
    assert problem.path == {"json": "$.period.begin", "xml": "/filing/period"}[kind]
    assert problem.line is not None
    assert str(problem) == f"line {problem.line}, {problem.path}: {problem.reason}"
    assert report.filing == odd


def test_a_wrong_enumeration_is_explained_with_its_line() -> None:
    text = XML.decode().replace('box="7010" line="1.A"', 'box="7010" sort="x" line="1.A"')
    text = text.replace('status="confirmed"', 'status="fine"')
    report = validate(text.encode())
    assert report.filing is None
    line = text[: text.index('sort="x"')].count("\n") + 1
    assert [(problem.path, problem.line) for problem in report.problems] == [
        ("/filing", 2),
        ("/filing/statement[2]/item[1]", line),
    ]
    assert "'fine'" in report.problems[0].reason
    assert "sort" in report.problems[1].reason


def test_an_amount_written_as_text_is_found_with_its_place() -> None:
    value = FOCUS.item("7010").value
    for data in (
        JSON.replace(b'"value": %d,' % value, b'"value": "%d",' % value, 1),
        XML.replace(b"<value>%d</value>" % value, b"<value_text>%d</value_text>" % value, 1),
    ):
        report = validate(data)
        (problem,) = report.problems
        assert problem.reason == f"'{value}' is no amount"
        assert problem.line is not None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "json"),
        (b"not an export", "json"),
        (b'{"schema": "focusconv-filing-1"', "json"),
        (b"[1, 2]", "json"),
        (b"<filing", "xml"),
        (b"<filing/>", "xml"),
        (b"\xef\xbb\xbf  <!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "xml"),
        (b"\x00\x01\x02", "json"),
        (XML.decode().encode("utf-16"), "json"),
        (JSON[:-40], "json"),
        (XML[:-40], "xml"),
    ],
)
def test_what_is_no_export_is_one_problem(data: bytes, kind: str) -> None:
    report = validate(data)
    assert (report.format, report.filing, report.ok) == (kind, None, False)
    assert len(report.problems) == 1


def test_the_end_of_a_broken_json_has_its_line() -> None:
    report = validate(JSON[: JSON.index(b'"filer"')])
    assert report.problems[0].line == JSON[: JSON.index(b'"filer"')].count(b"\n") + 1


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    hint = (
        b'<filing xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:focusconv:filing:1 http://example.invalid/x.xsd" '
    )
    hinted = XML.replace(b"<filing ", hint, 1)
    assert validate(hinted, thorough=True).ok
    broken = hinted.replace(b'status="confirmed"', b'status="fine"')
    assert [problem.source for problem in validate(broken).problems] == ["schema"]


@given(
    kind=st.sampled_from(FORMATS),
    start=st.integers(0, len(JSON)),
    length=st.integers(0, 40),
    put=st.one_of(st.binary(max_size=8), st.sampled_from((b"<", b'"', b"&x;", b"\\ud800", b"-"))),
)
@settings(max_examples=150, deadline=None)
def test_damage_is_reported_and_never_raised(
    kind: str, start: int, length: int, put: bytes
) -> None:
    data = JSON if kind == "json" else XML
    start %= len(data)
    damaged = data[:start] + put + data[start + length :]
    report = validate(damaged)
    if report.filing is not None and report.ok:
        assert amounts(report.filing) == amounts(FOCUS) or unguarded(report.filing)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (XML.replace(b"<form ", b"<a/>" * 30_000 + b"<form ", 1), "more than 20,000 elements"),
        (XML.replace(b"<form ", b"<a/>" * 9_000 + b"<form ", 1), "Unexpected child"),
        (JSON.replace(b'"findings": []', b'"findings": [' + b"7," * 90_000 + b"7]"), "object"),
    ],
)
def test_an_export_full_of_faults_lists_the_first(data: bytes, reason: str) -> None:
    report = validate(data, thorough=True)
    assert reason in report.problems[0].reason
    assert len(report.problems) <= 100


def test_validating_json_loads_no_xml_library() -> None:
    program = (
        "import sys\n"
        "from focusconv.validation import validate\n"
        "report = validate(sys.stdin.buffer.read())\n"
        "print(report.ok, [name for name in ('lxml', 'xmlschema') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=JSON, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "True []"


def amounts(filing: Filing) -> dict[str | None, object]:
    return {
        item.box: item.value
        for statement in filing.statements
        for item in statement.items
        if item.kind == "amount"
    }


def unguarded(filing: Filing) -> bool:
    """Whether all that differs is within what the percents and the greatest leave open."""
    differing = amounts(filing).items() ^ amounts(FOCUS).items()
    return {box for box, _ in differing} <= {"7305", "7415", "7435", "7455", "7465", "7475", "7495"}


def test_reasons_are_for_people() -> None:
    odd = with_item(FOCUS, "7010", label="Total", status="blank")
    for problem in validate(odd.to_xml(), thorough=True).problems:
        assert len(problem.reason) < 800
        assert re.search(r"0x[0-9a-f]{6}|Xsd[A-Z]|\{urn:", problem.reason) is None
