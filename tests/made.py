"""A small filing made by hand, for tests of what is shown of one."""

from __future__ import annotations

from typing import Any

from focusconv.record.filing import (
    Check,
    Filer,
    Filing,
    FilingStatus,
    Finding,
    Form,
    Item,
    Period,
    Producer,
    SourceInfo,
    Statement,
)


def item(box: str, value: int | None, status: Any, **more: Any) -> Item:
    """An amount of a statement; its line is its box."""
    fields = {"line": box, "column": "amount", "label": f"Label of {box}", "kind": "amount"}
    return Item(box=box, value=value, status=status, **{**fields, **more})


def check(box: str, status: Any, **more: Any) -> Check:
    """A check of the box's total."""
    fields: dict[str, Any] = {
        "rule": f"{box} = 1 + 2",
        "expected": 3,
        "actual": 3,
        "difference": 0,
        "hard": True,
        "message": f"about {box}",
    }
    return Check(
        id=f"segregation.{box}", statement="segregation", status=status, **{**fields, **more}
    )


def filing(
    *items: Item,
    checks: tuple[Check, ...] = (),
    findings: tuple[Finding, ...] = (),
    status: FilingStatus = "confirmed",
) -> Filing:
    """A filing of one statement."""
    return Filing(
        producer=Producer(version="0", catalog="0"),
        form=Form(system="FOCUS", id="X-17A-5-II", edition="2014"),
        filer=Filer(name="A Firm"),
        period=Period(begin="2017-04-01", end="2017-04-30"),
        source=SourceInfo(
            name="doc.txt", sha256="0" * 64, media_type="text/plain", pages=1, readers=("text",)
        ),
        statements=(
            Statement(id="segregation", title="Segregation", as_of="2017-04-30", items=items),
        ),
        checks=checks,
        findings=findings,
        status=status,
    )
