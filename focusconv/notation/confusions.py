"""How far-fetched it is that a print is a misreading of an amount.

The unit is that of reading costs: 10 is one digit taken for another that looks like it.
The kinds and their prices follow what OCR engines were seen to do to amounts: digits that
look alike, a digit lost or put in, neighbours swapped, a leading group lost, a minus or both
parentheses lost, a minus read as a digit.
"""

from __future__ import annotations

import functools
import re

from focusconv.notation.amounts import SignRule
from focusconv.notation.tokens import fold

LIMIT = 30
"""Beyond this a print says nothing about the amount."""

LIKELY = 14
"""A misreading that costs no more is a likely one."""

ALIKE = 10
UNLIKE = 14
SWAP = 16
LOST_DIGIT = 14
EXTRA_DIGIT = 14
REGROUPED = 8
"""Added where a digit was lost or put in and the grouping marks moved with it."""
LOST_GROUP = 14
NEXT_LOST_GROUP = 4
DANGLING_GROUP = 8
"""A leading group lost where a grouping mark or parenthesis still shows the gap."""
LOST_MINUS = 10
ADDED_MINUS = 14
LONE_MARK = 2
OTHER_LONE_MARK = 7
LONE = 10
"""Amounts below this are one digit: mostly a misread zero."""
LONE_ZERO = 6
"""A printed zero taken for another digit: where one digit stands alone, it is mostly a zero."""
MINUS_AS_DIGIT = 12
UNREAD_CHARACTER = 8
"""A character that is no digit standing for one."""

_PAIRS = (
    "06",
    "08",
    "09",
    "68",
    "89",
    "69",
    "17",
    "14",
    "27",
    "38",
    "58",
    "35",
    "56",
    "49",
    "47",
    "12",
)
_ALIKE = frozenset((*((p[0], p[1]) for p in _PAIRS), *((p[1], p[0]) for p in _PAIRS)))
_LETTERS = str.maketrans("OoQD©lIi|!SsBZzgqbG", "0000011111558229966")
_MARKS = re.compile(r"[\s$()\[\]{}<>\-_~*]+")
_OPEN = re.compile(r"[({\[<]")
_WELL_GROUPED = re.compile(r"\d{1,3}([,.]\d{3})+")
_CLOSE = re.compile(r"[)}\]>]")


@functools.lru_cache(maxsize=8192)
def misreading_cost(printed: str, value: int, sign: SignRule = "any") -> int | None:
    """What it costs to take `printed` for a misreading of `value`; None where implausible.

    `printed` is the text as on the page, marks and all; `value` whole dollars, signed;
    `sign` the catalog's rule for the line, whose breach is never plausible.
    """
    if (sign == "-" and value > 0) or (sign == "+" and value < 0):
        return None
    lead, body, negative = _parts(printed)
    if not any(char.isdigit() for char in body):
        return None
    digits = _digits_cost(body, lead, str(abs(value)))
    marked = _sign_cost(negative, value, sign)
    if negative == "none" and value < 0 and len(body) > 1:
        taken = _digits_cost(body[1:].lstrip(",."), "", str(abs(value)))
        if taken is not None and (digits is None or MINUS_AS_DIGIT + taken < digits + marked):
            return _within(MINUS_AS_DIGIT + taken)
    return None if digits is None else _within(digits + marked)


def likely(cost: int | None) -> bool:
    """Whether a print is a likely misreading of a value, by what that costs."""
    return cost is not None and cost <= LIKELY


def _within(cost: int) -> int | None:
    return cost if cost <= LIMIT else None


@functools.lru_cache(maxsize=2048)
def _parts(printed: str) -> tuple[str, str, str]:
    """The marks before the digits, the digits with their grouping, and the sign as printed."""
    text = fold(printed).strip()
    lead = re.match(r"[\s$({\[<\-_~*]*", text)
    start = lead[0] if lead else ""
    opened, closed = bool(_OPEN.search(text)), bool(_CLOSE.search(text))
    if (opened and closed) or re.search(r"-[\s$]*\S", start + text[len(start) : len(start) + 1]):
        negative = "full"
    elif opened or closed:
        negative = "half"
    else:
        negative = "rule" if "_" in start else "none"
    return start, _MARKS.sub("", text).translate(_LETTERS), negative


