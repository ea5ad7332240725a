"""Which printed names are one firm, and that a misread one never makes two firms one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from focusconv.database.identity import Printed, plain_name, printed_of, resolve
from focusconv.record.filing import FieldState, Filing
from tests.archive import FOCUS, WINJAMMER, a_filing, samples
from tests.synthetic import filing_of, with_item, with_key


def firm(name: str | None = None, sec: str | None = None, firm_id: str | None = None) -> Printed:
    return Printed(name=name, sec_file_number=sec, firm_id=firm_id)


def together(*printed: Printed, merged: tuple[tuple[int, int], ...] = ()) -> list[list[int]]:
    """The places of what is one firm, by firm."""
    roots = resolve(dict(enumerate(printed)), merged)
    found = [[key for key in roots if roots[key] == root] for root in sorted(set(roots.values()))]
    assert all(keys[0] == roots[keys[0]] for keys in found)
    return found


HSBC = firm("HSBC SECURITIES (USA) INC.", "8-41562", "19585")
NAME = "HSBC SECURITIES (USA) INC."


@pytest.mark.parametrize(
    "other",
    [
        firm("HSBC Securities (USA), Inc", "8-41562", "19585"),
        firm("HSBC SECURITIES (USA) INC.", "8-41562"),
        firm("HSBC SECURITIES (USA) INC.", None, "19585"),
        firm("H5BC SECURITES (USA] INC.", "8-41562"),
        firm("HSBC SECURITIES (USA) INC.", "8-41563", "19585"),
        firm("HSBC SECURITIES (USA) INC."),
        firm(None, "8-41562", "19585"),
    ],
)
def test_what_agrees_is_one_firm(other: Printed) -> None:
    assert together(HSBC, other) == [[0, 1]]
    assert together(other, HSBC) == [[0, 1]]


@pytest.mark.parametrize(
    "other",
    [
        firm("CREDIT SUISSE SECURITIES (USA) LLC", "8-41562", "19585"),
        firm("CREDIT SUISSE SECURITIES (USA) LLC", "8-41562"),
        firm("HSBC SECURITIES (USA) INC.", "8-41563"),
        firm("HSBC SECURITIES (USA) INC.", "8-41563", "19586"),
        firm("H5BC SECURITES (USA] INC.", "8-41563", "19585"),
        firm("H5BC SECURITES (USA] INC."),
        firm(None, "8-41562"),
        firm(None, None, "19585"),
        firm(None, "8-41563", "19585"),
        firm(None, "8-41563", "19586"),
    ],
)
def test_what_something_speaks_against_stays_apart(other: Printed) -> None:
    assert together(HSBC, other) == [[0], [1]]
    assert together(other, HSBC) == [[0], [1]]


def test_a_name_that_two_firms_print_joins_neither() -> None:
    assert together(firm(NAME, "8-1"), firm(NAME, "8-2"), firm(NAME), firm(NAME.title())) == [
        [0],
        [1],
        [2, 3],
    ]


def test_a_number_that_two_firms_print_joins_neither() -> None:
    two = firm("A", "8-1", "7"), firm("ENTIRELY ELSE", "8-1", "7")
    assert together(*two, firm(None, "8-1", "7")) == [[0], [1], [2]]


def test_numbers_of_two_firms_without_a_name_join_neither() -> None:
    other = firm("CREDIT SUISSE SECURITIES (USA) LLC", "8-422", "816")
    assert together(HSBC, other, firm(None, "8-41562", "816")) == [[0], [1], [2]]


def test_a_misread_number_of_another_firm_joins_neither() -> None:
    other = firm("CREDIT SUISSE SECURITIES (USA) LLC", "8-422", "816")
    misread = firm("HSBC SECURITIES (USA) INC.", "8-422")
    assert together(HSBC, other, misread) == [[0], [1], [2]]


def test_what_a_person_merged_is_one_firm() -> None:
    other = firm("CREDIT SUISSE SECURITIES (USA) LLC", "8-422", "816")
    assert together(HSBC, other, merged=((1, 0),)) == [[0, 1]]
    assert together(HSBC, other, firm("UBS AG"), merged=((1, 2),)) == [[0], [1, 2]]


@given(
    st.lists(
        st.builds(
            firm,
            st.sampled_from([None, "A LLC", "A L.L.C", "A LLG", "B INC", "B INC."]),
            st.sampled_from([None, "8-1", "8-2"]),
            st.sampled_from([None, "7", "8"]),
        ).filter(lambda printed: printed != Printed()),
        max_size=7,
        unique=True,
    )
)
def test_the_order_does_not_matter(printed: list[Printed]) -> None:
    def firms(order: tuple[Printed, ...]) -> set[frozenset[Printed]]:
        return {frozenset(order[key] for key in keys) for keys in together(*order)}

    expected = firms(tuple(printed))
    for order in itertools.islice(itertools.permutations(printed), 12):
        assert firms(order) == expected
    assert firms(tuple(reversed(printed))) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HSBC Securities (USA), Inc.", "HSBC SECURITIES  (USA) INC"),
        ("R.J. O'Brien & Associates, L.L.C.", "RJ OBRIEN AND ASSOCIATES LLC"),
        ("\uff28\uff33\uff22\uff23", "hsbc"),
    ],
)
def test_names_are_compared_without_their_dress(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


FCMS = (
    "ABN AMRO CLEARING USA LLC",
    "ADM INVESTOR SERVICES INC",
    "BARCLAYS CAPITAL INC",
    "BNP PARIBAS SECURITIES CORP",
    "BOFA SECURITIES INC",
    "CITIGROUP GLOBAL MARKETS INC",
    "CREDIT SUISSE SECURITIES (USA) LLC",
    "DEUTSCHE BANK SECURITIES INC",
    "GOLDMAN SACHS & CO LLC",
    "HSBC SECURITIES (USA) INC",
    "INTERACTIVE BROKERS LLC",
    "JEFFERIES LLC",
    "JP MORGAN SECURITIES LLC",
    "MACQUARIE FUTURES USA LLC",
    "MAREX CAPITAL MARKETS INC",
    "MERRILL LYNCH PROFESSIONAL CLEARING CORP",
    "MIZUHO SECURITIES USA LLC",
    "MORGAN STANLEY & CO LLC",
    "NANHUA USA LLC",
    "NOMURA SECURITIES INTERNATIONAL INC",
    "PHILLIP CAPITAL INC",
    "RBC CAPITAL MARKETS LLC",
    "RJ OBRIEN ASSOCIATES LLC",
    "SG AMERICAS SECURITIES LLC",
    "STONEX FINANCIAL INC",
    "STRAITS FINANCIAL LLC",
    "TD AMERITRADE FUTURES & FOREX LLC",
    "UBS SECURITIES LLC",
    "WEDBUSH SECURITIES INC",
    "WELLS FARGO SECURITIES LLC",
)


def test_names_of_different_firms_are_not_alike() -> None:
    """Not even where one of them prints the number of another."""
    printed = [firm(name, "8-1") for name in FCMS]
    assert together(*printed) == [[key] for key in range(len(FCMS))]


def test_the_samples_print_who_they_are() -> None:
    assert [printed_of(filing) for filing in samples()] == [
        HSBC,
        HSBC,
        firm("Credit Suisse Securities (USA) LLC"),
    ]


def test_numbers_are_plain() -> None:
    assert printed_of(a_filing("A  LLC", sec="8 - 041562", firm_id=" 0077")) == firm(
        "A LLC", "8-41562", "77"
    )


def covered(edition: str, **cover: str | None) -> Filing:
    """A filing whose header says what its cover says."""
    filing = filing_of(edition, "cover")
    filer = replace(filing.filer, **{"name": None, "sec_file_number": None, **cover})
    return replace(filing, filer=filer)


def test_a_disputed_cell_is_no_evidence() -> None:
    filing = covered(FOCUS, name="SBC SECURITIES", sec_file_number="8-41562", firm_id="1958")
    assert printed_of(filing) == firm("SBC SECURITIES", "8-41562", "1958")
    filing = with_item(filing, "13", value="SBC SECURITIES", status="disputed")
    assert printed_of(filing) == firm(None, "8-41562", "1958")
    filing = with_item(filing, "15", value="1958", status="disputed")
    assert printed_of(filing) == firm(None, "8-41562")
    filing = with_item(filing, "14", value="8-41562", status="disputed")
    assert printed_of(filing) is None


def test_the_heads_outweigh_a_disputed_cell() -> None:
    """The header's name is another than the cell's: it comes from the heads of the statements."""
    filing = covered(WINJAMMER, name="EXAMPLE FUTURES LLC")
    filing = with_key(filing, "cover/name/entry", value="XAMPLE FUT", status="disputed")
    assert printed_of(filing) == firm("EXAMPLE FUTURES LLC")


def test_nothing_printed_is_no_firm() -> None:
    assert printed_of(a_filing(None)) is None
    assert printed_of(a_filing("  ", sec="", firm_id="0")) is None


@pytest.mark.parametrize("field", ["name", "sec_file_number", "firm_id"])
def test_a_field_in_doubt_is_no_evidence(field: str) -> None:
    filing = a_filing(sec="8-12345", firm_id="19585", edition=FOCUS)
    states = (FieldState(field=field, status="disputed", reason="printed differently in places"),)
    printed = printed_of(replace(filing, filer=replace(filing.filer, states=states)))
    assert printed is not None
    assert getattr(printed, field) is None


@pytest.mark.parametrize("label", ["as of", "NAME OF BROKER-DEALER", "BROKER OR DEALER"])
def test_a_label_joins_no_firms(label: str) -> None:
    filing = a_filing(edition=FOCUS)
    printed = printed_of(replace(filing, filer=replace(filing.filer, name=label)))
    assert printed is None or printed.name is None
