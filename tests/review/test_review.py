"""What to look at in a filing, and in which order."""

from __future__ import annotations

from focusconv.record.filing import Finding, Suspect
from focusconv.review.worklist import confirmed_by, review, shortfalls, unconfirmed
from tests.made import check, filing, item


def test_the_most_urgent_comes_first() -> None:
    made = filing(
        item("1", 5, "derived", reason="the rule leaves one value"),
        item("2", 6, "corrected"),
        item("3", None, "unreadable", reason="no digits"),
        item("4", 7, "disputed", page=2),
        item("5", 8, "reported"),
        checks=(
            check("9", "undecided"),
            check("8", "failed", hard=False),
            check("7", "failed", difference=4),
            check("6", "passed"),
        ),
        findings=(
            Finding(level="warning", code="page-missing", message="no page 3"),
            Finding(level="info", code="note", message="nothing"),
            Finding(level="error", code="cut", message="cut off", page=1),
        ),
    )
    seen = [(entry.state, entry.place) for entry in review(made)]
    assert seen == [
        ("error", "cut"),
        ("failed", "segregation.7"),
        ("disputed", "4"),
        ("unreadable", "3"),
        ("undecided", "segregation.9"),
        ("warning", "page-missing"),
        ("warning", "segregation.8"),
        ("corrected", "2"),
        ("derived", "1"),
    ]


def test_an_entry_says_where_what_and_why() -> None:
    suspect = Suspect(
        statement="segregation", line="1", column="amount", box="1", value=9, cost=10, why="8 for 9"
    )
    made = filing(
        item("4", 7, "disputed", page=2, reason="7 fails"),
        checks=(check("7", "failed", difference=4, suspects=(suspect,)),),
    )
    failed, disputed = review(made)
    assert (failed.value, failed.why, failed.suspects) == (4, "about 7", (suspect,))
    assert (disputed.statement, disputed.page, disputed.value, disputed.why) == (
        "segregation",
        2,
        7,
        "7 fails",
    )


def test_items_that_only_share_in_a_failed_check_stand_as_one_entry() -> None:
    made = filing(
        item("1", 5, "disputed", reason="a check over it fails: about 7"),
        item("2", 6, "disputed", reason="a check over it fails: about 7"),
        item("3", 6, "disputed", reason="printed twice"),
        checks=(check("7", "failed"),),
    )
    assert [(entry.state, entry.place, entry.why) for entry in review(made)] == [
        ("failed", "segregation.7", "about 7"),
        ("disputed", "3", "printed twice"),
        ("disputed", "segregation.7", "one of its operands at least is wrong: 1, 2"),
    ]


def test_a_filing_in_order_has_nothing_to_look_at() -> None:
    assert review(filing(item("1", 5, "reported"), checks=(check("1", "passed"),))) == ()


def test_what_a_check_confirms_and_what_nothing_confirms() -> None:
    first = item("1", 5, "reported", verified_by=("segregation.9",))
    second = item("2", 0, "reported")
    blank = item("3", None, "blank")
    words = item("4", None, "reported", kind="text")
    made = filing(first, second, blank, words, checks=(check("9", "passed"),))
    assert confirmed_by(made, made.checks[0]) == (first,)
    assert unconfirmed(made) == (second,)


def test_what_keeps_a_filing_from_being_confirmed_is_counted() -> None:
    made = filing(
        item("1", 5, "disputed"),
        item("2", None, "unreadable"),
        item("3", None, "unreadable"),
        checks=(
            check("9", "failed"),
            check("8", "failed", hard=False),
            check("7", "undecided"),
            check("6", "waived"),
        ),
        status="inconsistent",
    )
    assert shortfalls(made) == (
        "1 check fails (segregation.9), 1 item is disputed, 2 items are unreadable, "
        "1 check is undecided"
    )
