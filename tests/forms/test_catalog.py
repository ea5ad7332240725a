"""The catalog as data: every box, every rule, the signs, and what no sample exercises."""

from __future__ import annotations

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from focusconv.errors import InvalidCatalog
from focusconv.forms.catalog import (
    Case,
    CellSpec,
    Edition,
    Key,
    Marks,
    Rule,
    catalog,
)
from focusconv.forms.load import _Edition, _Line, _Regime, _Rule, _Statement, load

ROOT = Path(__file__).parents[2]
FOCUS = catalog().edition("X-17A-5-II-2014")
WINJAMMER = catalog().edition("DAILY-SEG-FOCUS-II-2014")
EDITIONS = (FOCUS, WINJAMMER)


def boxes(text: str) -> set[str]:
    return set(text.split())


AMOUNT_BOXES = {
    "segregation": (
        "7010 7020 7030 7032 7033 7040 7045 7047 7050 7060 7070 7080 7090 7100 7110 7120 7130 "
        "7132 7133 7140 7160 7170 7150 7180 7190 7194 7198"
    ),
    "dealer-options": "7200 7210 7220 7230 7240",
    "secured": "7305 7315 7317 7325 7335 7337 7345 7351 7352 7354 7355 7360",
    "secured-funds": (
        "7500 7520 7530 7540 7560 7570 7580 7590 7600 7610 7615 7620 7640 7650 7660 7670 7675 "
        "7680 7700 7710 7720 7730 7735 7740 7760 7765 7770 7380 7780 7785"
    ),
    "cleared-swaps": (
        "8500 8510 8520 8530 8540 8550 8560 8570 8580 8590 8600 8610 8620 8630 8640 8650 8660 "
        "8670 8680 8690 8700 8710 8715 8720 8730 8760 8770"
    ),
    "net-capital": "7415 7425 7435 7445 7455 7465 7475 7490 7495",
}
"""The amounts of each statement in printed order."""

DEDUCTIONS = boxes("7033 7047 7133 7337 7352 7615 7675 7735 8540 8570 8680")
NEVER_NEGATIVE = boxes(
    "7032 7045 7132 7305 7335 7351 7610 7670 7730 8530 8560 8670 "
    "7415 7425 7435 7445 7455 7465 7475 7490 7495 "
    "7020 7080 7090 7110 7120 7160 7170 7317 7540 7560 7590 7650 7710 8510 8610 8620 8640 "
    "8650 8700 8710"
)
LEFT_COLUMN = boxes(
    "7045 7047 7351 7352 8560 8570 7210 7220 7415 7435 7500 7520 7540 7560 7580 7590 7600 "
    "7610 7615 7640 7650 7660 7670 7675 7700 7710 7720 7730 7735"
)
DEPOSITORY_NAMES = {"7510", "7550", "7630", "7690", "7750"}

COVER = {
    "11": ("text", None),
    "13": ("text", "name"),
    "14": ("text", "sec_file_number"),
    "15": ("text", "firm_id"),
    "16": ("mark", None),
    "17": ("mark", None),
    "18": ("mark", None),
    "19": ("mark", None),
    "20": ("text", "street"),
    "21": ("text", "city"),
    "22": ("text", "state"),
    "23": ("text", "zip"),
    "24": ("date", "period_begin"),
    "25": ("date", "period_end"),
    "26": ("mark", None),
    "30": ("text", "contact_name"),
    "31": ("text", "telephone"),
    **{str(box): ("text", None) for box in range(32, 40)},
    "40": ("mark", None),
    "41": ("mark", None),
    "42": ("mark", None),
}

