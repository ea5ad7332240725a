"""Random facts of a filer: who it is, where, whom to call, for which dates, which targets."""

from __future__ import annotations

import datetime
import random
from typing import Literal

from msgspec import Struct

from focusconv.forms.catalog import Edition, Key

Figure = int | str | bool | None
"""A printed value: whole dollars, percent or text or ISO date, a mark, or an empty cell."""

Figures = dict[Key, Figure]

NAMES = (
    "ALDERGATE SECURITIES (USA) INC.",
    "Alpine Futures & Options, L.L.C.",
    "AXM Global Clearing LLC",
    "BANQUE DU LAC SECURITIES CORP.",
    "Beacon Hill Securities, Inc.",
    "Brandt, Keller, Osei & Whitlock Incorporated",
    "C & F HOLLAND CAPITAL MARKETS INC.",
    "CALDER & CO. LLC",
    "Credit Rhone Securities (USA) LLC",
    "D.H. Financials, LLC",
    "Eastgate Investor Services, Inc.",
    "FARROW FITZHUGH & CO.",
    "Frost & Hale Clearing (Chicago) LP",
    "GARRICK SACHER & CO. LLC",
    "Harbor Street Derivatives Clearing Limited Liability Company",
    "Ironbridge Futures & Options Group, L.P.",
    "K.P. MARCHMONT SECURITIES LLC",
    "Kestrel Futures USA LLC",
    "LOWRY, PYKE, FENWICK & SMYTHE INCORPORATED",
    "Meridian Segregated Funds Brokers Inc.",
    "Minami Securities USA LLC",
    "NORTHOLT SECURITIES INTERNATIONAL, INC.",
    "O'Neil, Dwyer & Sons Brokerage, Inc.",
    "Prairie Capital Inc.",
    "R.K. O'Banion & Associates, LLC",
    "Rand River Financial Services, Inc",
    "SG PACIFIC SECURITIES, LLC",
    "SANTA PAULA INVESTMENT SECURITIES INC.",
    "StoneQuay Financial Inc.",
    "TN Americana Futures & Forex LLC",
    "UBQ Securities LLC",
    "Van der Meer Futures and Forex LLC",
    "Wexford Securities Inc.",
    "YORK & LANCASTER SECURITIES, LLC",
    "1st Prairie Clearing Corp.",
    "3Rivers Trading, L.P.",
)

STREETS = (
    "77 WEST WACKER DRIVE, SUITE 4120",
    "745 SEVENTH AVENUE",
    "1585 BROADWAY",
    "200 WEST STREET",
    "141 W. JACKSON BLVD., STE. 1900-A",
    "11 MADISON AVENUE",
    "1 NORTH WACKER DR",
    "30 S. WACKER DRIVE 20TH FLOOR",
    "787 7TH AVE",
)

PLACES = (
    ("NEW YORK", "NY", "10019"),
    ("CHICAGO", "IL", "60606"),
    ("CHICAGO", "IL", "60604-2994"),
    ("JERSEY CITY", "NJ", "07310"),
    ("ST. LOUIS", "MO", "63103"),
    ("LOS ANGELES", "CA", "90017"),
    ("CHARLOTTE", "NC", "28202"),
)

PERSONS = (
    "Maria Delgado-Ruiz",
    "PATRICK J. O'ROURKE",
    "Wei Zhang",
    "JOHN Q SMITH III",
    "Anne-Sophie Keller",
    "Robert Ng",
    "DEBORAH L. KUPFERMAN",
    "Thomas McAllister",
)

REGIMES = ("segregated", "secured", "cleared-swaps")
"""The regimes with a residual-interest target, in the order of the cover page."""

Letter = Literal["a", "b", "c", "d"]


class Target(Struct, frozen=True, kw_only=True):
    """The residual-interest target of one regime; `low` alone for a and b.

    Dollars for a and c; percent, as printed (at most one decimal), for b and d.
    """

    letter: Letter
    low: str
    high: str = "0"

    def six(self) -> tuple[str, str, str, str, str, str]:
        """The six numbers a flat reading shows: a, b, c-low, c-high, d-low, d-high."""
        a, b, c, d = (self.letter == letter for letter in "abcd")
        return (
            self.low if a else "0",
            self.low if b else "0",
            self.low if c else "0",
            self.high if c else "0",
            self.low if d else "0",
            self.high if d else "0",
        )


class Facts(Struct, frozen=True, kw_only=True):
    """What stands on the cover and at the head of every page."""

    name: str
    sec_file_number: str
    firm_id: str
    street: str
    city: str
    state: str
    zip: str
    contact: str
    telephone: str
    email: str
    begin: datetime.date
    end: datetime.date
    submitted: datetime.date
    amended: bool
    targets: tuple[Target, Target, Target]


