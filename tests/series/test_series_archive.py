"""Series of a database: the same lines as of the files that were loaded into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from focusconv import database
from focusconv.errors import DatabaseError, OutputExists
from focusconv.record.filing import Filer, Filing
from focusconv.series.archive import is_database, stored_filings
from focusconv.series.collect import points_of, regimes
from focusconv.series.lines import collection
from focusconv.series.write import write_series
from focusconv.terminal.exits import OK, UNREADABLE, WrongUsage
from tests.conftest import Run
from tests.documents import ROOT
from tests.series.test_series_page import unpacked
from tests.series_kit import MONTHLY, filed, with_excess

SAMPLES = tuple(sorted((ROOT / "samples").glob("*/expected.json")))


def loaded(folder: Path, *filings: Filing) -> str:
    path = str(folder / "archive.db")
    with database.open_database(path) as opened:
        opened.load(filings)
    return path


def test_a_database_is_told_by_what_it_is(tmp_path: Path) -> None:
    renamed = Path(loaded(tmp_path, filed("2018-03-01"))).rename(tmp_path / "archive.json")
    assert is_database(str(renamed))
    assert is_database("postgresql://reader@host/archive")
    assert not is_database(str(SAMPLES[0]))
    assert not is_database(str(tmp_path))
    assert not is_database(str(tmp_path / "nothing.db"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_a_sample_says_the_same_in_a_database(tmp_path: Path, sample: Path) -> None:
    """But for the notes on why a figure is as it is, and the key that tells filings apart."""
    filing = Filing.from_json(sample.read_bytes())
    (stored,), unknown = stored_filings(loaded(tmp_path, filing))
    assert unknown == []
    told = {point.regime: point for point in points_of(filing, stored[0].firm)}
    assert {point.regime for point in stored} == set(told)
    for point in stored:
        origin = replace(point.origin, key=told[point.regime].origin.key)
        assert replace(point, origin=origin) == told[point.regime]


def test_the_later_filing_counts_in_a_database_too(tmp_path: Path) -> None:
    first = filed("2018-03-01", source="a.txt")
    first = replace(first, form=replace(first.form, type="initial"), submitted="2018-03-02")
    second = with_excess(filed("2018-03-01", source="b.txt"), 50, 60)
    second = replace(
        second,
        form=replace(second.form, type="amended"),
        submitted="2018-03-05",
        source=replace(second.source, sha256="1" * 64),
    )
    filings, _ = stored_filings(loaded(tmp_path, second, first))
    (firm,) = collection(filings, list(regimes())).firms
    (slot,) = firm.lines[0].slots
    assert slot.point is not None
    assert (slot.point.excess.value, slot.point.shortfall) == (50, 10)
    assert (slot.point.origin.source, slot.point.origin.type) == ("b.txt", "amended")


def test_a_filing_for_a_quarter_covers_its_months_in_a_database_too(tmp_path: Path) -> None:
    spring = filed("2018-03-31", edition=MONTHLY)
    summer = filed("2018-06-30", edition=MONTHLY)
    summer = replace(summer, period=replace(summer.period, begin="2018-04-01"))
    filings, _ = stored_filings(loaded(tmp_path, spring, summer))
    (firm,) = collection(filings, list(regimes())).firms
    assert [len(line.slots) for line in firm.lines] == [2, 2, 2]


def test_a_database_becomes_a_page(tmp_path: Path, focusconv: Run) -> None:
    path = loaded(tmp_path, filed("2018-03-01"), with_excess(filed("2018-03-05"), -7, 60))
    out = tmp_path / "series.html"
    done = focusconv("report", "--series", path, "-o", out)
    assert done.returncode == OK, done.stderr
    assert done.stdout == b""
    assert b"1 firm, 2 filings, 0 superseded, 0 left out" in done.stderr
    segregation = unpacked(out.read_text("utf-8"))["lines"][0]
    assert segregation["events"] == [["missing", 1, 1], ["deficit", 2, 2]]
    assert segregation["figures"]["excess"]["values"][1:] == [None, -7]


def test_a_filing_of_no_known_firm_or_day_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = replace(filed("2018-03-02", source="who.txt"), filer=Filer())
    undated = filed("2018-03-05", source="when.txt")
    undated = replace(undated, period=replace(undated.period, end=None))
    path = loaded(tmp_path, filed("2018-03-01"), nameless, undated)
    out = tmp_path / "series.html"
    assert write_series([path], out, overwrite=False) == UNREADABLE
    told = capsys.readouterr().err
    assert "who.txt: the filing does not surely say" in told
    assert "when.txt: the filing does not surely say" in told
    assert "could not be drawn: who.txt, when.txt" in out.read_text("utf-8")


def test_a_database_is_drawn_by_itself(tmp_path: Path) -> None:
    path = loaded(tmp_path, filed("2018-03-01"))
    with pytest.raises(WrongUsage, match="by itself"):
        write_series([path, str(SAMPLES[0])], tmp_path / "series.html", overwrite=False)


def test_a_database_is_never_overwritten(tmp_path: Path) -> None:
    path = Path(loaded(tmp_path, filed("2018-03-01")))
    before = path.read_bytes()
    for given in (str(path), f"sqlite:///{path}"):
        with pytest.raises(OutputExists, match="overwrite its input"):
            write_series([given], path, overwrite=True)
    assert path.read_bytes() == before


def test_a_database_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    missing = f"sqlite:///{tmp_path}/none.db"
    with pytest.raises(DatabaseError, match="no such database"):
        write_series([missing], tmp_path / "series.html", overwrite=False)


def test_the_same_series_as_csv(tmp_path: Path, focusconv: Run) -> None:
    path = loaded(tmp_path, filed("2018-03-01"), with_excess(filed("2018-03-05"), -7, 60))
    for out in (("-o", "series.csv"), ("--to", "csv", "-o", "-")):
        done = focusconv("report", "--series", path, *out)
        assert done.returncode == OK, done.stderr
    assert done.stdout == (tmp_path / "series.csv").read_bytes()
    assert done.stdout.startswith(b"firm,system,every,regime,as_of,required,required_status,")


def test_a_format_that_is_none_is_refused(tmp_path: Path, focusconv: Run) -> None:
    done = focusconv("report", "--series", SAMPLES[0], "--to", "xml", "-o", "series.xml")
    assert done.returncode == 2
    assert b"there is no format xml; give html or csv" in done.stderr
    page = focusconv("report", SAMPLES[0], "--to", "csv", "-o", "review.html")
    assert page.returncode == 2
    assert b"--to is for --series" in page.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "option", [("--no-mend",), ("--corrections", "c.csv"), ("--documents", "d")]
)
def test_options_of_the_review_page_are_refused(
    tmp_path: Path, focusconv: Run, option: tuple[str, ...]
) -> None:
    out = tmp_path / "series.html"
    done = focusconv("report", "--series", SAMPLES[0], "-o", out, *option)
    assert done.returncode == 2
    assert f"{option[0]} is for the review page".encode() in done.stderr
    assert not out.exists()
