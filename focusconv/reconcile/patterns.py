"""What fields of a header must be, by themselves and beside one another.

The postal and telephone plans are facts of the country, not of a form; they stand in
`forms/data/places.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources

from focusconv.reconcile.outcome import FieldVerdict


def misfits(fields: Mapping[str, FieldVerdict]) -> dict[str, str]:
    """Why fields cannot be right as read, by role; where two disagree, it may be either."""
    said = {role: str(v.value) for role, v in fields.items() if v.value is not None}
    found: dict[str, str] = {}
    for role, reason in (*_places(said), *_numbers(said), *_dates(said)):
        found.setdefault(role, reason)
    return found


@functools.cache
def _plans() -> tuple[dict[str, tuple[tuple[int, int], ...]], dict[str, re.Pattern[str]]]:
    """The ranges of ZIP prefixes of each state, and the patterns of numbers by role."""
    data = tomllib.loads((resources.files("focusconv.forms") / "data/places.toml").read_text())
    ranges = {
        state: tuple((int(a), int(b or a)) for a, _, b in (part.partition("-") for part in parts))
        for state, parts in data["zip"].items()
    }
    return ranges, {role: re.compile(pattern) for role, pattern in data["patterns"].items()}


def _places(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The state, and the ZIP code within it."""
    ranges, _ = _plans()
    state, code = said.get("state"), said.get("zip", "")
    if state is None:
        return
    if state not in ranges:
        yield "state", f"'{state}' is no state"
    elif code[:3].isdigit() and not any(a <= int(code[:3]) <= b for a, b in ranges[state]):
        for role in ("state", "zip"):
            yield role, f"the ZIP code {code} is not of {state}"


def _numbers(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    _, patterns = _plans()
    for role, pattern in patterns.items():
        if role in said and pattern.fullmatch(said[role]) is None:
            yield role, f"'{said[role]}' is no {role.replace('_', ' ')}"


def _dates(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    begin, end = said.get("period_begin"), said.get("period_end")
    if begin is not None and end is not None and begin > end:
        for role in ("period_begin", "period_end"):
            yield role, f"the period begins on {begin} and ends on {end}"
    submitted = said.get("submitted")
    if submitted is not None and end is not None and submitted < end:
        yield "submitted", f"submitted on {submitted}, before the period ends on {end}"
