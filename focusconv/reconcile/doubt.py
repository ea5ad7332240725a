"""What speaks against an amount that was read, in one sentence."""

from __future__ import annotations

from focusconv.forms.catalog import Key, Rule
from focusconv.notation.amounts import NEGATIVE_MARK
from focusconv.notation.confusions import LONE, likely
from focusconv.reconcile.evaluation import Book
from focusconv.reconcile.outcome import SECOND_READING
from focusconv.reconcile.problem import may_be_dollar
from focusconv.reconcile.rules import amount, holds, implied

CLEAR_GAP = 4
"""How much dearer the next reading of a print must be, where no rule chooses."""
DEAR = 9
"""A reading that costs more is not taken on its own word."""
REPEATED = 1000
"""From this amount on two neighbours are hardly equal by chance."""


def doubt(book: Book, key: Key, verified: tuple[str, ...]) -> str | None:
    """Why an amount that was read is disputed; None where nothing speaks against it.

    `verified` is what bears it out: rules and, perhaps, a second reading.
    """
    beside = book.sheet.readings[key].beside if key in book.sheet.readings else ()
    if beside:
        return f"{' '.join(beside)!r} stands beside it, and nothing explains that"
    ruled = [name for name in verified if name != SECOND_READING]
    if ruled and key not in book.shaken:
        return _wrong_sign(book, key) or _echoed(book, key)
    open_check = None
    if not ruled or key in book.blamed:
        open_check = _failing(book, key) or _contested(book, key) or _unfounded(book, key)
    return open_check or (
        _wrong_sign(book, key)
        or _echoed(book, key)
        or book.blamed.get(key)
        or _misplaced(book, key, bool(ruled))
        or (_slipped(book, key) if not ruled else None)
        or (_near_tie(book, key) if len(ruled) < 2 else None)
        or (_otherwise(book, key) or _unclear(book, key) if not verified else None)
        or (_as_dollar(book, key) if not ruled else None)
    )


def _failing(book: Book, key: Key) -> str | None:
    for rule in book.rules_over(key, "failed"):
        return f"a check over it fails: {book.words(rule)}"
    return None


def _echoed(book: Book, key: Key) -> str | None:
    """A failed check over the item, or over the one that repeats it, where only sums that
    print the same number twice confirm them."""
    if not book.failing or not book.only_echoed(key):
        return None
    if not book.values[key]:
        return _failing(book, key)
    held = book.rules_over(key, "passed")
    for other in (key, *(k for rule in held for k in rule.keys)):
        failing = _failing(book, other)
        if failing is not None and book.values[other] and book.only_echoed(other):
            return f"{failing}; the same number printed twice may be misread alike"
    return None


def _contested(book: Book, key: Key) -> str | None:
    """A rule over the item that lacks an amount, and that no amount there makes hold."""
    for rule in book.rules_over(key, "undecided"):
        if rule.id in book.contested:
            return book.contested[rule.id]
    return None


def _unfounded(book: Book, key: Key) -> str | None:
    """A rule whose case is chosen by other amounts, and of which no case gives this result:
    it fails whichever case applies."""
    value, sheet = book.values[key], book.sheet
    for rule in book.rules_over(key, "undecided"):
        if value is None or key != rule.target:
            continue
        given = [(case.slack, amount(case, book.values, sheet.rates)) for case in rule.cases]
        if all(
            one is not None and abs(value - one) > rule.tolerance + slack for slack, one in given
        ):
            return f"no case of {rule.text} gives {value:,}, whichever applies"
    return None


def _wrong_sign(book: Book, key: Key) -> str | None:
    sign, value = book.sheet.sign(key), book.values[key]
    if value is None or not ((sign == "-" and value > 0) or (sign == "+" and value < 0)):
        return None
    kind = "a deduction, never positive" if sign == "-" else "never negative"
    return f"the form has this line as {kind}, and {value:,} was read"


def _misplaced(book: Book, key: Key, ruled: bool) -> str | None:
    """A place that only printed order gives, or a check that rests on such places."""
    edition = book.sheet.edition
    if key in book.moved:
        other = " or ".join(edition.ref(partner) for partner in book.moved[key])
        return f"only the printed order places it, and {other} could stand in its place"
    if book.sheet.readings[key].trust == "doubtful":
        if not ruled:
            return "only the printed order places it, and no other rule confirms it"
        if (failing := _failing(book, key)) is not None:
            return f"only the printed order places it, and {failing}"
    if not ruled and book.moved:
        for rule in book.rules_over(key, "passed"):
            if not book.steady(rule, key):
                target = edition.ref(rule.target)
                return f"{target} holds over amounts that only the printed order places"
    return None


