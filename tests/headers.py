"""Random headers of a FOCUS report and the many ways in which covers and heads print them."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable

from hypothesis import strategies as st
from msgspec import Struct

from tests.documents import segregation

DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2039, 12, 31))

_WORDS = (
    "Cedar", "Lane", "Broker", "Dealer", "Street", "State", "Capital", "Name", "Filing", "City",
    "Harbor", "Financial", "1st", "Date", "Contact", "Period", "Focus", "Other", "Part", "Number",
)  # fmt: skip
_ENDS = ("LLC", "Inc.", "L.P.", "Corp.", "Services LLC", "& Co., Inc.", "Futures (USA), LLC")
_STREETS = (
    "240 CANAL STREET", "1 EXCHANGE PLAZA", "30 S. WACKER DRIVE, SUITE 20", "11 MADISON AVENUE",
    "20 BROAD STREET", "One State Street", "1585 BROADWAY, 25TH FLOOR",
)  # fmt: skip
_PLACES = (
    ("NEW YORK", "NY", "10286"), ("CHICAGO", "IL", "60606"), ("JERSEY CITY", "NJ", "07310"),
    ("St. Louis", "MO", "63103"), ("KANSAS CITY", "MO", "64105"), ("LOS ANGELES", "CA", "90017"),
)  # fmt: skip
_PERSONS = ("Jo Marsh", "PATRICK J. O'ROURKE", "Anne-Sophie Keller", "JOHN Q SMITH III", "Wei Ng")
_DATES: tuple[Callable[[datetime.date], str], ...] = (
    lambda d: f"{d:%m/%d/%y}",
    lambda d: f"{d:%m/%d/%Y}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d:%d-%b-%Y}",
)


class Header(Struct, frozen=True, kw_only=True):
    """What a cover prints, plain; dates as days."""

    name: str
    sec: str
    firm: str
    street: str
    city: str
    state: str
    zip: str
    contact: str
    phone: str
    begin: datetime.date
    end: datetime.date

    @property
    def fields(self) -> dict[str, str]:
        """The truth, by the name that `found` gives."""
        return {
            "name": self.name,
            "sec_file_number": self.sec,
            "firm_id": self.firm,
            "address.street": self.street,
            "address.city": self.city,
            "address.state": self.state,
            "address.zip": self.zip,
            "contact.name": self.contact,
            "contact.telephone": self.phone,
            "begin": self.begin.isoformat(),
            "end": self.end.isoformat(),
        }


@st.composite
def names(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4, unique=True))
    words[:0] = draw(st.sampled_from([[], [], [], ["20"], ["13"], ["3Rivers"]]))
    name = " ".join([*words, draw(st.sampled_from(_ENDS))])
    return name.upper() if draw(st.booleans()) else name


@st.composite
def headers(draw: st.DrawFn) -> Header:
    day = draw(DAYS)
    city, state, code = draw(st.sampled_from(_PLACES))
    area, line = draw(st.sampled_from([212, 312, 314])), draw(st.integers(0, 9999))
    return Header(
        name=draw(names()),
        sec=f"8-{draw(st.integers(1000, 70999))}",
        firm=str(draw(st.integers(79, 299_999))),
        street=draw(st.sampled_from(_STREETS)),
        city=city,
        state=state,
        zip=code,
        contact=draw(st.sampled_from(_PERSONS)),
        phone=draw(st.sampled_from([f"({area}) 555-{line:04}", f"{area}-555-{line:04}"])),
        begin=day.replace(day=1),
        end=day.replace(day=calendar.monthrange(day.year, day.month)[1]),
    )


class Way(Struct, frozen=True, kw_only=True):
    """How a cover is printed."""

    layout: str
    box: str = "[{}]"
    gap: str = "\t"
    date: int = 0
    blank: str | None = None
    """The field that is left empty, if any."""

    comma: bool = False


_TOP = """FORM X-17A-5
FOCUS REPORT
(FINANCIAL AND OPERATIONAL COMBINED UNIFORM SINGLE REPORT)
(Please read instructions before preparing Form)
"""
_LABELS = {
    "name": "NAME OF BROKER-DEALER",
    "sec": "SEC. FILE NO.",
    "firm": "FIRM ID NO.",
    "street": "(No. and Street)",
    "city": "(City)",
    "state": "(State)",
    "zip": "(Zip Code)",
    "begin": "FOR PERIOD BEGINNING (MM/DD/YY)",
    "end": "AND ENDING (MM/DD/YY)",
    "contact": "NAME OF PERSON TO CONTACT IN REGARD TO THIS REPORT",
    "phone": "(Area code) - Telephone No.",
}
_ADDRESS = "ADDRESS OF PRINCIPAL PLACE OF BUSINESS (Do not use P.O. Box No.)"
_BOXES = {
    "name": 13, "sec": 14, "firm": 15, "street": 20, "city": 21, "state": 22, "zip": 23,
    "begin": 24, "end": 25, "contact": 30, "phone": 31,
}  # fmt: skip

LAYOUTS = ("form", "one-line", "cell-a-line", "values-first", "right", "left", "below", "above")
"""`form`: as printed; `values-first`: a cell a line with all values, boxes and labels in the order
of an engine; the others have no boxes, and values on one side of their labels."""

WAYS = st.builds(
    Way,
    layout=st.sampled_from(LAYOUTS),
    box=st.sampled_from(["[{}]", "{}"]),
    gap=st.sampled_from(["\t", "    "]),
    date=st.integers(0, len(_DATES) - 1),
    blank=st.sampled_from([None, None, "firm", "street", "contact", "sec", "begin"]),
    comma=st.booleans(),
)


def cover(header: Header, way: Way) -> str:
    """The text of a cover."""
    values = {name: str(getattr(header, name)) for name in _LABELS}
    values |= {name: _DATES[way.date](getattr(header, name)) for name in ("begin", "end")}
    if way.comma:
        values["name"] += ","
    if way.blank is not None:
        values[way.blank] = ""
    return _TOP + _LAYOUTS[way.layout](values, way) + "\n\n"


def _boxed(name: str, values: dict[str, str], way: Way) -> str:
    return f"{values[name]} {way.box.format(_BOXES[name])}".strip()


def _form(values: dict[str, str], way: Way) -> str:
    box = {name: _boxed(name, values, way) for name in values}
    rows = [
        (_LABELS["name"], _LABELS["sec"]),
        (box["name"], box["sec"]),
        (_ADDRESS, _LABELS["firm"]),
        ("", box["firm"]),
        (box["street"], _LABELS["begin"]),
        (_LABELS["street"], box["begin"]),
        ("", _LABELS["end"]),
        (box["city"], box["state"], box["zip"], box["end"]),
        (_LABELS["city"], _LABELS["state"], _LABELS["zip"]),
        ("NAME AND TELEPHONE NUMBER OF PERSON TO CONTACT IN REGARD TO THIS REPORT",
         _LABELS["phone"]),
        (box["contact"], box["phone"]),
    ]  # fmt: skip
    return "\n".join(way.gap.join(row) for row in rows)


def _one_line(values: dict[str, str], way: Way) -> str:
    return " ".join(_form(values, way).split())


def _cells(values: dict[str, str], way: Way) -> str:
    """Each label, value and box has a line of its own, in the order of the form."""
    rows = []
    for name, label in _LABELS.items():
        own = [values[name], way.box.format(_BOXES[name])]
        rows += [*own, label] if label.startswith("(") else [label, *own]
    return "\n".join(row for row in rows if row)


def _values_first(values: dict[str, str], _: Way) -> str:
    """As engines give it: labels of a row before their values, boxes behind."""
    rows = [
        _LABELS["name"], _LABELS["sec"], values["name"], values["sec"], "14", _LABELS["firm"], "13",
        _ADDRESS, values["firm"], "15", _LABELS["begin"], values["street"], "20", values["begin"],
        "24", _LABELS["street"], _LABELS["end"], values["city"], "21", _LABELS["city"],
        values["state"], "22", _LABELS["state"], values["zip"], "23", values["end"], "25",
        _LABELS["zip"], values["contact"], "30", values["phone"], "31",
    ]  # fmt: skip
    return "\n".join(row for row in rows if row)


def _side(values: dict[str, str], way: Way) -> str:
    rows = []
    for name, label in _LABELS.items():
        pair = (label, values[name]) if way.layout in ("right", "below") else (values[name], label)
        rows.append(("\n" if way.layout in ("below", "above") else way.gap).join(pair))
    return "\n".join(row.strip("\n") for row in rows)


_LAYOUTS: dict[str, Callable[[dict[str, str], Way], str]] = {
    "form": _form,
    "one-line": _one_line,
    "cell-a-line": _cells,
    "values-first": _values_first,
    **dict.fromkeys(("right", "left", "below", "above"), _side),
}

HEADS = (
    "BROKER OR DEALER\n{name}\tas of\t{date}\n",
    "BROKER OR DEALER: {name}, as of {date}\n",
    "BROKER OR DEALER    as of {date}\n  {name}\n",
    "BROKER OR DEALER\n{name} as of {date}\n",
    "BROKER OR DEALER\n{name}\nas of\n{date}\n",
    "BROKER OR DEALER {name} as of {date}\n",
    "BROKER OR DEALER\n{name}as of {date}\n",
    "BROKER OR DEALER\nas of {date}\n{name}\n",
)
"""The heads of a page, of which the last is name and date glued or turned round."""


def statement(header: Header, head: str | None, date: int) -> str:
    """A segregation statement under a head, or under none."""
    _, _, body = segregation().decode().partition("STATEMENT OF SEGREGATION")
    own = "" if head is None else head.format(name=header.name, date=_DATES[date](header.end))
    return f"{own}\nSTATEMENT OF SEGREGATION{body}"
