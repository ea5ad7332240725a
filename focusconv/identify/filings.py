"""The leaves of a document gathered into its filings, by what their heads say.

Leaves of one system, firm and date are of one filing; in whichever order they stand. A leaf
whose head says another firm or date is of another filing. Where that cannot be told - names are
nearly alike, a date differs by one digit, a head cannot be read - a leaf goes to the filing it is
likeliest of, as an odd one: what it says is in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from focusconv.forms.catalog import Edition, StatementSpec
from focusconv.identify.firm_names import Relation, compare_names
from focusconv.identify.leaves import Leaf
from focusconv.identify.statements import Part


class HeadLike(Protocol):
    """What gathering needs of the head of a leaf; dates are ISO 8601."""

    @property
    def as_of(self) -> str | None: ...

    @property
    def submitted(self) -> str | None: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def type(self) -> str | None: ...


H = TypeVar("H", bound=HeadLike)

COVER_LINES = 3
"""So many lines of its own a cover shows; a page that links to filings names their heads alone."""


class Aside(Struct, frozen=True):
    """Pages of a document that are of no filing found, and whose they are."""

    pages: tuple[int, ...]
    message: str


class Group(Struct, Generic[H]):
    """The parts of one filing with their heads, in document order.

    `lines` are what each part shows of its statement; `odd` says of a part, by its place, why
    it may be of another filing; `asides` are told with this filing.
    """

    edition: Edition
    parts: list[Part]
    heads: list[H]
    lines: list[frozenset[int]]
    odd: dict[int, str]
    asides: list[Aside]


class Identity(Struct, frozen=True):
    """What tells whose page a leaf is."""

    edition: Edition
    names: tuple[str, ...]
    as_of: str | None
    submitted: str | None
    type: str | None

    @property
    def known(self) -> int:
        return bool(self.names) + (self.as_of is not None)


class Bundle(Struct):
    """Leaves of one filing, by their places in the document; `odd` with the reason."""

    edition: Edition
    names: list[str]
    as_of: str | None
    places: list[int]
    odd: dict[int, str]

    @property
    def said(self) -> str:
        """Whose filing it is, in words."""
        name = f"'{self.names[0]}'" if self.names else "a firm that is not named"
        return f"{name} as of {self.as_of}" if self.as_of else name


def compare_dates(first: str | None, second: str | None) -> Relation | None:
    """How two ISO dates are related: one digit apart may be a misreading."""
    if first is None or second is None:
        return None
    apart = sum(a != b for a, b in zip(first, second, strict=True))
    return "same" if apart == 0 else "doubt" if apart == 1 else "other"


def split(
    leaves: Sequence[Leaf], heads: Sequence[H], covers: Sequence[tuple[str | None, str | None]]
) -> list[Group[H]]:
    """The filings of a document.

    `heads` are those of the leaves, `covers` the firm and the last day that the cover itself
    prints, for a leaf of a cover.
    """
    return _Gathering(leaves, heads, covers).groups()


class _Gathering(Generic[H]):
    """The leaves of one document while they are gathered."""

    def __init__(
        self,
        leaves: Sequence[Leaf],
        heads: Sequence[H],
        covers: Sequence[tuple[str | None, str | None]],
    ) -> None:
        self.leaves = leaves
        self.heads = heads
        self.identities = self._identities(covers)
        self.bundles: list[Bundle] = []
        self.of: dict[int, Bundle] = {}

    def _identities(self, covers: Sequence[tuple[str | None, str | None]]) -> list[Identity]:
        """Whose each leaf is; below another on its page, or where it goes on with the lines of
        the page before, it is the same's."""
        found: list[Identity] = []
        for i, (leaf, head) in enumerate(zip(self.leaves, self.heads, strict=True)):
            name, day = covers[i]
            own = Identity(
                leaf.part.edition,
                head.names or ((name,) if name else ()),
                head.as_of or day,
                head.submitted,
                head.type,
            )
            before = found[-1] if found else None
            if before is not None and before.edition is own.edition and self._goes_on(i):
                own = Identity(
                    own.edition,
                    own.names or before.names,
                    own.as_of or before.as_of,
                    own.submitted or before.submitted,
                    own.type or before.type,
                )
            found.append(own)
        return found

    def _goes_on(self, i: int) -> bool:
        leaf, before = self.leaves[i], self.leaves[i - 1]
        if leaf.begin == "page":
            same = leaf.part.statement is before.part.statement is not None
            return same and bool(leaf.lines) and not leaf.lines & before.lines
        return leaf.begin == "on" and not (self._is_cover(i) and self._is_statement(i - 1))

    def groups(self) -> list[Group[H]]:
        """The filings in the order in which they begin."""
        own = [i for i, leaf in enumerate(self.leaves) if leaf.part.statement is not None]
        for i in sorted(own, key=lambda i: (self._is_cover(i), -self.identities[i].known)):
            self._gather(i)
        self._place_loose([i for i in own if i not in self.of])
        self._join_doubtful()
        bundles = [part for bundle in self.bundles for part in self._by_submission(bundle)]
        whole = [bundle for bundle in bundles if any(map(self._shows_form, bundle.places))]
        whole = whole or [bundle for bundle in bundles if any(map(self._takes, bundle.places))]
        whole.sort(key=lambda bundle: min(bundle.places))
        self._place_others(whole)
        groups = [self._group(bundle) for bundle in whole]
        for bundle in bundles:
            if bundle not in whole and groups:
                self._tell(bundle, whole, groups)
        return groups

    def _gather(self, i: int) -> None:
        """Put a leaf to the one filing that its head says; begin another where it says that."""
        identity = self.identities[i]
        related = [(self._relation(identity, bundle), bundle) for bundle in self.bundles]
        same = [bundle for relation, bundle in related if relation == "same"]
        open_ = [bundle for relation, bundle in related if relation is None]
        doubtful = [bundle for relation, bundle in related if relation == "doubt"]
        if same:
            self._add(same[0], i)
        elif len(open_) == 1 and not doubtful:
            self._add(open_[0], i)
        elif identity.known == 2 or not (open_ or doubtful):
            self.bundles.append(
                Bundle(identity.edition, list(identity.names), identity.as_of, [i], {})
            )
            self.of[i] = self.bundles[-1]

    def _relation(self, identity: Identity, bundle: Bundle) -> Relation | None:
        """Whether a leaf is of a filing; None where nothing speaks against it, nor all for it."""
        if identity.edition is not bundle.edition:
            return "other"
        found = (
            compare_names(identity.names, bundle.names),
            compare_dates(identity.as_of, bundle.as_of),
        )
        for relation in ("other", "doubt"):
            if relation in found:
                return relation
        return "same" if found == ("same", "same") else None

    def _add(self, bundle: Bundle, i: int, odd: str = "") -> None:
        bundle.places.append(i)
        self.of[i] = bundle
        if odd:
            bundle.odd[i] = odd
            return
        identity = self.identities[i]
        bundle.names += [name for name in identity.names if name not in bundle.names]
        bundle.as_of = bundle.as_of or identity.as_of

    def _place_loose(self, loose: Sequence[int]) -> None:
        """Leaves whose head does not tell between several filings go with their neighbors."""
        for i in loose:
            identity = self.identities[i]
            fits = [b for b in self.bundles if self._relation(identity, b) != "other"]
            if not fits:
                self._gather(i)
                continue
            near = self._near(i, fits)
            relation = self._relation(identity, near)
            if relation == "doubt":
                why = f"{self._head_said(i)}, and the filing is of {near.said}"
            else:
                why = "its head does not tell which filing of the document it is of"
            self._add(near, i, f"{why}: the page may be of another filing")

    def _near(self, i: int, fits: Sequence[Bundle]) -> Bundle:
        """The filing of the leaf before or behind, one without that statement first."""
        statement = self.leaves[i].part.statement
        order = sorted(
            self.of, key=lambda other: (abs(other - i), self._is_cover(i) == (other < i))
        )
        for lacking in (True, False):
            for other in order:
                bundle = self.of[other]
                if bundle in fits and not (lacking and statement in self._statements(bundle)):
                    return bundle
        return fits[0]

    def _head_said(self, i: int) -> str:
        identity = self.identities[i]
        said = [f"'{name}'" for name in identity.names[:1]]
        said += [identity.as_of] if identity.as_of else []
        return f"its head says {' as of '.join(said)}"

    def _join_doubtful(self) -> None:
        """Filings that may be one, misread here and there: the smaller is odd in the larger,
        unless both have a statement, which then are two."""
        for small in sorted(self.bundles, key=lambda b: (self._size(b), -min(b.places))):
            for large in sorted(self.bundles, key=lambda b: -self._size(b)):
                if large is small or self._size(large) < self._size(small):
                    continue
                if not self._are_doubtful(small, large):
                    continue
                if self._statements(small) & self._statements(large):
                    continue
                for i in small.places:
                    why = f"{self._head_said(i)}, and the filing is of {large.said}"
                    self._add(large, i, f"{why}: the page may be of another filing")
                self.bundles.remove(small)
                break

    def _are_doubtful(self, small: Bundle, large: Bundle) -> bool:
        identity = Identity(small.edition, tuple(small.names), small.as_of, None, None)
        return self._relation(identity, large) == "doubt"

    def _size(self, bundle: Bundle) -> int:
        return sum(map(self._is_statement, bundle.places))

    def _statements(self, bundle: Bundle) -> frozenset[StatementSpec | None]:
        return frozenset(self.leaves[i].part.statement for i in bundle.places)

    def _is_statement(self, i: int) -> bool:
        """Whether a leaf is of a statement with rules: any but a cover."""
        statement = self.leaves[i].part.statement
        return statement is not None and bool(statement.rules)

    def _is_cover(self, i: int) -> bool:
        statement = self.leaves[i].part.statement
        return statement is not None and not statement.rules

    def _shows_form(self, i: int) -> bool:
        """Whether a leaf takes amounts and shows lines of its own: neither a cover of words alone
        nor the head of another document that a page links to makes a filing."""
        enough = 1 if self._is_statement(i) else COVER_LINES
        return len(self.leaves[i].lines) >= enough and self._takes(i)

    def _takes(self, i: int) -> bool:
        """Whether the statement of a leaf has cells for amounts."""
        statement = self.leaves[i].part.statement
        return statement is not None and any(
            cell.kind == "amount" for _, _, cell in statement.cells()
        )

    def _by_submission(self, bundle: Bundle) -> list[Bundle]:
        """A filing and its amendment apart, where the system has such: by the kind and the day
        of their submission, and by their order where pages do not say."""
        bundle.places.sort()
        if not bundle.edition.head.initial:
            return [bundle]
        places = bundle.places
        backwards = self._is_cover(places[-1]) and not self._is_cover(places[0])
        found: list[list[int]] = []
        current: list[int] = []
        for i in reversed(places) if backwards else places:
            if not current or self._differs(i, current):
                fits = [one for one in found if not self._differs(i, one)]
                current = fits[0] if len(fits) == 1 else []
                if not current:
                    found.append(current)
            current.append(i)
        return self._submissions(bundle, found)

    def _differs(self, i: int, places: Sequence[int]) -> bool:
        """Whether a leaf is of another kind of filing, or submitted on another day."""
        own = self.identities[i]
        for j in places:
            other = self.identities[j]
            if own.type and other.type and own.type != other.type:
                return True
            if own.submitted and other.submitted and own.submitted != other.submitted:
                return True
        return False

    def _submissions(self, bundle: Bundle, found: list[list[int]]) -> list[Bundle]:
        """The submissions of one filing; pages that only fill a gap of a larger one are odd in
        it."""
        found.sort(key=lambda places: -len(places))
        kept: list[Bundle] = []
        for places in found:
            own = {self.leaves[i].part.statement for i in places}
            lacking = next((one for one in kept if not own & self._statements(one)), None)
            if lacking is None:
                odd = {i: why for i, why in bundle.odd.items() if i in places}
                part = Bundle(bundle.edition, bundle.names, bundle.as_of, sorted(places), odd)
                kept.append(part)
                continue
            for i in places:
                lacking.odd[i] = (
                    "its head names another kind or day of submission: the page may be of "
                    "another filing"
                )
            lacking.places = sorted([*lacking.places, *places])
        return kept

    def _place_others(self, whole: Sequence[Bundle]) -> None:
        """Leaves of no statement go with the filing before them, or the first."""
        for i, leaf in enumerate(self.leaves):
            if leaf.part.statement is None and whole:
                before = [b for b in whole if min(b.places) < i]
                near = max(
                    before, key=lambda b: max(p for p in b.places if p < i), default=whole[0]
                )
                near.places.append(i)

    def _group(self, bundle: Bundle) -> Group[H]:
        places = sorted(bundle.places)
        leaves = [self.leaves[i] for i in places]
        return Group(
            bundle.edition,
            [leaf.part for leaf in leaves],
            [self.heads[i] for i in places],
            [leaf.lines for leaf in leaves],
            {n: bundle.odd[i] for n, i in enumerate(places) if i in bundle.odd},
            [],
        )

    def _tell(self, bundle: Bundle, whole: Sequence[Bundle], groups: Sequence[Group[H]]) -> None:
        """Tell of pages that make no filing with the one that they stand nearest to."""
        at = min(bundle.places)
        near = min(range(len(whole)), key=lambda n: min(abs(p - at) for p in whole[n].places))
        pages = tuple(sorted({self.leaves[i].part.nodes[0].page for i in bundle.places}))
        message = f"a cover of {bundle.said} belongs to no filing of this document"
        groups[near].asides.append(Aside(pages, message))
