"""The amounts of a filing: leaves drawn at random, totals by the rules of the form."""

from __future__ import annotations

from random import Random

from bench.strangers.form import Case, Edition, Rule
from bench.strangers.targets import choose_targets

Values = dict[str, int | str | None]

_OPTIONS_TIE = 0.85
_SECURITIES_TIE = 0.6


class _Book:
    """Amounts by box, of which the totals are worked out when they are asked for."""

    def __init__(self, rng: Random, form: Edition) -> None:
        self.rng, self.form = rng, form
        self.values: Values = {}
        self.rules = {r.target: r for st in form.statements for r in st.rules}

    def put(self, box: str, amount: int) -> None:
        if box in self.form.key_of_box:
            self.values[self.form.key_of_box[box]] = amount

    def get(self, box: str) -> int:
        return self.value(self.form.key_of_box[box])

    def value(self, key: str) -> int:
        """The amount of a cell; a total is worked out once and kept."""
        if key not in self.values and key in self.rules:
            self.values[key] = self._total(self.rules[key])
        found = self.values.setdefault(key, 0)
        return found if isinstance(found, int) else 0

    def _total(self, rule: Rule) -> int:
        for key in rule.keys[1:]:
            if key != rule.target:
                self.value(key)
        open_cases = [case for case in rule.cases if self._governs(case)]
        return self._amount(_chosen(self.rng, self, rule, open_cases))

    def _governs(self, case: Case) -> bool:
        return case.governs is None or self.value(case.governs[0]) == self.value(case.governs[1])

    def _amount(self, case: Case) -> int:
        terms = [term.coefficient * self.value(term.key) for term in case.terms]
        if case.op == "greatest":
            return max(terms)
        if case.op == "percent":
            return percent(terms[0], str(case.rate))
        return sum(terms)


def _chosen(rng: Random, book: _Book, rule: Rule, cases: list[Case]) -> Case:
    """Which case of a rule this firm goes by: of early warning, by the sum that governs."""
    if rule.target.endswith("net-capital/E/amount"):
        governing = cases[0].terms[0].key
        same = [case for case in cases if case.terms[0].key == governing]
        retail = book.value(governing) >= 20_000_000
        return same[-1] if len(same) > 1 and retail == (same[-1].rate == "110") else same[0]
    return rng.choice(cases)


def percent(amount: int, rate: str) -> int:
    """`rate` percent of an amount, to the dollar, halves away from zero."""
    whole, _, part = rate.partition(".")
    scaled, unit = abs(amount) * int(whole + part), int("100" + "0" * len(part))
    rounded = (2 * scaled + unit) // (2 * unit)
    return rounded if amount >= 0 else -rounded


def draw(rng: Random, form: Edition) -> Values:
    """Every amount and percent of a filing; None where the firm left a box empty."""
    book = _Book(rng, form)
    scale = 10 ** rng.uniform(5.0, 11.3)
    _segregation(book, scale)
    _secured(book, scale * 10 ** rng.uniform(-2.5, 0.1))
    _cleared_swaps(book, scale * 10 ** rng.uniform(-2, 0.3))
    if form.system == "FOCUS":
        _dealer_options(book, scale * 1e-3)
        _net_capital(book, scale)
    choose_targets(rng, form, book.values, book.get, percent)
    for st in form.statements:
        for key, _, cell in st.cells():
            if cell.kind == "amount" and key not in book.values:
                book.value(key)
    return _emptied(rng, book)


def _some(rng: Random, scale: float, nothing: float = 0.25) -> int:
    """An amount of about a size: often zero, rarely round."""
    if rng.random() < nothing:
        return 0
    amount = int(scale * 10 ** rng.uniform(-1.7, 0))
    if rng.random() < 0.06:
        digits = max(len(str(amount)) - 2, 0)
        amount = amount // 10**digits * 10**digits
    return amount


def _signed(rng: Random, scale: float, nothing: float = 0.2) -> int:
    return _some(rng, scale, nothing) * rng.choice([1, 1, -1])


def _deficit(book: _Book, gross: str, offset: str, scale: float) -> None:
    """Debit balances, and how much of them securities of the customers cover."""
    debit = _some(book.rng, scale / 50, 0.3)
    book.put(gross, debit)
    covered = book.rng.choice([0, debit, int(debit * book.rng.random())])
    book.put(offset, -covered)


def _options(book: _Book, pairs: list[tuple[str, str]], scale: float) -> None:
    """Long and short options on both sides of a statement, the same mostly."""
    rng, held = book.rng, book.rng.random() < 0.65
    for sign, (left, right) in zip((1, -1), pairs, strict=True):
        amount = sign * _some(rng, scale / 8, 0.1) if held else 0
        book.put(left, amount)
        tied = rng.random() < _OPTIONS_TIE
        book.put(right, amount if tied else sign * _some(rng, scale / 8))


def _securities(book: _Book, total: str, parts: list[str], scale: float) -> None:
    """Customers' own securities: where they lie, and mostly the same sum as an obligation."""
    rng = book.rng
    for box in parts:
        book.put(box, _some(rng, scale / 3, 0.45))
    held = sum(book.get(box) for box in parts if box in book.form.key_of_box)
    book.put(total, held if rng.random() < _SECURITIES_TIE else _some(rng, scale))


