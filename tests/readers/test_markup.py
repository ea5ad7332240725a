"""Real documents in the markup that OCR engines and converters write: the same filing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import focusconv
from focusconv.record.filing import Filing, Value
from tests.documents import SAMPLES

TEXTS = {path.parent.name: path.read_text(encoding="utf-8") for path in SAMPLES}
CLAIMED = ("reported", "corrected", "derived")


def _rows(row: Callable[[list[str]], str], first: str = "", last: str = "") -> Callable[[str], str]:
    """Lines with tabs as rows of tables, each run of them between two lines of its own."""

    def marked(text: str) -> str:
        lines: list[str] = []
        inside = False
        for line in text.split("\n"):
            table = "\t" in line
            if table is not inside:
                lines.append(first if table else last)
            inside = table
            lines.append(row(line.split("\t")) if table else line)
        return "\n".join(lines)

    return marked


MARKUP: dict[str, Callable[[str], str]] = {
    "bars": _rows(lambda cells: f"|{'|'.join(cells)}|"),
    "bars apart": _rows(lambda cells: f"| {' | '.join(cells)} |"),
    "html rows": _rows(
        lambda cells: f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>",
        "<table>",
        "</table>",
    ),
    "html cells": _rows(
        lambda cells: "\n".join(("  <tr>", *(f"    <td>{cell}</td>" for cell in cells), "  </tr>")),
        '<table border="1">\n <tbody>',
        " </tbody>\n</table>",
    ),
    "spaces": lambda text: text.replace("\t", "    "),
    "formulas": lambda text: re.sub(r"(?<=\t)([\d,]{5,})", r"$\1$", text),
    "bold": lambda text: re.sub(r"(?<=\t)([\d,]{5,})", r"**\1**", text),
    "headings": lambda text: re.sub(r"(?m)^(?=STATEMENT|FUNDS IN|BROKER)", "## ", text),
    "entities": lambda text: text.replace("&", "&amp;").replace("'", "&#x27;"),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
}


def _values(filing: Filing) -> dict[tuple[str, str, str], tuple[Value, str]]:
    return {
        (statement.id, item.line, item.column): (item.value, item.status)
        for statement in filing.statements
        for item in statement.items
    }


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("name", TEXTS)
def test_markup_changes_no_value(name: str, markup: str) -> None:
    plain = _values(focusconv.convert(TEXTS[name].encode()))
    assert _values(focusconv.convert(MARKUP[markup](TEXTS[name]).encode())) == plain


@pytest.mark.parametrize("name", TEXTS)
def test_a_line_for_each_cell_makes_no_wrong_amount_look_right(name: str) -> None:
    plain = _values(focusconv.convert(TEXTS[name].encode()))
    # A head that was misread may make two filings of one: no amount of either may be wrong.
    filings = focusconv.filings(TEXTS[name].replace("\t", "\n").encode())
    wrong = {
        key: (value, plain[key])
        for filing in filings
        for key, (value, status) in _values(filing).items()
        if status in CLAIMED and isinstance(value, int) and value != plain[key][0]
    }
    assert wrong == {}
