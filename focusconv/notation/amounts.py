"""Printed amounts to whole dollars, strictly: every reading with its cost, or a named reason.

A cost is how far the print is from the clean print of the value: 0 as the form prints it,
1 to 9 for noise that leaves the digits alone (a comma read as a period, a lost parenthesis,
a letter that can only be one digit). Digits are never invented here: print whose groups do
not fit is garbled, and says why.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from focusconv.notation.tokens import fold

SignRule = Literal["any", "+", "-"]

Garble = Literal[
    "leading digits lost",
    "trailing digits lost",
    "grouping does not fit: a digit was lost or added",
    "cents or a lost digit",
    "leading zero: a digit was misread",
    "letters that are no digits",
    "a letter behind words: a zero, or what is left of a word",
    "too many digits",
]


class Value(Struct, frozen=True, gc=False):
    """One amount the print may stand for, in whole dollars, and what that reading costs."""

    amount: int
    cost: int
    note: str | None = None


class Printed(Struct, frozen=True, gc=False):
    """What a printed text says: values best first, or the reason why there is none.

    Neither values nor reason: nothing is printed but rules, dashes or empty marks.
    """

    values: tuple[Value, ...] = ()
    garble: Garble | None = None


NOTHING = Printed()
MAX_DIGITS = 15

_EMPTY = re.compile(r"[\s$_\-~().,:;|{}\[\]<>'=*·]*|S")
_NIL = re.compile(r"\$?\s?(?:-0-|nil|zero)", re.IGNORECASE)
_SHAPE = re.compile(
    r"(?P<lead>[-_~$S§({\[<\s]*?)(?P<body>[^-_~$({\[<\s].*?)(?P<tail>[)}\]>\-_\s;:]*)"
)
_TIDY = re.compile(r"(?P<lead>[-$(]*)(?P<body>[0-9](?:[0-9,.]*[0-9])?)(?P<tail>\)?)")
"""What `_SHAPE` says of most prints, sooner."""

_CERTAIN = str.maketrans("OoQD©lIi|!", "0000011111")
_LIKELY = str.maketrans("SsBZzgqbG", "558229966")
_SEPARATORS = re.compile(r"[,.' ]+")
_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[,.][0-9]{3}){0,4}")
_CENTS = re.compile(r"(.*\d)[.,](\d{2})")
_NO_CENTS = re.compile(r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)\.00")

NEGATIVE_MARK = "a negative mark where the form has none taken for a stray one"
"""The note of an amount that is never negative and printed as if it were."""

LETTER_COST = 1
UNSURE_LETTER_COST = 6
MARK_COST = 1
GROUPING_COST = 2
LOST_MARK_COST = 3
OTHER_SIGN_COST = 7
BAR_COST = 5
LOST_DIGIT_COST = 8
"""`850.00` is 850 dollars, or 850,000 that lost a digit: nothing but a rule tells."""
JOIN_COST = 1


def read_amount(
    text: str,
    sign: SignRule = "any",
    *,
    joined: int = 1,
    detached: str = "",
    open_mark: bool = False,
    credit: bool = False,
) -> Printed:
    """Read the print of one amount cell.

    `sign` is the catalog's rule for the line, `joined` the number of pieces the print was put
    together from, `detached` a dash printed apart before it; `open_mark` says that an opening
    parenthesis before it may belong to an empty deduction on its left, `credit` that it is
    marked as a credit.
    """
    text = fold(text).strip()
    if _PLAIN_NUMBER.fullmatch(text) and not detached and joined == 1 and not credit:
        clean = _clean(text)
        if clean is not None:
            return Printed(_signed(clean, 0, "none", sign, None))
    match = _TIDY.fullmatch(text)
    if match is None:
        if _NIL.fullmatch(text):
            return Printed((Value(0, 0),))
        if _EMPTY.fullmatch(text):
            return NOTHING
        match = _SHAPE.fullmatch(text)
    if match is None:
        return Printed(garble="letters that are no digits")
    lead, print_, tail = match.groups()
    mark = "either" if credit or detached == "-$" else _mark(lead, tail, detached)
    found: list[Value] = []
    garble: Garble | None = None
    bodies = _bodies(lead, print_)
    for body, dollar_cost, note in bodies:
        digits, cost, reason = _digits(body)
        if reason is not None:
            garble = garble or reason
            continue
        cost += dollar_cost + JOIN_COST * (joined - 1)
        used = "spare" if open_mark and mark == "open" else mark
        found.extend(_signed(int(digits), cost, used, sign, note))
    if not found:
        return Printed(garble=garble)
    if len(bodies) == 1:
        return Printed(tuple(found))
    best: dict[int, Value] = {}
    for value in sorted(found, key=lambda value: value.cost):
        best.setdefault(value.amount, value)
    return Printed(tuple(best.values()))


def _clean(text: str) -> int | None:
    """The value of cleanly grouped digits; None for a leading zero or too many digits."""
    digits = text.replace(",", "")
    if (digits[0] == "0" and len(digits) > 1) or len(digits) > MAX_DIGITS:
        return None
    return int(digits)


def _bodies(lead: str, body: str) -> list[tuple[str, int, str | None]]:
    """The digits part, with what is doubtful at its edges read both ways.

    A leading S is the dollar sign first and a five only then; a bar is a one or a frame.
    """
    if "|" in (body[0], body[-1]) and body.strip("|"):
        frame = "a bar at its edge taken for a frame"
        return [(body, BAR_COST, None), (body.strip("|"), BAR_COST, frame)]
    if body[0] in "S§" and len(body) > 1 and "$" not in lead:
        dollar = (body[1:], MARK_COST, None)
        if body[0] == "S":
            return [dollar, ("5" + body[1:], 12, "S read as 5")]
        return [dollar]
    return [(body, 0, None)]


def _digits(body: str) -> tuple[str, int, Garble | None]:
    """The digits of a body, what it cost to read them, or why they cannot be read."""
    if _GROUPED.fullmatch(body):
        digits = body.replace(",", "").replace(".", "")
        return digits, MARK_COST * ("." in body), None
    cost = 0
    body = body.rstrip(".;:") if body.count(".") == 1 and body.endswith(".") else body
    for table, price in ((_CERTAIN, LETTER_COST), (_LIKELY, UNSURE_LETTER_COST)):
        translated = body.translate(table)
        if translated != body:
            cost += price
            body = translated
    if body[:1] in (",", ".", "'"):
        return "", 0, "leading digits lost"
    if body[-1:] in (",", ".", "'"):
        return "", 0, "trailing digits lost"
    cents = _CENTS.fullmatch(body)
    if cents:
        if not _NO_CENTS.fullmatch(body):
            return "", 0, "cents or a lost digit"
        body, cost = cents[1], cost + GROUPING_COST
        if body.isdigit() and len(body) <= 3 and int(body):
            cost += LOST_DIGIT_COST
    groups = _SEPARATORS.split(body)
    if not all(group.isascii() and group.isdigit() for group in groups):
        return "", 0, "letters that are no digits"
    digits = "".join(groups)
    if len(digits) > MAX_DIGITS:
        return "", 0, "too many digits"
    if digits[0] == "0" and len(digits) > 1:
        if digits == "00":
            return "0", cost + GROUPING_COST, None
        if digits.strip("0") == "":
            return "", 0, "leading digits lost"
        return "", 0, "leading zero: a digit was misread"
    grouping = _grouping_cost(body, groups)
    if grouping is None:
        return "", 0, "grouping does not fit: a digit was lost or added"
    return digits, cost + grouping, None


def _grouping_cost(body: str, groups: list[str]) -> int | None:
    """What the grouping marks cost; None where digits must be missing or too many.

    Marks that were lost leave groups of six or nine digits, and a first group that takes in
    its neighbours; every mark that is there must stand where the form puts one.
    """
    if len(groups) == 1:
        return 0 if len(body) <= 3 else GROUPING_COST
    if any(len(group) % 3 for group in groups[1:]):
        return None
    lost = len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:])
    other = body.count(",") != len(groups) - 1
    return GROUPING_COST * lost + MARK_COST * other


def _mark(lead: str, tail: str, detached: str) -> str:
    """How the sign was printed: both, open, close, minus, dash (apart) or none."""
    opened = any(char in "({[<" for char in lead)
    closed = any(char in ")}]>" for char in tail)
    if opened and closed:
        return "both"
    if opened or closed:
        return "open" if opened else "close"
    if "-" in lead and not lead.rstrip("$").endswith(" "):
        return "minus"
    if tail.endswith("-") and not tail.startswith(" "):
        return "either"
    if tail.strip().endswith("-"):
        return "dash"
    return "dash" if detached or "_" in lead or "~" in lead else "none"


def _signed(
    amount: int, cost: int, mark: str, sign: SignRule, note: str | None
) -> tuple[Value, ...]:
    """The values that the digits may have under their mark and the line's sign rule.

    FORMS: a deduction that lost its mark is still negative; a lone dash is mostly a printed
    rule; a parenthesis may be a neighbour's.
    """
    if amount == 0:
        return (Value(0, cost + (0 if mark in ("none", "both", "minus") else MARK_COST), note),)
    plus = Value(amount, cost, note)
    if sign == "-":
        clean = mark in ("both", "minus", "either")
        extra = 0 if clean else MARK_COST if mark in ("open", "close") else LOST_MARK_COST
        return (Value(-amount, cost + extra, note),)
    if sign == "+":
        extra = {"none": 0, "dash": MARK_COST, "spare": MARK_COST}.get(mark, LOST_MARK_COST)
        if mark in ("both", "minus"):
            note = note or NEGATIVE_MARK
        return (Value(amount, cost + extra, note),)
    if mark == "none":
        return (plus,)
    if mark == "either":
        return (Value(amount, cost, note), Value(-amount, cost, "marked as a credit"))
    if mark == "both" or mark == "minus":
        other = OTHER_SIGN_COST if mark == "minus" else 12
        return (
            Value(-amount, cost, note),
            Value(amount, cost + other, "its negative mark taken for a stray one"),
        )
    if mark in ("open", "close"):
        return (
            Value(-amount, cost + MARK_COST, note),
            Value(amount, cost + OTHER_SIGN_COST, "its lone parenthesis taken for a stray one"),
        )
    return (
        Value(amount, cost + MARK_COST, note),
        Value(-amount, cost + OTHER_SIGN_COST, "a lone dash taken for a lost parenthesis"),
    )


def format_amount(value: int) -> str:
    """An amount as people write it: grouped, with a minus sign before a negative one."""
    return f"{value:,}"


_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?\s?%?")


def read_percent(text: str) -> str | None:
    """A printed percent as a plain decimal string; None where it is none."""
    match = _PERCENT.fullmatch(fold(text).strip())
    if match is None:
        return None
    whole = str(int(match[1]))
    fraction = (match[2] or "").rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
