"""Tokens in the light of an edition: runs of words, boxes, numbers, and numerals of labels.

A numeral that belongs to a label (`line 6`, `Regulation 30.7`, `8%`) or a sentence that
mentions an amount or a box is words, not a reading; only what remains can be an amount.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct, structs

from focusconv.identify.lexicon import Lexicon, plain
from focusconv.notation.tokens import LINE_LETTER, Token

NodeKind = Literal["run", "box", "number", "date"]


class Node(Struct, gc=False):
    """One thing that placing looks at: a run of words, or a single box, number or date.

    `name` is the plain text of a run, the digits of a box. `lead` is a run's line number as
    printed (`A`, `12`). `cost` of a box: 0 as printed, more the more was undone to read it.
    `also` are the boxes that other readers have instead, or what they read where none has a box
    of the form. `marked` tells that its row prints a mark that goes before an amount, or a rule;
    `torn` that a number may be the end of one that the row above begins.
    """

    kind: NodeKind
    name: str
    tokens: list[Token]
    row: int
    page: int
    lead: str = ""
    cost: int = 0
    marked: bool = False
    torn: bool = False
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)


_ENUMERATOR = re.compile(r"\(?(?:[1-9]\d?|111)\.[)]?|[1-9]\d?[.(]?[A-Ea-e][.):]{0,2}")
"""The number of a line, with its letter perhaps; `111.` is the small numeral `iii.`."""

_BULLET = re.compile(r"\(\d{1,2}\)|\d{1,2}\)")
_BARE_LEAD = re.compile(r"(?:[1-9]|1\d),?")
_TORN_NUMERAL = re.compile(r"\d{1,2}\.\d{1,2}")
"""The number of a section that a space parts: `30. 7 accounts`."""
_BOX = re.compile(r"[\[|({<]?\s?(\d{4,5})\s?[\]|)}>]?[.:]?")
_MARKED_BOX = re.compile(r"[-$]+\s?(?:\[\s?(\d{4})\s?[\])]?|\(?(\d{4})\s?\])\.?")
"""A box in brackets behind the dollar sign or the dash of an empty cell."""

_BOX_WORD = re.compile(r"\s*\b(?:box|item|code)\b[.:#]?(?:\s+no\.?)?$", re.IGNORECASE)
"""What some print before the number of a box."""

_BAR_WITHIN = re.compile(r"(?<=\d)\|(?=\d)")
_AMID = re.compile(r"\(?\d{2}\)?")
_LINES = re.compile(r"[Ll1I|]ines?\W*$")
_LINES_SO_FAR = re.compile(r"[Ll1I|]ines?\b(?:[\s\d.,]|and)*$")
_LINE_NUMBER = re.compile(r"\d{1,2}[.,)]{1,2}")
_WORDS = re.compile(r"\W*[A-Za-z]{2,}")
_PARENTHESIS = re.compile(r"[()]")
_REMARK_NUMBER = re.compile(r"\d{1,3}[.,]?\)?[.,]?")
_AS_LONG = re.compile(r"\W?\w{3,6}\W?")
"""A print about as long as a box: it is one where another reader has a box in its place."""

_FOUR = re.compile(r"(?<![\d,.])\d{4}(?!\d|[,.]\d)")
_AS_BRACKETS = re.compile(r"[\[({1IlL|]?(\d{4})[\])}1IlJj|;:]{0,2}")

OTHER_COST = 2
"""A box that is read with letters for digits, or by another reader."""

UNKNOWN_COST = 10
"""A number in brackets or in a frame that is no box of the form."""

LONE_COST = 5
"""A box that one reader alone has, and not the first: it may be a misreading of another box."""

LONGEST_REMARK = 250
"""Characters of a label within which a remark in parentheses begins and ends."""

_REACH = 24
"""Tokens of a row in which the remark may stand that a number goes on."""

_LONGEST_LEAD = 4
"""No number that begins a line has more characters."""

_EMPTY_MARKS = frozenset({"$", "_", "()", "-", "$_", "-$"})
_DIGITS = str.maketrans("OoQDlIi|!SsBZzgqb", "00001111155822996")


def nodes(rows: list[list[Token]], lexicon: Lexicon) -> list[Node]:
    """The nodes of rows of tokens in reading order.

    A run ends at a number, a box, a date, a line number or the end of its row. A lone letter
    is dirt and makes no run.
    """
    found: list[Node] = []
    before: Token | None = None
    for row in rows:
        found.extend(_row_nodes(row, before, lexicon))
        before = next((token for token in reversed(row) if token.kind == "word"), None)
    return found


def _row_nodes(row: list[Token], before: Token | None, lexicon: Lexicon) -> list[Node]:
    """The nodes of a row, behind the last words of the row before."""
    found: list[Node] = []
    run: list[Token] = []
    lead = ""
    marked = False
    for i, token in enumerate(row):
        if token.kind == "word" and i + 1 < len(row) and _names_box(token, row[i + 1], lexicon):
            token = structs.replace(token, text=_BOX_WORD.sub("", token.text))
            if not token.text:
                continue
        kind, text = token.kind, token.text
        if kind == "word":
            box = _misread_box(token, lexicon) if token.cell.again else None
            if box is not None:
                if run:
                    _close(run, lead, found)
                    run, lead = [], ""
                found.append(box)
                continue
            if len(text) > 5 or text[-1] not in ".)" or not _starts_line(i, row, lexicon):
                run.append(token)
                continue
        elif kind == "mark":
            marked = marked or text in _EMPTY_MARKS
            continue
        elif kind == "struck":
            continue
        elif len(text) > _LONGEST_LEAD or not _starts_line(i, row, lexicon):
            if kind == "number" and (
                _is_wording(i, row, lexicon) if i else _goes_on_with(token, before, lexicon)
            ):
                run.append(token)
                continue
            if run:
                _close(run, lead, found)
                run = []
            lead = ""
            found.append(_single(token, lexicon))
            continue
        if run:
            _close(run, lead, found)
            run = []
        lead = text.strip("().").upper()
    if run:
        _close(run, lead, found)
    if marked:
        for node in found:
            node.marked = True
    return found


def _names_box(token: Token, after: Token, lexicon: Lexicon) -> bool:
    """Whether words end with the word for the box number behind them: `Box 7010`."""
    if after.kind not in ("number", "box") or _BOX_WORD.search(token.text) is None:
        return False
    return after.text.strip("[](){}|. ") in lexicon.boxes


def _close(run: list[Token], lead: str, found: list[Node]) -> None:
    first = run[0]
    name = plain(first.text if len(run) == 1 else " ".join([token.text for token in run]))
    if len(name) > 1:
        found.append(Node("run", name, run, first.row, first.page, lead))


def _starts_line(i: int, row: list[Token], lexicon: Lexicon) -> bool:
    """Whether a token is the number or letter of a line."""
    text, kind = row[i].text, row[i].kind
    before = row[i - 1] if i else None
    if (
        kind == "number"
        and before is not None
        and before.cell is row[i].cell
        and _in_remark(row[i])
    ):
        return False
    if kind == "number" and _ENUMERATOR.fullmatch(text):
        return before is None or not lexicon.is_numeral(before.text, text)
    after = row[i + 1] if i + 1 < len(row) else None
    if after is None or after.kind != "word":
        return False
    if kind == "word":
        return LINE_LETTER.fullmatch(text) is not None
    if kind == "number" and _BULLET.fullmatch(text):
        return before is None or before.kind == "mark"
    if kind == "number" and _BARE_LEAD.fullmatch(text):
        near = after.cell is row[i].cell or text.endswith(",")
        return before is None and (near or lexicon.is_line_number(text, plain(after.text)))
    return False


def _is_wording(i: int, row: list[Token], lexicon: Lexicon) -> bool:
    """Whether a number that is not the first of its row is part of a label or a sentence."""
    token, before = row[i], row[i - 1]
    if lexicon.is_numeral(before.text, token.text):
        return True
    if before.kind == "word" and before.cell is token.cell and lexicon.is_section(token.text):
        return True
    if before.kind == "word" and lexicon.begins_section(before.text, token.text):
        return True
    if before.kind == "word" and _LINES.search(before.text) and _LINE_NUMBER.fullmatch(token.text):
        return True
    if i > 1 and lexicon.is_numeral(row[i - 2].text, f"{before.text}.{token.text}"):
        return True
    after = row[i + 1] if i + 1 < len(row) else None
    goes_on = False
    if after is not None and after.cell is token.cell and after.kind == "word":
        letter = after.text.partition(" ")[0]
        if len(letter) == 1 and lexicon.is_numeral(before.text, f"{token.text}.{letter}"):
            return True
        goes_on = _goes_on(after.text)
        if goes_on and " " in after.text:
            return True
    if before.cell is token.cell and goes_on and _TORN_NUMERAL.fullmatch(before.text + token.text):
        return True
    if before.cell is token.cell and _in_remark(token):
        return True
    if _goes_on_lines(token, row[max(i - _REACH, 0) : i]):
        return True
    if before.kind == "word" and before.cell is token.cell and _is_amid(token, after):
        return True
    if before.kind != "word" or before.cell is not token.cell:
        return False
    if token.text.startswith("(") and _BOX.fullmatch(token.text) and token.text[-1:] in ").,":
        return True
    return goes_on and len(before.text.rpartition(" ")[2]) > 1


def _in_remark(token: Token) -> bool:
    """Whether a short number goes on a remark in parentheses that ends behind it: `(add lines 1, 2
    and 3)`."""
    if _REMARK_NUMBER.fullmatch(token.text) is None:
        return False
    text = token.cell.text
    before = text[max(token.start - LONGEST_REMARK, 0) : token.start]
    _, opening, remark = before.rpartition("(")
    closing = _PARENTHESIS.search(text, token.start, token.start + LONGEST_REMARK)
    return (
        opening == "("
        and _WORDS.match(remark) is not None
        and ")" not in remark
        and closing is not None
        and closing[0] == ")"
    )


def _goes_on_lines(token: Token, before: list[Token]) -> bool:
    """Whether a short number is one of the lines that a remark names, which began in a cell before:
    `(add lines` and `2 and 3)`."""
    if _REMARK_NUMBER.fullmatch(token.text) is None:
        return False
    text = token.cell.text
    if text.find(")", token.start, token.start + LONGEST_REMARK) < 0:
        return False
    cells = {other.cell.id: other.cell.text[-LONGEST_REMARK:] for other in before}
    cells[token.cell.id] = text[max(token.start - LONGEST_REMARK, 0) : token.start]
    _, opening, remark = " ".join(cells.values()).rpartition("(")
    return opening == "(" and _LINES_SO_FAR.search(remark) is not None


def _is_amid(token: Token, after: Token | None) -> bool:
    """Whether a short number stands amid a sentence: a word of two letters that an engine took for
    one, `liquidating 10 a deficit`."""
    return (
        after is not None
        and after.kind == "word"
        and after.cell is token.cell
        and after.text[0].islower()
        and _AMID.fullmatch(token.text) is not None
    )


def _goes_on_with(token: Token, before: Token | None, lexicon: Lexicon) -> bool:
    """Whether a number that begins a row is part of a label that began on the row before."""
    return (
        before is not None
        and before.page == token.page
        and lexicon.is_numeral(before.text, token.text)
    )


def _goes_on(words: str) -> bool:
    """Whether words go on a sentence rather than begin a label."""
    first = words.partition(" ")[0].lstrip("(")
    return len(first) > 1 and first[0].islower()


def _single(token: Token, lexicon: Lexicon) -> Node:
    if token.kind == "date":
        return Node("date", token.text, [token], token.row, token.page)
    if token.kind == "box":
        return _bracketed(token, lexicon)
    text = token.text
    if "," in text:
        return Node("number", text, [token], token.row, token.page)
    box, cost = _box_in(text, lexicon)
    if token.cell.again and token.first and token.last and (box or _AS_LONG.fullmatch(text)):
        return _agreed(token, "number", text, box, cost, lexicon)
    if box:
        return Node("box", box, [token], token.row, token.page, cost=cost)
    return Node("number", text, [token], token.row, token.page)


def _bracketed(token: Token, lexicon: Lexicon) -> Node:
    name = token.text.strip("[](){}|. ")
    box = name if name in lexicon.boxes else ""
    lettered = name.translate(_DIGITS)
    cost = 0 if box else OTHER_COST if lettered in lexicon.boxes else UNKNOWN_COST
    if token.cell.again and token.first and token.last:
        return _agreed(token, "box", lettered, box, cost, lexicon)
    return Node("box", box or lettered, [token], token.row, token.page, cost=cost)


def _misread_box(token: Token, lexicon: Lexicon) -> Node | None:
    """A box number that the first reader took for a word of its own, and another did not."""
    if not (token.first and token.last and _AS_LONG.fullmatch(token.text)):
        return None
    found = _agreed(token, "number", token.text, "", 0, lexicon)
    return found if found.kind == "box" else None


def _box_in(text: str, lexicon: Lexicon) -> tuple[str, int]:
    """The box that a print is and what it costs, `""` where it is none."""
    if len(text) == 4 and text in lexicon.boxes:
        return text, 0
    match = _BOX.fullmatch(_BAR_WITHIN.sub("", text)) or _MARKED_BOX.fullmatch(text)
    if match and match[match.lastindex or 1] in lexicon.boxes:
        return match[match.lastindex or 1], 0
    lettered = text.strip("[]|").translate(_DIGITS)
    if lettered != text and len(lettered) == 4 and lettered in lexicon.boxes:
        return lettered, OTHER_COST
    return "", 0


def _agreed(token: Token, kind: NodeKind, name: str, box: str, cost: int, lexicon: Lexicon) -> Node:
    """A number, or a box, as the readers of its cell have it.

    The box that most of them have is it, the first reader's where they are even; those that the
    others have are told too. Where one reader has a bracket, digits of the others may be some.
    `name` is what it is of that `kind` where none has a box.
    """
    prints = [token.text, *(again.text.strip() for again in token.cell.again)]
    bracketed = any(char in text for text in prints for char in "[]()")
    found = [(box, cost)] if box else []
    for text in prints[1:] if box else prints:
        other = (
            _box_in(text, lexicon)[0]
            or (bracketed and _within_brackets(text, lexicon))
            or (kind == "box" and _box_beside(text, lexicon))
        )
        if other:
            found.append((other, OTHER_COST))
    if not found:
        others = tuple(text.strip("[](){}|. ") for text in prints[1:])
        return Node(kind, name, [token], token.row, token.page, cost=cost, also=others)
    seen = [one for one, _ in found]
    best, price = max(found, key=lambda one: seen.count(one[0]))
    others = tuple(one for one in dict.fromkeys(seen) if one != best)
    also = others if seen.count(best) == 1 else ()
    if best != box and seen.count(best) == 1:
        price = LONE_COST
    return Node("box", best, [token], token.row, token.page, cost=price, also=also)


def _box_beside(text: str, lexicon: Lexicon) -> str:
    """The one box that stands in a print beside what else another reader saw there."""
    found = [digits for digits in _FOUR.findall(text) if digits in lexicon.boxes]
    return found[0] if len(found) == 1 else ""


def _within_brackets(text: str, lexicon: Lexicon) -> str:
    """The box between brackets that were read as digits, `""` where there is none."""
    match = _AS_BRACKETS.fullmatch(text)
    return match[1] if match is not None and match[1] in lexicon.boxes else ""