SHARED_RULES = {
    "segregation.7040": "7040 = 7010 + 7020 + 7030 + 7032 + 7033",
    "segregation.7050": "7050 = 7045 + 7047",
    "segregation.7060": "7060 = 7040 + 7050",
    "segregation.7180": (
        "7180 = 7070 + 7080 + 7090 + 7100 + 7110 + 7120 + 7130 + 7132 + 7133 + 7140 + 7160 + "
        "7170 + 7150"
    ),
    "segregation.7190": "7190 = 7180 - 7060",
    "segregation.7198": "7198 = 7190 - 7194",
    "secured.7345": "7345 = 7315 + 7317 + 7325 + 7335 + 7337",
    "secured.7354": "7354 = 7351 + 7352",
    "secured.7355": "7355 = 7345 + 7354",
    "secured.7360": "7360 = greatest of 7305, 7355",
    "secured-funds.7530": "7530 = 7500 + 7520",
    "secured-funds.7570": "7570 = 7540 + 7560",
    "secured-funds.7620": "7620 = 7580 + 7590 + 7600 + 7610 + 7615",
    "secured-funds.7680": "7680 = 7640 + 7650 + 7660 + 7670 + 7675",
    "secured-funds.7740": "7740 = 7700 + 7710 + 7720 + 7730 + 7735",
    "secured-funds.7770": "7770 = 7530 + 7570 + 7620 + 7680 + 7740 + 7760 + 7765",
    "secured-funds.7380": "7380 = 7770 - 7360",
    "secured-funds.7785": "7785 = 7380 - 7780",
    "cleared-swaps.8550": "8550 = 8500 + 8510 + 8520 + 8530 + 8540",
    "cleared-swaps.8580": "8580 = 8560 + 8570",
    "cleared-swaps.8590": "8590 = 8550 + 8580",
    "cleared-swaps.8730": "8730 = 8720 - 8590",
    "cleared-swaps.8770": "8770 = 8730 - 8760",
    "tie.7032": "7032 = 7132",
    "tie.7033": "7033 = 7133",
    "tie.7325": "7325 = 7720",
    "tie.7335": "7335 = 7730",
    "tie.7337": "7337 = 7735",
    "tie.7020": "7020 = 7090 + 7120 + 7170 or 7090 + 7120 + 7170 + 7150",
    "tie.7317": "7317 = 7540 + 7560 + 7590 + 7650 + 7710",
    "tie.8510": "8510 = 8620 + 8650 + 8710",
}
SWAPS_FUNDS = (
    "8720 = 8600 + 8610 + 8620 + 8630 + 8640 + 8650 + 8660 + 8670 + 8680 + 8690 + 8700 + 8710"
)
RULES = {
    FOCUS.name: {
        **SHARED_RULES,
        "dealer-options.7230": "7230 = 7210 + 7220",
        "dealer-options.7240": "7240 = 7230 - 7200 or 7200 - 7230",
        "cleared-swaps.8720": f"{SWAPS_FUNDS} + 8715",
        "net-capital.7425": "7425 = 8% of 7415",
        "net-capital.7445": "7445 = 8% of 7435",
        "net-capital.7455": "7455 = 7425 + 7445",
        "net-capital.7490": "7490 = greatest of 7455, 7465, 7475",
        "net-capital.7495": (
            "7495 = 110% of 7455 or 150% of 7465 or 110% of 7465 or 110% of 7475 or 150% of 7475"
        ),
        "tie.7465": "7465 = 1,000,000",
    },
    WINJAMMER.name: {
        **SHARED_RULES,
        "cleared-swaps.8720": f"{SWAPS_FUNDS} + 12.A + 12.B + 12.C",
        "tie.7194": "7194 = segregated.b% of 7060",
        "tie.7780": "7780 = secured.b% of 7360",
        "tie.8760": "8760 = cleared-swaps.b% of 8590",
    },
}

ONE_DOLLAR = {
    "net-capital.7425",
    "net-capital.7445",
    "net-capital.7495",
    "tie.7317",
    "tie.7194",
    "tie.7780",
    "tie.8760",
}
"""Rules with a tolerance of a dollar: percents, and the tie seen a dollar off in filings."""

TOTAL = re.compile(
    r"^(total|net equity \(deficit\)|excess|greater of|add lines|enter \d+%|minimum cftc"
    r"|cftc early)|\(add lines|required to be se",
    re.IGNORECASE,
)
"""Printed labels that announce a computed amount."""

ENTERED = {"7200", "7305"}
"""Amounts "required" that the firm enters: no line of the form gives them."""

