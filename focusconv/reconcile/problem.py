"""The working sheet of one filing: rules, readings and what each value of an item would cost.

Costs are in the unit of readings: 10 is one misread digit. The cost of a value is how
far-fetched all that was seen of the item is, if that value is the true one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence

from focusconv.forms.catalog import Edition, Key, Sign
from focusconv.notation.confusions import misreading_cost
from focusconv.readings import FAMILY, UNSURE_OF_SIGNS, Option, Reading
from focusconv.reconcile.formrules import form_rules
from focusconv.reconcile.rules import Rates, Result, evaluate

LOST = 12
"""An amount that was printed and not seen at all."""
ROUND_LOST = 8
"""Added where such an amount is a round one: a misreading elsewhere looks like that."""
GHOST = 18
"""A number that was seen where nothing stands."""
FAR = 30
"""One reader's print says nothing about a value that another reader saw."""
DOLLAR = 1
"""A leading digit that another reader saw as the dollar sign: of the two, engines take the sign
for a digit."""
NEIGHBOUR = 8
"""The amount of a neighbour, where only the printed order places both."""


class Sheet:
    """What is known before any arithmetic; nothing here changes while a filing is mended."""

    def __init__(
        self,
        readings: Mapping[Key, Reading],
        edition: Edition,
        present: Collection[str],
        rates: Rates,
        fixed: Mapping[Key, int | None],
        waived: Collection[str],
    ) -> None:
        self.edition = edition
        self.rates = rates
        self.readings = readings
        self.fixed = fixed
        form = form_rules(edition, present, waived, decimals_of(readings))
        self.rules, self.hard, self.ties = form.rules, form.hard, form.ties
        self.over, self.tied = form.over, form.tied
        self.waived = waived
        self.options = {
            key: () if key in fixed else reading.options for key, reading in readings.items()
        }
        self.holder = _holders(readings, fixed)
        self._compared = len({reader for reader, _ in self.holder}) > 1
        self.own = {
            key: tuple(o for o in options if self.holder[(o.reader, o.token)] == key)
            for key, options in self.options.items()
        }
        self._seen = {key: self._see(reading) for key, reading in readings.items()}
        self.start: dict[Key, int | None] = {
            key: self._first(key) for key in (*readings, *(k for k in fixed if k not in readings))
        }
        self._results = {rule.id: evaluate(rule, self.start, rates) for rule in self.rules}

    def results(self, values: Mapping[Key, int | None]) -> dict[str, Result]:
        """Every rule evaluated over `values`; only those over what differs from the start anew."""
        changed = {key for key, value in values.items() if value != self.start[key]}
        if not changed:
            return self._results
        return {
            rule.id: self._results[rule.id]
            if changed.isdisjoint(rule.members)
            else evaluate(rule, values, self.rates)
            for rule in self.rules
        }

    @functools.cached_property
    def order(self) -> dict[Key, int]:
        """The place of each amount in printed order."""
        return {
            key: place for place, key in enumerate(k for k in self.edition.spec if k in self.start)
        }

    @functools.cached_property
    def placed(self) -> dict[int, Key]:
        return {place: key for key, place in self.order.items()}

    @property
    def lost(self) -> int:
        """What an amount costs that no reader saw: each would have to miss it."""
        return LOST * (2 if self._compared else 1)

    @functools.cached_property
    def grouped(self) -> bool:
        """Whether nearly all amounts of a thousand and more are printed with grouping marks."""
        firsts = [(key, options[0]) for key, options in self.options.items() if options]
        bare = [
            _is_bare(first.raw)
            for key, first in firsts
            if abs(first.value) >= 1000 * self.unit(key)
        ]
        return 10 * sum(bare) <= len(bare)

    def lacks_marks(self, option: Option) -> bool:
        """Whether a print has not the grouping marks that this filing prints."""
        return _is_bare(option.raw) and self.grouped

    def sign(self, key: Key) -> Sign:
        return self.edition.spec[key].sign

    def seen(self, key: Key) -> str:
        """What was seen of the item; of one whose print serves another, nothing is known."""
        return self._seen.get(key, "absent")

    def _see(self, reading: Reading) -> str:
        lost = reading.seen == "amount" and not self.own[reading.key]
        return "missing" if lost else reading.seen

    def _first(self, key: Key) -> int | None:
        """The value taken before any rule is asked: the cheapest reading; zero for an empty
        cell; None where nothing is known."""
        if key in self.fixed:
            return self.fixed[key]
        options = self.own[key]
        if not options:
            return 0 if self.seen(key) == "nothing" else None
        if len(options) == 1 or len({option.reader for option in options}) == 1:
            return options[0].value
        return min(options, key=lambda option: self.cost(key, option.value) or 0).value

    def cost(self, key: Key, value: int) -> int | None:
        """What `value` costs as the item's true value; None where it is out of the question."""
        if key in self.fixed:
            return 0 if value == self.fixed[key] else None
        sign = self.sign(key)
        if (sign == "-" and value > 0) or (sign == "+" and value < 0):
            listed = any(option.value == value for option in self.options[key])
            return FAR if listed else None
        seen = self.seen(key)
        if seen == "amount":
            return self._cost_of_print(key, value, sign)
        unit = self.unit(key)
        if value % unit:
            return None
        if seen == "nothing":
            return 0 if value == 0 else self.lost + ROUND_LOST * (value % (1000 * unit) == 0)
        if seen == "garbled":
            text = self.readings[key].text
            return misreading_cost(text, value // unit, sign) if text else 0
        return 0 if seen == "missing" else None

    def unit(self, key: Key) -> int:
        """The dollars that the item's amounts are printed in."""
        reading = self.readings.get(key)
        return reading.unit if reading is not None else 1

    def _cost_of_print(self, key: Key, value: int, sign: Sign) -> int | None:
        total = 0
        listed = False
        unit = self.unit(key)
        if value % unit:
            return None
        for own in self._by_reader(key):
            costs = [option.cost for option in own if option.value == value]
            if costs:
                listed = True
                total += min(costs)
                continue
            looks = {option.raw for option in own}
            priced = [misreading_cost(raw, value // unit, sign) for raw in looks]
            misread = min((cost for cost in priced if cost is not None), default=None)
            if self._is_dollar(key, own[0], value):
                listed, misread = True, DOLLAR
            total += FAR if misread is None else misread
        if not listed and total >= FAR:
            return None
        return total

    def _is_dollar(self, key: Key, read: Option, value: int) -> bool:
        """Whether a print is `value` with a digit like the dollar sign before it, where another
        reader is sure of the sign."""
        digits = str(abs(value))
        before = str(abs(read.value)).removesuffix(digits)
        return (
            "$" not in read.raw
            and before in _LIKE_DOLLAR
            and any(
                len(str(abs(o.value))) == len(digits)
                and has_dollar(o)
                and o.reader not in UNSURE_OF_SIGNS
                for o in self.options[key]
            )
        )

    def _by_reader(self, key: Key) -> Collection[Sequence[Option]]:
        """The options of the item's print, apart for each reader."""
        options = self.options[key]
        if not self._compared:
            return (options,)
        found: dict[str, list[Option]] = {}
        for option in options:
            found.setdefault(option.reader, []).append(option)
        return found.values()

    def option(self, key: Key, value: int | None) -> Option | None:
        """The cheapest reading of that value; None where no reader saw it."""
        best: Option | None = None
        for option in self.options.get(key, ()):
            if option.value == value and (best is None or option.cost < best.cost):
                best = option
        return best

    def seen_twice(self, key: Key, value: int | None) -> bool:
        """Whether two readers saw that value without changing a digit, and nothing likelier in the
        same print."""
        if not self._compared:
            return False
        return self.readers_of(key, value) > 1

    def readers_of(self, key: Key, value: int | None) -> int:
        """How many readers saw that value, and nothing likelier in the same print."""
        options = self.options.get(key, ())
        least: dict[tuple[str, str], int] = {}
        for option in options:
            look = option.reader, option.raw
            least[look] = min(option.cost, least.get(look, LOST))
        said = (o for o in options if o.value == value and o.cost < LOST)
        return len(
            {FAMILY.get(o.reader, o.reader) for o in said if o.cost <= least[o.reader, o.raw]}
        )

    def likeness(self, key: Key, value: int) -> int | None:
        """What it costs that the item's print stands for `value`; None where it has none."""
        reading = self.readings.get(key)
        if reading is None:
            return None
        prints = [option.raw for option in self.options[key]] or [reading.text or ""]
        unit = self.unit(key)
        if value % unit:
            return None
        costs = [misreading_cost(text, value // unit, self.sign(key)) for text in prints]
        return min((cost for cost in costs if cost is not None), default=None)


def decimals_of(readings: Mapping[Key, Reading]) -> dict[str, int]:
    """How exact the amounts of each statement are that is not printed in whole dollars."""
    return {
        key.split("/", 1)[0]: 1 - len(str(reading.unit))
        for key, reading in readings.items()
        if reading.unit != 1
    }


_DOLLAR = re.compile(r"[\s(]*\$")
_LIKE_DOLLAR = frozenset("35689")


def has_dollar(option: Option) -> bool:
    """Whether a print begins with the dollar sign."""
    return _DOLLAR.match(option.raw) is not None


def may_be_dollar(value: int, option: Option) -> bool:
    """Whether a print has the dollar sign where `value` has a first digit that looks like it."""
    digits = str(abs(value))
    first = digits.removesuffix(str(abs(option.value)))
    return first in _LIKE_DOLLAR and first != digits and has_dollar(option)


def _is_bare(raw: str) -> bool:
    return re.search(r"\d{4}", raw) is not None


def _holders(
    readings: Mapping[Key, Reading], fixed: Mapping[Key, int | None]
) -> dict[tuple[str, int], Key]:
    """The item that starts with each printed number, for it serves one item only.

    It is the one to which it fits best: by cost, then by how surely the item was placed,
    then in printed order.
    """
    claims: dict[tuple[str, int], tuple[int, int, Key]] = {}
    rank = {"sure": 0, "likely": 1, "doubtful": 2}
    for key, reading in readings.items():
        if key in fixed:
            continue
        for option in reading.options:
            claim = (option.cost, rank[reading.trust], key)
            token = (option.reader, option.token)
            if token not in claims or claim[:2] < claims[token][:2]:
                claims[token] = claim
    return {token: claim[2] for token, claim in claims.items()}
