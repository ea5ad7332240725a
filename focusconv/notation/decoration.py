"""What may stand around the digits of an amount, and print that says why there is none.

Decoration says nothing of the amount: the currency, quotes, the mark of a footnote, a leading
plus. It is taken off only where the digits are whole without it: `2,861,254a` has a footnote,
`286a` may have a digit that was misread. Signs stay with the digits.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Why = Literal[
    "an amount that is withheld",
    "an amount too wide for its cell",
    "a form filled in with signs instead of digits",
    "words that say there is no amount",
    "a reference to a note",
    "an amount in another currency",
    "an abbreviated amount",
    "a date",
    "characters that no font showed",
    "print that is struck out",
]


class Decorated(Struct, frozen=True):
    """The digits and signs of a print, from `start` to `end` in it. `credit` tells that it is
    marked as a credit, or with both signs: either sign may be meant."""

    start: int
    end: int
    credit: bool = False


_CURRENCY = r"(?:US\$|U\.S\.\$|US\s?D(?:OLLARS?)?|\$US)"
_OTHER_CURRENCY = (
    r"(?:[£€¥₩₹₽]|\b(?:EUR|GBP|JPY|CHF|CAD|AUD|HKD|SGD|CNY|RMB|MXN|BRL|INR|NZD|SEK|NOK|DKK)\b"
    r"|\b(?:C|CA|A|AU|HK|NZ|S|R|MX)\$)"
)
_QUOTES = "\"'\u201c-\u201f\u2018-\u201b«»`"
_BEFORE = rf"(?:{_CURRENCY}|[{_QUOTES}=*†‡¶#:+±∓])*\s?"
_GROUPED = r"\d{1,3}(?:[,.' ]\d{3})+(?:\.00)?"
_BOTH_SIGNS = frozenset("±∓")
_DIGITS = rf"(?:{_GROUPED}|\d+)"
_SIGNED = rf"[-~$(]*{_DIGITS}\)?-?"
_NOTE = r"(?:[*†‡§¶]{1,3}|[\[(]\d{1,2}[\])]|[\[(]?[a-jA-J][\])]?|[#^]\d?)"
_SIDE = r"(?:DR|CR|Dr|Cr|dr|cr)\.?"
_BEHIND = rf"(?:[{_QUOTES};:.,$=]|\s?{_CURRENCY})*"

_WHOLE = re.compile(
    rf"{_BEFORE}(?P<core>[-~$(]*{_GROUPED}\)?-?)(?P<note>\s?{_NOTE})?(?:\s?(?P<side>{_SIDE}))?{_BEHIND}"
)
_PLAIN = re.compile(rf"{_BEFORE}(?P<core>{_SIGNED})(?:\s?(?P<side>{_SIDE}))?{_BEHIND}")

_APART_BEFORE = re.compile(rf"{_CURRENCY}")
_APART_BEHIND = re.compile(
    rf"{_CURRENCY}|{_SIDE}|[*†‡§¶]{{1,3}}|[\[(]\d{{1,2}}[\])]|[\[(][a-j][\])]"
)

_REASONS: tuple[tuple[Why, re.Pattern[str]], ...] = (
    (
        "an amount that is withheld",
        re.compile(r"redact|withheld|confidential|omitted|suppress|\[\*+\]|█|■{2,}", re.IGNORECASE),
    ),
    ("an amount too wide for its cell", re.compile(r"#{3,}|\*{3,}|>{3,}|\+{3,}")),
    (
        "a form filled in with signs instead of digits",
        re.compile(r"[Xx]{1,3}(?:,[Xx]{3})+|[Xx]{4,}"),
    ),
    ("a reference to a note", re.compile(r"\b(?:see|note|schedule|attach\w*|exhibit)\b", re.I)),
    (
        "words that say there is no amount",
        re.compile(r"\bn\.?\s?/?\s?a\b|not applicable|\bnone\b|unknown|pending", re.I),
    ),
    (
        "an amount in another currency",
        re.compile(rf"{_OTHER_CURRENCY}\s?[\d(-]|\d\s?{_OTHER_CURRENCY}"),
    ),
    (
        "an abbreviated amount",
        re.compile(r"\d\s?(?:K|M|MM|mn|bn|B|thousands?|millions?|billions?)\b|\d[eE][+-]?\d"),
    ),
    ("a date", re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")),
    ("characters that no font showed", re.compile("[\ufffd\ue000-\uf8ff]")),
)


def undecorated(print_: str) -> Decorated | None:
    """The digits and signs of a printed amount with the rest taken off; None where what
    stands around them is no decoration, or may be part of the digits."""
    match = _WHOLE.fullmatch(print_) or _PLAIN.fullmatch(print_)
    if match is None:
        return None
    side = (match["side"] or "").rstrip(".").upper()
    either = side == "CR" or not _BOTH_SIGNS.isdisjoint(print_[: match.start("core")])
    return Decorated(*match.span("core"), either)


def is_decoration(piece: str, *, before: bool) -> bool:
    """Whether a piece of print that stands apart may be decoration of the amount behind it
    (`before`), or of the amount before it."""
    return (_APART_BEFORE if before else _APART_BEHIND).fullmatch(piece) is not None


def why_no_amount(print_: str) -> Why | None:
    """What a print without an amount says, where that is known."""
    return next((why for why, pattern in _REASONS if pattern.search(print_)), None)
