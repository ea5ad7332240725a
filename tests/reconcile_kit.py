"""Readings made by hand for the tests of reconciling: one consistent filing, to be damaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.notation.amounts import read_amount
from focusconv.readings import Option, Reading
from focusconv.reconcile import Outcome, Verdict, reconcile
from focusconv.record.filing import Check

FOCUS = next(edition for edition in catalog().editions if edition.system == "FOCUS")
WINJAMMER = next(edition for edition in catalog().editions if edition.system == "WinJammer")

SEGREGATION: dict[str, int | None] = {
    "7010": 412_305_871,
    "7020": 87_450_219,
    "7030": -6_204_388,
    "7032": 15_918_264,
    "7033": -9_377_145,
    "7040": 500_092_821,
    "7045": 381_502,
    "7047": -379_216,
    "7050": 2_286,
    "7060": 500_095_107,
    "7070": 44_871_093,
    "7080": 0,
    "7090": 12_663_870,
    "7100": 371_290_448,
    "7110": 20_516_904,
    "7120": 74_786_349,
    "7130": 3_180_227,
    "7132": 15_918_264,
    "7133": -9_377_145,
    "7140": 1_204_815,
    "7160": None,
    "7170": None,
    "7150": 0,
    "7180": 535_054_825,
    "7190": 34_959_718,
    "7194": 25_000_000,
    "7198": 9_959_718,
}
CAPITAL: dict[str, int | None] = {
    "7415": 2_265_740_815,
    "7425": 181_259_265,
    "7435": 841_322_817,
    "7445": 67_305_825,
    "7455": 248_565_090,
    "7465": 1_000_000,
    "7475": None,
    "7490": 248_565_090,
    "7495": 273_421_599,
}
SECURED: dict[str, int | None] = {
    "7305": None,
    "7315": 99_856_802,
    "7317": 13_488_385,
    "7325": 25_590_008,
    "7335": 0,
    "7337": 0,
    "7345": 138_935_195,
    "7351": 962_219,
    "7352": -962_048,
    "7354": 171,
    "7355": 138_935_366,
    "7360": 138_935_366,
}
PRESENT = ("segregation",)


def printed(value: int | None) -> str:
    """The amount as FOCUS prints it."""
    if value is None:
        return ""
    return f"({-value:,})" if value < 0 else f"{value:,}"


def reading(key: Key, text: str, token: int, edition: Edition, reader: str = "one") -> Reading:
    """What placing hands over for a cell with this print."""
    read = read_amount(text, edition.spec[key].sign)
    options = tuple(
        Option(value=v.amount, cost=v.cost, raw=text, token=token, reader=reader, note=v.note)
        for v in read.values
    )
    seen = "amount" if options else "garbled" if read.garble else "nothing"
    return Reading(
        key=key, seen=seen, options=options, text=text or None, reason=read.garble, page=1
    )


class Sheet:
    """A filing's readings, addressed by box; every method changes one cell."""

    def __init__(
        self,
        *amounts: Mapping[str, int | None],
        present: Iterable[str] = PRESENT,
        edition: Edition = FOCUS,
    ) -> None:
        self.edition = edition
        self.present = tuple(present)
        self.readings: dict[Key, Reading] = {}
        for box, value in {
            k: v for one in amounts or (SEGREGATION,) for k, v in one.items()
        }.items():
            self.print(box, printed(value))

    def key(self, box: str) -> Key:
        return self.edition.key_of_box[box]

    def print(self, box: str, text: str) -> Sheet:
        self.readings[self.key(box)] = reading(self.key(box), text, int(box), self.edition)
        return self

    def second(self, box: str, text: str) -> Sheet:
        """One more reader saw this print in the cell."""
        first = self.readings[self.key(box)]
        more = reading(self.key(box), text, int(box), self.edition, "two")
        self.readings[first.key] = replace(
            more, options=(*first.options, *more.options), text=first.text
        )
        return self

    def trust(self, trust: str, *boxes: str) -> Sheet:
        for box in boxes:
            self.readings[self.key(box)] = replace(self.readings[self.key(box)], trust=trust)
        return self

    def lose(self, seen: str, *boxes: str) -> Sheet:
        for box in boxes:
            self.readings[self.key(box)] = Reading(key=self.key(box), seen=seen)
        return self

    def reconcile(self, **options: object) -> Result:
        outcome = reconcile(
            self.readings,
            self.edition,
            present=self.present,
            **{"rates": {}, **options},  # type: ignore[arg-type]
        )
        return Result(self.edition, outcome)


class Result:
    """An outcome, addressed by box."""

    def __init__(self, edition: Edition, outcome: Outcome) -> None:
        self.edition = edition
        self.outcome = outcome

    def __getitem__(self, box: str) -> Verdict:
        return self.outcome.verdicts[self.edition.key_of_box[box]]

    def said(self, *boxes: str) -> list[tuple[str, int | None]]:
        return [(self[box].status, self[box].value) for box in boxes]

    def check(self, name: str) -> Check:
        return next(check for check in self.outcome.checks if check.id == name)

    def with_status(self, *statuses: str) -> dict[str, str]:
        """Box and status of the items in one of these states."""
        return {
            self.edition.ref(key): verdict.status
            for key, verdict in self.outcome.verdicts.items()
            if verdict.status in statuses
        }
