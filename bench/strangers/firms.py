"""Invented firms: names, addresses, people and numbers of filers that never were."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_FAMILIES = """Abernathy|Brandvold|Castellano|Dunmore|Eisenhart|Fitzwater|Grünwald|Hollister
Ibarra|Jankowski|Kettering|Lindqvist|MacAuley|Northrup|O'Hanlon|Pruitt|Quackenbush|Rasmussen
Sedgwick|Tillinghast|Underhill|Vandermeer|Whitcombe|Yarborough|Zelinski""".replace("\n", "|").split(
    "|"
)
_PLACES = """Great Plains|Harbor Point|Blue Heron|Route 9|Third Coast|Lakeshore|Old Mill|North Fork
Silver Creek|Prairie State|12th Street|Cape Ann|Red Cedar|Granite State|3 Rivers|Summit Ridge
Eastern Shore|Two Oaks|Ironwood|Meridian 44|Stonebridge|Tall Grass""".replace("\n", "|").split("|")
_TRADES = """Securities|Futures|Clearing|Derivatives|Commodities|Capital Markets|Brokerage
Financial|Trading|Global Markets|Futures & Options|Clearing Services""".replace("\n", "|").split(
    "|"
)
_ENDS = ["LLC", "L.L.C.", "Inc.", "Incorporated", "LP", "L.P.", "Corp.", "Co.", "Ltd.", "N.A."]
_GIVEN = """Adela|Bernard|Carla|Desmond|Evelyn|Frank|Gloria|Hiram|Ines|Jonas|Karen|Leopold|Maria
Nathan|Odette|Paul|Rosalind|Stefan|Teresa|Ulrich|Vera|Walter""".replace("\n", "|").split("|")
_STREETS = """West Adams Street|N. Clark St.|Wall Street|State Street, 14th Floor|Park Avenue
Market St., Suite 2200|South Wacker Drive|Broad Street|Nicollet Mall|Peachtree Rd NE
Montgomery Street|Hudson Street""".replace("\n", "|").split("|")
_CITIES = [
    ("Chicago", "IL", "606"),
    ("New York", "NY", "100"),
    ("Kansas City", "MO", "641"),
    ("St. Paul", "MN", "551"),
    ("San Francisco", "CA", "941"),
    ("Jersey City", "NJ", "073"),
    ("Winston-Salem", "NC", "271"),
    ("Boston", "MA", "021"),
]
_BANKS = [
    "FIRST PRAIRIE BANK",
    "Bank of the Lakes",
    "UNION & MERCHANTS TRUST",
    "Royal Bank of Albion",
    "Kredietbank Maas N.V.",
    "Pacific Custody Co., Ltd.",
    "See attached",
]


@dataclass(frozen=True)
class Firm:
    """Who files."""

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
    banks: tuple[str, ...]


def invent(rng: Random) -> Firm:
    """A firm, with all that a cover asks of it."""
    city, state, prefix = rng.choice(_CITIES)
    contact = _person(rng)
    name = _name(rng)
    return Firm(
        name=name,
        sec_file_number=f"8-{rng.randint(1000, 70000)}",
        firm_id=str(rng.randint(100, 399999)),
        street=f"{rng.randint(1, 3999)} {rng.choice(_STREETS)}",
        city=city,
        state=state,
        zip=prefix + f"{rng.randint(1, 99):02}" + rng.choice(["", f"-{rng.randint(1000, 9999)}"]),
        contact=contact,
        telephone=_telephone(rng),
        email=_email(contact, name),
        banks=tuple(rng.sample(_BANKS, 4)),
    )


def _name(rng: Random) -> str:
    first, second, third = rng.sample(_FAMILIES, 3)
    trade, end = rng.choice(_TRADES), rng.choice(_ENDS)
    shapes = [
        f"{rng.choice(_PLACES)} {trade} {end}",
        f"{rng.choice(_PLACES)} {trade}, {end}",
        f"{first} & Co. {end}",
        f"{first}, {second} & {third}, {end}",
        f"{first} {trade} (USA) {end}",
        f"{first} {second} {trade} {end}",
        f"{first[0]}.{second[0]}. {third} & Sons, {end}",
    ]
    name = rng.choice(shapes)
    return name.upper() if rng.random() < 0.35 else name


def _person(rng: Random) -> str:
    middle = rng.choice(
        ["", f"{rng.choice('ABCDEHJKLMPRST')}. ", f"{rng.choice('ABCDEHJKLMPRST')} "]
    )
    return f"{rng.choice(_GIVEN)} {middle}{rng.choice(_FAMILIES)}"


def _telephone(rng: Random) -> str:
    area, last = rng.randint(201, 989), rng.randint(1000, 9999)
    return rng.choice([f"({area}) 555-{last}", f"{area}-555-{last}", f"{area}.555.{last}"])


def _email(contact: str, name: str) -> str:
    def letters(text: str) -> str:
        return "".join(c for c in text.lower() if c.isascii() and c.isalnum())

    given, *_, family = contact.split()
    house = letters(name.split(",")[0].split(" ")[0]) or "firm"
    return f"{letters(given)}.{letters(family)}@{house}-markets.com"