def random_facts(edition: Edition, rng: random.Random) -> Facts:
    """Facts of a made-up filing: a month end for FOCUS, any working day for WinJammer."""
    name = rng.choice(NAMES)
    city, state, code = rng.choice(PLACES)
    begin, end = _dates(edition, rng)
    person = rng.choice(PERSONS)
    return Facts(
        name=name,
        sec_file_number=f"8-{rng.randint(1_000, 70_999)}",
        firm_id=str(rng.randint(7, 299_999)),
        street=rng.choice(STREETS),
        city=city,
        state=state,
        zip=code,
        contact=person,
        telephone=_telephone(rng),
        email=_email(name, person),
        begin=begin,
        end=end,
        submitted=end + datetime.timedelta(days=rng.choice((1, 1, 1, 2, 3))),
        amended=rng.random() < 0.25,
        targets=_targets(rng),
    )


def cover(edition: Edition, facts: Facts) -> Figures:
    """What these facts put into the cells of the edition's cover, empty cells as None."""
    said: dict[str | None, Figure] = {
        "name": facts.name,
        "sec_file_number": facts.sec_file_number,
        "firm_id": facts.firm_id,
        "street": facts.street,
        "city": facts.city,
        "state": facts.state,
        "zip": facts.zip,
        "contact_name": facts.contact,
        "telephone": facts.telephone,
        "email": facts.email,
        "period_begin": facts.begin.isoformat(),
        "period_end": facts.end.isoformat(),
    }
    values: Figures = {}
    for key, _, cell in edition.by_id["cover"].cells():
        values[key] = said.get(cell.role) if cell.role else False if cell.kind == "mark" else None
    if edition.system == "FOCUS":
        values["cover/part/entry"] = "II"
        values["cover/pursuant.1/entry"] = True
        values["cover/carries.yes/entry"] = True
    else:
        for regime, target in zip(REGIMES, facts.targets, strict=True):
            values |= _target_cells(regime, target)
    return values


def _target_cells(regime: str, target: Target) -> Figures:
    a, b, c_low, c_high, d_low, d_high = target.six()
    return {
        f"cover/{regime}.a/amount": int(a.replace(",", "")),
        f"cover/{regime}.b/amount": b,
        f"cover/{regime}.c/low": int(c_low.replace(",", "")),
        f"cover/{regime}.c/high": int(c_high.replace(",", "")),
        f"cover/{regime}.d/low": d_low,
        f"cover/{regime}.d/high": d_high,
        f"cover/{regime}.choice/entry": target.letter,
    }


def _dates(edition: Edition, rng: random.Random) -> tuple[datetime.date, datetime.date]:
    first = max(datetime.date(2014, 1, 1), datetime.date.fromisoformat(edition.valid_from))
    last = datetime.date(2026, 10, 31)
    if edition.valid_to is not None:
        last = min(last, datetime.date.fromisoformat(edition.valid_to))
    day = first + datetime.timedelta(days=rng.randint(0, (last - first).days))
    if edition.system == "WinJammer":
        while day.weekday() > 4:
            day -= datetime.timedelta(days=1)
        return day, day
    begin = day.replace(day=1)
    following = (begin + datetime.timedelta(days=31)).replace(day=1)
    return begin, following - datetime.timedelta(days=1)


def _telephone(rng: random.Random) -> str:
    area, office, line = rng.randint(201, 989), rng.randint(200, 999), rng.randint(0, 9999)
    return rng.choice((f"({area}) {office}-{line:04}", f"{area}-{office}-{line:04}"))


def _email(name: str, person: str) -> str:
    user = ".".join("".join(c for c in w.lower() if c.isalpha()) for w in person.split())
    host = "".join(c for c in "".join(name.split()[:2]).lower() if c.isalnum())
    return f"{user.replace('..', '.')}@{host}.com"


def _targets(rng: random.Random) -> tuple[Target, Target, Target]:
    letter: Letter = rng.choice(("a", "b", "b", "b", "c", "d"))
    return _target(letter, rng), _target(letter, rng), _target(letter, rng)


def _target(letter: Letter, rng: random.Random) -> Target:
    if letter == "a":
        return Target(letter="a", low=f"{rng.randint(1, 900) * 1_000_000:,}")
    if letter == "c":
        low = rng.randint(1, 400) * 1_000_000
        return Target(letter="c", low=f"{low:,}", high=f"{low * 2:,}")
    low_percent = rng.choice(("1", "2", "3", "4.5", "5", "7.5", "8", "10"))
    if letter == "b":
        return Target(letter="b", low=low_percent)
    return Target(letter="d", low=low_percent, high=str(float(low_percent) + 5).removesuffix(".0"))