FIGURES = """
    7010 400  7020 50  7030 -30  7032 20  7033 -10  7040 430  7045 9  7047 -6  7050 3  7060 433
    7070 100  7080 11  7090 12  7100 200  7110 13  7120 23  7130 -7  7132 20  7133 -10  7140 5
    7160 14  7170 15  7150 8  7180 404  7190 -29  7194 43  7198 -72
    7200 70  7210 60  7220 25  7230 85  7240 15
    7305 90  7315 61  7317 47  7325 -21  7335 6  7337 -4  7345 89  7351 5  7352 -3  7354 2
    7355 91  7360 91
    7500 30  7520 9  7530 39  7540 16  7560 3  7570 19
    7580 12  7590 4  7600 -5  7610 2  7615 -1  7620 12
    7640 22  7650 7  7660 -8  7670 6  7675 -9  7680 18
    7700 33  7710 17  7720 -21  7730 6  7735 -4  7740 31
    7760 10  7765 1  7770 130  7380 39  7780 25  7785 14
    8500 300  8510 96  8520 -45  8530 8  8540 -2  8550 357  8560 21  8570 -11  8580 10  8590 367
    8600 120  8610 31  8620 32  8630 130  8640 33  8650 34  8660 -19  8670 9  8680 -3
    8690 6  8700 35  8710 30  8715 15  8720 453  8730 86  8760 55  8770 31
    7415 20000000  7425 1600000  7435 2500  7445 200  7455 1600200  7465 1000000  7475 60
    7490 1600200  7495 1760220
    cleared-swaps/12.A/amount 7  cleared-swaps/12.B/amount 5  cleared-swaps/12.C/amount 3
    cover/segregated.b/amount 10  cover/secured.b/amount 27.5  cover/cleared-swaps.b/amount 15
"""
"""A small filing of either form that adds up, with a value other than zero in every amount."""

NO_SAMPLE_BOXES = {
    FOCUS.name: boxes("7160 7475 7640 7650 7660 7670 7675 7680"),
    WINJAMMER.name: boxes("7070 7080 7160"),
}
"""Amount boxes that no truth table gives a value."""

NO_SAMPLE_RULES = {
    FOCUS.name: {
        "dealer-options.7230",
        "dealer-options.7240",
        "secured-funds.7620",
        "secured-funds.7680",
        "tie.7335",
        "tie.7337",
    },
    WINJAMMER.name: {
        "cleared-swaps.8720",
        "secured-funds.7620",
        "secured-funds.7680",
        "segregation.7180",
        "tie.7194",
        "tie.7780",
        "tie.8760",
    },
}
"""Rules that no truth table decides over values other than zero."""

TRUTHS = sorted((ROOT / "samples").glob("*/truth.csv"))


def edition_of(truth: Path) -> Edition:
    """The edition of a sample, told by the name of its folder."""
    (edition,) = (e for e in EDITIONS if truth.parent.name.startswith(e.system.lower()))
    return edition


def known(truth: Path) -> dict[Key, Decimal]:
    """The amounts a truth table gives; an empty box counts as zero."""
    edition = edition_of(truth)
    with truth.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["class"] not in ("unknown", "absent")]
    return {edition.key_of_box[row["box"]]: Decimal(row["value"] or 0) for row in rows}


def figures(edition: Edition) -> dict[Key, Decimal]:
    words = FIGURES.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    keyed = {edition.key_of_box.get(name, name): Decimal(value) for name, value in pairs}
    return {key: value for key, value in keyed.items() if key in edition.spec}


def amount_of(case: Case, values: dict[Key, Decimal]) -> Decimal | None:
    """What a case gives, worked out apart from the program; None where it does not govern."""
    if case.governs is not None and values[case.governs[0]] != values[case.governs[1]]:
        return None
    terms = [term.coefficient * values[term.key] for term in case.terms]
    match case.op:
        case "constant":
            return Decimal(str(case.constant))
        case "greatest":
            return max(terms)
        case "percent":
            rate = Decimal(case.rate) if case.rate is not None else values[str(case.rate_key)]
            return (rate * terms[0] / 100).quantize(Decimal(1), ROUND_HALF_UP)
        case "linear":
            return sum(terms, Decimal(0))


def holds(rule: Rule, values: dict[Key, Decimal]) -> bool:
    given = [amount_of(case, values) for case in rule.cases]
    return any(
        amount is not None and abs(values[rule.target] - amount) <= rule.tolerance
        for amount in given
    )


def needed(rule: Rule) -> set[Key]:
    rates = {case.rate_key for case in rule.cases if case.rate_key is not None}
    return {*rule.keys, *rates}


EVERY_CELL = [
    pytest.param(edition, key, id=f"{edition.system}-{cell.box or key}")
    for edition in EDITIONS
    for key, cell in edition.spec.items()
]
EVERY_RULE = [
    pytest.param(edition, rule, id=f"{edition.system}-{rule.id}")
    for edition in EDITIONS
    for rule in edition.rules
]


