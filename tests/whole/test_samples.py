"""Real documents: every row of their truth tables, their header, and the reviewed exports.

`pytest --update-samples` writes the exports anew. It also fails, so that nobody takes the run
for a pass: review the change, then run the tests without it.
"""

from __future__ import annotations

import csv
import re
from functools import cache, reduce
from pathlib import Path

import pytest

from focusconv.conversion import convert
from focusconv.record.filing import Filing
from focusconv.validation import validate
from tests.documents import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "samples").glob("*/document.txt"))
TARGETS = {
    f"{regime}.{letter}/{column}": "5" if letter == "b" else "0" if letter == "d" else 0
    for regime in ("segregated", "secured", "cleared-swaps")
    for letter, column in (
        ("a", "amount"),
        ("b", "amount"),
        ("c", "low"),
        ("c", "high"),
        ("d", "low"),
        ("d", "high"),
    )
}


@cache
def filing_of(folder: Path) -> Filing:
    return convert(folder / "document.txt")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TRUTHS = [
    pytest.param(folder, row, id=f"{folder.name}-{row['box']}")
    for folder in FOLDERS
    for row in table(folder / "truth.csv")
]


@pytest.mark.parametrize(("folder", "row"), TRUTHS)
def test_every_box_of_the_truth_table(folder: Path, row: dict[str, str]) -> None:
    item = filing_of(folder).item(row["box"])
    value = int(row["value"]) if row["value"] else None
    match row["class"]:
        case "read":
            assert (item.value, item.status) == (value, "reported")
        case "derived":
            assert item.value == value
            assert item.status in ("derived", "corrected")
        case "either":
            assert item.value in (value, None)
            assert item.status != "disputed"
        case "blank" | "absent" | "unknown":
            assert item.value is None
        case other:
            pytest.fail(f"no such class: {other}")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_header(folder: Path) -> None:
    filing = filing_of(folder)
    facts = {row["field"]: row["value"] or None for row in table(folder / "facts.csv")}
    assert {
        field: reduce(lambda record, name: getattr(record, name), field.split("."), filing)
        for field in facts
    } == facts


def test_the_targets_of_the_daily_filing() -> None:
    folder = next(folder for folder in FOLDERS if folder.name.startswith("winjammer"))
    items = filing_of(folder).statement("cover").items
    assert {
        f"{item.line}/{item.column}": item.value
        for item in items
        if re.fullmatch(r".*\.[abcd]", item.line)
    } == TARGETS
    chosen = [(item.value, item.status) for item in items if item.line.endswith(".choice")]
    assert chosen == [("b", "derived")] * 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_reviewed_exports(folder: Path, update_samples: bool) -> None:
    filing = filing_of(folder)
    exports = {"expected.json": filing.to_json(), "expected.xml": filing.to_xml()}
    if update_samples:
        for name, data in exports.items():
            (folder / name).write_bytes(data)
        pytest.fail("expectations were written anew: review them and run without the switch")
    for name, data in exports.items():
        assert (folder / name).read_bytes() == data, f"{folder.name}/{name} differs"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", ["expected.json", "expected.xml"])
def test_the_reviewed_exports_are_valid(folder: Path, name: str) -> None:
    report = validate((folder / name).read_bytes(), thorough=True)
    assert [problem.reason for problem in report.problems if problem.level == "error"] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_value_has_a_reading_or_a_reason(folder: Path) -> None:
    for statement in filing_of(folder).statements:
        for item in statement.items:
            if item.value is None:
                assert item.status in ("blank", "unreadable", "absent"), item
                assert item.reason or item.status != "unreadable", item
            elif item.status in ("derived", "corrected", "disputed"):
                assert item.reason, item
            else:
                assert item.raw is not None, item
                assert item.region is not None, item
