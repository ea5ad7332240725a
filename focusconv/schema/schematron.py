"""ISO Schematron of an edition: what XSD 1.0 cannot say, the totals before all.

Of every statement that is there it asserts that it has each of the form's cells once, as the
form has it, and that each total which the form promises holds. The states are respected: a
total is asserted where every operand is known, that is has a value, or is blank and counts as
zero, and within the rounding of its amounts; a waived check is not asserted; a statement that is
not there asserts nothing. A total that fails is reported also where the filing itself records
the failure, for a receiver must learn of it. Soft ties are no promise of the form and are not
asserted.
"""

from __future__ import annotations

from lxml import etree

from focusconv.forms.catalog import Edition, Rule, Sign, StatementSpec
from focusconv.record.xml import NAMESPACE
from focusconv.schema.xpath import Arm, Formula, cell, formula, literal

_SCH = "http://purl.oclc.org/dsdl/schematron"

_EMPTY = "@status='blank' or @status='unreadable' or @status='absent'"
_VALUE = "f:value or f:value_text or f:value_mark"
_AMOUNT = "f:value or not(f:value_text or f:value_mark)"
_MARK = "f:value_mark or not(f:value_text or f:value)"
_TEXT = "f:value_text or not(f:value or f:value_mark)"
_FAILED = "f:check[@hard='true'][@status='failed']"
_DISPUTED = "f:statement/f:item[@status='disputed']"
_OPEN = "f:statement/f:item[@status='unreadable'] or f:check[@hard='true'][@status='undecided']"