@pytest.mark.parametrize(("edition", "key"), EVERY_CELL)
def test_box(edition: Edition, key: Key) -> None:
    statement = key.split("/")[0]
    line, cell = edition.line_of[key], edition.spec[key]
    assert key == f"{statement}/{line.line}/{cell.column}"
    assert line.label == " ".join(line.label.split()) != ""
    if cell.box is not None:
        assert cell.box.isdigit()
        assert edition.key_of_box[cell.box] == key
    if cell.box in DEDUCTIONS:
        assert cell.sign == "-"
    elif cell.box in NEVER_NEGATIVE:
        assert cell.sign == "+"
    elif cell.box is not None:
        assert cell.sign == "any"
    if statement != "cover":
        assert cell.box is None or cell.box not in line.label
        name = cell.box in DEPOSITORY_NAMES
        assert cell.kind == ("text" if name else "amount")
        left = "detail" if cell.box in LEFT_COLUMN else "amount"
        assert cell.column == ("name" if name else left)


@pytest.mark.parametrize(("edition", "rule"), EVERY_RULE)
def test_rule(edition: Edition, rule: Rule) -> None:
    assert rule.text == RULES[edition.name][rule.id]
    assert rule.tolerance == (1 if rule.id in ONE_DOLLAR else 0)
    assert rule.hard == (not rule.id.startswith("tie."))
    assert rule.statement == rule.target.split("/")[0]
    for case in rule.cases:
        operands = [term.key for term in case.terms]
        assert len(set(operands)) == len(operands)
        assert rule.target not in operands
        assert {edition.spec[key].kind for key in operands} <= {"amount"}
        if case.rate_key is not None:
            assert edition.spec[case.rate_key].kind == "percent"
        if case.rate is not None:
            assert Decimal(case.rate) > 0


@pytest.mark.parametrize(("edition", "rule"), EVERY_RULE)
def test_rule_tells_right_from_wrong(edition: Edition, rule: Rule) -> None:
    values = figures(edition)
    assert all(values[key] != 0 for key in needed(rule))
    assert holds(rule, values)
    assert not holds(rule, {**values, rule.target: values[rule.target] + 100})


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_rules_of_an_edition(edition: Edition) -> None:
    assert sorted(rule.id for rule in edition.rules) == sorted(RULES[edition.name])
    graph: dict[Key, set[Key]] = {}
    for rule in edition.rules:
        if rule.hard:
            assert rule.target not in graph, f"two hard rules give {rule.target}"
            graph[rule.target] = set(rule.keys) - {rule.target}
    assert len(list(TopologicalSorter(graph).static_order())) > len(graph)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_every_total_has_a_rule(edition: Edition) -> None:
    given = {rule.target for rule in edition.rules if rule.hard}
    totals = set()
    for key, cell in edition.spec.items():
        columns = [other.column for other in edition.line_of[key].cells]
        result = columns[-2:] == ["detail", "amount"] and cell.column == "amount"
        announced = TOTAL.search(edition.line_of[key].label) is not None
        if cell.kind == "amount" and (result or announced) and cell.box not in ENTERED:
            totals.add(key)
    assert totals == given


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_keys_and_lines_are_unique(edition: Edition) -> None:
    cells = [key for statement in edition.statements for key, _, _ in statement.cells()]
    assert len(cells) == len(set(cells)) == len(edition.spec)
    boxes = [cell.box for cell in edition.spec.values() if cell.box is not None]
    assert len(boxes) == len(set(boxes)) == len(edition.key_of_box)
    for statement in edition.statements:
        numbers = [line.line for line in statement.lines]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("statement", AMOUNT_BOXES)
def test_amounts_of_a_statement_stand_in_printed_order(statement: str) -> None:
    def listed(edition: Edition) -> list[str | None]:
        cells = edition.by_id[statement].cells()
        return [cell.box for _, _, cell in cells if cell.kind == "amount"]

    printed = AMOUNT_BOXES[statement].split()
    assert listed(FOCUS) == printed
    if statement in WINJAMMER.by_id:
        at = printed.index("8715") if statement == "cleared-swaps" else len(printed)
        daily = [*printed[:at], None, None, None, *printed[at + 1 :]] if at < len(printed) else None
        assert listed(WINJAMMER) == (daily or printed)


def test_statements_stand_in_printed_order() -> None:
    assert list(FOCUS.by_id) == [
        "cover", "segregation", "dealer-options", "secured", "secured-funds", "cleared-swaps",
        "net-capital",
    ]  # fmt: skip
    assert list(WINJAMMER.by_id) == [
        "cover", "secured", "secured-funds", "segregation", "cleared-swaps",
    ]  # fmt: skip


