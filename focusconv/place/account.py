"""The account of a statement's print: what every character on its rows is, and what has none.

Placing says which print is a box number and which is the reading of an item. What is left on a
row is the form's own print, furniture of the page, a mark known by name - or unexplained. The
unexplained speaks against what stands beside it: it belongs to the cell of an item, where an
amount then is in doubt and an empty cell is not empty; or to no cell, and is told of.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from focusconv.identify.nodes import LONGEST_REMARK, Node
from focusconv.identify.unit_cues import cues_of
from focusconv.notation.decoration import why_no_amount
from focusconv.notation.tokens import Token
from focusconv.place.form_print import FormPrint
from focusconv.readings import Key, Reading
from focusconv.record.account import Kind, Unexplained

RowId = tuple[int, int]
"""Page and index of a row on it."""

Span = tuple[int, int, int]
"""Cell id, and where in its plain print something begins and ends."""

_FORM_MARKS = re.compile(r"[\s$()\[\]{}|_.\-=·•:;'<>\\/]*")
"""Marks that forms print where no amount stands: leaders, rules, brackets, a dollar sign."""

_LEAD = re.compile(r"\(?(?:\d{1,2}[.(]?[A-Ea-e]?|[A-Za-z]|[ivxIVX]{1,4})[.),:]{0,2}")
_PROSE_WORDS = 6

MANY_ITEMS = 4
"""A row with so many items holds a page, or a good part of one."""

_WORD = re.compile(r"[A-Za-z]{4,}.*")

_PAGE_NUMBER = re.compile(r"\d{1,2}")
"""What a row that holds pages has between them."""

MOST_ABOVE = 24
"""So many words above a row may begin a label that ends on it."""

MANY_LOOSE = 3
"""More numbers than that in no cell are a block of amounts, not dirt."""

_INSTEAD = frozenset({"an amount in another currency", "a reference to a note"})
"""What a cell says instead of an amount in dollars, with digits that are none."""


class Stations(Struct):
    """Where on the rows of a statement its items stand.

    `of_row` has the items of each row with the cell id and the place of their box or number, in
    order; `labels` the empty items of the lines whose labels stand on a row, `empty` all of
    them; `spans` the print that was placed. `box_first` tells that boxes stand before amounts;
    `pages` are those on which a line of the statement was found.
    """

    of_row: dict[RowId, list[tuple[int, int, Key]]]
    labels: dict[RowId, list[Key]]
    empty: set[Key]
    spans: dict[Span, Kind]
    box_first: bool
    pages: set[int]


class _Scrap(Struct, frozen=True):
    """Print of a row that nothing placed: its words or number, and whether it may be a cell's."""

    text: str
    token: Token
    in_cell: bool


class PagePrint(Struct, frozen=True):
    """What stands on pages beside their statements: the rows that are furniture, and the words
    of the names that stand at the heads of pages; all boxes of the form; and the rows that hold
    print of several parts of the document."""

    furniture: Container[RowId] = ()
    names: frozenset[str] = frozenset()
    boxes: Container[str] = ()
    shared: Container[RowId] = ()

    def kind_of(self, text: str, token: Token, placed: bool) -> Kind:
        """What print is that placing and the form's own words left over; `placed` tells that
        items stand on its row. Boxes are named on other rows too; the head of a page has dates
        and the firm's name, and says what amounts are counted in."""
        if not placed and cues_of(text, at_edges=False):
            return "form"
        if text.strip("[]().$ ") in self.boxes:
            return "box"
        if not placed and (token.kind == "date" or self.names.issuperset(text.upper().split())):
            return "header"
        return "unexplained"


def own_rows(
    nodes: Iterable[Node], rows: Mapping[RowId, list[Token]], page_print: PagePrint
) -> Iterator[list[Token]]:
    """The rows of some nodes, in order; of a row that others share, what is between them."""
    places: dict[RowId, list[tuple[int, int]]] = {}
    for node in nodes:
        own = places.setdefault((node.page, node.row), [])
        own += [(token.cell.id, token.start) for token in node.tokens]
    for at in sorted(places):
        row = rows[at]
        if at in page_print.shared:
            order = {token.cell.id: i for i, token in enumerate(row)}
            found = [(order.get(cell, 0), start) for cell, start in places[at]]
            low, high = min(found), max(found)
            row = [t for t in row if low <= (order[t.cell.id], t.start) <= high]
        if row:
            yield row


