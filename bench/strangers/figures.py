"""Random filings whose figures are consistent: exact integers that keep every rule of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.strangers import amounts
from bench.strangers.firms import Firm, invent
from bench.strangers.form import SYSTEMS, Edition, edition


@dataclass(frozen=True)
class Filing:
    """What a filer says, before anyone prints it.

    `values` has every amount (None: the box is left empty) and percent (a decimal string) of
    the statements in `statements`, which are in the order of the form.
    """

    seed: int
    edition: Edition
    firm: Firm
    begin: date
    end: date
    submitted: date | None
    amended: bool
    statements: tuple[str, ...]
    values: Mapping[str, int | str | None]
    texts: Mapping[str, str]

    @property
    def system(self) -> str:
        return self.edition.system


def filing(seed: int, system: str | None = None) -> Filing:
    """The filing of a seed; without a system, one or the other."""
    rng = Random(f"figures {seed}")
    drawn = rng.choice(SYSTEMS)
    form = edition(system or drawn)
    firm = invent(rng)
    begin, end, submitted = _dates(rng, form)
    values = amounts.draw(rng, form)
    statements = _filed(rng, form)
    return Filing(
        seed=seed,
        edition=form,
        firm=firm,
        begin=begin,
        end=end,
        submitted=submitted,
        amended=form.system == "WinJammer" and rng.random() < 0.25,
        statements=statements,
        values={key: value for key, value in values.items() if key.split("/")[0] in statements},
        texts=_texts(rng, form, firm),
    )


def _filed(rng: Random, form: Edition) -> tuple[str, ...]:
    """The statements in the document: mostly all, now and then one that nobody refers to less."""
    optional = {"FOCUS": ["dealer-options", "net-capital"], "WinJammer": ["cleared-swaps"]}
    left_out = rng.choice(optional[form.system]) if rng.random() < 0.12 else None
    return tuple(st.id for st in form.statements if st.id != left_out)


def _dates(rng: Random, form: Edition) -> tuple[date, date, date | None]:
    year, month = rng.randint(2014, 2025), rng.randint(1, 12)
    if form.system == "FOCUS":
        year, month = (year, month) if (year, month) > (2014, 1) else (2015, month)
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1), None
    day = date(year, month, rng.randint(14, 28))
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day, day, day + timedelta(days=3 if day.weekday() == 4 else 1)


def _texts(rng: Random, form: Edition, firm: Firm) -> dict[str, str]:
    """Names of depositories, and the marks of the cover."""
    texts: dict[str, str] = {}
    for box, bank in zip(("7510", "7550", "7630", "7690"), firm.banks, strict=True):
        if box in form.key_of_box and rng.random() < 0.6:
            texts[form.key_of_box[box]] = bank
    if form.system == "FOCUS":
        mark = rng.choice("XXx")
        texts["cover/part/entry"] = "II"
        texts["cover/pursuant.1/entry"] = mark
        texts[f"cover/carries.{rng.choice(['yes', 'yes', 'no'])}/entry"] = mark
    return texts