def test_cover_of_focus() -> None:
    cells = FOCUS.by_id["cover"].cells()
    assert {cell.box: (cell.kind, cell.role) for _, _, cell in cells} == COVER


def test_cover_of_winjammer() -> None:
    cells = list(WINJAMMER.by_id["cover"].cells())
    assert {cell.box for _, _, cell in cells} == {None}
    assert {cell.role for _, _, cell in cells} == {
        "name", "contact_name", "telephone", "email", None,
    }  # fmt: skip
    for regime in ("segregated", "secured", "cleared-swaps"):
        assert {
            key.removeprefix(f"cover/{regime}."): cell.kind
            for key, _, cell in cells
            if key.startswith(f"cover/{regime}.")
        } == {
            "a/amount": "amount",
            "b/amount": "percent",
            "c/low": "amount",
            "c/high": "amount",
            "d/low": "percent",
            "d/high": "percent",
            "choice/entry": "text",
        }


@pytest.mark.parametrize(
    ("box", "good", "bad"),
    [
        ("11", "II", "IIA"),
        ("14", "8-41562", "41562"),
        ("15", "19585", "8-19585"),
        ("22", "NY", "New York"),
        ("23", "10018", "1001"),
        ("23", "60606-4637", "60606-46"),
        ("24", "04/01/17", "04/01"),
        ("25", "4/30/2017", "2017-04-30"),
        ("31", "(212) 525-3425", "525-3425"),
        ("31", "919-994-6223", "919-994-62231"),
    ],
)
def test_shape(box: str, good: str, bad: str) -> None:
    shape = FOCUS.spec[FOCUS.key_of_box[box]].shape
    assert shape is not None
    assert re.fullmatch(shape, good)
    assert not re.fullmatch(shape, bad)


def test_roles_are_given_once() -> None:
    for edition in EDITIONS:
        roles = [cell.role for cell in edition.spec.values() if cell.role is not None]
        assert len(roles) == len(set(roles))


def test_winjammer_breaks_line_12_down() -> None:
    assert "8715" in FOCUS.key_of_box
    assert "8715" not in WINJAMMER.key_of_box
    for part in ("12.A", "12.B", "12.C"):
        cell = WINJAMMER.spec[f"cleared-swaps/{part}/amount"]
        assert (cell.box, cell.kind, cell.sign) == (None, "amount", "any")
    lines = [line.line for line in WINJAMMER.by_id["cleared-swaps"].lines]
    assert lines[lines.index("12") :][:5] == ["12", "12.A", "12.B", "12.C", "13"]
    assert WINJAMMER.line_of["cleared-swaps/12.A/amount"].label == "Cash"


def test_winjammer_replaces_what_it_prints_otherwise() -> None:
    def label(edition: Edition, box: str) -> str:
        return edition.line_of[edition.key_of_box[box]].label

    assert label(FOCUS, "7047") == "Less: amount offset by customer owned securities"
    assert label(WINJAMMER, "7047") == "Less: amount offset by customer securities"
    assert label(FOCUS, "7150") == "Segregated funds on hand (describe:)"
    assert label(WINJAMMER, "7150") == "Segregated funds on hand"
    assert label(FOCUS, "7010") == label(WINJAMMER, "7010") == "Cash"
    assert not DEPOSITORY_NAMES & set(WINJAMMER.key_of_box)


def test_headings_tell_repeated_labels_apart() -> None:
    for edition in EDITIONS:
        for statement in edition.statements:
            paths = []
            above: list[tuple[int, str]] = []
            for line in statement.lines:
                above = [entry for entry in above if entry[0] < line.level]
                above.append((line.level, line.label))
                if line.cells:
                    paths.append(tuple(label for _, label in above))
            assert len(paths) == len(set(paths)), statement.id


CASES_OF_7495 = [
    ("risk-based", {"7455": 300, "7465": 280, "7475": 60, "7490": 300}, {330}),
    ("minimum dollars", {"7455": 100, "7465": 280, "7475": 60, "7490": 280}, {420, 308}),
    ("other requirement", {"7455": 100, "7465": 280, "7475": 500, "7490": 500}, {550, 750}),
]


