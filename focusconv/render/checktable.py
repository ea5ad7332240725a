"""The checks of a filing as a printed table.

Sums are written without spaces and amounts with their currency, so that neither can be taken
for a line of the form.
"""

from __future__ import annotations

from msgspec import Struct

from focusconv.forms.catalog import Edition
from focusconv.record.filing import Filing
from focusconv.render import paper
from focusconv.render.flow import LAYOUT, Flow
from focusconv.render.formula import dollars, formula, terms


class Columns(Struct, frozen=True):
    """Widths of the columns, in points."""

    state: float = 66.0
    rule: float = 270.0
    amount: float = 86.0


COLUMNS = Columns()


def set_checks(flow: Flow, filing: Filing, edition: Edition) -> None:
    """The table, from the top of a page."""
    flow.turn()
    flow.centred("Checks")
    flow.row(f"This filing is {filing.status}. Amounts are whole dollars.")
    flow.skip()
    _row(flow, "bold", "state", ["rule"], "amount", "by the rule")
    flow.page.rule(flow.left, flow.y + 3, flow.right, flow.y + 3, weight=0.3, colour=paper.GREY)
    flow.skip(0.2)
    rules = {rule.id: rule for rule in edition.rules}
    for check in filing.checks:
        rule = rules.get(check.id)
        written = "".join(check.rule.split()) if rule is None else formula(rule, edition)
        said = check.status if check.hard else f"{check.status} (usually)"
        other = dollars(check.expected) if check.difference else ""
        cut: paper.Cut = "bold" if check.status == "failed" else "plain"
        _row(flow, cut, said, _folded(written), dollars(check.actual), other)


def _row(
    flow: Flow, cut: paper.Cut, state: str, rule: list[str], amount: str, expected: str
) -> None:
    flow.room(len(rule))
    flow.skip(1)
    size = LAYOUT.size - 0.5
    flow.page.text(flow.left, flow.y, state, size, cut=cut)
    for back, text in ((COLUMNS.amount, amount), (0.0, expected)):
        flow.page.text(flow.right - back, flow.y, text, size, cut=cut, align="right")
    for n, part in enumerate(rule):
        flow.skip(1 if n else 0)
        start = flow.left + COLUMNS.state + (8 if n else 0)
        flow.page.text(start, flow.y, part, size, cut=cut)


def _folded(written: str) -> list[str]:
    """A formula in pieces that fit their column, broken before an operator."""
    lines = [""]
    for term in terms(written):
        if paper.width(lines[-1] + term, LAYOUT.size) > COLUMNS.rule:
            lines.append("")
        lines[-1] += term
    return lines
