"""A reviewer's corrections: what is taken, what is refused, and the template."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from focusconv.errors import InvalidCorrections
from focusconv.record.filing import (
    Candidate,
    Check,
    Correction,
    Filer,
    Filing,
    Form,
    Item,
    Period,
    Producer,
    SourceInfo,
    Statement,
    Suspect,
)
from focusconv.review.corrections import (
    Decisions,
    header_fields,
    load,
    resolve,
    template,
)
from tests.reconcile_kit import FOCUS, WINJAMMER

SOURCE = "ab" * 32
HEAD = "source,statement,box,line,column,field,check,value,waive,by,why\n"


def row(**cells: str) -> str:
    names = HEAD.strip().split(",")
    shown = {"source": SOURCE, "by": "A. Reviewer", "why": "seen on the scan", **cells}
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([shown.get(name, "") for name in names])
    return out.getvalue()


def decide(tmp_path: Path, *rows: str, sha256: str = SOURCE) -> Decisions:
    path = tmp_path / "reviewed.csv"
    path.write_text(HEAD + "".join(rows))
    return resolve(load(path), FOCUS, sha256)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1_234), ("1234", 1_234), ("-1,234", -1_234), ("(1,234)", -1_234), ("0", 0)],
)
def test_amounts_are_taken_as_people_write_them(tmp_path: Path, text: str, value: int) -> None:
    decided = decide(tmp_path, row(statement="segregation", box="7030", value=text))
    assert decided.values == {FOCUS.key_of_box["7030"]: value}


def test_each_decision_is_recorded_with_its_target_and_reviewer(tmp_path: Path) -> None:
    decided = decide(
        tmp_path,
        row(box="7010", value="5"),
        row(field="period.end", value="2017-04-30"),
        row(check="segregation.7180", waive="yes"),
    )
    assert decided.fields == {"period.end": "2017-04-30"}
    assert decided.waived == ("segregation.7180",)
    assert decided.records[0] == Correction(
        target="segregation/1.A/amount",
        action="value",
        value=5,
        by="A. Reviewer",
        why="seen on the scan",
    )
    assert [(record.target, record.action, record.value) for record in decided.records[1:]] == [
        ("period.end", "value", "2017-04-30"),
        ("segregation.7180", "waive", None),
    ]


def test_an_unnumbered_line_is_named_by_statement_and_line(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.csv"
    path.write_text(HEAD + row(statement="cleared-swaps", line="12.A", value="77"))
    decided = resolve(load(path), WINJAMMER, SOURCE)
    assert decided.values == {"cleared-swaps/12.A/amount": 77}


def test_rows_that_the_reviewer_left_open_are_skipped(tmp_path: Path) -> None:
    assert decide(tmp_path, row(box="7010", by="", why="")).records == ()


def test_json_says_the_same_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.json"
    decision = {"box": "7010", "value": 5, "by": "A. Reviewer", "why": "seen on the scan"}
    waiver = {"check": "segregation.7180", "waive": True, "by": "B", "why": "printed so"}
    path.write_text(json.dumps({"source": SOURCE, "corrections": [decision, waiver]}))
    decided = resolve(load(path), FOCUS, SOURCE)
    assert decided.values == {FOCUS.key_of_box["7010"]: 5}
    assert decided.waived == ("segregation.7180",)


REFUSED = {
    "another document": (
        row(box="7010", value="5", source="cd" * 32),
        "belongs to another document",
    ),
    "no hash": (row(box="7010", value="5", source="x"), "is no SHA-256"),
    "no reviewer": (row(box="7010", value="5", by=""), "does not say who decided and why"),
    "no reason": (row(box="7010", value="5", why=" "), "does not say who decided and why"),
    "unknown box": (row(box="7011", value="5"), "the form has no box '7011'"),
    "unknown statement": (row(statement="swaps", line="1", value="5"), "has no statement 'swaps'"),
    "unknown line": (row(statement="segregation", line="99", value="5"), "has no line '99'"),
    "line without statement": (row(line="1.A", value="5"), "has no statement"),
    "box elsewhere": (row(statement="secured", box="7010", value="5"), "box 7010 stands at"),
    "several cells": (row(statement="segregation", line="5.less", value="5"), "has several cells"),
    "unknown check": (row(check="segregation.7010", waive="yes"), "has no check"),
    "soft tie waived": (row(check="tie.7032", waive="yes"), "has no check"),
    "check with a value": (row(check="segregation.7180", value="5"), "gives check"),
    "item waived": (row(box="7010", waive="yes"), "waives what is no check"),
    "unclear waiver": (row(check="segregation.7180", waive="maybe"), "waive is 'maybe'"),
    "two targets": (row(box="7010", field="period.end", value="5"), "more than one"),
    "no target": (row(value="5"), "names no target"),
    "letters": (row(box="7010", value="5o"), "is not an amount"),
    "cents": (row(box="7010", value="5.00"), "is not an amount"),
    "bad grouping": (row(box="7010", value="12,34"), "is not an amount"),
    "half a parenthesis": (row(box="7030", value="(12"), "is not an amount"),
    "minus and parentheses": (row(box="7030", value="-(12)"), "is not an amount"),
    "positive deduction": (row(box="7033", value="12"), "the line a deduction"),
    "negative requirement": (row(box="7032", value="-12"), "never is"),
    "unknown field": (row(field="filer.nmae", value="X"), "has no field 'filer.nmae'"),
    "bad date": (row(field="period.end", value="04/30/17"), "is no date"),
    "control character": (row(box="7010", value="5", why="a\x07b"), "control character"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_row_and_remedy(tmp_path: Path, case: str) -> None:
    text, reason = REFUSED[case]
    with pytest.raises(InvalidCorrections, match=r"reviewed\.csv, row 2") as error:
        decide(tmp_path, text)
    assert reason in error.value.reason
    assert error.value.remedy


def test_a_target_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorrections, match="decided twice"):
        decide(
            tmp_path,
            row(box="7010", value="5"),
            row(statement="segregation", line="1.A", value="6"),
        )


def test_a_misspelt_field_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorrections, match=r"did you mean filer\.name\?"):
        decide(tmp_path, row(field="filer.nmae", value="X"))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"box,value\n7010,5\n", "no column 'source'"),
        ("a.csv", b"source,by,why,amount\n", "unknown column 'amount'"),
        ("a.csv", HEAD.encode() + b"x,y\n", "more or fewer cells"),
        ("a.json", b"[]", "is not an object"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[" * 100_000, "not JSON"),
        ("a.json", b'{"source": "x", "corrections": [5]}', "is no object"),
        ("a.json", b'{"source": "x", "corrections": [{"amount": 5}]}', "unknown name 'amount'"),
        ("a.json", b'{"source": "x", "corrections": [{"value": [5]}]}', "neither text nor"),
        ("a.csv", b"," * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InvalidCorrections) as error:
        load(path)
    assert reason in error.value.reason


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorrections, match="cannot be read"):
        load(tmp_path / "none.csv")


def test_rows_of_two_documents_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        HEAD + row(box="7010", value="5") + row(box="7020", value="5", source="cd" * 32)
    )
    with pytest.raises(InvalidCorrections, match="more than one document"):
        load(path)


def test_the_fields_of_the_header_can_be_set() -> None:
    assert {"filer.name", "filer.address.zip", "filer.contact.email", "period.begin"} <= set(
        header_fields()
    )


def filing(*items: Item, checks: tuple[Check, ...] = ()) -> Filing:
    return Filing(
        producer=Producer(version="1", catalog="1"),
        form=Form(system="FOCUS", id=FOCUS.id, edition=FOCUS.edition),
        filer=Filer(),
        period=Period(),
        source=SourceInfo(
            name="a.txt", sha256=SOURCE, media_type="text/plain", pages=1, readers=("text",)
        ),
        statements=(Statement(id="segregation", title="", as_of=None, items=items),),
        checks=checks,
        status="inconsistent",
    )


def item(box: str, status: str) -> Item:
    _, line, column = FOCUS.key_of_box[box].split("/")
    return Item(
        box=box,
        line=line,
        column=column,
        label="",
        kind="amount",
        value=5,
        status=status,  # type: ignore[arg-type]
        raw="5",
        reason="why",
        candidates=(Candidate(value=-1_234, raw="5", cost=10, reader="text"),),
    )


def test_the_template_has_the_open_items_and_failed_checks_and_suggests_apart() -> None:
    suspect = Suspect(
        statement="segregation", line="1.A", column="amount", box="7010", value=9, cost=10, why=""
    )
    failed = Check(
        id="segregation.7040",
        statement="segregation",
        rule="",
        status="failed",
        expected=1,
        actual=2,
        difference=1,
        hard=True,
        message="words",
        suspects=(suspect,),
    )
    made = filing(item("7010", "disputed"), item("7020", "reported"), checks=(failed,))
    rows = list(csv.DictReader(io.StringIO(template(made).decode())))
    assert [(r["box"], r["check"], r["value"], r["suggestions"], r["reason"]) for r in rows] == [
        ("7010", "", "", "-1,234", "why"),
        ("", "segregation.7040", "", "7010 9", "words"),
    ]
    assert {r["source"] for r in rows} == {SOURCE}


def test_a_filled_in_template_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_bytes(template(filing(item("7010", "disputed"), item("7020", "unreadable"))))
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    rows[0] |= {"value": "412,305,871", "by": "A. Reviewer", "why": "read on the scan"}
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    decided = resolve(load(path), FOCUS, SOURCE)
    assert decided.values == {FOCUS.key_of_box["7010"]: 412_305_871}
