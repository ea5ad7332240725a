"""Layouts as tables: CSV, tabs, Markdown, HTML, LaTeX and boxes of characters."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from random import Random

from bench.strangers.furniture import Furniture
from bench.strangers.pages import Lines, bound, by_page, head
from bench.strangers.sheet import Cell, Row, Sheet

Record = list[str]
Shape = Callable[[Row], list[Record]]


def _long(row: Row) -> list[Record]:
    """A record a cell: number, label, box, amount."""
    label = row.words.removeprefix(row.number).strip()
    if not row.entries:
        return [[row.number, label, "", ""]]
    return [
        [row.number, label, cell.box, cell.text] if n == 0 else ["", "", cell.box, cell.text]
        for n, cell in enumerate(row.entries)
    ]


def _wide(row: Row) -> list[Record]:
    """A record a row: number, label, gross amount, its box, net amount, its box."""
    inner = [cell for cell in row.entries if cell.column in ("detail", "low", "name")]
    outer = [cell for cell in row.entries if cell not in inner]
    fields = [part for group in (inner, outer) for part in _pair(group)]
    return [[row.number, row.words.removeprefix(row.number).strip(), *fields]]


def _pair(cells: list[Cell]) -> Record:
    """The amounts and the boxes of a column; where rows were merged, more than one."""
    return ["  ".join(cell.text for cell in cells), "  ".join(cell.box for cell in cells)]


def _amount_first(row: Row) -> list[Record]:
    """A record a cell: amount, box, number and label."""
    return [[text, box, f"{number} {label}".strip()] for number, label, box, text in _long(row)]


_SHAPES: list[tuple[Record, Shape]] = [
    (["Line", "Description", "Box", "Amount"], _long),
    (["Line", "Description", "Gross", "Box", "Amount", "Box"], _wide),
    (["Amount", "Box", "Line item"], _amount_first),
]


def _drawn(rng: Random) -> tuple[Record, Shape]:
    return rng.choice(_SHAPES)


def _separated(rng: Random, sheets: list[Sheet], delimiter: str, titled: bool) -> str:
    names, shape = _drawn(rng)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if rng.random() < 0.5:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for sheet in sheets:
        writer.writerows(line.replace(": ", ":\t", 1).split("\t") for line in sheet.heads)
        writer.writerows([title] for title in sheet.title)
        if titled:
            writer.writerow(names)
        writer.writerows(record for row in sheet.rows for record in shape(row))
        writer.writerows([note] for note in sheet.notes)
        writer.writerow([])
    return out.getvalue()


def comma(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Comma separated values, quoted where they must be or all."""
    del around
    return _separated(rng, sheets, ",", rng.random() < 0.6)


def semicolon(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Semicolons, as spreadsheets write them where the comma is a decimal mark."""
    del around
    return _separated(rng, sheets, ";", rng.random() < 0.6)


def tabs(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Cells pasted from a spreadsheet."""
    names, shape = _drawn(rng)
    titled = rng.random() < 0.4

    def body(sheet: Sheet) -> Lines:
        records = [record for row in sheet.rows for record in shape(row)]
        top = [*sheet.heads, *sheet.title, *(["\t".join(names)] if titled else [])]
        return [*top, *("\t".join(record).rstrip("\t") for record in records), *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def markdown(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """Pipe tables under headings."""
    names, shape = _drawn(rng)
    aligned = rng.random() < 0.5

    def body(sheet: Sheet) -> Lines:
        records = [record for row in sheet.rows for record in shape(row)]
        rule = [("---:" if name == "Amount" else "---") for name in names]
        top = [f"## {line}" for line in sheet.title] if sheet.title else []
        heads = [f"**{line}**  ".replace("\t", " ") for line in sheet.heads]
        table = [_piped(record, aligned) for record in (names, rule, *records)]
        return [*heads, "", *top, "", *table, "", *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def _piped(record: Record, aligned: bool) -> str:
    cells = [text.replace("|", "\\|") for text in record]
    if aligned:
        cells = [f"{text:<12}" for text in cells]
    return "| " + " | ".join(cells) + " |"


def web(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """HTML tables, with entities, and with empty cells that hold a space."""
    del around
    names, shape = _drawn(rng)
    gap = rng.choice(["\n", ""])
    parts = ["<!DOCTYPE html>", "<html><head><title>Report</title></head><body>"]
    for sheet in sheets:
        parts += [f"<p>{_escaped(line)}</p>" for line in sheet.heads]
        parts += [f"<h2>{_escaped(line)}</h2>" for line in sheet.title]
        records = [record for row in sheet.rows for record in shape(row)]
        parts += ['<table border="1">', _tagged(names, "th")]
        parts += [_tagged(record, "td") for record in records]
        parts += ["</table>", *(f"<p>{_escaped(note)}</p>" for note in sheet.notes)]
    return gap.join([*parts, "</body></html>"]) + "\n"


def _escaped(text: str) -> str:
    return html.escape(text).replace("\t", "&nbsp;&nbsp;").replace("\u2014", "&mdash;")


def _tagged(record: Record, tag: str) -> str:
    filled = [text for text in record if text]
    if len(filled) == 1 and tag == "td" and len(record) > 3:
        return f'<tr><td colspan="{len(record)}">{_escaped(filled[0])}</td></tr>'
    cells = [f"<{tag}>{_escaped(text) or '&nbsp;'}</{tag}>" for text in record]
    return "<tr>" + "".join(cells) + "</tr>"


def latex(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """The source of a LaTeX table."""
    del around
    names, shape = _drawn(rng)
    parts = ["\\documentclass{article}", "\\begin{document}"]
    for sheet in sheets:
        parts += [_tex(line.replace("\t", " \\quad ")) + " \\\\" for line in sheet.heads]
        parts += [f"\\section*{{{_tex(line)}}}" for line in sheet.title]
        parts += [f"\\begin{{tabular}}{{{'l' * len(names)}}}", "\\hline"]
        records = [record for row in sheet.rows for record in shape(row)]
        parts += [" & ".join(map(_tex, record)) + " \\\\" for record in (names, *records)]
        parts += ["\\hline", "\\end{tabular}", *map(_tex, sheet.notes), "\\newpage"]
    return "\n".join([*parts, "\\end{document}", ""])


def _tex(text: str) -> str:
    for mark in "$&%#_":
        text = text.replace(mark, f"\\{mark}")
    return text


def ruled(rng: Random, sheets: list[Sheet], around: Furniture) -> str:
    """A table drawn with +, - and |, as consoles and text editors have them."""
    names, shape = _drawn(rng)
    every = rng.random() < 0.3

    def body(sheet: Sheet) -> Lines:
        records = [record for row in sheet.rows for record in shape(row)]
        widths = [max(len(record[n]) for record in (names, *records)) for n in range(len(names))]
        rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
        rows = [_between(record, widths) for record in records]
        drawn = [line for row in rows for line in (row, rule)] if every else [*rows, rule]
        return [*head(sheet), rule, _between(names, widths), rule, *drawn, *sheet.notes]

    return bound(rng, by_page(sheets, body), around)


def _between(record: Record, widths: list[int]) -> str:
    cells = [f" {text:<{width}} " for text, width in zip(record, widths, strict=True)]
    return "|" + "|".join(cells) + "|"
