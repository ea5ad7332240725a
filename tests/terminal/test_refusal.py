"""What an error costs: one input, said in one message, whatever the error is."""

from __future__ import annotations

import re

import pytest

from focusconv.errors import (
    FocusconvError,
    InternalError,
    UnknownForm,
    UnreadableInput,
    of_this_package,
    unforeseen,
)
from focusconv.readers.options import page_range
from focusconv.terminal.exits import INTERNAL, UNREADABLE, USAGE, exit_code
from focusconv.terminal.refusal import refusal, refusing
from focusconv.version import VERSION


def caught(error: BaseException) -> list[FocusconvError]:
    found: list[FocusconvError] = []
    with refusing("filing.txt", found.append):
        raise error
    return found


def test_errors_of_the_tree_are_what_they_are() -> None:
    error = UnknownForm("none of the forms", place="filing.txt")
    assert caught(error) == [error]


def test_any_other_error_asks_for_a_report_and_says_what_to_send() -> None:
    (found,) = caught(ZeroDivisionError("division by zero"))
    assert isinstance(found, InternalError)
    assert "ZeroDivisionError: division by zero" in found.reason
    for part in ("please report it", "the command", "the document", VERSION, "Python 3."):
        assert part in found.remedy
    assert found.place == "filing.txt"
    assert exit_code(found) == INTERNAL == 4


def test_it_says_where_in_the_program_without_paths_of_the_machine() -> None:
    with pytest.raises(AttributeError) as caught:
        page_range(None)  # type: ignore[arg-type]
    reason = unforeseen(caught.value).reason
    assert re.search(r", at focusconv/readers/options.py line \d+$", reason)
    assert of_this_package(caught.value)


def test_an_error_that_never_was_in_the_program_names_no_line() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int("x")
    assert " line " not in unforeseen(caught.value).reason
    assert not of_this_package(caught.value)


def test_too_little_memory_is_an_input_that_cannot_be_read() -> None:
    (found,) = caught(MemoryError())
    assert isinstance(found, UnreadableInput)
    assert exit_code(found) == UNREADABLE


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), BrokenPipeError()])
def test_what_ends_the_program_passes(error: BaseException) -> None:
    with pytest.raises(type(error)), refusing("filing.txt", lambda _: None):
        raise error


def test_the_words_of_an_error_are_cut_short() -> None:
    """They may quote the document, and are for a log."""
    found = refusal(ValueError("line one\nline two " + "x" * 10_000), "filing.txt")
    assert "line one line two" in found.reason
    assert len(found.reason) < 400


def test_a_wrong_usage_stays_what_it_is() -> None:
    assert exit_code(FocusconvError("no room")) == USAGE
