"""A trace as text: a section a step, a line a thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from focusconv.terminal.console import amount
from focusconv.trace import model

STEPS = ("read", "identify", "place", "reconcile", "states")
"""The sections, in the order in which a document passes through the steps."""

_WORD = re.compile(r"\w+")

_SHOWN = 3
"""How many explanations of a search are shown: the cheapest, and those that rival it."""


def lines(found: model.Trace, steps: Collection[str], item: str | None = None) -> Iterator[str]:
    """The trace in lines; of one item alone where it is named by its box or key."""
    if "read" in steps and item is None:
        yield from _read(found)
    if found.refused is not None:
        yield f"refused: {found.refused}"
    for number, filing in enumerate(found.filings, 1):
        yield f"filing {number} of {len(found.filings)}: {filing.edition}, {filing.status}"
        for step, tell in _TELLS.items():
            if step in steps:
                yield step.upper()
                yield from (f"  {line}" for line in tell(filing, item))


def keys_of(filing: model.Filing, item: str | None) -> frozenset[str]:
    """The keys of the items that are called so, all where none is named."""
    return frozenset(one.key for one in filing.items if item in (None, one.key, one.box))


def _read(found: model.Trace) -> Iterator[str]:
    source = found.source
    yield f"READ {source.name}: {source.media_type}, by {', '.join(source.readers)}"
    for page in found.pages:
        yield f"  page {page.number}, places in {page.unit}s"
        for row in page.rows:
            tokens = " | ".join(f"{token.kind} {_quoted(token)}" for token in row.tokens)
            yield f"    row {row.number}: {tokens}"
        yield from (f"    mark: {mark}" for mark in page.marks)


def _quoted(token: model.Token) -> str:
    sure = "" if token.confidence is None else f" ({token.reader}, {token.confidence:.0%})"
    return f"'{token.text}'{sure}"


def _identify(filing: model.Filing, item: str | None) -> Iterator[str]:
    keys = keys_of(filing, item)
    wanted = {key.partition("/")[0] for key in keys}
    for part in filing.parts:
        if item is not None and part.statement not in wanted:
            continue
        (page, row), (last, end) = part.first, part.last
        what = part.statement or f"no statement{f', like {part.like}' if part.like else ''}"
        odd = f"; may be of another filing: {part.odd}" if part.odd else ""
        where = f"page {page} row {row} to page {last} row {end}"
        yield f"{where}: {what} (support {part.support:g}){odd}"
    yield from (f"aside: {aside}" for aside in filing.asides if item is None)


def _place(filing: model.Filing, item: str | None) -> Iterator[str]:
    keys = keys_of(filing, item)
    for copy in filing.copies:
        slots = [slot for slot in copy.slots if item is None or slot.item in keys]
        if slots:
            side = "before" if copy.boxes_come_first else "behind"
            yield f"{copy.statement}, boxes {side} their amounts"
            yield from (f"  {_slot(slot)}" for slot in slots)
        if copy.strays and item is None:
            yield f"  of no line: {', '.join(copy.strays)}"


def _slot(slot: model.Slot) -> str:
    page, row = slot.row
    print_ = "nothing" if slot.print is None else f"'{slot.print}'"
    boxes = ", ".join(f"{box} (cost {cost})" for box, cost in slot.boxes.items()) or "none"
    taken = "no item"
    if slot.item is not None:
        taken = f"{slot.item}, {slot.trust}, cost {slot.cost}"
    rivals = f", or {', '.join(slot.rivals)}" if slot.rivals else ""
    labels = f"; label of {', '.join(slot.lines)}" if slot.lines else ""
    return f"page {page} row {row}: {print_}; box {boxes}{labels} -> {taken}{rivals}"


def _reconcile(filing: model.Filing, item: str | None) -> Iterator[str]:
    keys = keys_of(filing, item)
    called = {one.key: one.box or one.key for one in filing.items}
    boxes = {called[key] for key in keys}
    for check in filing.checks:
        if item is None or boxes & {*_WORD.findall(check.rule)}:
            yield f"{check.id} {check.status}: {check.message or check.rule}"
    for search in filing.searches:
        if item is None or any(keys & one.changes.keys() for one in search.explanations):
            yield from _search(search, called)
    for made in filing.made:
        if made.key in keys:
            kept = "" if made.kept else ", taken back"
            value = amount(made.value)
            yield f"made: {called[made.key]} = {value}, {made.status}{kept}: {made.reason}"
    for key, why in filing.blamed.items():
        if key in keys:
            yield f"in doubt: {called[key]}: {why}"
    yield from (f"asked for again: {request}" for request in filing.requests if item is None)


def _search(search: model.Search, called: dict[str, str]) -> Iterator[str]:
    whole = "" if search.complete else " (not finished: concludes nothing)"
    yield f"search over {', '.join(search.rules)}{whole}"
    for one in search.explanations[:_SHOWN]:
        changes = " and ".join(f"{called[key]} = {amount(v)}" for key, v in one.changes.items())
        broken = f"; {', '.join(one.still_broken)} stay broken" if one.still_broken else ""
        yield f"  cost {one.cost}: {changes or 'no change'}{broken}"
    if not search.explanations:
        yield "  nothing explains them"


def _states(filing: model.Filing, item: str | None) -> Iterator[str]:
    keys = keys_of(filing, item)
    for one in filing.items:
        if one.key in keys:
            yield from _item(one)


def _item(one: model.Item) -> Iterator[str]:
    confirmed = f", confirmed by {', '.join(one.verified_by)}" if one.verified_by else ""
    value = amount(one.value) or "no value"
    yield f"{one.box or '-'} {one.label} [{one.key}]: {value}, {one.status}{confirmed}"
    place = "" if one.page is None else f" on page {one.page}"
    trust = "" if one.trust is None else f", its place {one.trust}"
    yield f"  seen: {one.seen}{place}{trust}"
    for option in one.options:
        said = [f"cost {option.cost}"] if option.cost is not None else []
        said += [text for text in (option.reader, option.note, *option.doubts) if text]
        yield f"  read: '{option.raw}' as {amount(option.value)} ({', '.join(said)})"
    yield from (f"  doubt: {doubt}" for doubt in one.doubts)
    if one.start != one.value and one.start is not None:
        yield f"  before the rules were asked: {amount(one.start)}"
    if one.reason:
        yield f"  why: {one.reason}"


_TELLS: dict[str, Callable[[model.Filing, str | None], Iterator[str]]] = {
    "identify": _identify,
    "place": _place,
    "reconcile": _reconcile,
    "states": _states,
}
