"""Rows laid over lines: what survives lost boxes, lost labels, odd rows and torn numbers.

Each test prints one statement in its own way and asserts the values that come out, with
mending off, so that only reading and placing speak.
"""

from __future__ import annotations

import pytest

from focusconv.conversion import convert
from focusconv.record.filing import Filing

HEAD = "BROKER OR DEALER\nEXAMPLE FUTURES LLC\tas of\t04/30/17\n"
TITLE = "FUNDS DEPOSITED IN SEPARATE REGULATION 30.7 ACCOUNTS\n"
CASH = [
    "3. Equities with registered futures commission merchants",
    "A. Cash\t100,000\t7580",
    "B. Securities\t20,000\t7590",
    "C. Unrealized gain (loss) on open futures contracts\t(3,000)\t7600",
    "D. Value of long option contracts\t400\t7610",
    "E. Value of short option contracts\t(50)\t7615\t117,350\t7620",
    "4. Amounts held by clearing organizations of foreign boards of trade Name(s): 7630",
    "A. Cash\t700,001\t7640",
    "B. Securities\t0\t7650",
    "C. Amount due to (from) clearing organizations - daily variation\t7660",
    "D. Value of long option contracts\t7670",
    "E. Value of short option contracts\t()\t7675\t700,001\t7680",
]
VALUES = {
    "7580": 100_000,
    "7590": 20_000,
    "7600": -3_000,
    "7610": 400,
    "7615": -50,
    "7620": 117_350,
    "7640": 700_001,
    "7650": 0,
    "7660": None,
    "7670": None,
    "7675": None,
    "7680": 700_001,
}


def placed(lines: list[str]) -> Filing:
    return convert((HEAD + TITLE + "\n".join(lines) + "\n").encode(), mend=False)


def values(lines: list[str]) -> dict[str, object]:
    filing = placed(lines)
    return {box: filing.item(box).value for box in VALUES}


def changed(old: str, new: str) -> list[str]:
    assert any(old in line for line in CASH)
    return [line.replace(old, new) for line in CASH]


def test_the_plain_print() -> None:
    assert values(CASH) == VALUES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("100,000\t7580", "100,000"),
        ("20,000\t7590", "20,000\t759\t0"),
        ("400\t7610", "400\t761\t10"),
        ("20,000\t7590", "20,000 7590"),
        ("20,000\t7590", "20,0007590"),
        ("(3,000)\t7600", "(3,000)7600"),
        ("(50)\t7615", "(50)761\t5"),
        ("()\t7675", "()767"),
        ("20,000\t7590", "20,000\t[7590]"),
        ("20,000\t7590", "20,000\t75g0"),
        ("20,000\t7590", "20,000\n7590"),
        ("20,000\t7590", "7590"),
    ],
    ids=[
        "box lost",
        "box split",
        "box split with its seam seen twice",
        "box in the cell of its amount",
        "box glued to the amount",
        "box glued to a parenthesis",
        "box split behind a glued amount",
        "box cut short behind empty parentheses",
        "box in brackets",
        "letter in the box",
        "box on the next row",
        "amount lost",
    ],
)
def test_damaged_boxes(old: str, new: str) -> None:
    expected = VALUES | ({"7590": None} if new == "7590" else {})
    assert values(changed(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("B. Securities\t20,000", "20,000"),
        ("C. Unrealized gain (loss) on open futures contracts", "C. Unrealizcd gam (1oss) on opon"),
        ("3. Equities with registered futures commission merchants", "page 7"),
    ],
    ids=["label lost", "label misspelt", "heading lost"],
)
def test_damaged_labels(old: str, new: str) -> None:
    assert values(changed(old, new)) == VALUES


def test_label_misspelt_and_box_lost_on_one_row() -> None:
    lines = changed(
        "C. Unrealized gain (loss) on open futures contracts\t(3,000)\t7600",
        "C. Unrealizcd gain (loss) on open futures contrac\t(3,000)",
    )
    assert values(lines) == VALUES