@pytest.mark.parametrize(
    ("given", "right"), [case[1:] for case in CASES_OF_7495], ids=[c[0] for c in CASES_OF_7495]
)
def test_early_warning_level_by_case(given: dict[str, int], right: set[int]) -> None:
    (rule,) = (rule for rule in FOCUS.rules if rule.id == "net-capital.7495")
    values = {FOCUS.key_of_box[box]: Decimal(value) for box, value in given.items()}
    accepted = {
        level for level in range(1000) if holds(rule, {**values, rule.target: Decimal(level)})
    }
    assert accepted == {level + off for level in right for off in (-1, 0, 1)}


def test_dealer_options_take_either_sign() -> None:
    (rule,) = (rule for rule in FOCUS.rules if rule.id == "dealer-options.7240")
    values = figures(FOCUS)
    assert holds(rule, {**values, rule.target: Decimal(15)})
    assert holds(rule, {**values, rule.target: Decimal(-15)})
    assert not holds(rule, {**values, rule.target: Decimal(0)})


REGIMES = {
    "segregation": {"required": "7060", "held": "7180", "excess": "7190", "target": "7194"},
    "secured": {"required": "7360", "held": "7770", "excess": "7380", "target": "7780"},
    "cleared-swaps": {"required": "8590", "held": "8720", "excess": "8730", "target": "8760"},
}
DEALER_OPTIONS = {"dealer-options": {"required": "7200", "held": "7230"}}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_regimes(edition: Edition) -> None:
    found = {
        regime.id: {measure: edition.ref(key) for measure, key in regime.measures.items()}
        for regime in edition.regimes
    }
    assert found == (REGIMES | DEALER_OPTIONS if edition is FOCUS else REGIMES)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_the_excess_of_a_regime_is_what_is_held_above_what_is_required(edition: Edition) -> None:
    """By the form's own rule: a box in the wrong place would make series that look right."""
    made = {rule.target: rule for rule in edition.rules if rule.hard}
    for regime in edition.regimes:
        assert all(edition.spec[key].kind == "amount" for key in regime.measures.values())
        if regime.excess is not None:
            (case,) = made[regime.excess].cases
            assert {term.key: term.coefficient for term in case.terms} == {
                regime.held: 1,
                regime.required: -1,
            }
        if regime.target is not None:
            over = [rule for rule in edition.rules if rule.hard and regime.target in rule.keys]
            assert [rule.cases[0].terms[0].key for rule in over] == [regime.excess]


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.parent.name)
def test_truth_of_a_sample_agrees_with_the_catalog(truth: Path) -> None:
    edition = edition_of(truth)
    with truth.open(encoding="utf-8", newline="") as file:
        boxes = {row["box"] for row in csv.DictReader(file)}
    assert boxes <= set(edition.key_of_box)
    values = known(truth)
    decided = [rule for rule in edition.rules if rule.hard and needed(rule) <= set(values)]
    assert decided
    assert [rule.id for rule in decided if not holds(rule, values)] == []
    for key, value in values.items():
        assert not (edition.spec[key].sign == "-" and value > 0)
        assert not (edition.spec[key].sign == "+" and value < 0)


@pytest.mark.skipif(not TRUTHS, reason="the samples are not in this copy")
def test_what_no_sample_exercises() -> None:
    boxes: dict[str, set[str]] = {}
    rules: dict[str, set[str]] = {}
    for edition in EDITIONS:
        filings = [known(truth) for truth in TRUTHS if edition_of(truth) is edition]
        printed = [read_boxes(truth) for truth in TRUTHS if edition_of(truth) is edition]
        amounts = {cell.box for cell in edition.spec.values() if cell.kind == "amount" and cell.box}
        boxes[edition.name] = amounts - set().union(*printed)
        rules[edition.name] = {
            rule.id
            for rule in edition.rules
            if not any(
                needed(rule) <= set(values) and any(values[key] for key in needed(rule))
                for values in filings
            )
        }
    assert boxes == NO_SAMPLE_BOXES
    assert rules == NO_SAMPLE_RULES


def read_boxes(truth: Path) -> set[str]:
    """The boxes of a truth table that have a value."""
    with truth.open(encoding="utf-8", newline="") as file:
        return {row["box"] for row in csv.DictReader(file) if row["value"]}


