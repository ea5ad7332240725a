"""Amounts and dates as one filer writes them: sign, currency, grouping, decimals, zeros."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

_NOTES = ["*", " *", " (a)", " (1)", "\u2020", " [b]"]


@dataclass(frozen=True)
class Notation:
    """One filer's habits.

    `negative` and `deduction` are patterns for the digits `#`; `currency` stands before them
    on cells that `currency_on` names; `empty` is what an empty box shows.
    """

    negative: str = "(#)"
    deduction: str = "(#)"
    currency: str = ""
    currency_on: str = "none"
    group: str = ","
    decimals: str = ""
    zero: str = "0"
    empty: str = ""
    note: str = ""
    noted_share: float = 0.0

    def amount(self, value: int | None, *, deduction: bool = False, total: bool = False) -> str:
        """The cell as printed, without the marks of the printed form."""
        if value is None:
            return "" if deduction and self.empty == "$" else self.empty
        if value == 0:
            return self._zero(deduction)
        digits = f"{abs(value):,}".replace(",", self.group) + self.decimals
        if self.currency_on == "all" or (self.currency_on == "totals" and total):
            digits = self.currency + digits
        if value > 0:
            return digits
        return (self.deduction if deduction else self.negative).replace("#", digits)

    def _zero(self, deduction: bool) -> str:
        if self.zero != "0":
            return self.zero
        zero = "0" + self.decimals
        return f"({zero})" if deduction and self.deduction == "(#)" else zero


def notation(rng: Random, *, loose: bool = True, ascii_only: bool = False) -> Notation:
    """A filer's habits; `loose` where cells stand apart, so that spaces may group digits."""
    negative = _pick(rng, {"(#)": 10, "-#": 6, "#-": 2, "# CR": 1, "( # )": 2, "\u2212#": 1})
    if ascii_only and not negative.isascii():
        negative = "-#"
    group = _pick(rng, {",": 16, "": 3, " ": 2 if loose else 0})
    zero = _pick(rng, {"0": 10, "-": 3, "nil": 1, "--": 1, "\u2014": 0 if ascii_only else 1})
    return Notation(
        negative=negative,
        deduction=_pick(rng, {negative: 8, "(#)": 3, "#": 1}),
        currency=_pick(rng, {"$": 6, "$ ": 5 if loose else 1, "US$": 1, "USD ": 1}),
        currency_on=_pick(rng, {"none": 5, "totals": 4, "all": 4}),
        group=group,
        decimals=_pick(rng, {"": 9, ".00": 1}),
        zero=zero,
        empty=_pick(rng, {"": 8, "$": 2, "____": 1}),
        note=rng.choice(_NOTES[:4] if ascii_only else _NOTES),
        noted_share=0.03 if rng.random() < 0.15 else 0.0,
    )


def _pick(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


_DATES = {
    "us": lambda d: f"{d:%m/%d/%Y}",
    "short": lambda d: f"{d:%m/%d/%y}",
    "plain": lambda d: f"{d.month}/{d.day}/{d.year}",
    "words": lambda d: f"{d:%B} {d.day}, {d.year}",
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "upper": lambda d: f"{d:%B}".upper() + f" {d.day}, {d.year}",
    "dashes": lambda d: f"{d:%m-%d-%Y}",
}


def written(day: date, style: str) -> str:
    """A date in one of the ways people write it."""
    return _DATES[style](day)
