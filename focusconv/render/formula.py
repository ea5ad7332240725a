"""Rules of the form as formulas: `7050=7045+7047`, one word without a space.

So written, a rule on a page cannot be taken for a line of the form.
"""

from __future__ import annotations

import re

from focusconv.forms.catalog import Case, Edition, Key, Rule

_TERM = re.compile(r"[-+,|=]?[^-+,|=]+")


def formula(rule: Rule, edition: Edition) -> str:
    """The target, and what it must equal; a bar stands between cases."""
    cases = dict.fromkeys(_case(case, edition) for case in rule.cases)
    return f"{_ref(rule.target, edition)}={'|'.join(cases)}"


def terms(written: str) -> list[str]:
    """The formula in pieces, each but the first beginning with its operator."""
    return _TERM.findall(written)


def dollars(value: int | None) -> str:
    """An amount with its currency, negative ones in parentheses."""
    if value is None:
        return "unknown"
    return f"USD({-value:,})" if value < 0 else f"USD{value:,}"


def _case(case: Case, edition: Edition) -> str:
    names = [_ref(term.key, edition) for term in case.terms]
    if case.op == "constant":
        return dollars(case.constant)
    if case.op == "greatest":
        return f"max({','.join(names)})"
    if case.op == "percent":
        rate = f"{case.rate}%" if case.rate else _ref(str(case.rate_key), edition)
        return f"{rate}\xd7{names[0]}"
    signs = ["+" if term.coefficient > 0 else "-" for term in case.terms]
    return "".join(map("".join, zip(signs, names, strict=True))).removeprefix("+")


def _ref(key: Key, edition: Edition) -> str:
    """The box of a cell, or its line where it has none."""
    box = edition.spec[key].box
    return box if box is not None else key.split("/")[1]