class StatementAccount(Struct):
    """How many characters of a statement's rows are what; what is unexplained; and what of that
    stands in the cell of an item."""

    counts: Counter[Kind]
    unexplained: list[Unexplained]
    beside: dict[Key, list[str]]


def account(
    rows: Iterable[list[Token]],
    stations: Stations,
    form: FormPrint,
    page_print: PagePrint,
    statement: str,
) -> StatementAccount:
    """The account of the rows of one copy of a statement."""
    result = StatementAccount(Counter(), [], defaultdict(list))
    taken = _by_cell(stations.spans)
    above: list[str] = []
    rows = list(rows)
    elsewhere = _pages_of_words(rows) - stations.pages
    for row in rows:
        at = (row[0].page, row[0].row)
        if at in page_print.furniture and at not in stations.of_row:
            result.counts["furniture"] += sum(_size(token.text) for token in row)
            continue
        if row[0].page in elsewhere:
            result.counts["elsewhere"] += sum(_size(token.text) for token in row)
            continue
        scraps: list[_Scrap] = []
        page = len(stations.of_row.get(at, ())) >= MANY_ITEMS
        for stretch in _stretches(row, taken):
            free = list(_free(stretch, taken, result.counts))
            scraps += _scraps(stretch, taken, free, above, form, result.counts, page=page)
            above = [*above, *(word for _, word, _ in free)][-MOST_ABOVE:]
        if scraps and at not in stations.of_row and _says_unit(row):
            result.counts["form"] += sum(_size(scrap.text) for scrap in scraps)
            continue
        prose = sum(len(scrap.text.split()) for scrap in scraps) >= _PROSE_WORDS
        order = {token.cell.id: i for i, token in enumerate(row)} if scraps else {}
        for scrap in scraps:
            kind = page_print.kind_of(scrap.text, scrap.token, at in stations.of_row)
            result.counts[kind] += _size(scrap.text)
            if kind == "unexplained":
                keys = _cells_of(scrap, order, stations) if scrap.in_cell else ()
                _add(result, scrap, keys, statement, prose=prose)
    return result


def _says_unit(row: list[Token]) -> bool:
    """Whether a row says what the amounts of its page are counted in."""
    cells = {token.cell.id: token.cell.text for token in row}
    return bool(cues_of("\t".join(cells.values()), at_edges=True))


def _pages_of_words(rows: Iterable[list[Token]]) -> set[int]:
    """The pages that print words: one of numbers alone may be the amounts of another."""
    return {token.page for row in rows for token in row if _WORD.fullmatch(token.text)}


def _add(
    result: StatementAccount, scrap: _Scrap, keys: Sequence[Key], statement: str, *, prose: bool
) -> None:
    """Put unexplained print to the items in whose cells it stands."""
    for key in keys:
        result.beside[key].append(scrap.text)
    result.unexplained.append(
        Unexplained(
            raw=scrap.text,
            page=scrap.token.page,
            region=scrap.token.cell.region,
            statement=statement,
            cell=bool(keys),
            digits=not keys and not prose and _is_amount_like(scrap.text),
        )
    )


def with_scraps(reading: Reading, scraps: Sequence[str]) -> Reading:
    """A reading in the light of the unexplained print in its cell."""
    text = " ".join(scraps)
    why = why_no_amount(text)
    if reading.seen == "amount" and why not in _INSTEAD:
        # A comma is a trace of digits in an empty cell, and dirt beside a whole amount.
        told = tuple(scrap for scrap in scraps if scrap.strip(",."))
        return structs.replace(reading, beside=(*reading.beside, *told))
    if reading.seen in ("amount", "nothing", "missing", "garbled"):
        text = " ".join([*([reading.text] if reading.text else ()), *scraps])
        reason = why or reading.reason or "nothing explains it"
        return structs.replace(
            reading,
            seen="garbled",
            options=(),
            text=text,
            reason=reason,
        )
    return reading


