"""Small marks that tell the state of an item: a shape each, not a colour alone."""

from __future__ import annotations

from focusconv.record.filing import Item
from focusconv.render import paper
from focusconv.render.paper import Colour, Sheet

STATES = {
    "corrected": "corrected",
    "derived": "derived, not read",
    "reviewed": "set by a reviewer",
    "disputed": "disputed",
    "unreadable": "cannot be read",
    "absent": "not in the document",
    "alone": "read, confirmed by nothing",
}
"""What each mark says; `alone` is an amount as printed that no rule and no reader confirms."""


def draw_state(page: Sheet, state: str, x: float, y: float) -> None:
    """The mark of a state around a point: each has a shape of its own, not a colour only."""
    r = 2.4
    corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    colours: dict[str, Colour] = {
        "corrected": paper.ORANGE,
        "derived": paper.BLUE,
        "reviewed": paper.GREEN,
        "disputed": paper.VERMILION,
    }
    colour = colours.get(state, paper.GREY)
    match state:
        case "corrected":
            page.polygon([(x, y - r), (x + r, y + r), (x - r, y + r)], colour=colour, filled=True)
        case "derived":
            page.polygon(corners, colour=colour, filled=False)
        case "reviewed":
            page.frame((x - 2, y - 2, x + 2, y + 2), colour=colour, fill=colour)
        case "disputed":
            page.circle(x, y, r, colour=colour, filled=True)
        case "unreadable":
            page.rule(x - 2, y - 2, x + 2, y + 2, weight=0.9)
            page.rule(x - 2, y + 2, x + 2, y - 2, weight=0.9)
        case "absent":
            page.rule(x - 2, y, x + 2, y, weight=0.9, colour=colour)
        case "alone":
            page.circle(x, y, 1.5, colour=colour, filled=False)


def state_of(item: Item | None) -> str:
    """The mark that an item wants, empty where none."""
    if item is None or item.status in STATES:
        return "absent" if item is None else item.status
    counted = item.kind == "amount" and item.value is not None and item.status == "reported"
    return "alone" if counted and not item.verified_by else ""