def _slipped(book: Book, key: Key) -> str | None:
    """A neighbour of a lost line in a sum that closes without that line: the sum has all its
    numbers, and this one may stand a line too high or too low."""
    sheet = book.sheet
    order = sheet.order[key]
    near = {sheet.placed.get(order - 1), sheet.placed.get(order + 1)}
    for rule in book.rules_over(key, "undecided"):
        lost = {k for k in rule.keys if book.values.get(k) is None}
        emptied = {**book.values, **dict.fromkeys(lost, 0)}
        beside = [k for k in lost & near if sheet.readings[k].seen == "missing"]
        if beside and book.values[key] and rule.exact and holds(rule, emptied, sheet.rates):
            target, line = sheet.edition.ref(rule.target), sheet.edition.ref(min(beside))
            return (
                f"{target} closes without {line} beside it, of which no trace was found: "
                "the number may be that line's"
            )
    return None


def _near_tie(book: Book, key: Key) -> str | None:
    """A tie that is broken, and would hold if the print were a likely misreading; or if it were
    any misreading that a likely one of another amount makes good in a sum.

    Two misreadings that cancel in a sum leave it whole; a tie over one of them then shows.
    """
    sheet = book.sheet
    for other, (tie, value) in book.strained.items():
        said = f"mostly {tie.text}, which would need {value:,}"
        if other == key and likely(sheet.likeness(key, value)):
            return f"{said} here, for which the print may be a misreading"
        for rule in book.rules_over(key, "passed"):
            if other not in rule.members or not rule.exact:
                continue
            partners = rule.keys if other == key else (key,)
            for partner in partners:
                needed = _made_good(book, rule, other, value, partner)
                if partner != other and needed is not None:
                    return (
                        f"{said} in {sheet.edition.ref(other)} and then {needed:,} in "
                        f"{sheet.edition.ref(partner)}, for both of which the prints may be "
                        "misreadings"
                    )
    return None


def _made_good(book: Book, rule: Rule, other: Key, value: int, partner: Key) -> int | None:
    """What `partner` would be if `other` were `value` and the rule held; None where the print
    is no likely misreading of that, or another rule holds it in its place."""
    sheet = book.sheet
    if len(book.rules_over(partner, "passed")) > 1:
        return None
    for needed in implied(rule, partner, {**book.values, other: value}, sheet.rates):
        if likely(sheet.likeness(partner, needed)):
            return needed
    return None


def _otherwise(book: Book, key: Key) -> str | None:
    """What other readers have of the amount and of others, where the rules hold with that too."""
    whole = book.otherwise.get(key)
    if whole is None:
        return None
    ref = book.sheet.edition.ref
    rest = " and ".join(f"{value:,} in {ref(one)}" for one, value in whole.items() if one != key)
    with_rest = f", and {rest}, with which its checks hold too" if rest else ""
    return f"another reader has {whole[key]:,} here{with_rest}: no rule tells which it is"


def _unclear(book: Book, key: Key) -> str | None:
    """Why the print of an amount that nothing confirms is not enough."""
    sheet = book.sheet
    value = book.values[key] or 0
    option = sheet.option(key, value)
    if option is not None and option.cost > DEAR:
        return f"{option.raw!r} is far from a clean print of it, and no rule confirms it"
    contrary = sheet.readings[key].contrary
    if contrary:
        return f"another reader has {contrary[0]!r} here, and no rule confirms the amount"
    if option is not None and sheet.lacks_marks(option):
        return f"{option.raw!r} lacks the marks of the other amounts, and no rule confirms it"
    unit = sheet.unit(key)
    if 0 < abs(value) < LONE * unit and _idle(book, key):
        return "a digit on its own is mostly a printed 0, and no rule confirms it"
    before = sheet.placed.get(sheet.order[key] - 1)
    if (
        before is not None
        and abs(value) >= REPEATED * unit
        and abs(value) == abs(sheet.start[before] or 0)
        and _idle(book, key)
    ):
        return (
            f"it repeats {sheet.edition.ref(before)} on the line before, "
            "as a ghost of that line would, and no rule needs it"
        )
    if option is not None and option.note == NEGATIVE_MARK:
        return f"{option.raw!r} is printed as negative, which the form has not on this line"
    own = sheet.cost(key, value) or 0
    agreed = {other.reader for other in sheet.options[key] if other.value == value}
    for other in sheet.options[key]:
        if other.reader not in agreed:
            return (
                f"another reader has {other.raw!r} here: it may as well be {other.value:,}, "
                "and no rule tells which it is"
            )
        cost = sheet.cost(key, other.value)
        if other.value != value and cost is not None and cost - own < CLEAR_GAP:
            return f"{other.raw!r} may as well be {other.value:,}, and no rule tells which it is"
    return None


def _as_dollar(book: Book, key: Key) -> str | None:
    """Whether the first digit of an amount that no rule confirms is a dollar sign to a reader."""
    for other in book.sheet.options[key]:
        if may_be_dollar(book.values[key] or 0, other):
            return f"another reader has {other.raw!r} here, and no rule confirms the amount"
    return None


def _idle(book: Book, key: Key) -> bool:
    """Whether every rule that holds would hold as well with zero."""
    emptied = {**book.values, key: 0}
    held = book.rules_over(key, "passed")
    return all(holds(rule, emptied, book.sheet.rates) for rule in held)