def _sign_cost(negative: str, value: int, sign: SignRule) -> int:
    if value < 0:
        if sign == "-":
            return 0 if negative == "full" else 1
        return {"full": 0, "half": LONE_MARK, "rule": OTHER_LONE_MARK}.get(negative, LOST_MINUS)
    if value > 0:
        if sign == "+" and negative != "full":
            return 0 if negative == "none" else LONE_MARK
        return {"full": ADDED_MINUS, "half": OTHER_LONE_MARK, "rule": LONE_MARK}.get(negative, 0)
    return 0


def _digits_cost(body: str, lead: str, true: str) -> int | None:
    """What it costs to take the digits `body` (with its marks) for the digits `true`."""
    seen = re.sub(r"[,.']", "", body)
    if not any(char.isdigit() for char in seen):
        return None
    gap = len(true) - len(seen)
    if gap == 0:
        return _substituted(seen, true)
    costs = []
    if gap == 1:
        costs.append(_lost_digit(body, seen, true))
    if gap == -1:
        costs.append(_extra_digit(body, seen, true))
    if gap > 0:
        costs.append(_lost_groups(body, lead, seen, true))
    return min((cost for cost in costs if cost is not None), default=None)


def _substituted(seen: str, true: str) -> int | None:
    """Digits of one length: none, one or two that differ, or two neighbours swapped."""
    if len(true) == 1 and seen != true:
        return _tiny(seen, true) or _one(seen, true)
    wrong = [i for i, (a, b) in enumerate(zip(seen, true, strict=True)) if a != b]
    if len(wrong) > 2:
        return None
    cost = sum(_one(seen[i], true[i]) for i in wrong)
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        i, j = wrong
        if seen[i] == true[j] and seen[j] == true[i]:
            return min(cost, SWAP)
    return cost


def _tiny(seen: str, true: str) -> int:
    """A lone digit: firms report a few dollars far more rarely than nothing."""
    return 2 * UNLIKE if seen == "0" else LONE_ZERO if true == "0" else 0


def _one(seen: str, true: str) -> int:
    if not seen.isdigit():
        return UNREAD_CHARACTER
    return ALIKE if (seen, true) in _ALIKE else UNLIKE


def _lost_digit(body: str, seen: str, true: str) -> int | None:
    """A digit lost; dearer where the marks do not stand as that would leave them."""
    if not _leaves(true, seen):
        return None
    in_place = seen == body or _leaves(f"{int(true):,}", re.sub(r"[.']", ",", body))
    return LOST_DIGIT + REGROUPED * (not in_place)


def _extra_digit(body: str, seen: str, true: str) -> int | None:
    """A digit put in; dearer in print whose groups fit, for no engine was seen to put one there
    but for a mark."""
    if not _leaves(seen, true):
        return None
    return EXTRA_DIGIT + REGROUPED * (_WELL_GROUPED.fullmatch(body) is not None)


def _leaves(longer: str, shorter: str) -> bool:
    """Whether one character of `longer` left out gives `shorter`."""
    i = 0
    while i < len(shorter) and longer[i] == shorter[i]:
        i += 1
    return longer[i + 1 :] == shorter[i:]


def _lost_groups(body: str, lead: str, seen: str, true: str) -> int | None:
    """Whole groups of three lost at the left, the rest as printed."""
    if len(seen) % 3 or not true.endswith(seen):
        return None
    if body[0] in ",." or _OPEN.search(lead):
        return DANGLING_GROUP
    groups = (len(true) - len(seen) + 2) // 3
    return LOST_GROUP + NEXT_LOST_GROUP * (groups - 1)
