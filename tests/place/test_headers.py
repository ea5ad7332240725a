"""The law of the header: a field is right or open, never a mark of the form or another field."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focusconv.conversion import convert
from focusconv.record.filing import FieldState, Filing
from tests.headers import HEADS, LAYOUTS, WAYS, Header, Way, cover, headers, statement

STATED = ("reported", "corrected", "derived")

_LAW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def found(filing: Filing) -> dict[str, tuple[str | None, str]]:
    """The value and state of each field of a header."""
    filer, period = filing.filer, filing.period
    states = {state.field: state for state in (*filer.states, *period.states)}
    address, contact = filer.address, filer.contact
    values = {
        "name": filer.name,
        "sec_file_number": filer.sec_file_number,
        "firm_id": filer.firm_id,
        **{f"address.{n}": getattr(address, n, None) for n in ("street", "city", "state", "zip")},
        **{f"contact.{n}": getattr(contact, n, None) for n in ("name", "telephone")},
        "begin": period.begin,
        "end": period.end,
    }
    nothing = FieldState(field="", status="absent")
    return {name: (value, states.get(name, nothing).status) for name, value in values.items()}


def wrong(filing: Filing, truth: dict[str, str], blank: str | None) -> list[str]:
    """The fields that are stated and not as printed, or said to be empty where they are not."""
    faults = []
    for name, (value, status) in found(filing).items():
        true = None if name == blank else truth[name]
        if status in STATED and _plain(value) != _plain(true):
            faults.append(f"{name}: {value!r} {status}, printed is {true!r}")
        if status == "blank" and true is not None:
            faults.append(f"{name}: called blank, printed is {true!r}")
    return faults


def _plain(text: str | None) -> str | None:
    return None if text is None else text.strip(" ,").casefold()


_FIELDS = {
    "firm": "firm_id",
    "street": "address.street",
    "contact": "contact.name",
    "sec": "sec_file_number",
    "begin": "begin",
    None: None,
}


def read(header: Header, way: Way, head: str | None, date: int) -> Filing:
    return convert((cover(header, way) + statement(header, head, date)).encode())


@_LAW
@given(headers(), WAYS, st.sampled_from([None, *HEADS]), st.integers(0, 4))
def test_a_field_is_right_or_open(header: Header, way: Way, head: str | None, date: int) -> None:
    filing = read(header, way, head, date)
    assert wrong(filing, header.fields, _FIELDS[way.blank]) == []


@_LAW
@given(headers(), st.sampled_from(HEADS), st.integers(0, 4))
def test_a_head_alone_gives_the_name_and_the_date(header: Header, head: str, date: int) -> None:
    filing = convert(statement(header, head, date).encode())
    values = found(filing)
    assert _plain(values["name"][0]) == _plain(header.name)
    assert values["end"] == (header.end.isoformat(), "reported")


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=40, deadline=None)
@given(header=headers())
def test_a_plain_cover_is_read_whole(layout: str, header: Header) -> None:
    filing = read(header, Way(layout=layout), HEADS[0], 0)
    lacking = {
        name: value
        for name, value in found(filing).items()
        if _plain(value[0]) != _plain(header.fields[name])
    }
    assert lacking == {}
