"""What is shown: harmless on a terminal, aligned in a pipe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.errors import InvalidExport, UnreadableInput
from focusconv.terminal.console import aligned, amount, clean, complain, counted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("näßt €5", "näßt €5"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\tb\nc\u00a0d", "a b c d"),
        ("\u202ereversed", "\\u202ereversed"),
        ("\x9b31m", "\\x9b31m"),
        ("\udcff.txt", "\\udcff.txt"),
        ("bell\x07", "bell\\x07"),
    ],
)
def test_nothing_that_a_terminal_acts_on_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert clean(text).isprintable()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1,234,567"),
        (-5, "-5"),
        (0, "0"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        ("5.0", "5.0"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, shown: str) -> None:
    assert amount(value) == shown


def test_counts_agree_with_their_noun() -> None:
    assert (counted(1, "file"), counted(1200, "file")) == ("1 file", "1,200 files")
    assert counted(2, "reply", "replies") == "2 replies"


def test_a_piped_table_is_aligned_text() -> None:
    table = aligned((("box", "left"), ("value", "right")), [("7010", "5"), ("line 12.A", "1,000")])
    assert table == "box        value\n7010           5\nline 12.A  1,000\n"


def test_an_error_is_one_message_with_file_reason_and_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = UnreadableInput("the file is empty", place="doc.txt", remedy="give another")
    complain(error, name="in/doc.txt")
    assert capsys.readouterr().err == ("focusconv: in/doc.txt: the file is empty; give another\n")


def test_an_error_without_a_file_gets_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    error = InvalidExport("not XML", place="line 3", problems=("one\x1b", "two"))
    complain(error, name="a.xml")
    assert capsys.readouterr().err == "focusconv: a.xml: line 3: not XML\n  one\\x1b\n  two\n"


def test_debug_shows_where_an_error_came_up(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise UnreadableInput("no")
    except UnreadableInput as error:
        complain(error, name="a.txt", debug=True)
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert shown.endswith("focusconv: a.txt: no\n")
