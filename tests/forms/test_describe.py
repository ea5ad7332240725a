"""The catalog in words: editions by name, lines with their boxes, one box explained."""

from __future__ import annotations

import pytest

from focusconv.forms.catalog import catalog
from focusconv.forms.describe import box_lines, editions_named, in_force, line_rows, rule_text
from focusconv.terminal.exits import WrongUsage

EDITIONS = catalog().editions
FOCUS, WINJAMMER = EDITIONS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("X-17A-5-II-2014", (FOCUS,)),
        ("x-17a", (FOCUS,)),
        ("winjammer", (WINJAMMER,)),
        ("winj", (WINJAMMER,)),
        ("daily-seg-focus-ii-2014", (WINJAMMER,)),
        ("", EDITIONS),
    ],
)
def test_editions_go_by_name_beginning_or_system(name: str, expected: tuple[object, ...]) -> None:
    assert editions_named(EDITIONS, name) == expected


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(WrongUsage, match="no edition is called form 1040; the catalog has X-17A"):
        editions_named(EDITIONS, "form 1040")


def test_an_edition_says_since_when_it_is_in_force() -> None:
    assert in_force(FOCUS) == "from 2014-01-13"


def test_a_line_with_two_cells_has_two_rows() -> None:
    rows = list(line_rows(FOCUS.by_id["segregation"]))
    at = next(place for place, row in enumerate(rows) if row[1] == "7047")
    assert rows[at][1:5] == ("7047", "amount", "-", "detail")
    assert rows[at + 1] == ("", "7050", "amount", "", "amount", "")


def test_a_heading_takes_nothing() -> None:
    heading = next(row for row in line_rows(FOCUS.by_id["segregation"]) if row[0] == "7")
    assert heading == ("7", "", "", "", "", "Deposited in segregated funds bank accounts")


def test_a_box_is_explained_with_the_rules_over_it() -> None:
    told = list(box_lines(FOCUS, "7032"))
    assert ("statement", f"segregation: {FOCUS.by_id['segregation'].title}") in told
    assert ("takes", "amount, never negative") in told
    assert ("made by", "7032 = 7132 (usually)  [tie.7032]") in told
    assert ("used in", "7040 = 7010 + 7020 + 7030 + 7032 + 7033  [segregation.7040]") in told


def test_an_unknown_box_is_an_error() -> None:
    with pytest.raises(KeyError, match="1"):
        list(box_lines(FOCUS, "1"))


def test_a_tolerance_is_said() -> None:
    tie = next(rule for rule in FOCUS.ties if rule.id == "tie.7317")
    assert rule_text(tie) == ("7317 = 7540 + 7560 + 7590 + 7650 + 7710, within 1 (usually)")
