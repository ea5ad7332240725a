"""Marks of forms that engines take for digits: a dollar sign read as 5, a parenthesis as 1.

The place tells them apart. Dollar signs stand below one another at the left of a column of
amounts, which are flush at the right. A lone sign beside a number is its parenthesis, and what
closes an empty pair stands behind one that opens it. What looks like a digit and stands alone,
unsure, is dirt or what is left of a rule. A letter S before an amount is a dollar sign where the
page prints others so; what stands before the parenthesis or the minus of a number is one too. A
bar or a colon between groups of three digits is a comma with dirt on it, two bars before an amount
are a minus, a bar before a line number is the line of a table, and a quotation mark before an
amount is dirt alone. A dollar sign within a group of digits is a digit like an S; one behind a box
number belongs to the amount behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, structs

from focusconv.document import Region
from focusconv.readers.layout.geometry import is_in
from focusconv.readers.layout.neighbors import (
    Rows,
    around_place,
    height,
    middle,
    one_word,
    place,
    width,
)
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.repair_numbers import LABEL, ended, grouped, parted


class Marking(Struct, frozen=True, kw_only=True):
    """What counts as a mark; lengths in heights of its word, confidences from 0 to 1."""

    column: float = 0.35
    """How far from one another, across the page, marks of a column begin."""

    others: int = 2
    """How many dollar signs make a column, or a page that prints them before its amounts."""

    alone: float = 0.9
    """The gap on both sides of a mark that stands alone."""

    beside: float = 1.4
    """How far a parenthesis stands from its number at most, if it was read as something else."""

    label: float = 2.5
    """How far behind its line number a label begins at most."""

    reach: float = 12.0
    """How far a closing parenthesis stands from the one that opens an empty pair."""

    line: float = 0.25
    """How far from a frame a sign ends that is what is left of its line."""

    stretched: float = 2.0
    """The most width of a character for the height of its word: leaders are wider."""

    sure: float = 0.8
    """From so much confidence a lone digit is one, whatever the other engine reads."""

    sure_one: float = 0.97
    """The same for a 1, which a rule, a bar and a parenthesis look like."""

    unsure: float = 0.5
    """The most confidence of digits that are a leader if another engine has dots there."""

    sure_zero: float = 0.8
    """How sure another engine is of a 0 at least, for a lone digit not to be dirt."""

    sure_other: float = 0.9
    """How sure another engine is of a 1 at least, where this one is not."""


_MARKING = Marking()
_AS_DOLLAR = frozenset({"5", "S", "s", "8", "3", "9", "6", "2", "B", "§", "$.", "S.", "5."})
_AS_OPENING = frozenset({*"(1Il|[{<Cci/tfr!7J"})
_AS_LONE_CLOSING = frozenset({*"17IlJ|]}>i!j"})
_AS_CLOSING = _AS_LONE_CLOSING | {")", "2", "3"}
_OPENING = frozenset({"(", "{"})
_SLIPS = frozenset({*"123456789SsIl|"})
_ONES = frozenset({*"1Il|"})
_NUMBER = re.compile(r"(?!\d{1,2}\.$)[-$]*\d[\d,.]{2,}")
_GLUED_DOLLAR = re.compile(r"\$\(?\d[\d,.]*\)?")
_AS_GLUED = re.compile(r"[Ss§](?=\(?\d[\d,.]*\)?$)")
_AS_DOLLAR_OPEN = re.compile(r"[2-9BSs§]\.?(?=[-(]\d{1,3}(?:[,.]\d{3})+\)?$)")
_AS_MINUS = re.compile(r"=(?=\$?\d{1,3}(?:[,.]\d{3})+$)")
_BOX_AND_DOLLAR = re.compile(r"\[?\d{3,4}\]?\$\.?")
_QUOTES = "'\"`\u2018\u2019\u201c\u201d\u00b7\u2022+"
_QUOTED = re.compile(rf"[{_QUOTES}]+[-$(]*\d[\d,.|:;]*\)?[{_QUOTES}]*")
_BARS = re.compile(r"[-$(]*\d{1,3}(?:[,.|:;\u00b1]\d{3})+\)?")
_DOLLAR_WITHIN = re.compile(r"(?<=[,.])\$(?=\d\d(?:[,.)]|$))|(?<=[,.]\d)\$(?=\d(?:[,.)]|$))")
_BAR = re.compile(r"[|:;\u00b1]")
_C_WITHIN = re.compile(r"(?<=[\d,.])C(?=[\d,.C]*\)?$)")
_GROUPED = re.compile(r"[-$(]*\d{1,3}(?:[,.][\dC]{3})+\)?")
_DOTTED_BOX = re.compile(r"[.,]{0,2}(\[\d{4})[.,]?(\])[.,]?|[.,]{1,2}(\d{4}\]?)")
_DOTS = re.compile(r"[.:\u00b7]{3,}")
_DOLLAR_AND_ONE = re.compile(r"\$[1Il|]")
_DIRT = frozenset({*"+*^\u2022\u00b7"})
_NUMERAL = re.compile(r"[\[|({!]?(\d{1,2})[.,;:]?")


def mended_marks(
    words: Sequence[Word],
    other: Sequence[Word] = (),
    frames: Sequence[Region] = (),
    marking: Marking = _MARKING,
) -> list[Word]:
    """The words with marks that were read as digits put right; dirt that was is left out.

    `other` are the words of other engines, which may have read the same lone digit, `frames` the
    places within small frames. A number and its parentheses become one word.
    """
    kept = [w for w in words if width(w) <= _most(w, marking) and w.text not in _DIRT]
    kept = [w for w in kept if not _is_line(w, frames, other, marking)]
    kept = [w for w in kept if not _is_leader(w, other, marking)]
    kept = [part for word in kept for part in parted(word, other)]
    whole = [ended(w) for w in grouped(_spelled(kept, other, marking))]
    return _without_slips(_bracketed(_numerals(whole, marking), marking), other, marking)


def _is_line(word: Word, frames: Sequence[Region], other: Sequence[Word], marking: Marking) -> bool:
    """Whether a lone sign beside a frame, that no other engine sees, is its line."""
    if len(word.text) > 1 or not word.text.isalnum():
        return False
    near = marking.line * height(word)
    beside = any(
        y0 <= middle(word) <= y1
        and (
            (word.x0 < x0 and abs(word.x1 - x0) <= near)
            or (word.x1 > x1 and abs(word.x0 - x1) <= near)
        )
        for x0, y0, x1, y1 in frames
    )
    return beside and not any(w.text == word.text and is_in(w, place(word)) for w in other)


def _is_leader(word: Word, other: Sequence[Word], marking: Marking) -> bool:
    """Whether digits that the engine is unsure of are dots of a leader to another."""
    if not word.text.isdigit() or (word.confidence or 1.0) > marking.unsure:
        return False
    there = [w.text for w in other if is_in(w, place(word))]
    return any(_DOTS.fullmatch(text) for text in there) and not any(
        char.isdigit() for text in there for char in text
    )


def _spelled(words: Sequence[Word], other: Sequence[Word], marking: Marking) -> list[Word]:
    """Each word by itself: dollar signs, commas and quotation marks."""
    dollars = [word for word in other if word.text == "$"]
    opened = [word for word in other if word.text == "$("]
    columns = _columns(words, marking)
    glued = sum(_GLUED_DOLLAR.fullmatch(word.text) is not None for word in words)
    rows = Rows(words)
    found = []
    for word in words:
        text = word.text
        if glued >= marking.others and _AS_GLUED.match(text):
            text = "$" + text[1:]
        text = _AS_MINUS.sub("-", _AS_DOLLAR_OPEN.sub("$", text))
        if _BOX_AND_DOLLAR.fullmatch(text):
            text = text.rstrip("$.")
        if _QUOTED.fullmatch(text):
            text = text.strip(_QUOTES)
        text = _DOLLAR_WITHIN.sub("S", text)
        if _GROUPED.fullmatch(text):
            text = _C_WITHIN.sub("O", text)
        if _BARS.fullmatch(text):
            text = _BAR.sub(",", text)
        boxed = _DOTTED_BOX.fullmatch(text)
        if boxed is not None:
            text = "".join(part for part in boxed.groups() if part)
        near = marking.column * height(word)
        if _DOLLAR_AND_ONE.fullmatch(text) and any(is_in(one, place(word)) for one in opened):
            text = "$("
        if text in _AS_DOLLAR and any(is_in(dollar, place(word)) for dollar in dollars):
            text = "$"
        if text in _AS_DOLLAR and any(abs(word.x0 - x) <= near for x in columns):
            before, behind = rows.beside(word)
            if _is_alone(word, before, behind, marking):
                text = "$"
        found.append(word if text == word.text else structs.replace(word, text=text))
    return found


def _columns(words: Sequence[Word], marking: Marking) -> list[float]:
    """Where columns of dollar signs begin."""
    signs = [word for word in words if word.text == "$"]
    found = []
    for word in signs:
        near = marking.column * height(word)
        if sum(abs(word.x0 - other.x0) <= near for other in signs) >= marking.others:
            found.append(word.x0)
    return found


def _numerals(words: Sequence[Word], marking: Marking) -> list[Word]:
    """The words with the dots of line numbers that lost them: a number of one or two digits
    that begins a row close before a label."""
    rows = Rows(words)
    found = []
    for word in words:
        numeral = _NUMERAL.fullmatch(word.text)
        if numeral is not None:
            before, behind = rows.beside(word)
            close = behind is not None and behind.x0 - word.x1 <= marking.label * height(word)
            if before is None and behind is not None and close and LABEL.fullmatch(behind.text):
                word = structs.replace(word, text=f"{numeral[1]}.")
        found.append(word)
    return found


def _bracketed(words: Sequence[Word], marking: Marking) -> list[Word]:
    """The words with the parentheses beside numbers joined to them, and empty pairs closed."""
    rows = Rows(words)
    taken: set[int] = set()
    joined: dict[int, list[Word]] = {}
    for word in words:
        if not _NUMBER.fullmatch(word.text):
            continue
        before, behind = rows.beside(word)
        reach = marking.beside * height(word)
        opens = before is not None and word.x0 - before.x1 <= reach and before.text in _AS_OPENING
        closes = behind is not None and behind.x0 - word.x1 <= reach and behind.text in _AS_CLOSING
        if before is None or not opens or id(before) in taken:
            continue
        joined[id(word)] = [before]
        if behind is not None and closes:
            joined[id(word)].append(behind)
        taken.update(id(mark) for mark in joined[id(word)])
    found = []
    for word in words:
        if id(word) in taken:
            continue
        if id(word) in joined:
            word = _around(word, joined[id(word)])
        elif word.text in _AS_LONE_CLOSING and _closes_a_pair(word, rows, marking):
            word = structs.replace(word, text=")")
        found.append(word)
    return found


def _around(number: Word, marks: Sequence[Word]) -> Word:
    """A number and its parentheses as one word."""
    closed = any(mark.x0 > number.x0 for mark in marks)
    parts = (number, *marks)
    return one_word(f"({number.text}{')' if closed else ''}", *parts)


def _closes_a_pair(word: Word, rows: Rows, marking: Marking) -> bool:
    before, behind = rows.beside(word)
    return (
        before is not None
        and before.text in _OPENING
        and word.x0 - before.x1 <= marking.reach * height(word)
        and (behind is None or behind.text not in (")", "}"))
    )


def _without_slips(words: Sequence[Word], other: Sequence[Word], marking: Marking) -> list[Word]:
    """The words without lone digits that nobody is sure of. A lone 0 is always one, and what
    another engine is sure is a 0 is a digit."""
    found = []
    for word in words:
        if word.text in _SLIPS and word.confidence is not None:
            one = word.text in _ONES
            least = marking.sure_other if one else 0.0
            same = any(
                w.text == word.text
                and (w.confidence or 0.0) >= least
                and is_in(w, around_place(word))
                for w in other
            )
            sure = word.confidence >= (marking.sure_one if one else marking.sure)
            there = [w for w in other if is_in(w, around_place(word))]
            denied = any(one or not any(char.isdigit() for char in w.text) for w in there)
            zero = any(w.text == "0" and (w.confidence or 0.0) >= marking.sure_zero for w in there)
            if not (same or zero) and (denied or not sure):
                continue
        found.append(word)
    return found


def _is_alone(word: Word, before: Word | None, behind: Word | None, marking: Marking) -> bool:
    room = marking.alone * height(word)
    return (before is None or word.x0 - before.x1 >= room) and (
        behind is None or behind.x0 - word.x1 >= room
    )


def _most(word: Word, marking: Marking) -> float:
    """The most width of a word of so many characters."""
    return marking.stretched * len(word.text) * height(word)