def test_rows_out_of_order_keep_their_boxes() -> None:
    assert values([CASH[0], *CASH[5:0:-1], *CASH[6:]]) == VALUES


def test_a_missing_row_leaves_the_others_alone() -> None:
    filing = placed([line for line in CASH if "7600" not in line])
    assert filing.item("7600").value is None
    assert filing.item("7610").value == 400
    assert filing.item("7590").value == 20_000


def test_an_extra_row_is_kept_apart_and_reported() -> None:
    filing = placed([*CASH[:3], "Balance brought forward\t55,555", *CASH[3:]])
    assert {box: filing.item(box).value for box in VALUES} == VALUES
    strays = [finding for finding in filing.findings if finding.code == "stray-number"]
    assert ["55,555" in finding.message for finding in strays] == [True]


def test_a_lone_letter_that_could_be_a_zero_is_not_reported() -> None:
    filing = placed([*CASH[:2], "o", *CASH[2:]])
    assert {box: filing.item(box).value for box in VALUES} == VALUES
    assert [finding for finding in filing.findings if finding.code == "stray-number"] == []


def test_a_ghost_amount_on_a_heading_is_never_a_value() -> None:
    ghost = "4. Amounts held by clearing organizations of foreign boards of trade"
    filing = placed(changed(ghost + " Name(s): 7630", ghost + "\t117,356"))
    assert {box: filing.item(box).value for box in VALUES} == VALUES
    assert any("117,356" in finding.message for finding in filing.findings)


def test_a_row_that_is_there_twice_counts_once() -> None:
    assert values([*CASH[:3], CASH[2], *CASH[3:]]) == VALUES


def test_two_different_numbers_for_one_box_are_disputed() -> None:
    other = "7. Segregated funds on hand (describe:)"
    filing = placed([*CASH, f"{other}\t20,000\t7765", f"{other}\t20,008\t7765"])
    item = filing.item("7765")
    assert item.status == "disputed"
    assert {candidate.value for candidate in item.candidates} | {item.value} == {20_000, 20_008}


def test_of_two_numbers_for_one_box_the_total_confirms_one() -> None:
    item = placed([*CASH[:3], "B. Securities\t20,008\t7590", *CASH[3:]]).item("7590")
    assert (item.value, item.status) == (20_000, "reported")
    assert item.verified_by == ("secured-funds.7620",)


def test_a_box_misread_as_another_does_not_move_the_amount_unseen() -> None:
    """7610 read as 7670 beside the label of 7610: two lines could be meant."""
    filing = placed(changed("400\t7610", "400\t7670"))
    taken = [box for box in ("7610", "7670") if filing.item(box).value == 400]
    assert len(taken) <= 1
    assert all(filing.item(box).status == "disputed" for box in taken if box == "7670")


def test_amounts_torn_over_cells() -> None:
    lines = changed("A. Cash\t100,000\t7580", "A. Cash\t100\t,000 7580")
    assert values(lines) == VALUES


def test_two_lines_torn_in_one_row() -> None:
    lines = [
        CASH[0],
        "A. Cash $ 100, B. Securities 20,\t000 7580 000 7590",
        *CASH[3:],
    ]
    assert values(lines) == VALUES


def test_merged_lines_with_as_many_amounts_as_labels() -> None:
    lines = [
        CASH[0],
        "A. Cash B. Securities C. Unrealized gain (loss) on open futures contracts"
        "\t100,000 20,000 (3,000)\t7580 7590 7600",
        *CASH[4:],
    ]
    assert values(lines) == VALUES


def test_boxes_before_their_amounts() -> None:
    lines = [
        "3. Equities with registered futures commission merchants",
        "A. Cash\t7580\t100,000",
        "B. Securities\t7590\t20,000",
        "C. Unrealized gain (loss) on open futures contracts\t7600\t(3,000)",
        "D. Value of long option contracts\t7610\t400",
        "E. Value of short option contracts\t7615\t(50)\t7620\t117,350",
        "A. Cash\t7640\t700,001",
        "B. Securities\t7650\t0",
    ]
    expected = {box: VALUES[box] for box in ("7580", "7590", "7600", "7610", "7615", "7620")}
    got = values(lines)
    assert {box: got[box] for box in expected} == expected


