"""Values for items that nobody could read: what ties propose, and what single rules need."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from msgspec import Struct

from focusconv.forms.catalog import Key, Rule
from focusconv.notation.confusions import likely
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.rules import holds, implied
from focusconv.reconcile.ties import proposals

Values = dict[Key, int | None]
MOST_TIED = 5
"""Items of one sum that ties may fill together."""


class Guesses(Struct, frozen=True):
    """What rules with one unknown item need there, `makers` the rule that each value is from.

    `contested` says of rules why they cannot hold: what they need is ruled out by what is
    seen of the item.
    """

    values: dict[Key, int]
    makers: dict[Key, Rule]
    contested: dict[str, str]


def hinted(sheet: Sheet, values: Values) -> dict[Key, int]:
    """Amounts of unread or empty items that ties propose and a sum over them then confirms.

    All items of the sum that are unknown must have a proposal, and only one choice may fit. A
    tie that shares a further item with the sum proposes nothing: an error there moves both.
    """
    open_items = {
        key: proposed
        for key in sheet.tied
        if key in values
        and sheet.seen(key) in ("nothing", "missing", "garbled")
        and (proposed := proposals(sheet, key, values))
    }
    found: dict[Key, int] = {}
    if not open_items:
        return found
    for rule in sheet.hard:
        offers = {
            key: [v for v, tie in open_items[key].items() if rule.members & tie.members == {key}]
            for key in rule.keys
            if key in open_items
        }
        here = [key for key, offered in offers.items() if offered]
        unknown = {key for key in rule.keys if values.get(key) is None}
        if not here or len(here) > MOST_TIED or not rule.exact or not unknown <= set(here):
            continue
        if holds(rule, values, sheet.rates):
            continue
        fits = []
        for choice in itertools.product(*(_choices(values[k], offers[k]) for k in here)):
            trial = {**values, **dict(zip(here, choice, strict=True))}
            if holds(rule, trial, sheet.rates):
                fits.append({k: v for k, v in zip(here, choice, strict=True) if v != values[k]})
        if len(fits) == 1:
            found.update({key: value for key, value in fits[0].items() if value is not None})
    return found


def _choices(now: int | None, offered: list[int]) -> list[int | None]:
    return [*offered, now] if now is not None else [*offered]


def guesses(sheet: Sheet, values: Values) -> Guesses:
    """Fill unknown items one after the other, each by the first rule in which it is alone."""
    found = Guesses({}, {}, {})
    progress = None in values.values()
    if not progress:
        return found
    trial = dict(values)
    while progress:
        progress = False
        for rule in sheet.hard:
            unknown = [key for key in rule.keys if trial.get(key) is None]
            if len(unknown) != 1 or sheet.seen(unknown[0]) not in ("missing", "garbled"):
                continue
            key = unknown[0]
            needed = list(implied(rule, key, trial, sheet.rates))
            if len(needed) == 1 and sheet.cost(key, needed[0]) is not None:
                trial[key] = found.values[key] = needed[0]
                found.makers[key] = rule
                progress = True
    _contest(sheet, trial, found)
    return found


def _contest(sheet: Sheet, trial: Mapping[Key, int | None], found: Guesses) -> None:
    """Name the rules that need in an unread item what its print or sign can hardly be."""
    for key, maker in found.makers.items():
        if not likely(sheet.cost(key, found.values[key])):
            _contest_need(sheet, found, maker, key, found.values[key], "hardly allows")
    for rule in sheet.hard:
        unknown = [key for key in rule.keys if trial.get(key) is None]
        if len(unknown) != 1 or sheet.seen(unknown[0]) not in ("missing", "garbled"):
            continue
        for value in implied(rule, unknown[0], trial, sheet.rates):
            if sheet.cost(unknown[0], value) is None:
                _contest_need(sheet, found, rule, unknown[0], value, "rules out")


def _contest_need(
    sheet: Sheet, found: Guesses, rule: Rule, key: Key, value: int, verdict: str
) -> None:
    """Note of a rule, and of those that filled amounts of it, what it needs in an unread item."""
    target, name = sheet.edition.ref(rule.target), sheet.edition.ref(key)
    why = f"{target} would need {value:,} in {name}, which what is seen there {verdict}"
    contest(found, [rule, *(found.makers[k] for k in rule.keys if k in found.makers)], why)


def contest(found: Guesses, rules: list[Rule], why: str) -> None:
    """Note why the rules cannot hold, where nothing is noted yet."""
    for rule in rules:
        found.contested.setdefault(rule.id, why)
