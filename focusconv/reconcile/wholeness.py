"""Whether the print of an amount is whole, and what all amounts of a page may share unseen.

Every sum closes over amounts that are all a thousandth of the true ones, that all have a minus,
or of which only the last group was read. So a rule confirms an amount only where its print is
whole; and where all amounts of a statement have such a look in common, none of them stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from focusconv.forms.catalog import Key, Minimum, Rule, Sign
from focusconv.forms.units import unit_words
from focusconv.notation.tokens import fold
from focusconv.readings import Option
from focusconv.reconcile.problem import Sheet

IN_STATEMENT, IN_FILING = 6, 4
"""So many different amounts of a statement, or of all a filing prints, hardly look alike by
chance: a statement may have few amounts, and those small."""
MANY = 10
"""One in so many amounts may be read otherwise than the others by chance."""
LEAST_GROUPED = 1000
"""The least amount that is printed with a grouping mark."""
ROUNDED_SUMS = 3
"""So many sums that are all off by a few units were computed before rounding, or two that share
no amount: one misread amount breaks no more than two."""

_NO_CENTS = re.compile(r"(?<=\d{3})[.,]00(?!\d)")
_BODY = re.compile(r"\d(?:.*\d)?")
_MARKS = re.compile(r"[,.' ]+")
_NEGATIVE = re.compile(r"[({\[].*\d.*[)}\]]|-[\s$]?\d")


def is_whole(option: Option, value: int, sign: Sign, *, grouped: bool) -> bool:
    """Whether a print says `value` (in its own unit) with nothing lost of it.

    All its digits are used, its grouping is complete (or the filing prints none: not `grouped`),
    and its sign is as printed or as the form has it.
    """
    text = _NO_CENTS.sub("", fold(option.raw))
    body = _BODY.search(text)
    shown = "".join(char for char in text if char.isdigit())
    if body is not None and not _is_within(shown, str(abs(value))):
        return False
    if body is not None and not _is_grouped(body[0], grouped=grouped):
        return False
    return not value or _has_sign(text, value, sign)


def _is_within(shown: str, digits: str) -> bool:
    """Whether the digits of a print are all used; others may be letters that stand for them."""
    rest = iter(digits)
    return all(char in rest for char in shown)


def _is_grouped(body: str, *, grouped: bool) -> bool:
    first, *groups = _MARKS.split(body)
    if not groups:
        return not grouped or len(first) <= 3
    return len(first) <= 3 and all(len(group) == 3 for group in groups)


def _has_sign(text: str, value: int, sign: Sign) -> bool:
    marked = is_negative(text)
    if value > 0:
        return not marked
    return sign == "-" or marked or any(char in text for char in "(){}[]-_~")


def is_negative(text: str) -> bool:
    """Whether a print has the full mark of a negative amount: parentheses, or a minus."""
    return _NEGATIVE.search(text) is not None


def shared_faults(sheet: Sheet) -> dict[str, str]:
    """The statements whose amounts may all be off in one way, and why: statement id → words."""
    statements: dict[str, dict[Key, Option]] = {}
    for key, options in sheet.own.items():
        if options and options[0].value:
            statements.setdefault(key.split("/", 1)[0], {})[key] = options[0]
    found = dict(_of_minimums(sheet))
    everywhere = {key: one for printed in statements.values() for key, one in printed.items()}
    filing = _look(sheet, everywhere, IN_FILING, others=len(everywhere) // MANY)
    for name, printed in statements.items():
        why = filing or _look(sheet, printed, IN_STATEMENT) or _against_form(sheet, printed)
        if why is not None:
            found.setdefault(name, why)
    for name, why in _of_rounding(sheet):
        found.setdefault(name, why)
    return found


def _look(sheet: Sheet, printed: Mapping[Key, Option], least: int, others: int = 0) -> str | None:
    """What at least so many different amounts have in common, all there are but some `others`."""
    if len({abs(option.value) for option in printed.values()}) < least:
        return None
    negative = sum(is_negative(fold(option.raw)) for option in printed.values())
    if len(printed) - negative <= others:
        return "the amounts are all printed as negative: no sign is sure"
    small = sum(
        abs(option.value) < LEAST_GROUPED and sheet.unit(key) == 1
        for key, option in printed.items()
    )
    if len(printed) - small <= others:
        return "no amount is a thousand dollars: groups of digits may be lost before all of them"
    return None


def _against_form(sheet: Sheet, printed: Mapping[Key, Option]) -> str | None:
    """Marks of a negative on amounts that are never negative: such marks say nothing there."""
    never = [key for key in printed if sheet.sign(key) == "+"]
    against = [key for key in never if is_negative(fold(printed[key].raw))]
    if len(against) < 2 or 2 * len(against) <= len(never):
        return None
    ref = sheet.edition.ref(against[0])
    return f"{ref} and others are printed as negative and never are: no sign is sure"


def _of_rounding(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The statements with sums that are all off by as little as sums of rounded amounts are.

    Where the form's fixed minimum is printed in whole dollars, such sums are counted for each
    statement by itself, else all together.
    """
    small: dict[str, list[Rule]] = {}
    large = set()
    for rule in sheet.hard:
        difference = sheet.results(sheet.start)[rule.id].difference
        if not rule.exact or not difference:
            continue
        if abs(difference) > len(rule.keys) // 2:
            large.add(rule.statement)
        else:
            small.setdefault(rule.statement, []).append(rule)
    groups = [{name} for name in small] if _in_whole_dollars(sheet) else [set(small)]
    for names in groups:
        off = [rule for name in names for rule in small[name]]
        if not _as_rounded(off) or not large.isdisjoint(names):
            continue
        said = ", ".join(sheet.edition.ref(rule.target) for rule in off[:ROUNDED_SUMS])
        units = {sheet.unit(rule.target) for rule in off}
        for key in sheet.readings:
            name = key.split("/", 1)[0]
            if name in names or (names == set(small) and sheet.unit(key) in units):
                why = f"{said} are off as sums of rounded amounts are: the unit is in doubt"
                yield name, why


def _as_rounded(off: Sequence[Rule]) -> bool:
    """Whether sums that are all off by little are so many that no one amount explains them."""
    apart = any(a.members.isdisjoint(b.members) for a, b in itertools.combinations(off, 2))
    return apart or len(off) >= ROUNDED_SUMS


def _in_whole_dollars(sheet: Sheet) -> bool:
    """Whether a fixed minimum of the form is printed as it is in whole dollars."""
    return any(
        sheet.start.get(one.key) in one.amounts and sheet.unit(one.key) == 1
        for one in sheet.edition.minimums
    )


def _of_minimums(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The statements in the unit of one whose fixed minimum is printed in another."""
    for one in sheet.edition.minimums:
        value, unit = sheet.start.get(one.key), sheet.unit(one.key)
        said = _as_other_unit(value, one) if value else None
        if said is not None:
            why = f"{sheet.edition.ref(one.key)} is {value:,}: {said}"
            names = {key.split("/", 1)[0] for key in sheet.readings if sheet.unit(key) == unit}
            yield from ((name, why) for name in sorted(names))


def _as_other_unit(value: int, minimum: Minimum) -> str | None:
    if value in minimum.amounts:
        return None
    for scale in unit_words().scales:
        factor = 10**-scale.decimals
        if value * factor in minimum.amounts:
            return f"the form has {value * factor:,}, and the amounts may be in {scale.name}"
        if value % factor == 0 and value // factor in minimum.amounts:
            return f"the form has {value // factor:,}, and the amounts may be in a smaller unit"
    return None
