"""Covers: the filer, the period and the targets, as both forms print them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from focusconv.conversion import convert
from focusconv.record.filing import Filing, Item
from tests.documents import segregation

FOCUS_COVER = """FORM X-17A-5
FOCUS REPORT
(FINANCIAL AND OPERATIONAL COMBINED UNIFORM SINGLE REPORT)
PART II [11]
1) Rule 17a-5(a) X [16]\t2) Rule 17a-5(b) [17]\t3) Rule 17a-11 [18]
4) Special request by designated examining authority [19]\t5) Other [26]
NAME OF BROKER-DEALER\tSEC. FILE NO.
EXAMPLE FUTURES LLC [13]\t8-12345 [14]
ADDRESS OF PRINCIPAL PLACE OF BUSINESS (Do not use P.O. Box No.)\tFIRM ID NO.
\t67890 [15]
1 EXCHANGE PLAZA [20]\tFOR PERIOD BEGINNING (MM/DD/YY)
(No. and Street)\t04/01/17 [24]
CHICAGO [21]\tIL [22]\t60604 [23]\tAND ENDING (MM/DD/YY)
(City)\t(State)\t(Zip Code)\t04/30/17 [25]
NAME AND TELEPHONE NUMBER OF PERSON TO CONTACT IN REGARD TO THIS REPORT
JANE Q DOE [30]\t(312) 555-0100 [31]
NAME(S) OF SUBSIDIARIES OR AFFILIATES CONSOLIDATED IN THIS REPORT\tOFFICIAL USE
EXAMPLE HOLDINGS INC [32]\t[33]
[34]\t[35]
DOES RESPONDENT CARRY ITS OWN CUSTOMER ACCOUNTS? YES X [40] NO [41]
CHECK HERE IF RESPONDENT IS FILING AN AUDITED REPORT [42]
Dated the 25th day of May 2017
"""


def focus(cover: str = FOCUS_COVER) -> Filing:
    return convert(cover.encode() + b"\n" + segregation(firm="EXAMPLE FUTURES LLC"))


def by_box(filing: Filing) -> dict[str | None, Item]:
    return {item.box: item for item in filing.statement("cover").items}


def test_the_header_of_a_focus_report() -> None:
    filing = focus()
    assert filing.filer.sec_file_number == "8-12345"
    assert filing.filer.firm_id == "67890"
    assert filing.filer.address is not None
    assert filing.filer.address.street == "1 EXCHANGE PLAZA"
    assert filing.filer.address.city == "CHICAGO"
    assert filing.filer.address.state == "IL"
    assert filing.filer.address.zip == "60604"
    assert filing.filer.contact is not None
    assert filing.filer.contact.name == "JANE Q DOE"
    assert filing.filer.contact.telephone == "(312) 555-0100"
    assert (filing.period.begin, filing.period.end) == ("2017-04-01", "2017-04-30")


def test_check_marks_are_true_or_blank() -> None:
    items = by_box(focus())
    marks = {box: items[box].value for box in ("16", "17", "18", "19", "26", "40", "41", "42")}
    assert marks == {
        "16": True,
        "17": None,
        "18": None,
        "19": None,
        "26": None,
        "40": True,
        "41": None,
        "42": None,
    }
    assert items["17"].status == "blank"


def test_subsidiaries_and_part() -> None:
    items = by_box(focus())
    assert items["32"].value == "EXAMPLE HOLDINGS INC"
    assert (items["34"].value, items["34"].status) == (None, "blank")
    assert items["11"].value == "II"


def test_bare_boxes_are_boxes_too() -> None:
    bare = focus(FOCUS_COVER.replace("[", "").replace("]", ""))
    for one, other in ((bare.filer, focus().filer), (bare.period, focus().period)):
        assert replace(one, states=()) == replace(other, states=())
        assert [(s.field, s.status) for s in one.states] == [
            (s.field, s.status) for s in other.states
        ]


@pytest.mark.parametrize("street", ["30 S. WACKER DRIVE 20TH FLOOR", "11 MADISON AVENUE"])
def test_a_number_of_a_street_that_is_a_box_too(street: str) -> None:
    bare = FOCUS_COVER.replace("[", "").replace("]", "").replace("1 EXCHANGE PLAZA", street)
    for cover in (bare, FOCUS_COVER.replace("1 EXCHANGE PLAZA", street)):
        address = focus(cover).filer.address
        assert address is not None
        assert address.street == street


def test_a_cover_cut_at_its_left_edge_is_disputed_and_cut_numbers_stay_out_of_the_header() -> None:
    cut = "\n".join(line[1:] for line in FOCUS_COVER.splitlines())
    filing = focus(cut)
    street = by_box(filing)["20"]
    assert (street.value, street.status) == ("EXCHANGE PLAZA", "disputed")
    assert by_box(filing)["21"].status == "disputed"
    codes = [finding.code for finding in filing.findings]
    assert codes.count("doubtful-fact") >= 2
    cut = cut.replace("EXCHANGE PLAZA", "52 EXCHANGE PLAZA").replace(" 52", "52")
    address = focus(cut).filer.address
    assert address is not None
    assert address.street is None


def test_two_printings_of_one_field_that_differ_are_disputed() -> None:
    twice = FOCUS_COVER + "8-12346 [14]\n"
    item = by_box(focus(twice))["14"]
    assert item.status == "disputed"
    assert item.reason == "printed differently in places: '8-12345' and '8-12346'"
    assert focus(twice).filer.sec_file_number is None


DAILY = """WINJAMMER FILING
{type}
End Date:3/13/2017
Firm Name:Example Clearing (USA) LLC
Form:Daily Seg - FOCUS II Submit Date:3/14/2017
Daily Segregation - Cover Page
Name of Company\tExample Clearing (USA) LLC
Contact Name\tAlex Roe
Contact Phone Number\t312-555-0199
Contact Email Address\talex.roe@example.com
FCM's Customer Segregated Funds Residual Interest Target (choose one):
{targets}
FCM's Customer Secured Amount Funds Residual Interest Target (choose one):
a. Minimum dollar amount: 2,000,000; or b. Minimum percentage of customer secured funds required: 0%; or c. Dollar amount range between: 0 and 0; or d. Percentage range of customer secured funds required between: 0% and 0%.
Attach supporting documents
"""  # noqa: E501


def daily(targets: str, kind: str = "INITIAL") -> Filing:
    return convert(DAILY.format(targets=targets, type=kind).encode())


def target(filing: Filing, name: str) -> dict[str, object]:
    items = filing.statement("cover").items
    return {
        f"{item.line.removeprefix(name + '.')}-{item.column}": item.value
        for item in items
        if item.line.startswith(name + ".")
    }


SEGREGATED = (
    "a. Minimum dollar amount: {}; or b. Minimum percentage of customer segregated funds "
    "required:{}%; or c. Dollar amount range between:{} and {}; or d. Percentage range of customer "
    "segregated funds required between:{}% and {}%."
)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (
            SEGREGATED.format("", "", "", "", "", "").replace(" and ", "and") + "\t0 5 0 0 0 0",
            [0, "5", 0, 0, "0", "0", "b"],
        ),
        (SEGREGATED.format("0", "5.5", "0", "0", "0", "0"), [0, "5.5", 0, 0, "0", "0", "b"]),
        (
            SEGREGATED.format("0", "0", "1,000,000", "2,000,000", "0", "0"),
            [0, "0", 1_000_000, 2_000_000, "0", "0", "c"],
        ),
        (SEGREGATED.format("", "7", "", "", "", ""), [None, "7", None, None, None, None, "b"]),
    ],
    ids=["flat", "inline", "range", "only the chosen one printed"],
)
def test_the_target_that_is_chosen(targets: str, expected: list[object]) -> None:
    assert list(target(daily(targets), "segregated").values()) == expected


def test_targets_of_the_other_regimes_stand_apart() -> None:
    filing = daily(SEGREGATED.format("0", "5", "0", "0", "0", "0"))
    assert target(filing, "secured")["a-amount"] == 2_000_000
    assert target(filing, "secured")["choice-entry"] == "a"
    assert set(target(filing, "cleared-swaps").values()) == {None}


@pytest.mark.parametrize("misread", ["08", "042", "© %"])
def test_a_percentage_of_zero_that_was_misread_is_in_dispute(misread: str) -> None:
    printed = SEGREGATED.format("9,000", "", "0", "0", "0", "0").replace(":%;", f": {misread};")
    items = daily(printed).statement("cover").items
    (found,) = [item for item in items if item.line == "segregated.b"]
    assert (found.value, found.status) == ("0", "disputed")


def test_two_targets_chosen_is_no_choice() -> None:
    filing = daily(SEGREGATED.format("1,000", "5", "0", "0", "0", "0"))
    assert target(filing, "segregated")["choice-entry"] is None


def test_the_header_of_a_daily_filing() -> None:
    filing = daily(SEGREGATED.format("0", "5", "0", "0", "0", "0"), "AMENDED")
    assert filing.form.type == "amended"
    assert filing.filer.name == "Example Clearing (USA) LLC"
    assert filing.filer.contact is not None
    assert filing.filer.contact.name == "Alex Roe"
    assert filing.filer.contact.email == "alex.roe@example.com"
    assert (filing.period.begin, filing.period.end) == ("2017-03-13", "2017-03-13")
    assert filing.submitted == "2017-03-14"
