"""What pages of no known statement seem to be, and the error where a document has no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from focusconv.document import Document
from focusconv.errors import UnknownForm
from focusconv.forms.catalog import Catalog
from focusconv.identify.lexicon import Lexicon
from focusconv.identify.nodes import Node

TITLE = 3
"""What a title counts beside a label or a box."""

MOST_BOXES = 5
"""So many boxes of a form count; more say no more."""


def seems(nodes: Iterable[Node], lexicon: Lexicon) -> str:
    """The form, of those not read here, that most of the nodes speak for; `""` for none."""
    counts: Counter[str] = Counter()
    boxes: set[int] = set()
    for node in nodes:
        if node.kind == "run":
            hit = lexicon.other(node.name)
            if hit is not None:
                counts[hit.form.title] += TITLE if hit.is_title else 1
        elif len(node.name) == 4 and node.name.isdigit() and node.name not in lexicon.boxes:
            boxes.add(int(node.name))
    for form in lexicon.edition.others:
        own = sum(any(low <= box <= high for low, high in form.boxes) for box in boxes)
        if own:
            counts[form.title] += min(own, MOST_BOXES)
    return max(counts, key=counts.__getitem__) if counts else ""


def unknown(document: Document, catalog: Catalog, like: str, words: str) -> UnknownForm:
    """The error of a document without a statement of a known form.

    `like` is what it seems to be; `words` the title of the form whose words it prints, `""` for
    none.
    """
    forms = ", ".join(edition.title for edition in catalog.editions)
    if like:
        said = f"it seems to be: {like}"
    elif words:
        said = f"nearest is {words}, of which only some words were found, no statement"
    else:
        said = "no words, titles, boxes or labels of theirs were found"
    return UnknownForm(
        f"none of the forms known here: looked for {forms}; {said}",
        place=document.source.name,
        remedy="`focusconv forms` lists what can be read",
    )
