"""Labels and line numbers as people print them: in capitals, cut short, reworded, wrapped."""

from __future__ import annotations

import re
from random import Random

from bench.strangers.form import Line

WORDINGS = ("form", "upper", "short", "reworded", "title")
NUMBERINGS = ("form", "full", "paren", "bare", "dash")

_SHORT = [
    ("representing investments of", "repr. inv. of"),
    ("held for particular customers or option customers", "held for part. cust. or opt. cust."),
    ("held for particular cleared swaps customers", "held for part. C.S. customers"),
    ("derivatives clearing organizations", "DCOs"),
    ("futures commission merchants", "FCMs"),
    ("Accounts liquidating", "Accts. liquidating"),
    ("accounts with debit balances", "accts. with debit bal."),
    ("Management Target Amount", "Mgmt. Target Amt."),
    ("Management Target", "Mgmt. Target"),
    ("Regulation 30.7", "Reg. 30.7"),
    ("Market value of", "Mkt. val. of"),
    ("market value of", "mkt. val. of"),
    ("(at market)", "(at mkt.)"),
    ("unrealized profit", "unreal. profit"),
    ("foreign board of trade", "foreign bd. of trade"),
    ("foreign boards of trade", "foreign bds. of trade"),
    ("Amount required to be segregated", "Amt. req. to be segregated"),
    ("Excess (deficiency)", "Excess (def.)"),
    ("Requirement", "Req't"),
]
_REWORDED = [
    ("Deduct market value", "Less: market value"),
    ("Add market value", "Plus: market value"),
    ("granted (sold)", "sold (granted)"),
    ("Net unrealized profit (loss) in", "Unrealized net gain (loss) on"),
    ("representing investments of", "purchased with"),
    ("Deposited in", "On deposit in"),
    (" - gross amount", " (gross)"),
    ("amount offset by customer owned securities", "offset by securities owned by customers"),
    ("Total amount in", "Total funds in"),
    ("(describe:)", "- describe"),
    ("Total funds in separate", "Total funds held in separate"),
    ("Value of long option contracts", "Long option value"),
    ("Value of short option contracts", "Short option value"),
    ("Enter 8% of line", "8% of line"),
    ("Add lines A.ii and A.iv.", "Sum of lines A.ii and A.iv"),
]


def label(line: Line, wording: str) -> str:
    """A line's label in a wording."""
    text = "" if line.label.startswith("Subsidiary or affiliate") else line.label
    if wording == "upper":
        return text.upper()
    if wording == "title":
        return re.sub(r"\b[a-z]{4,}", lambda found: found[0].capitalize(), text)
    for old, new in {"short": _SHORT, "reworded": _REWORDED}.get(wording, []):
        text = text.replace(old, new)
    return text


def number(line: Line, numbering: str) -> str:
    """What is printed before the label; empty where the form numbers nothing."""
    parts = line.line.split(".")
    if not re.fullmatch(r"\d{1,2}|[A-E]|[a-d]|i{1,3}|iv|v", parts[-1]):
        return ""
    if line.line == "0" or line.level == 0 or parts[0] in ("E", "subsidiaries"):
        return f"({parts[1]})" if parts[0] == "E" and len(parts) > 1 else ""
    if numbering in ("full", "paren") and len(parts) > 1 and parts[0].isalnum():
        return _full(parts, numbering)
    last = parts[-1]
    if numbering == "bare":
        return last if last.isdigit() else f"{last.lower()})"
    return f"({last.lower()})" if numbering == "dash" and last.isalpha() else f"{last}."


def _full(parts: list[str], numbering: str) -> str:
    if parts[0].islower() or "-" in parts[0]:
        return f"{parts[-1]}."
    if numbering == "paren":
        return f"{parts[0]} ({parts[1].lower()})"
    return f"{parts[0]}.{parts[1]}."


def wrapped(rng: Random, text: str, width: int) -> list[str]:
    """A label over as many lines as a column of a width needs."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width - rng.randint(0, 2):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
