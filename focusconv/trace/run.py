"""An input to its trace, as the bytes of one format."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from focusconv.batch.in_process import Reading
from focusconv.conversion import Wanted
from focusconv.document import Document
from focusconv.files.inputs import Input, read_input
from focusconv.readers import read, read_again
from focusconv.terminal.console import clean
from focusconv.terminal.exits import WrongUsage
from focusconv.terminal.progress import watched
from focusconv.trace import model
from focusconv.trace.steps import trace
from focusconv.trace.text import keys_of, lines


def traced(
    source: Input, way: Reading, *, to: str, steps: Collection[str], item: str | None
) -> tuple[bytes, bool]:
    """The trace of an input as `text` or `json`, and whether its form is known.

    Of the text only some steps, and one item where it is named. Raises UnreadableInput, and
    WrongUsage where no item is called so.
    """
    data = read_input(source)
    name = source.file_name
    with watched(source.name) as watch:
        document = read(data, name, way.options, watch)

    def again(document: Document, wanted: Sequence[Wanted]) -> Document:
        return read_again(data, name, document, wanted, way.options)

    found = trace(document, mend=way.mend, corrections=way.corrections, again=again)
    known = found.refused is None
    if to == "json":
        return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n", known
    if item is not None and known:
        _demand(found, item)
    text = "".join(f"{clean(line)}\n" for line in lines(found, steps, item))
    return text.encode("utf-8", "backslashreplace"), known


def _demand(found: model.Trace, item: str) -> None:
    """Raise WrongUsage where no item of any filing is called so."""
    if not any(keys_of(filing, item) for filing in found.filings):
        raise WrongUsage(
            f"--item {item}: the document holds no such item",
            remedy="give a box, or a key as the trace shows them in brackets",
        )
