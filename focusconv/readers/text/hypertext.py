"""HTML to rows: tables cell by cell, all else line by line, in whole pages and in pieces of text.

Only the tags of HTML are taken for tags, one by one and where they are complete. A parser that
repairs documents would drop `<7010>` and swallow what stands behind an open quote; here that
stays as print. No tag loads anything. Each character is looked at a few times at most.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct

from focusconv.document import Row
from focusconv.readers.text.grid import Record, rows_of_records
from focusconv.readers.text.markup import EMPTY_RULE, unmarked_lines
from focusconv.readers.text.plain import cells_of_line

_TABLE = "table thead tbody tfoot caption colgroup col"
_CELLS = "td th"
_BLOCK = (
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd br hr pre center blockquote section article header "
    "footer main form fieldset html body address"
)
_UNSEEN = "script style template head title noscript"
_INLINE = (
    "u b i em strong span font small big a tt code label nobr abbr sup sub s del strike ins mark "
    "input textarea select option button img meta link base"
)
_STRUCTURE = re.compile(
    rf"<(?:/?(?:{_CELLS}|tr|table)|p|div|html|body|br|h[1-6])\b[^<>]{{0,2000}}>".replace(" ", "|"),
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_TAG = re.compile(
    rf"<(/?)({_TABLE} {_CELLS} tr {_BLOCK} {_UNSEEN} {_INLINE})\b([^<>]{{0,2000}})>".replace(
        " ", "|"
    ),
    re.IGNORECASE,
)
_UNSEEN_TAGS = frozenset(_UNSEEN.split())
_TABLE_TAGS = frozenset(_TABLE.split())
_CELL_TAGS = frozenset(_CELLS.split())
_BLOCK_TAGS = frozenset(_BLOCK.split())
_TELLING = frozenset({"sup", "s", "del", "strike"})
"""Tags that say something of an amount: they stay in the text of their cell."""

_DECLARATION = re.compile(r"<![a-zA-Z][^<>]{0,500}>|<\?xml[^<>]{0,200}\?>")
_VALUE = re.compile(r"\bvalue\s*=\s*(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\s\"']{1,500}))", re.I)
_HIDDEN_INPUT = re.compile(r"\btype\s*=\s*[\"']?(?:hidden|button|submit|reset|image)\b", re.I)
_TICK = re.compile(r"\btype\s*=\s*[\"']?(?:checkbox|radio)\b", re.I)
_TICKED = re.compile(r"\bchecked\b", re.I)
_SPACES = re.compile(r"\s+")
PICTURE = "\ufffc"
"""What stands for a picture in a cell: print that is there, and that no text tells."""


def is_hypertext(text: str) -> bool:
    """Whether a text has tags that part it into lines and cells."""
    return "<" in text and _STRUCTURE.search(text) is not None


def rows_of_hypertext(text: str, first: int, ids: Iterator[int]) -> Iterator[Row]:
    """The rows of one page of HTML, or of text with tables in HTML.

    Places count the rows that are printed, from `first`, and columns as if the cells of a table
    were printed below one another. Text between the tags is plain text with its lines, unless it
    is a page of HTML, where only tags part lines.
    """
    yield from _Printer(_WHOLE_PAGE.search(text) is not None, first, ids).rows(text)


class _Part(Struct):
    """What stands between two tags, or a tag: `name` is empty for text."""

    name: str
    text: str
    closes: bool = False


class _Printer:
    """The state of one walk over a text; nothing of it outlives `rows_of_hypertext`.

    `cells` are those of the record at hand, the last of them open where `in_cell`; `outer` are
    the records in which a table within a table stands.
    """

    def __init__(self, whole_page: bool, first: int, ids: Iterator[int]) -> None:
        self.whole_page = whole_page
        self.line = first
        self.ids = ids
        self.text: list[str] = []
        self.cells: list[str] = []
        self.in_cell = False
        self.outer: list[tuple[list[str], list[str], bool]] = []
        self.table: list[Record] = []
        self.underlined = 0

    def rows(self, text: str) -> Iterator[Row]:
        for part in _parts(text):
            if not part.name:
                yield from self._words(part.text)
            elif part.name in _CELL_TAGS:
                yield from self._cell(part.closes)
            elif part.name == "tr":
                yield from self._record()
            elif part.name in _TABLE_TAGS:
                yield from self._border(part)
            elif part.name in _BLOCK_TAGS:
                yield from self._line_break()
            else:
                self._inline(part)
        yield from self._end()

    def _words(self, text: str) -> Iterator[Row]:
        if self.whole_page:
            text = html.unescape(text)
        if self.in_cell or self.whole_page:
            self.text.append(_SPACES.sub(" ", text))
            return
        *lines, rest = text.split("\n")
        for line in lines:
            self.text.append(line)
            yield from self._line_break()
        self.text.append(rest)

    def _inline(self, part: _Part) -> None:
        if part.name in _TELLING:
            self.text.append(f"</{part.name}>" if part.closes else f"<{part.name}>")
        elif part.name == "u":
            self._underline(part.closes)
        elif part.name == "input":
            self.text.append(_field(part.text))
        elif part.name == "img" and self.in_cell:
            self.text.append(PICTURE)

    def _underline(self, closes: bool) -> None:
        """An underline without text is a printed rule: the cell is empty."""
        if not closes:
            self.underlined = len(self.text)
        elif not "".join(self.text[self.underlined :]).strip():
            self.text.append(EMPTY_RULE)

    def _cell(self, closes: bool) -> Iterator[Row]:
        if self.in_cell:
            self._close_cell()
        elif not self.cells:
            yield from self._flush()
        if not closes:
            self.text = []
            self.in_cell = True

    def _close_cell(self) -> None:
        self.cells.append(unmarked_lines("".join(self.text)))
        self.text = []
        self.in_cell = False

    def _record(self) -> Iterator[Row]:
        """The end of a record, as the next begins or its tag is closed."""
        if self.in_cell:
            self._close_cell()
        if self.cells:
            self.table.append(Record(self.line, tuple(self.cells)))
            self.line += 1
            self.cells = []
        else:
            yield from self._flush()

    def _border(self, part: _Part) -> Iterator[Row]:
        """A table, or one of its groups, begins or ends; one within a cell stands before it."""
        if part.name != "table":
            yield from self._record()
        elif not part.closes and (self.in_cell or self.cells):
            self.outer.append((self.cells, self.text, self.in_cell))
            self.cells, self.text, self.in_cell = [], [], False
        else:
            yield from self._record()
            if part.closes and self.outer:
                self.cells, self.text, self.in_cell = self.outer.pop()
            else:
                yield from self._print_table()

    def _line_break(self) -> Iterator[Row]:
        if self.in_cell:
            self.text.append("\n")
        elif self.cells:
            yield from self._loose_end()
        else:
            yield from self._flush()

    def _loose_end(self) -> Iterator[Row]:
        """A line ends behind a cell: cells outside a table are a row of their line."""
        if not self.outer and "".join(self.text).strip():
            yield from self._record()
            yield from self._print_table()
            yield from self._flush()

    def _flush(self) -> Iterator[Row]:
        """The text outside of cells as a line."""
        line = "".join(self.text)
        self.text = []
        if not line.strip():
            return
        if self.whole_page:
            line = line.strip()
        yield from self._print_table()
        cells = cells_of_line(line, self.line, self.ids)
        self.line += 1
        if cells:
            yield Row(tuple(cells))

    def _print_table(self) -> Iterator[Row]:
        table, self.table = self.table, []
        yield from rows_of_records(table, self.ids)

    def _end(self) -> Iterator[Row]:
        while True:
            yield from self._record()
            yield from self._flush()
            if not self.outer:
                break
            self.cells, self.text, self.in_cell = self.outer.pop()
        yield from self._print_table()


def _parts(text: str) -> Iterator[_Part]:
    """The tags of a text and what stands between them; comments and what no browser shows
    (scripts, styles) are left out, where they end."""
    text = _without_comments(text)
    small = text.lower()
    last = {name: small.rfind(f"</{name}") for name in _UNSEEN_TAGS}
    at = 0
    unseen = ""
    for match in _TAG.finditer(text):
        closes, name = match[1] == "/", match[2].lower()
        if unseen:
            if closes and name == unseen:
                unseen, at = "", match.end()
            continue
        if match.start() > at:
            yield _Part("", text[at : match.start()])
        at = match.end()
        if name in _UNSEEN_TAGS:
            if not closes and last[name] >= at:
                unseen = name
            continue
        yield _Part(name, match[3], closes)
    if at < len(text) and not unseen:
        yield _Part("", text[at:])


def _without_comments(text: str) -> str:
    if "<!" not in text and "<?" not in text:
        return text
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    kept.append(text[at:])
    return _DECLARATION.sub("", "".join(kept))


def _field(attributes: str) -> str:
    """What a form field of a page shows: its value, or an X where it is ticked."""
    if _HIDDEN_INPUT.search(attributes):
        return ""
    if _TICK.search(attributes):
        return " X " if _TICKED.search(attributes) else ""
    value = _VALUE.search(attributes)
    return "" if value is None else html.unescape(next(filter(None, value.groups()), ""))