SMALL = {
    "catalog.toml": """
        version = "1"
        editions = ["small-2020"]
    """,
    "small-2020/form.toml": """
        system = "FOCUS"
        id = "SMALL"
        edition = "2020"
        title = "Small form"
        source = "made up"
        valid_from = "2020-01-01"
        words = ["SMALL FORM"]
        statements = ["sheet"]
        ties = [{ id = "tie.1", target = "1", equal = "2" }]
    """,
    "small-2020/sheet.toml": """
        id = "sheet"
        title = "Sheet"
        lines = [
          { line = "1", label = "Cash", box = "1" },
          { line = "2", label = "Securities", box = "2" },
          { line = "3", label = "Total", box = "3" },
        ]
        rules = [{ target = "3", sum = ["1", "2"] }]
    """,
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_a_small_catalog_loads(tmp_path: Path) -> None:
    (edition,) = load(write(tmp_path, SMALL)).editions
    assert edition.name == "SMALL-2020"
    assert [rule.text for rule in edition.rules] == ["3 = 1 + 2", "1 = 2"]
    assert edition.key_of_box["3"] == "sheet/3/amount"


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("small-2020/sheet.toml", '"1", "2"]', '"1", "9"]', "a rule names 9, which no line has"),
        ("small-2020/sheet.toml", 'target = "3"', 'target = "@3"', "a rule names @3, which"),
        ("small-2020/form.toml", 'equal = "2"', 'equal = "9"', "a rule names 9, which no line"),
        ("small-2020/sheet.toml", 'box = "2"', 'box = "1"', "two cells are called 1"),
        ("small-2020/sheet.toml", 'line = "2"', 'line = "1"', "the line 1 is there twice"),
        (
            "small-2020/sheet.toml",
            'box = "2" }',
            'cells = [{ box = "2" }, { box = "4" }] }',
            "two cells have the key sheet/2/amount",
        ),
        ("small-2020/sheet.toml", 'box = "2"', 'bx = "2"', "unknown field `bx`"),
        ("small-2020/sheet.toml", 'box = "2"', "box = 2", "Expected `str"),
        ("small-2020/sheet.toml", 'box = "2"', 'box = "2", sign = "minus"', "Invalid enum value"),
        ("small-2020/sheet.toml", 'title = "Sheet"', "", "missing required field `title`"),
        (
            "small-2020/sheet.toml",
            'sum = ["1", "2"]',
            "tolerance = 1",
            "needs one operation, and has none",
        ),
        (
            "small-2020/sheet.toml",
            'sum = ["1", "2"]',
            'sum = ["1"], equal = "2"',
            "needs one operation, and has sum, equal",
        ),
        (
            "small-2020/sheet.toml",
            'sum = ["1", "2"]',
            'percent = "8"',
            "needs one operation, and has percent",
        ),
        (
            "small-2020/sheet.toml",
            'sum = ["1", "2"]',
            'sum = ["1"], one_of = [{ equal = "2" }]',
            "the rule for 3 has sum beside one_of",
        ),
        (
            "small-2020/sheet.toml",
            "rules = [",
            'rules = [{ target = "3", equal = "1" }, ',
            "the rule for 3 is there twice",
        ),
        (
            "small-2020/form.toml",
            "ties = [",
            'ties = [{ id = "tie.1", target = "2", equal = "1" }, ',
            "the tie tie.1 is there twice",
        ),
        (
            "small-2020/form.toml",
            "ties = [",
            'regimes = [{ id = "r", title = "R", required = "1", held = "9" }]\nties = [',
            "a regime names 9, which no line has",
        ),
        (
            "small-2020/form.toml",
            "ties = [",
            'regimes = [{ id = "r", title = "R", required = "1" }]\nties = [',
            "missing required field `held`",
        ),
        (
            "small-2020/form.toml",
            "ties = [",
            "regimes = ["
            + 2 * '{ id = "r", title = "R", required = "1", held = "2" }, '
            + "]\nties = [",
            "the regime r is there twice",
        ),
        ("small-2020/sheet.toml", 'id = "sheet"', 'id = "sheet', "not TOML"),
        ("small-2020/form.toml", '"FOCUS"', '"1-FR"', "Invalid enum value '1-FR'"),
        ("small-2020/form.toml", '"2020-01-01"', "2020-01-01", "Expected `str`, got `date`"),
        ("catalog.toml", "version", "edition", "unknown field `edition`"),
    ],
)
def test_a_broken_catalog_names_file_and_reason(
    tmp_path: Path, file: str, old: str, new: str, reason: str
) -> None:
    assert SMALL[file].count(old) == 1
    write(tmp_path, {**SMALL, file: SMALL[file].replace(old, new)})
    with pytest.raises(InvalidCatalog, match=re.escape(reason)) as caught:
        load(tmp_path)
    assert caught.value.place.endswith(file)


