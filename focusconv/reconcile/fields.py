"""The states of words, dates, marks and targets: each decided from its prints, never by a vote.

No sum is over a field of the header, so only a second place confirms one: the head of a page, or a
second reader. A legible cover and heads that print something else dispute each other. A print is
set aside where it is plainly a misreading: it stands once, or each time beside the right one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from focusconv.forms.catalog import Key
from focusconv.readings import COVER, FieldPrint, FieldReading
from focusconv.reconcile.outcome import SECOND_READING, FieldVerdict
from focusconv.record.filing import ItemStatus, Value

_UNSEEN: dict[str, ItemStatus] = {
    "garbled": "unreadable",
    "nothing": "blank",
    "absent": "absent",
}

_ALIKE = 70
"""How alike (of 100) a print is to another that it is a misreading of."""

_FIGURES_APART = 1
"""How many figures of a number or date a misreading of it has otherwise."""

_MORE = 2
"""How many places more print a value than any other where no legible cover has one."""

SETTLED = ("reported", "corrected", "derived", "reviewed")
"""The states of a value that is said to be right."""


def judge(reading: FieldReading) -> FieldVerdict:
    """The value and state that the prints of one field give."""
    if not reading.prints:
        return FieldVerdict(
            key=reading.key,
            value=None,
            status=_UNSEEN.get(reading.seen, "absent"),
            reason=reading.reason,
            raw=reading.text,
            page=reading.page,
            region=reading.region,
        )
    groups = _groups(reading.prints)
    if len(groups) == 1:
        return _agreed(reading.key, groups[0])
    legible = [group for group in groups if any(_is_legible_cover(p) for p in group)]
    if len(legible) > 1:
        return _differing(reading.key, groups, legible[0])
    if legible:
        return _against_heads(reading.key, groups, legible[0])
    return _by_heads(reading.key, groups)


def reviewed(verdict: FieldVerdict, value: Value) -> FieldVerdict:
    """The field as a reviewer set it."""
    return structs.replace(
        verdict, value=value, status="reviewed", reason="set by a reviewer", candidates=()
    )


def disputed(verdict: FieldVerdict, reason: str) -> FieldVerdict:
    """The field as read, in doubt."""
    told = reason if verdict.status != "disputed" else f"{verdict.reason}; {reason}"
    return structs.replace(verdict, status="disputed", reason=told)


def judge_all(
    readings: Mapping[Key, FieldReading], decided: Mapping[Key, Value]
) -> dict[Key, FieldVerdict]:
    """A verdict on every field; `decided` are the values that a reviewer set, by key."""
    return {
        key: reviewed(judge(reading), decided[key]) if key in decided else judge(reading)
        for key, reading in readings.items()
    }


def _groups(prints: Iterable[FieldPrint]) -> list[list[FieldPrint]]:
    """The prints by what they say, whatever their case and punctuation."""
    found: dict[str, list[FieldPrint]] = {}
    for one in prints:
        found.setdefault(_plain(one.value), []).append(one)
    return list(found.values())


def _plain(value: Value) -> str:
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    return "".join(char for char in text if char.isalnum()) or text


def _is_legible_cover(one: FieldPrint) -> bool:
    return one.where == COVER and not one.doubts


def _places(group: Iterable[FieldPrint]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.where for one in group))


def _best(group: Sequence[FieldPrint]) -> FieldPrint:
    """The print that stands for its group: of the cover, without a doubt, if any."""
    return min(group, key=lambda one: (one.where != COVER, bool(one.doubts)))


def _verdict(key: Key, group: Sequence[FieldPrint], reason: str | None = None) -> FieldVerdict:
    """What a group says, confirmed by its other places and readers."""
    best = _best(group)
    others = [place for place in _places(group) if place != best.where]
    seconded = [SECOND_READING] if any(one.seconded for one in group) else []
    return FieldVerdict(
        key=key,
        value=best.value,
        status="reported",
        verified_by=(*others, *seconded),
        reason=reason,
        raw=best.raw,
        page=best.page,
        region=best.region,
    )


def _agreed(key: Key, group: list[FieldPrint]) -> FieldVerdict:
    """One value wherever it is printed: in doubt where each print is, and nothing confirms it."""
    verdict = _verdict(key, group)
    if all(one.doubts for one in group) and len(_places(group)) < 2:
        return disputed(structs.replace(verdict, verified_by=()), "; ".join(group[0].doubts))
    return verdict


def _differing(
    key: Key, groups: list[list[FieldPrint]], best: list[FieldPrint], reason: str | None = None
) -> FieldVerdict:
    if reason is None:
        several = " and ".join(sorted(f"'{_best(group).value}'" for group in groups))
        reason = f"printed differently in places: {several}"
    verdict = disputed(_verdict(key, best), reason)
    candidates = tuple(_best(group) for group in groups)
    return structs.replace(verdict, verified_by=(), candidates=candidates)


def _against_heads(
    key: Key, groups: list[list[FieldPrint]], cover: list[FieldPrint]
) -> FieldVerdict:
    """A legible cover among heads that print something else as well."""
    others = [group for group in groups if group is not cover]
    if len(_places(cover)) > 1 and all(_is_misread(group, cover) for group in others):
        return _verdict(key, cover, _set_aside(others))
    most = max(groups, key=lambda group: len(_places(group)))
    return _differing(key, groups, most if len(_places(most)) > len(_places(cover)) else cover)


def _by_heads(key: Key, groups: list[list[FieldPrint]]) -> FieldVerdict:
    """Heads that differ, or agree against a cover that is not legible."""
    best, *others = sorted(groups, key=lambda group: -len(_places(group)))
    heads = [group for group in others if any(one.where != COVER for one in group)]
    next_best = max((len(_places(group)) for group in heads), default=0)
    if len(_places(best)) < next_best + _MORE or not all(_is_misread(g, best) for g in others):
        return _differing(key, groups, best)
    verdict = _verdict(key, best, _set_aside(others))
    cover = next((one for group in others for one in group if one.where == COVER), None)
    if cover is None:
        return verdict
    return structs.replace(
        verdict,
        status="corrected",
        as_read=cover.value,
        reason=f"the heads of the statements print it; of the cover's, {'; '.join(cover.doubts)}",
        raw=cover.raw,
        page=cover.page,
        region=cover.region,
    )


def _is_misread(group: Sequence[FieldPrint], right: Sequence[FieldPrint]) -> bool:
    """Whether a print is a misreading of another: like it, and once, or each time beside it."""
    beside = set(_places(group)) <= set(_places(right))
    if len(_places(group)) > 1 and not beside:
        return False
    return _are_alike(str(group[0].value), str(right[0].value))


def _are_alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    first, second = _plain(one), _plain(other)
    if not any(map(str.isalpha, second)):
        return Levenshtein.distance(first, second) <= _FIGURES_APART
    return fuzz.ratio(first, second) >= _ALIKE


def _set_aside(groups: list[list[FieldPrint]]) -> str:
    prints = " and ".join(f"'{_best(group).value}'" for group in groups)
    return f"{prints} is printed as well, and taken for a misreading"
