"""Targets for residual interest: what a firm aims at, and what its daily cover says of it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.strangers.form import Edition

_REGIMES = {"segregated": ("7060", "7194"), "secured": ("7360", "7780")}
_SWAPS = {"cleared-swaps": ("8590", "8760")}
_RATES = ["1", "2", "2.5", "3", "5", "5", "7.5", "8", "10", "12", "12.25"]


def choose_targets(
    rng: Random,
    form: Edition,
    values: dict[str, int | str | None],
    amount: Callable[[str], int],
    percent: Callable[[int, str], int],
) -> None:
    """Set the management targets, and on a daily cover the choices they come from."""
    for regime, (required, target) in (_REGIMES | _SWAPS).items():
        need = max(amount(required), 0)
        choice = _choice(rng, need)
        values[form.key_of_box[target]] = _target(choice, need, percent)
        if form.system == "WinJammer":
            values.update({f"cover/{regime}.{end}": value for end, value in choice.items()})


def _choice(rng: Random, need: int) -> dict[str, int | str | None]:
    """One of the four ways to name a target; the others are zero."""
    low, high = sorted(rng.sample(_RATES[:3] + _RATES[5:], 2), key=float)
    about = round(need * rng.uniform(0.02, 0.2), -max(len(str(need)) - 3, 0)) or 500_000
    choice: dict[str, int | str | None] = {
        "a/amount": 0,
        "b/amount": "0",
        "c/low": 0,
        "c/high": 0,
        "d/low": "0",
        "d/high": "0",
    }
    options: list[dict[str, int | str | None]] = [
        {"a/amount": int(about)},
        {"b/amount": rng.choice(_RATES)},
        {"b/amount": rng.choice(_RATES)},
        {"c/low": int(about), "c/high": int(about * 2)},
        {"d/low": low, "d/high": high},
    ]
    return choice | rng.choice(options)


def _target(
    choice: dict[str, int | str | None], need: int, percent: Callable[[int, str], int]
) -> int:
    if choice["b/amount"] != "0":
        return percent(need, str(choice["b/amount"]))
    if choice["d/low"] != "0":
        return percent(need, str(choice["d/low"]))
    return int(choice["a/amount"] or 0) or int(choice["c/low"] or 0)