def test_labels_and_amounts_in_separate_blocks() -> None:
    labels = [line.split("\t")[0] for line in CASH]
    amounts = [
        "100,000 [7580]",
        "20,000 [7590]",
        "(3,000) [7600]",
        "400 [7610]",
        "(50) [7615] 117,350",
        "[7620]",
        "700,001 [7640]",
        "0 [7650]",
        "[7660]",
        "[7670]",
        "[7675] 700,001 [7680]",
    ]
    assert values([*labels, *amounts]) == VALUES


def test_a_statement_on_one_line() -> None:
    assert values([" ".join(line.replace("\t", " ") for line in CASH)]) == VALUES


def test_numerals_of_labels_and_notes_are_no_amounts() -> None:
    text = (
        HEAD + "COMPUTATION OF CFTC MINIMUM NET CAPITAL REQUIREMENT\n"
        "Maintenance Margin requirement\t1,000\t7415\n"
        "ii. Enter 8% of line A.i\t80\t7425\n"
        "B. Minimum Dollar Amount Requirement\t1,000,000\t7465\n"
        "If amount on Line D (7490) is greater than minimum net capital requirement computed on\n"
        "- (2) Minimum Dollar Requirement of $1,000,000 enter 150% of Line B (7465), or\n"
        "1,000,000 7490\n1,500,000 7495\n"
    )
    filing = convert(text.encode(), mend=False)
    read = {box: filing.item(box).value for box in ("7415", "7425", "7465", "7490", "7495")}
    assert read == {
        "7415": 1_000,
        "7425": 80,
        "7465": 1_000_000,
        "7490": 1_000_000,
        "7495": 1_500_000,
    }
    assert [finding for finding in filing.findings if finding.code == "stray-number"] == []


def test_names_of_depositories_are_text() -> None:
    filing = placed(changed("Name(s): 7630", "Name(s): FIRST BANK 7630"))
    assert (filing.item("7630").value, filing.item("7630").kind) == ("FIRST BANK", "text")
    assert placed(CASH).item("7630").status == "blank"


def test_every_value_names_its_print_and_place() -> None:
    item = placed(CASH).item("7600")
    assert (item.raw, item.page, item.region) == ("(3,000)", 1, (53, 7, 59, 7))


def test_a_label_on_two_rows_places_an_amount_without_a_box() -> None:
    """What ends a label and is none by itself says which line it ends."""
    wrapped = [
        "3. Equities with registered futures commission merchants",
        "A. Cash\t100,000",
        "B. Securities\t20,000",
        "C. Unrealized gain (loss) on open",
        "futures contracts\t(3,000)",
        *CASH[4:],
    ]
    assert values(wrapped) == VALUES
    assert placed(wrapped).item("7600").status == "reported"


def test_a_heading_does_not_swallow_the_row_below_it() -> None:
    misspelt = changed("A. Cash\t100,000\t7580", "A. uash\t100,000\t7580")
    assert values(misspelt) == VALUES


def test_a_numeral_of_a_label_that_begins_a_row_is_no_amount() -> None:
    lines = [
        "8. Total funds in separate section 30.7 accounts\t7770\t500",
        "9. Excess (deficiency) set Aside Funds for Secured Amount (subtract line\t7380\t400",
        "7 Secured Statement page T10-3 from Line 8)",
    ]
    filing = placed(lines)
    assert [filing.item(box).value for box in ("7770", "7380")] == [500, 400]
    assert "stray-number" not in {finding.code for finding in filing.findings}


def test_a_dollar_sign_glued_to_a_parenthesis_that_stands_apart() -> None:
    assert values(changed("(3,000)\t7600", "$( 3,000 )\t7600")) == VALUES


def test_a_firm_whose_name_begins_with_a_digit() -> None:
    document = (HEAD.replace("EXAMPLE", "3Rivers") + TITLE + "\n".join(CASH)).encode()
    assert convert(document).filer.name == "3Rivers FUTURES LLC"
