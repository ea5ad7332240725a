"""What other readers made of a printed number: second readings of the same print."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from focusconv.identify.nodes import Node
from focusconv.notation.amounts import Printed
from focusconv.notation.tokens import numbers_of
from focusconv.readings import Option


class Second(Struct, frozen=True):
    """The print of a number as another reader has it, and that reader's name."""

    text: str
    reader: str


def second_prints(number: Node) -> Iterator[Second]:
    """What each other reader of a number's cell has in its place.

    Where that cell holds several numbers for both, they go together in their order; where the
    other reader has more or fewer numbers than the first, its whole text stands for the
    number. A number that was put together from several pieces has no second reading.
    """
    if len(number.tokens) != 1:
        return
    token = number.tokens[0]
    if not token.cell.again:
        return
    own = numbers_of(token.cell.text)
    at = next((k for k, (start, _) in enumerate(own) if start == token.start), 0)
    for again in token.cell.again:
        theirs = numbers_of(again.text)
        whole = len(own) != len(theirs)
        yield Second(again.text if whole else theirs[at][1], again.reader)


def second_options(
    number: Node, token: int, amounts: Callable[[str], Printed]
) -> tuple[list[Option], tuple[str, ...]]:
    """What other readers add to the options of a number, and their prints that are no amount.

    `token` is the number's own: it serves one item, whoever read it.
    """
    options: list[Option] = []
    contrary = []
    for second in second_prints(number):
        printed = amounts(second.text)
        if not printed.values:
            contrary.append(second.text)
        options += [
            Option(
                value=value.amount,
                cost=value.cost,
                raw=second.text,
                token=token,
                reader=second.reader,
                note=value.note,
            )
            for value in printed.values
        ]
    return options, tuple(contrary)
