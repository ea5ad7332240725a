"""Which of several targets a firm chose: the only one that is other than zero.

The choice is not printed; it is derived from the targets under the same heading, and is as sure
as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from focusconv.forms.catalog import Key
from focusconv.reconcile.fields import SETTLED
from focusconv.reconcile.outcome import FieldVerdict
from focusconv.record.filing import ItemStatus

_CHOICE = ".choice"


def choices(verdicts: Mapping[Key, FieldVerdict]) -> dict[Key, FieldVerdict]:
    """The choice under each heading whose targets were seen."""
    found = {}
    for key, verdict in verdicts.items():
        statement, line, _ = key.split("/")
        if line.endswith(_CHOICE) and verdict.status == "blank":
            heading = f"{statement}/{line.removesuffix(_CHOICE)}."
            targets = {
                other: target
                for other, target in verdicts.items()
                if other.startswith(heading) and other != key
            }
            found[key] = _choice(verdict, targets)
    return found


def _choice(verdict: FieldVerdict, targets: Mapping[Key, FieldVerdict]) -> FieldVerdict:
    chosen = {
        _letter(key): target
        for key, target in targets.items()
        if target.value not in (None, 0, "0")
    }
    sure = all(target.status in SETTLED for target in chosen.values())
    confirmed = any(target.verified_by for target in chosen.values())
    unknown = [
        _letter(key)
        for key, target in targets.items()
        if target.status in ("disputed", "unreadable") and _letter(key) not in chosen
    ]
    if len(chosen) > 1:
        return _as(verdict, None, "unreadable", "several targets are not zero")
    if not chosen and unknown:
        return _as(verdict, None, "unreadable", "no target is known to be other than zero")
    if not chosen:
        return _as(verdict, None, "blank", "no target is other than zero")
    letter = next(iter(chosen))
    if sure and (confirmed or not unknown):
        return _as(verdict, letter, "derived", "the only target that is not zero")
    doubtful = dict.fromkeys([*([] if sure else [letter]), *unknown])
    return _as(verdict, letter, "disputed", f"target {', '.join(doubtful)} is in doubt")


def _letter(key: Key) -> str:
    return key.split("/")[1].rpartition(".")[2]


def _as(verdict: FieldVerdict, value: str | None, status: ItemStatus, reason: str) -> FieldVerdict:
    return structs.replace(verdict, value=value, status=status, reason=reason)