def without_sure_blanks(
    readings: dict[Key, Reading], account: StatementAccount
) -> dict[Key, Reading]:
    """The readings of a statement of which most amounts stand in no cell: an empty cell then is
    one whose amount was not found."""
    placed = sum(reading.seen == "amount" for reading in readings.values())
    apart = (print_.raw for print_ in account.unexplained if not print_.cell)
    loose = sum(any(map(str.isdigit, raw)) for raw in apart)
    if loose <= max(placed, MANY_LOOSE):
        return readings
    reason = f"{loose} numbers of the statement stand apart from its lines, and it may be one"
    return {
        key: structs.replace(reading, seen="missing", reason=reason)
        if reading.seen == "nothing"
        else reading
        for key, reading in readings.items()
    }


def _by_cell(spans: dict[Span, Kind]) -> _Taken:
    found: dict[int, list[tuple[int, int, Kind]]] = defaultdict(list)
    for (cell, start, end), kind in sorted(spans.items()):
        found[cell].append((start, end, kind))
    return {cell: ([start for start, _, _ in own], own) for cell, own in found.items()}


def _size(text: str) -> int:
    return len(text) - text.count(" ")


def _is_amount_like(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 3


_Taken = dict[int, tuple[list[int], list[tuple[int, int, Kind]]]]
"""By cell, where the print that was placed begins, and where it begins and ends and what it is,
in order."""

_Word = tuple[Token, str, bool]
"""A word of a row with its token, and whether placing took it for the label of a line."""


def _stretches(row: list[Token], taken: _Taken) -> Iterator[list[Token]]:
    """A row cut where words follow print that was placed: there the next label begins."""
    start = 0
    for i in range(1, len(row)):
        if row[i].kind == "word" and _kind_of(row[i - 1], taken) in ("box", "reading"):
            yield row[start:i]
            start = i
    yield row[start:]


def _free(row: list[Token], taken: _Taken, counts: Counter[Kind]) -> Iterator[_Word]:
    """The words of a row that are neither placed nor marks of the form."""
    for token in row:
        kind = _kind_of(token, taken)
        label = kind == "form" and token.kind != "mark"
        if kind is not None and not label:
            counts[kind] += _size(token.text)
        elif " " in token.text:
            yield from ((token, word, label) for word in token.text.split())
        else:
            yield token, token.text, label


def _scraps(
    row: list[Token],
    taken: _Taken,
    free: list[_Word],
    above: list[str],
    form: FormPrint,
    counts: Counter[Kind],
    *,
    page: bool,
) -> Iterator[_Scrap]:
    """The print of a stretch of a row that is neither placed nor the form's, in order; the words
    above may begin a label that ends here. `page` tells that the row holds a page."""
    words = [word for _, word, _ in free]
    known = form.explains((*above, *words))[len(above) :] if words else ()
    if all(known):
        counts["form"] += sum(map(len, words))
        return
    told = [
        one or label or is_form_mark(word)
        for one, (_, word, label) in zip(known, free, strict=True)
    ]
    last = max((n for n, known in enumerate(told) if known), default=-1)
    number = _first_number(free, row, taken)
    nameless = all(_LEAD.fullmatch(words[n]) for n, one in enumerate(told) if one)
    for text, n, token in _joined(free, told, counts):
        in_label = n < last
        if _is_lead(text, token, row, in_label) or _in_remark(token) or _is_dirt(text):
            counts["form"] += _size(text)
            continue
        if page and _PAGE_NUMBER.fullmatch(text):
            counts["furniture"] += _size(text)
            continue
        if nameless and n < number and not any(map(str.isdigit, text)):
            in_label = why_no_amount(text) is None
        telling = _is_amount_like(text) or why_no_amount(text) is not None
        in_cell = not in_label or (telling and not page and token.kind != "date")
        yield _Scrap(text, token, in_cell)


def _first_number(free: list[_Word], row: list[Token], taken: _Taken) -> int:
    """How many of the free words of a row stand before its first amount, 0 where it has none:
    where no word of the row is the form's, they are a label that was misread."""
    at = next((i for i, token in enumerate(row) if _kind_of(token, taken) == "reading"), 0)
    before = {id(token) for token in row[:at]}
    return sum(id(token) in before for token, _, _ in free)


def _is_lead(text: str, token: Token, row: list[Token], in_label: bool) -> bool:
    """Whether print is the number or letter of a line: before its label, or first of its row."""
    if token.kind == "struck" or _LEAD.fullmatch(text) is None:
        return False
    return in_label or (token is row[0] and token.kind == "number" and len(row) > 1)


def _in_remark(token: Token) -> bool:
    """Whether print goes on a remark in parentheses that words began: `(add lines 1, 2 and 3)`."""
    text = token.cell.text
    before = text[max(token.start - LONGEST_REMARK, 0) : token.start]
    _, opening, remark = before.rpartition("(")
    words = bool(opening) and ")" not in remark and remark[:1].isalpha()
    return words and text.find(")", token.start, token.start + LONGEST_REMARK) >= 0


def _is_dirt(text: str) -> bool:
    """Whether print is a single letter or sign, and none that says anything of an amount."""
    return len(text) == 1 and not text.isdigit() and text not in "KMB#*,\ufffd"


def _joined(
    free: list[_Word], told: list[bool], counts: Counter[Kind]
) -> Iterator[tuple[str, int, Token]]:
    """The words that are not told, those of one token together, with the place of the last."""
    current: list[str] = []
    before: Token | None = None
    for n, ((token, word, _), known) in enumerate(zip(free, told, strict=True)):
        if known:
            counts["form"] += _size(word)
        if before is not None and current and (known or before is not token):
            yield " ".join(current), n - 1, before
            current = []
        if not known:
            current.append(word)
        before = token
    if before is not None and current:
        yield " ".join(current), len(free) - 1, before


def _kind_of(token: Token, taken: _Taken) -> Kind | None:
    """What a token is by its place or its look; None where its words must tell."""
    starts, spans = taken.get(token.cell.id, ((), ()))
    at = bisect.bisect_right(starts, token.start)
    near = spans[max(at - 1, 0) : at + 2]
    kinds = {kind for start, end, kind in near if _overlie(token, start, end)}
    if kinds:
        return "box" if "box" in kinds else kinds.pop()
    if token.kind == "mark" and is_form_mark(token.text):
        return "form"
    return None


def _overlie(token: Token, start: int, end: int) -> bool:
    """Whether a token and what was placed stand one within the other."""
    return (start <= token.start and token.end <= end) or (
        token.start <= start and end <= token.end
    )


def is_form_mark(text: str) -> bool:
    """Whether print is of marks that the form prints where no amount stands."""
    return _FORM_MARKS.fullmatch(text) is not None


def _cells_of(scrap: _Scrap, order: dict[int, int], stations: Stations) -> Sequence[Key]:
    """The items in whose cell a scrap stands; none where its row has no items. `order` is that
    of the cells of its row."""
    token = scrap.token
    at = (token.page, token.row)
    items = stations.of_row.get(at, ())
    if not items:
        return stations.labels.get(at) or _around(scrap, stations)
    touching = [key for cell, _, key in items if cell == token.cell.id]
    if len(touching) == 1:
        return touching
    place = (order[token.cell.id], token.start)
    behind = [key for cell, start, key in items if (order.get(cell, -1), start) >= place]
    before = [key for cell, start, key in items if (order.get(cell, -1), start) < place]
    if stations.box_first:
        return before[-1:] or behind[:1]
    return behind[:1] or before[-1:]


def _around(scrap: _Scrap, stations: Stations) -> Sequence[Key]:
    """The empty item between whose label and box a scrap stands on a row of its own; where only
    one of them is there, print that looks like an amount or says why there is none."""
    page, row = scrap.token.page, scrap.token.row
    below = [key for _, _, key in stations.of_row.get((page, row + 1), ())[:1]]
    above = stations.labels.get((page, row - 1), ())
    telling = scrap.token.kind != "date" and (
        _is_amount_like(scrap.text) or why_no_amount(scrap.text) is not None
    )
    near = [*below, *above] if telling else [key for key in below if key in above]
    return [key for key in near if key in stations.empty][:1]