@pytest.mark.parametrize("missing", sorted(SMALL))
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    write(tmp_path, {name: text for name, text in SMALL.items() if name != missing})
    with pytest.raises(InvalidCatalog, match="there is no such file") as caught:
        load(tmp_path)
    assert caught.value.place.endswith(missing)


def test_an_edition_based_on_another_names_the_line_it_drops(tmp_path: Path) -> None:
    later = {
        **SMALL,
        "catalog.toml": 'version = "1"\neditions = ["small-2021"]',
        "small-2021/form.toml": SMALL["small-2020/form.toml"].replace("2020", "2021"),
        "small-2021/sheet.toml": """
            id = "sheet"
            title = "Sheet"
            based_on = "small-2020/sheet"
            drop = ["4"]
        """,
    }
    with pytest.raises(InvalidCatalog, match="drop names 4, which no line has") as caught:
        load(write(tmp_path, later))
    assert caught.value.place.endswith("small-2021/sheet.toml")


GUIDE = (ROOT / "docs" / "adding-a-form.md").read_text(encoding="utf-8")
BLOCK = re.compile(r'^```toml title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
RULE_ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+ = [^`]+)` \|$", re.MULTILINE)
GUIDE_FIRST, GUIDE_SECOND = GUIDE.split("\n## ")[1:3]


@pytest.mark.parametrize(
    ("upto", "edition", "section"),
    [
        (GUIDE_FIRST, "CM-1-2026", GUIDE_FIRST),
        (GUIDE_FIRST + GUIDE_SECOND, "CM-1-2026", GUIDE_FIRST),
        (GUIDE_FIRST + GUIDE_SECOND, "CM-1-2027", GUIDE_SECOND),
    ],
    ids=["first edition", "first beside second", "second edition"],
)
def test_the_example_of_the_guide_loads(
    tmp_path: Path, upto: str, edition: str, section: str
) -> None:
    loaded = load(write(tmp_path, dict(BLOCK.findall(upto)))).edition(edition)
    assert [(rule.id, rule.text) for rule in loaded.rules] == RULE_ROW.findall(section)
    values = dict.fromkeys(loaded.spec, Decimal(0))
    filed = {"1010": 700, "1020": 300, "1030": 1000, "1040": -50, "1050": 950, "1070": 80}
    if edition == "CM-1-2027":
        values["margin/1.B.ii/detail"] = Decimal(300)
        filed = {"1010": 700, "1030": 1000, "1050": 1000, "1070": 100, "1080": 900}
    else:
        filed["1080"] = 870
    values.update((loaded.key_of_box[box], Decimal(value)) for box, value in filed.items())
    assert all(holds(rule, values) for rule in loaded.rules if rule.hard)


def test_the_regime_of_the_guide_is_read(tmp_path: Path) -> None:
    files = dict(BLOCK.findall(GUIDE_FIRST + GUIDE_SECOND))
    for edition in load(write(tmp_path, files)).editions:
        (regime,) = edition.regimes
        assert {measure: edition.ref(key) for measure, key in regime.measures.items()} == {
            "required": "1070",
            "held": "1050",
            "excess": "1080",
        }


def test_the_second_edition_of_the_guide_keeps_what_it_does_not_replace(tmp_path: Path) -> None:
    files = dict(BLOCK.findall(GUIDE_FIRST + GUIDE_SECOND))
    margin = load(write(tmp_path, files)).edition("CM-1-2027").by_id["margin"]
    assert [line.line for line in margin.lines] == [
        "1", "1.A", "1.B", "1.B.i", "1.B.ii", "2", "4", "5", "6",
    ]  # fmt: skip
    assert [key for key, _, _ in margin.cells()] == [
        "margin/1.A/detail",
        "margin/1.B.i/detail",
        "margin/1.B.ii/detail",
        "margin/2/amount",
        "margin/4/amount",
        "margin/5/amount",
        "margin/6/amount",
    ]


def test_the_guide_names_every_field_of_the_grammar() -> None:
    grammar = (_Line, _Rule, _Statement, _Edition, _Regime, CellSpec, Marks)
    fields = {name for struct in grammar for name in struct.__struct_fields__}
    spans = " ".join(re.findall(r"`([^`\n]+)`", GUIDE))
    assert fields - set(re.findall(r"[a-z_]+", spans)) == set()