def _balance(book: _Book, required: str, held: str, cash: str) -> None:
    """Cash enough that the funds cover what is required, with an excess; deficits are rare."""
    rng, need = book.rng, book.get(required)
    spare = abs(need) * 10 ** rng.uniform(-2.3, -0.5) + rng.randint(0, 99_999)
    wanted = need + int(spare if rng.random() < 0.93 else -spare)
    key = book.form.key_of_box[cash]
    book.values[key] = 0
    rule = book.rules[book.form.key_of_box[held]]
    lacking = wanted - _sum_without(book, rule)
    overdrawn = lacking < 0 and rng.random() < 0.2
    book.values[key] = lacking if lacking >= 0 or overdrawn else _some(rng, abs(lacking))


def _sum_without(book: _Book, rule: Rule) -> int:
    """What a total comes to as things stand, keeping none of the totals below it."""
    before = dict(book.values)
    total = book.value(rule.target)
    book.values = before
    return total


def _segregation(book: _Book, scale: float) -> None:
    rng = book.rng
    book.put("7010", _some(rng, scale, 0.03))
    book.put("7030", _signed(rng, scale / 4))
    _options(book, [("7032", "7132"), ("7033", "7133")], scale)
    _securities(book, "7020", ["7090", "7120", "7170"], scale)
    _deficit(book, "7045", "7047", scale)
    for box in ("7080", "7110", "7160", "7150"):
        book.put(box, _some(rng, scale / 6, 0.6))
    for box in ("7130", "7140"):
        book.put(box, _signed(rng, scale / 20, 0.3))
    if rng.random() < 0.5:
        book.put("7070", _some(rng, scale / 3, 0.1))
        _balance(book, "7060", "7180", "7100")
    else:
        book.put("7100", _some(rng, scale / 3, 0.2))
        _balance(book, "7060", "7180", "7070")


def _secured(book: _Book, scale: float) -> None:
    rng = book.rng
    book.put("7305", _some(rng, scale / 2, 0.85))
    book.put("7315", _some(rng, scale, 0.08))
    book.put("7325", _signed(rng, scale / 4))
    _options(book, [("7335", "7730"), ("7337", "7735")], scale)
    _securities(book, "7317", ["7540", "7560", "7590", "7650", "7710"], scale)
    _deficit(book, "7351", "7352", scale)
    _brokers(book, ["7580", "7600", "7610", "7615"], scale / 10)
    _brokers(book, ["7640", "7660", "7670", "7675"], scale / 10)
    book.put("7720", book.get("7325") if rng.random() < 0.5 else _signed(rng, scale / 4))
    book.put("7700", _some(rng, scale / 2, 0.2))
    for box in ("7520", "7760", "7765"):
        book.put(box, _some(rng, scale / 10, 0.7))
    _balance(book, "7360", "7770", rng.choice(["7500", "7700"]))


def _brokers(book: _Book, boxes: list[str], scale: float) -> None:
    """What one kind of broker holds: nothing at all, as often as not."""
    rng = book.rng
    cash, gain, long, short = boxes
    nothing = 1.0 if rng.random() < 0.5 else 0.2
    book.put(cash, _some(rng, scale, nothing))
    book.put(gain, _signed(rng, scale / 4, nothing))
    book.put(long, _some(rng, scale / 10, nothing))
    book.put(short, -_some(rng, scale / 10, nothing))


def _cleared_swaps(book: _Book, scale: float) -> None:
    rng = book.rng
    if rng.random() < 0.15:
        return
    book.put("8500", _some(rng, scale, 0.05))
    book.put("8520", _signed(rng, scale / 3, 0.1))
    _options(book, [("8530", "8670"), ("8540", "8680")], scale / 10)
    _securities(book, "8510", ["8620", "8650", "8710"], scale)
    _deficit(book, "8560", "8570", scale)
    for box in ("8610", "8640", "8700", "8715"):
        book.put(box, _some(rng, scale / 6, 0.6))
    for letter in "ABC":
        key = f"cleared-swaps/12.{letter}/amount"
        if key in book.form.spec:
            book.values[key] = _some(rng, scale / 9, 0.6)
    for box in ("8660", "8690"):
        book.put(box, _signed(rng, scale / 20, 0.3))
    book.put("8600", _some(rng, scale / 3, 0.1))
    _balance(book, "8590", "8720", "8630")


def _dealer_options(book: _Book, scale: float) -> None:
    nothing = 1.0 if book.rng.random() < 0.7 else 0.1
    for box in ("7200", "7210", "7220"):
        book.put(box, _some(book.rng, scale, nothing))


def _net_capital(book: _Book, scale: float) -> None:
    rng = book.rng
    book.put("7415", _some(rng, scale, 0.05))
    book.put("7435", _some(rng, scale / 3, 0.3))
    book.put("7465", rng.choice([1_000_000] * 5 + [20_000_000]))
    book.put("7475", rng.choice([0, 0, 0, _some(rng, scale / 50), 20_000_000 + _some(rng, 1e7)]))


def _emptied(rng: Random, book: _Book) -> Values:
    """The zeros as the firm leaves them: all printed, none, or as it comes."""
    share = rng.choice([0.0, 0.0, 0.5, 1.0])
    totals = set(book.rules)
    return {
        key: None
        if value in (0, "0") and rng.random() < (share / 3 if key in totals else share)
        else value
        for key, value in book.values.items()
    }