def edition_schematron(edition: Edition) -> bytes:
    """The Schematron of an edition, for the XSLT 1.0 query binding.

    Arithmetic is done in doubles there, which hold every amount an export may have.
    """
    schema = etree.XML(f'<schema xmlns="{_SCH}" queryBinding="xslt"/>')
    _add(schema, "title").text = f"Cells and totals: {edition.title}, edition {edition.edition}"
    _add(schema, "ns", prefix="f", uri=NAMESPACE)
    _filing(schema, edition)
    _states(schema)
    _cells(schema, edition)
    _signs(schema, edition)
    _totals(schema, edition)
    return etree.tostring(schema, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _filing(schema: etree._Element, edition: Edition) -> None:
    """The filing is of this edition, and its status says what its checks and items say."""
    rule = _rule(_add(schema, "pattern", id="filing"), "/f:filing")
    form = (
        f"f:form[@system={literal(edition.system)}][@id={literal(edition.id)}]"
        f"[@edition={literal(edition.edition)}]"
    )
    _assert(rule, "form", form, f"The filing is not of {edition.title}, {edition.edition}.")
    inconsistent = f"(@status='inconsistent') = boolean({_FAILED})"
    reason = "A filing is inconsistent if, and only if, a hard check failed."
    _assert(rule, "status.inconsistent", inconsistent, reason)
    disputed = f"{_FAILED} or (@status='disputed') = boolean({_DISPUTED})"
    reason = "A filing without a failed check is disputed if, and only if, an item is."
    _assert(rule, "status.disputed", disputed, reason)
    confirmed = f"@status!='confirmed' or not({_OPEN})"
    reason = "A filing with an unreadable item or an undecided check is not confirmed."
    _assert(rule, "status.confirmed", confirmed, reason)
    coarsest = (
        "not(f:statement/@decimals < @decimals) and (not(f:statement) or "
        "f:statement/@decimals = @decimals)"
    )
    reason = "The decimals of a filing are those of its least exact statement."
    _assert(rule, "decimals", coarsest, reason)


def _states(schema: etree._Element) -> None:
    """What an item's status and kind say of its value, and what a waiver needs."""
    pattern = _add(schema, "pattern", id="states")
    rule = _rule(pattern, "f:item")
    item = ("Line ", _Of("@line"), " (box ", _Of("@box"), ") ")
    known = f"boolean({_EMPTY}) != boolean({_VALUE})"
    _assert(rule, "value.known", known, *item, "is ", _Of("@status"), ", which its value belies.")
    kind = (
        f"(@kind!='amount' or {_AMOUNT}) and (@kind!='mark' or {_MARK})"
        f" and (@kind='amount' or @kind='mark' or {_TEXT})"
    )
    _assert(rule, "value.kind", kind, *item, "has a value that is no ", _Of("@kind"), ".")
    corrected = "@status!='corrected' or f:as_read or f:as_read_text or f:as_read_mark"
    _assert(rule, "value.as-read", corrected, *item, "is corrected and does not say of what.")
    rule = _rule(pattern, "f:check[@status='waived']")
    waived = "../f:correction[@action='waive'][@target=current()/@id]"
    _assert(rule, "waiver", waived, "No correction waives the check ", _Of("@id"), ".")


def _cells(schema: etree._Element, edition: Edition) -> None:
    """Each statement has each of its cells once, with its own box, kind and label."""
    pattern = _add(schema, "pattern", id="cells")
    for statement in edition.statements:
        rule = _rule(pattern, f"f:statement[@id={literal(statement.id)}]")
        title = f"f:title={literal(statement.title)}"
        _assert(rule, f"title.{statement.id}", title, f"The title is not: {statement.title}")
        _statement_cells(rule, statement)


def _statement_cells(rule: etree._Element, statement: StatementSpec) -> None:
    cells = list(statement.cells())
    for at, (_, line, spec) in enumerate(cells, 1):
        box = f"[@box={literal(spec.box)}]" if spec.box is not None else "[not(@box)]"
        test = (
            f"count(f:item[@line={literal(line.line)}][@column={literal(spec.column)}]{box}"
            f"[@kind={literal(spec.kind)}][f:label={literal(line.label)}]) = 1"
        )
        name = f"box {spec.box}, line {line.line}" if spec.box else f"line {line.line}"
        reason = (
            f"{statement.id} must have once: {name}, column {spec.column}, kind {spec.kind}, "
            f"label: {line.label}"
        )
        _assert(rule, f"cell.{statement.id}.{at}", test, reason)
    test = f"count(f:item) = {len(cells)}"
    found = (f"{statement.id} has {len(cells)} items, not ", _Of("count(f:item)"), ".")
    _assert(rule, f"count.{statement.id}", test, *found)


_SIGNS: dict[Sign, tuple[str, str]] = {
    "-": ("f:value <= 0", "is a deduction and cannot be "),
    "+": ("f:value >= 0", "is never negative and cannot be "),
}
"""The signs that a line can demand: the test of its value, and what is wrong otherwise."""


def _signs(schema: etree._Element, edition: Edition) -> None:
    """A deduction is never positive, a requirement or a market value never negative."""
    pattern = _add(schema, "pattern", id="signs")
    for statement in edition.statements:
        for number, sign in enumerate(_SIGNS, 1):
            cells = [
                f"({cell(edition, key)})"
                for key, _, spec in statement.cells()
                if spec.sign == sign and spec.kind == "amount"
            ]
            if not cells:
                continue
            context = f"f:statement[@id={literal(statement.id)}]/f:item[{' or '.join(cells)}]"
            test, reason = _SIGNS[sign]
            settled = f"not(f:value) or @status='disputed' or @status='reviewed' or {test}"
            name = f"sign.{statement.id}.{number}"
            message = ("Line ", _Of("@line"), " (box ", _Of("@box"), f") {reason}", _Of("f:value"))
            _assert(_rule(pattern, context), name, settled, *message, ".")


def _totals(schema: etree._Element, edition: Edition) -> None:
    """Each hard rule, at the item of its total.

    Within a pattern a node meets one rule only: a total's second rule needs a second pattern.
    """
    patterns: list[etree._Element] = []
    seen: dict[str, int] = {}
    for rule in edition.rules:
        if not rule.hard:
            continue
        turn = seen.get(rule.target, 0)
        seen[rule.target] = turn + 1
        if turn == len(patterns):
            patterns.append(_add(schema, "pattern", id=f"totals.{turn + 1}"))
        _total(patterns[turn], edition, rule)


def _total(pattern: etree._Element, edition: Edition, rule: Rule) -> None:
    parts = formula(edition, rule)
    context = f"f:statement[@id={literal(rule.statement)}]/f:item[{cell(edition, rule.target)}]"
    total = _rule(pattern, context)
    _let(total, "check", f"/f:filing/f:check[@id={literal(rule.id)}]")
    _let(total, "known", _decided(parts))
    _let(total, "actual", "sum(f:value)")
    for at, arm in enumerate(parts.arms):
        if arm.operands is not None:
            _let(total, f"operands{at}", arm.operands)
        _let(total, f"expected{at}", arm.expected.replace("$operands", f"$operands{at}"))
        _let(total, f"difference{at}", f"$actual - $expected{at}")
        if arm.slack is not None:
            _let(total, f"slack{at}", arm.slack)
    _let(total, "holds", " or ".join(_holds(parts, at, rule) for at in range(len(parts.arms))))
    # An operand that nobody could read leaves a total open, unless the filing itself says
    # that it fails: then the receiver is told.
    unfiled = "".join(f"not({other}) or " for other in parts.others)
    open_total = "$check/@status='waived' or not($known or $check/@status='failed')"
    recorded = ("; the filing records the check ", rule.id, " as ", _Of("$check/@status"), ".")
    _assert(total, rule.id, f"{unfiled}$holds or {open_total}", *_figures(rule), *recorded)
    held = "boolean($check[@status='passed' or @status='used'])"
    honest = f"$check and ({held} = $holds or ($known and not($holds)))"
    reason = f"{rule.text}: the items do not bear out what the filing says of this check"
    _assert(total, f"{rule.id}.recorded", f"{unfiled}({honest})", reason, *recorded)


def _decided(parts: Formula) -> str:
    """Whether the rule can be decided: all is known, and one of its cases applies."""
    conditions = list(dict.fromkeys(arm.governs for arm in parts.arms))
    if None in conditions:
        return parts.known
    return f"{parts.known} and ({' or '.join(f'({condition})' for condition in conditions)})"


def _holds(parts: Formula, at: int, rule: Rule) -> str:
    arm = parts.arms[at]
    known = "$known" if len(parts.arms) == 1 else arm.known
    applies = f" and {arm.governs}" if arm.governs is not None else ""
    near = f"$difference{at} = 0"
    bound = _bound(rule, at, arm)
    if bound:
        near = f"$difference{at} >= -({bound}) and $difference{at} <= {bound}"
    return f"({known}{applies} and {near})"


def _bound(rule: Rule, at: int, arm: Arm) -> str:
    """How far the total may be off: the form's tolerance, and what rounding allows."""
    parts = [str(rule.tolerance)] if rule.tolerance else []
    return " + ".join([*parts, *([f"$slack{at}"] if arm.slack is not None else [])])


def _figures(rule: Rule) -> tuple[str, ...]:
    """The rule and what the filing has for it, in words."""
    parts = [f"{rule.text}: the total is ", _figure("$actual"), ", its operands give "]
    for at in range(len(rule.cases)):
        parts += [" or "] if at else []
        parts += [_figure(f"$expected{at}"), " (difference ", _figure(f"$difference{at}"), ")"]
    return tuple(parts)


class _Of(str):
    """A part of a message that is computed: an XPath."""


def _figure(xpath: str) -> _Of:
    # Some processors print large numbers with an exponent unless told how.
    return _Of(f"format-number({xpath}, '#,##0')")


def _rule(pattern: etree._Element, context: str) -> etree._Element:
    return _add(pattern, "rule", context=context)


def _let(rule: etree._Element, name: str, value: str) -> None:
    _add(rule, "let", name=name, value=value)


def _assert(rule: etree._Element, name: str, test: str, *message: str) -> None:
    """An assertion; the parts of its message are texts, and paths where they are `_Of`."""
    element = _add(rule, "assert", id=name, role="error", test=test)
    last: etree._Element | None = None
    for part in message:
        if isinstance(part, _Of):
            last = _add(element, "value-of", select=part)
        elif last is None:
            element.text = (element.text or "") + part
        else:
            last.tail = (last.tail or "") + part


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SCH}}}{tag}", attributes)
