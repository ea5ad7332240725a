"""How a filing that was read compares with the truth of its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.strangers.truth import Amount, Truth

Outcome = Literal["right", "open", "silent", "false blank"]

_SURE = ("reported", "corrected", "derived", "reviewed")


@dataclass(frozen=True)
class Fault:
    """One item or fact of the head that is not right."""

    outcome: str
    place: str
    truth: object
    got: object
    status: str


@dataclass
class Verdict:
    """Counts over a document, and what was not right in it."""

    right: int = 0
    open: int = 0
    silent: int = 0
    false_blank: int = 0
    header_wrong: int = 0
    header_open: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def items(self) -> int:
        return self.right + self.open + self.silent + self.false_blank


def judge(filing: Mapping[str, Any], truth: Truth) -> Verdict:
    """Every amount and fact of a filing's JSON against the truth."""
    verdict = Verdict()
    items = dict(_items(filing))
    for key, expected in truth.amounts.items():
        item = items.pop(key, {"value": None, "status": "missing", "box": None})
        outcome = _outcome(item, expected, truth.meant.get(key))
        _count(verdict, outcome, key, expected, item)
    for key, item in items.items():
        if item["value"] and item["status"] in _SURE and item["kind"] in ("amount", "percent"):
            _count(verdict, "silent", key, "not in the document", item)
    _judge_header(verdict, filing, truth)
    return verdict


def _items(filing: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for statement in filing["statements"]:
        for item in statement["items"]:
            yield f"{statement['id']}/{item['line']}/{item['column']}", item


def _outcome(item: Mapping[str, Any], expected: Amount, meant: Amount) -> Outcome:
    """What one item is: an empty box and a zero are the same amount."""
    status, value = item["status"], _number(item["value"])
    if expected == "open":
        if status in _SURE:
            return "right" if value == _number(meant) else "silent"
        return "false blank" if status == "blank" and _number(meant) else "right"
    wanted = _number(expected)
    if status == "blank":
        return "false blank" if wanted else "right"
    if status in _SURE:
        return "right" if value == wanted else "silent"
    return "open"


def _number(value: Amount) -> float | int:
    """An amount exactly; a percent as a number; an empty box as zero."""
    if isinstance(value, str):
        return float(value)
    return value or 0


def _count(
    verdict: Verdict, outcome: Outcome, key: str, expected: object, item: Mapping[str, Any]
) -> None:
    name = outcome.replace(" ", "_")
    setattr(verdict, name, getattr(verdict, name) + 1)
    if outcome != "right":
        place = f"{item['box'] or '-'} {key}"
        verdict.faults.append(Fault(outcome, place, expected, item["value"], item["status"]))


def _judge_header(verdict: Verdict, filing: Mapping[str, Any], truth: Truth) -> None:
    """The facts of the head: another value is wrong, none is open."""
    found = _facts(filing)
    for name, expected in truth.header.items():
        got = found.get(name)
        if got is None:
            verdict.header_open += 1
            verdict.faults.append(Fault("header open", name, expected, None, ""))
        elif _plain(got) != _plain(expected):
            verdict.header_wrong += 1
            verdict.faults.append(Fault("header wrong", name, expected, got, ""))


def _facts(filing: Mapping[str, Any]) -> dict[str, str | None]:
    filer, period = filing["filer"], filing["period"]
    contact, address = filer.get("contact") or {}, filer.get("address") or {}
    return {
        "name": filer.get("name"),
        "sec_file_number": filer.get("sec_file_number"),
        "firm_id": filer.get("firm_id"),
        "begin": period.get("begin"),
        "end": period.get("end"),
        "submitted": filing.get("submitted"),
        "type": filing["form"].get("type"),
        "contact": contact.get("name"),
        "telephone": contact.get("telephone"),
        "email": contact.get("email"),
        **{part: address.get(part) for part in ("street", "city", "state", "zip")},
    }


def _plain(text: str) -> str:
    """Without case and spacing, which are the printer's."""
    return "".join(text.casefold().split())
