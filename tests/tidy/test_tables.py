"""Tables: every item with its state, in CSV, Parquet and Excel, and nothing that runs."""

from __future__ import annotations

import csv
import datetime
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from msgspec.structs import replace

import focusconv
from focusconv.database import open_database
from focusconv.errors import (
    FocusconvError,
    InvalidExport,
    MissingPackage,
    OutputExists,
    UnreadableInput,
)
from focusconv.exports import dataset, workbook
from focusconv.exports.delimited import csv_chunks, harmless
from focusconv.exports.shards import schema, shard, write_shard
from focusconv.exports.tables import to_frame
from focusconv.exports.wide import columns
from focusconv.files.stream import write_chunks
from focusconv.record.filing import Filing
from focusconv.record.fingerprint import content_sha256
from focusconv.tidy.rows import COLUMNS, FILING, confirmed, once, piece_of
from tests.archive import FOCUS, a_filing, samples
from tests.conftest import Run
from tests.documents import ROOT
from tests.strategies import filings
from tests.synthetic import with_item, with_key

PIECES = [piece_of(filing) for filing in samples()]
HOSTILE = '=HYPERLINK("http://x","y")'


def csv_of(*filings: Filing, wide: bool = False, sure: bool = False) -> list[dict[str, str]]:
    data = b"".join(csv_chunks(map(piece_of, filings), wide=wide, sure=sure))
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


class TestCsv:
    def test_every_item_is_a_row(self) -> None:
        found = csv_of(*samples())
        assert list(found[0]) == list(COLUMNS)
        expected = [
            (filing.source.sha256, statement.id, item.line, item.column, item.status)
            for filing in samples()
            for statement in filing.statements
            for item in statement.items
        ]
        assert [
            (row["sha256"], row["statement"], row["line"], row["column"], row["status"])
            for row in found
        ] == expected

    def test_amounts_are_plain_and_other_values_beside_them(self) -> None:
        found = {row["box"]: row for row in csv_of(samples()[0])}
        assert (found["7190"]["amount"], found["7190"]["text"]) == ("82369830", "")
        assert found["7190"]["verified_by"] == "segregation.7190 segregation.7198"
        assert (found["8570"]["amount"], found["8570"]["status"]) == ("-5247583", "derived")
        assert (found["14"]["amount"], found["14"]["text"]) == ("", "8-41562")
        assert (found["7190"]["period"], found["7190"]["as_of"]) == ("2017-04", "2017-04-30")
        assert (found["7190"]["verified"], found["8570"]["verified"]) == ("true", "false")

    def test_a_row_a_filing_has_a_column_a_box(self) -> None:
        found = csv_of(*samples(), wide=True)
        assert [row["box_7190"] for row in found] == ["82369830", "198161467", "424098509"]
        assert [row["cover_segregated_b"] for row in found] == ["", "", "5"]
        assert all(list(row) == list(columns()) for row in found)
        assert len(columns()) == len(set(columns()))

    def test_a_row_a_filing_names_what_is_in_doubt(self) -> None:
        found = csv_of(*samples(), wide=True)
        for filing, row in zip(samples(), found, strict=True):
            open_items = [
                item
                for statement in filing.statements
                for item in statement.items
                if item.status in ("disputed", "unreadable")
            ]
            assert len(row["doubtful"].split()) == len(open_items)
        assert "box_30" in found[0]["doubtful"].split()

    def test_confirmed_figures_only(self) -> None:
        for filing in samples():
            sure = {
                item.box: str(item.value)
                for statement in filing.statements
                for item in statement.items
                if item.verified_by and item.value is not None and item.box
            }
            assert {
                row["box"]: row["amount"] or row["text"]
                for row in csv_of(filing, sure=True)
                if row["box"]
            } == sure
            (wide,) = csv_of(filing, wide=True, sure=True)
            shown = {name[4:]: value for name, value in wide.items() if name.startswith("box_")}
            assert {box: value for box, value in shown.items() if value} == sure

    def test_a_disputed_figure_is_not_confirmed(self) -> None:
        sure = with_item(a_filing(), "7190", verified_by=("x",))
        assert csv_of(sure, sure=True)[0]["box"] == "7190"
        assert csv_of(with_item(sure, "7190", status="disputed"), sure=True) == []
        assert csv_of(with_item(sure, "7190", value=None, status="blank"), sure=True) == []

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (HOSTILE, f"'{HOSTILE}"),
            ("+1+1", "'+1+1"),
            ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\uff1d1+1", "'\uff1d1+1"),
            ("\r=1", "'\n=1"),
            ("-5,247,583", "-5,247,583"),
            ("(5,247)", "(5,247)"),
            ('plain, "quoted"\nand broken', 'plain, "quoted"\nand broken'),
        ],
    )
    def test_no_text_is_a_formula(self, text: str, shown: str) -> None:
        assert harmless(text) == shown
        (row,) = [
            row
            for row in csv_of(with_item(a_filing(text), "7010", raw=text))
            if row["box"] == "7010"
        ]
        assert (row["raw"], row["firm"]) == (shown, shown)

    @settings(max_examples=60)
    @given(filings())
    def test_whatever_a_filing_says_is_one_table(self, drawn: Filing) -> None:
        try:
            piece = piece_of(drawn)
        except InvalidExport:
            return
        found = list(
            csv.reader(
                io.StringIO(
                    b"".join(csv_chunks([piece], wide=False, sure=False)).decode(), newline=""
                )
            )
        )
        assert len(found) == 1 + sum(len(statement.items) for statement in drawn.statements)
        assert all(len(row) == len(COLUMNS) for row in found)


class TestParquet:
    def test_a_shard_says_what_the_frame_says(self, tmp_path: Path) -> None:
        path = tmp_path / "a.parquet"
        write_shard(samples(), path)
        expected = pandas.concat([to_frame(filing) for filing in samples()], ignore_index=True)
        found = pyarrow.parquet.read_table(path).to_pandas(date_as_object=False)
        for name in COLUMNS:
            kind = expected[name].dtype
            text = found[name].astype("string") if kind == "string" else found[name]
            assert text.astype(kind).equals(expected[name]), name

    def test_the_schema_is_the_same_whatever_is_in_it(self, tmp_path: Path) -> None:
        empty = replace(a_filing(None, day=None), statements=())
        for number, content in enumerate([[], [empty], [a_filing()], samples()]):
            path = tmp_path / f"{number}.parquet"
            write_shard(content, path)
            assert pyarrow.parquet.read_schema(path).equals(schema(), check_metadata=True)
        types = {field.name: str(field.type) for field in schema()}
        assert (types["amount"], types["as_of"]) == ("int64", "date32[day]")
        assert types["status"].startswith("dictionary<values=string")

    def test_the_largest_amounts_are_exact(self, tmp_path: Path) -> None:
        write_shard([with_item(a_filing(), "7010", value=2**53 - 1)], tmp_path / "a.parquet")
        found = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
        assert next(row["amount"] for row in found if row["box"] == "7010") == 2**53 - 1

    def test_the_same_filings_give_the_same_bytes(self) -> None:
        assert shard(samples()) == shard(samples())

    def test_a_file_is_not_overwritten_unasked(self, tmp_path: Path) -> None:
        write_shard([], tmp_path / "a.parquet")
        with pytest.raises(OutputExists):
            write_shard(samples(), tmp_path / "a.parquet")
        write_shard(samples(), tmp_path / "a.parquet", overwrite=True)
        assert pyarrow.parquet.read_metadata(tmp_path / "a.parquet").num_rows > 0

    def test_partitions_are_by_form_and_month(self, tmp_path: Path) -> None:
        undated = piece_of(a_filing(day=None, edition=FOCUS))
        folder = tmp_path / "t"
        rows = dataset.write_dataset([*PIECES, undated], folder, sure=False, overwrite=False)
        assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.parquet")) == [
            "form=DAILY-SEG-FOCUS-II/period=2017-03/part-00001.parquet",
            "form=X-17A-5-II/period=2017-04/part-00001.parquet",
            "form=X-17A-5-II/period=2020-07/part-00001.parquet",
            "form=X-17A-5-II/period=unknown/part-00001.parquet",
        ]
        assert [path.name for path in tmp_path.iterdir()] == ["t"]
        for path in folder.rglob("*.parquet"):
            assert pyarrow.parquet.ParquetFile(path).schema_arrow.equals(
                schema(), check_metadata=True
            )
        assert len(focusconv.read_archive(folder)) == rows

    def test_what_is_held_is_bounded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dataset, "MOST", 200)
        months = [a_filing(day=f"2017-{month:02}-28") for month in (1, 2) for _ in range(10)]
        pieces = [
            piece_of(replace(filing, submitted=f"2018-01-{at:02}"))
            for at, filing in enumerate(months, 1)
        ]
        dataset.write_dataset(pieces, tmp_path / "t", sure=False, overwrite=False)
        parts = list((tmp_path / "t").rglob("*.parquet"))
        assert len(parts) > 2
        assert len(focusconv.read_archive(tmp_path / "t")) == sum(len(p.items) for p in pieces)

    def test_a_folder_of_tables_is_replaced_whole_and_no_other(self, tmp_path: Path) -> None:
        folder = tmp_path / "t"
        dataset.write_dataset(PIECES, folder, sure=False, overwrite=False)
        with pytest.raises(OutputExists, match="is there already"):
            dataset.write_dataset(PIECES[:1], folder, sure=False, overwrite=False)
        dataset.write_dataset(PIECES[:1], folder, sure=False, overwrite=True)
        assert len(list(folder.rglob("*.parquet"))) == 1
        (folder / "mine.txt").write_text("mine")
        with pytest.raises(OutputExists, match="is no folder of tables"):
            dataset.write_dataset(PIECES, folder, sure=False, overwrite=True)
        assert (folder / "mine.txt").read_text() == "mine"

    def test_what_fails_leaves_nothing(self, tmp_path: Path) -> None:
        def broken() -> Iterator[object]:
            yield PIECES[0]
            raise InvalidExport("broken")

        with pytest.raises(InvalidExport):
            dataset.write_dataset(broken(), tmp_path / "t", sure=False, overwrite=False)  # type: ignore[arg-type]
        with pytest.raises(InvalidExport):
            write_chunks(
                tmp_path / "a.csv", csv_chunks(broken(), wide=False, sure=False), overwrite=False
            )  # type: ignore[arg-type]
        with pytest.raises(FocusconvError, match="cannot be written"):
            dataset.write_dataset(PIECES, tmp_path / "no" / "t", sure=False, overwrite=False)
        with pytest.raises(FocusconvError, match="cannot be written"):
            write_chunks(tmp_path / "no" / "a.csv", [b""], overwrite=False)
        assert list(tmp_path.iterdir()) == []

    def test_a_form_cannot_leave_the_folder(self, tmp_path: Path) -> None:
        filing = a_filing()
        piece = piece_of(replace(filing, form=replace(filing.form, id="../../out")))
        dataset.write_dataset([piece], tmp_path / "t", sure=False, overwrite=False)
        assert [path.name for path in (tmp_path / "t").iterdir()] == ["form=..%2F..%2Fout"]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.workbook(PIECES, sure=False)))


class TestWorkbook:
    def rows(self, book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
        head, *rows = book[sheet].iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]

    def test_there_is_a_sheet_for_each_question(self, book: openpyxl.Workbook) -> None:
        assert book.sheetnames == ["Filings", "Items", "Checks", "Findings", "Legend"]
        for name in book.sheetnames[:4]:
            assert book[name].freeze_panes == "A2"
            assert book[name].auto_filter.ref is not None

    def test_the_items_are_there_with_their_states(self, book: openpyxl.Workbook) -> None:
        found = self.rows(book, "Items")
        assert len(found) == sum(len(piece.items) for piece in PIECES)
        row = next(row for row in found if row["box"] == "8570")
        assert (row["amount"], row["status"], row["firm"]) == (
            -5_247_583,
            "derived",
            "HSBC SECURITIES (USA) INC.",
        )
        assert isinstance(row["amount"], int)
        assert row["period end"] == datetime.datetime(2017, 4, 30)

    def test_the_checks_and_findings_are_there(self, book: openpyxl.Workbook) -> None:
        checks = self.rows(book, "Checks")
        assert [row["check"] for row in checks] == [
            check.id for filing in samples() for check in filing.checks
        ]
        assert [row["difference"] for row in checks] == [
            check.difference for filing in samples() for check in filing.checks
        ]
        assert [row["message"] for row in self.rows(book, "Findings")] == [
            finding.message for filing in samples() for finding in filing.findings
        ]

    def test_the_filings_are_counted(self, book: openpyxl.Workbook) -> None:
        found = self.rows(book, "Filings")
        assert [row["filing status"] for row in found] == ["disputed", "disputed", "partial"]
        assert [row["disputed"] for row in found] == [3, 3, 0]
        assert [row["unreadable"] for row in found] == [1, 0, 3]
        assert [row["confirmed"] for row in found] == [
            sum(map(confirmed, piece.items)) for piece in PIECES
        ]

    def test_states_have_colours(self, book: openpyxl.Workbook) -> None:
        sheet = book["Items"]
        head = [cell.value for cell in sheet[1]]
        at = head.index("status")
        colours = {
            str(row[at].value): row[at].fill.start_color.rgb for row in sheet.iter_rows(min_row=2)
        }
        assert colours["disputed"] == "FFFF9C9C"
        assert colours["unreadable"] == "FFF4B183"
        assert colours["reported"] == "00000000"

    def test_nothing_in_it_is_a_formula(self) -> None:
        hostile = with_item(a_filing(HOSTILE), "7010", raw="=1+1", reason="http://example.com")
        hostile = replace(hostile, source=replace(hostile.source, name="{=1}"))
        data = workbook.workbook([piece_of(hostile)], sure=False)
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert HOSTILE in [cell.value for cell in cells]

    def test_what_excel_would_round_is_a_text(self) -> None:
        data = workbook.workbook(
            [piece_of(with_item(a_filing(), "7010", value=-(10**15) - 1))], sure=False
        )
        book = openpyxl.load_workbook(io.BytesIO(data))
        row = next(row for row in self.rows(book, "Items") if row["box"] == "7010")
        assert row["amount"] == "-1000000000000001"

    def test_a_text_longer_than_a_cell_is_cut(self) -> None:
        data = workbook.workbook(
            [piece_of(with_item(a_filing(), "7010", reason="x" * 40_000))], sure=False
        )
        book = openpyxl.load_workbook(io.BytesIO(data))
        row = next(row for row in self.rows(book, "Items") if row["box"] == "7010")
        assert row["reason"] == "x" * 32_764 + "..."

    def test_the_same_filings_give_the_same_bytes(self) -> None:
        assert workbook.workbook(PIECES, sure=True) == workbook.workbook(PIECES, sure=True)

    def test_confirmed_figures_only(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(workbook.workbook(PIECES, sure=True)))
        assert len(self.rows(book, "Items")) == sum(
            sum(map(confirmed, piece.items)) for piece in PIECES
        )

    def test_more_than_a_sheet_holds_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "_MOST_ROWS", 50)
        with pytest.raises(FocusconvError, match="the sheet Items is full"):
            workbook.workbook(PIECES, sure=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in every form an archive can have."""
    folder = tmp_path_factory.mktemp("archive")
    for name in ("json", "xml", "lines"):
        (folder / name).mkdir()
    for number, filing in enumerate(samples()):
        (folder / "json" / f"{number}.json").write_bytes(filing.to_json())
        (folder / "xml" / f"{number}.xml").write_bytes(filing.to_xml())
    lines = [b" ".join(filing.to_json().split(b"\n")) + b"\n" for filing in samples()]
    (folder / "lines" / "all.jsonl").write_bytes(b"".join(lines))
    write_shard(samples(), folder / "shard.parquet")
    dataset.write_dataset(PIECES, folder / "parts", sure=False, overwrite=False)
    with open_database(str(folder / "archive.db")) as database:
        database.load(samples())
    return folder


class TestArchive:
    @pytest.mark.parametrize(
        "name", ["json", "xml", "lines", "shard.parquet", "parts", "archive.db", "json/*.json"]
    )
    def test_every_form_gives_the_same_table(self, archive: Path, name: str) -> None:
        keys = ["filing", "statement", "line", "column"]
        expected = pandas.concat([to_frame(filing) for filing in samples()])
        expected = expected.sort_values(keys, ignore_index=True)
        found = focusconv.read_archive(str(archive / name)).sort_values(keys, ignore_index=True)
        assert list(found) == list(COLUMNS)
        for column in COLUMNS:
            kind = expected[column].dtype
            assert found[column].astype(kind).equals(expected[column]), column
        assert found["amount"].dtype == "Int64"
        assert found["status"].dtype == "category"

    def test_what_is_there_twice_is_taken_once(self, archive: Path) -> None:
        assert len(focusconv.read_archive(archive / "json")) == sum(len(p.items) for p in PIECES)
        assert len(list(once([*PIECES, *PIECES]))) == len(PIECES)

    def test_shards_of_two_runs_hold_each_filing_once(self, tmp_path: Path) -> None:
        renamed = [replace(f, source=replace(f.source, name="copy.txt")) for f in samples()]
        write_shard([*samples()[:2], renamed[0]], tmp_path / "filings-00001.parquet")
        write_shard(renamed, tmp_path / "filings-00002.parquet")
        (tmp_path / "filings-00001.jsonl").write_bytes(b"")
        (tmp_path / ".focusconv-1.part").mkdir()
        (tmp_path / ".focusconv-1.part" / "half.parquet").write_bytes(b"")
        found = focusconv.read_archive(tmp_path)
        assert len(found) == sum(len(piece.items) for piece in PIECES)
        assert found["filing"].nunique() == 3

    def test_a_database_gives_what_is_current_by_its_own_names(self, tmp_path: Path) -> None:
        with open_database(str(tmp_path / "a.db")) as database:
            database.load([a_filing("A LLC", sec="8-1", day="2017-05-31")] * 2)
            database.load(
                [a_filing("A, L.L.C.", sec="8-1", excess=1), a_filing("A LLC", sec="8-1")]
            )
        found = focusconv.read_archive(tmp_path / "a.db")
        assert set(found["firm"]) == {"A LLC"}
        assert found["filing"].nunique() == 2

    @pytest.mark.parametrize("name", ["json", "parts", "archive.db"])
    def test_polars_duckdb_and_arrow_get_the_same(self, archive: Path, name: str) -> None:
        total = sum(filing.item("7190").value for filing in samples())
        pl = focusconv.read_archive(archive / name, "polars")
        assert isinstance(pl, polars.DataFrame)
        assert pl.filter(polars.col("box") == "7190")["amount"].sum() == total
        relation = focusconv.read_archive(archive / name, "duckdb")
        assert isinstance(relation, duckdb.DuckDBPyRelation)
        assert relation.filter("box = '7190'").aggregate("sum(amount)").fetchall() == [(total,)]
        arrow = focusconv.read_archive(archive / name, "arrow")
        assert isinstance(arrow, pyarrow.Table)
        assert arrow.schema.equals(schema())

    def test_an_empty_database_is_an_empty_table(self, tmp_path: Path) -> None:
        open_database(str(tmp_path / "a.db")).close()
        found = focusconv.read_archive(tmp_path / "a.db")
        assert (len(found), found["amount"].dtype) == (0, "Int64")

    @pytest.mark.parametrize(
        ("name", "data", "error", "reason"),
        [
            ("a.json", b"{}", InvalidExport, "no exported filing"),
            ("a.txt", b"FORM X-17A-5", InvalidExport, "no exported filing"),
            ("a.parquet", b"PAR1", UnreadableInput, "cannot be read as Parquet"),
            ("a.jsonl", b"{}\n", InvalidExport, ""),
        ],
    )
    def test_what_is_no_archive_is_told(
        self, tmp_path: Path, name: str, data: bytes, error: type[FocusconvError], reason: str
    ) -> None:
        (tmp_path / name).write_bytes(data)
        with pytest.raises(error) as told:
            focusconv.read_archive(tmp_path / name)
        assert reason in str(told.value)

    def test_parquet_of_another_kind_is_told(self, tmp_path: Path) -> None:
        other = pyarrow.table({"amount": ["a", "b"]})
        pyarrow.parquet.write_table(other, tmp_path / "a.parquet")
        with pytest.raises(UnreadableInput, match="cannot be read as Parquet"):
            focusconv.read_archive(tmp_path / "a.parquet")

    @pytest.mark.parametrize("package", ["pyarrow", "pandas", "polars", "duckdb"])
    def test_a_missing_package_is_told(
        self, archive: Path, monkeypatch: pytest.MonkeyPatch, package: str
    ) -> None:
        monkeypatch.setitem(sys.modules, package, None)
        frame = "arrow" if package == "pyarrow" else package
        with pytest.raises(MissingPackage, match=package) as told:
            focusconv.read_archive(archive / "json", frame)  # type: ignore[call-overload]
        assert told.value.remedy.startswith("pip install ")

    def test_xlsxwriter_missing_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        with pytest.raises(MissingPackage, match="XlsxWriter"):
            workbook.workbook(PIECES, sure=False)


def test_the_hash_of_a_filing_is_of_what_it_says() -> None:
    filing = a_filing()
    renamed = replace(filing, source=replace(filing.source, name="other.txt"))
    assert content_sha256(renamed) == content_sha256(filing)
    assert content_sha256(with_item(filing, "7010", value=1)) != content_sha256(filing)
    assert len(content_sha256(filing)) == 64
    assert set(FILING) < set(COLUMNS)


def test_texts_that_stand_for_marks_and_percents_are_as_exported() -> None:
    filing = samples()[2]
    found = {row["line"]: row for row in csv_of(filing) if row["statement"] == "cover"}
    assert (
        found["segregated.b"]["text"]
        == filing.statements[0]
        .items[[item.line for item in filing.statements[0].items].index("segregated.b")]
        .value
    )
    marked = with_key(a_filing(), "segregation/1.A/amount", as_read=True)
    assert next(row for row in csv_of(marked) if row["line"] == "1.A")["as_read"] == "true"


class TestCommand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "out").mkdir()
        for number, filing in enumerate(samples()):
            (tmp_path / "out" / f"{number}.json").write_bytes(filing.to_json())
        return tmp_path

    def test_csv_goes_to_standard_output(self, focusconv: Run, folder: Path) -> None:
        done = focusconv("tables", folder / "out")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == b"".join(csv_chunks(PIECES, wide=False, sure=False))
        wide = focusconv("tables", "out", "--wide", "--confirmed")
        assert wide.stdout == b"".join(csv_chunks(PIECES, wide=True, sure=True))

    @pytest.mark.parametrize(
        ("output", "more"),
        [
            ("a.csv", []),
            ("a.xlsx", []),
            ("a.parquet", []),
            ("a", ["--to", "parquet"]),
            ("/dev/stdout", ["--to", "csv"]),
        ],
    )
    def test_the_ending_names_the_format(
        self, focusconv: Run, folder: Path, output: str, more: list[str]
    ) -> None:
        done = focusconv("tables", "out", "-o", output, *more)
        assert done.returncode == 0
        assert done.stderr.decode() == f"focusconv: 3 filings written to {output}\n"
        path = folder / output
        if output == "/dev/stdout":
            assert done.stdout == b"".join(csv_chunks(PIECES, wide=False, sure=False))
        elif output == "a.csv":
            assert path.read_bytes() == b"".join(csv_chunks(PIECES, wide=False, sure=False))
        elif output == "a.xlsx":
            assert path.read_bytes() == workbook.workbook(PIECES, sure=False)
        else:
            assert len(focus_rows(path)) == sum(len(piece.items) for piece in PIECES)

    def test_from_a_database(self, focusconv: Run, folder: Path, database_url: str) -> None:
        with open_database(database_url) as database:
            database.load(samples())
        done = focusconv("tables", database_url)
        assert done.returncode == 0
        assert sorted(done.stdout.splitlines()) == sorted(
            b"".join(csv_chunks(PIECES, wide=False, sure=False)).splitlines()
        )
        assert folder.is_dir()

    def test_one_bad_export_does_not_stop_the_rest(self, focusconv: Run, folder: Path) -> None:
        (folder / "out" / "bad.json").write_bytes(b'{"schema": 1}')
        done = focusconv("tables", "out", "-o", "a.csv")
        assert done.returncode == 3
        assert "out/bad.json: " in done.stderr.decode()
        assert (folder / "a.csv").read_bytes() == b"".join(
            csv_chunks(PIECES, wide=False, sure=False)
        )

    def test_a_lie_about_a_total_is_found_out(self, focusconv: Run, tmp_path: Path) -> None:
        lie = with_item(samples()[0], "7180", value=1)
        (tmp_path / "a.json").write_bytes(lie.to_json())
        done = focusconv("tables", "a.json")
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
        assert {row["filing_status"] for row in rows} == {"inconsistent"}

    @pytest.mark.parametrize(
        ("arguments", "code", "reason"),
        [
            (["out", "--to", "yaml"], 2, "--to yaml: no such format; give one of csv"),
            (["out", "--to", "xlsx"], 2, "xlsx needs a place to go; give -o PATH"),
            (["out", "--to", "parquet", "-o", "-"], 2, "parquet needs a place to go"),
            (["out", "--wide", "-o", "a.xlsx"], 2, "--wide is for csv, not xlsx"),
            (["out", "-o", "there.csv"], 2, "there.csv: the file is already there; give --force"),
            (["out", "-o", "out/0.json", "--to", "csv", "--force"], 2, "overwrite its input"),
            (["none.json"], 3, "none.json: cannot be read"),
            (["empty"], 3, "empty: the folder holds no file"),
            (["there.csv"], 3, "there.csv: no exported filing"),
        ],
    )
    def test_what_cannot_be_is_told(
        self, focusconv: Run, folder: Path, arguments: list[str], code: int, reason: str
    ) -> None:
        (folder / "empty").mkdir()
        (folder / "there.csv").write_text("mine")
        done = focusconv("tables", *arguments)
        assert (done.returncode, done.stdout) == (code, b"")
        assert reason in done.stderr.decode()
        assert (folder / "there.csv").read_text() == "mine"
        assert (folder / "out" / "0.json").read_bytes() == samples()[0].to_json()


def focus_rows(path: Path) -> pandas.DataFrame:
    return focusconv.read_archive(path)


def test_the_samples_are_an_archive() -> None:
    """JSON and XML of the samples say the same, so each filing is there once."""
    found = focusconv.read_archive(ROOT / "samples")
    assert found["filing"].nunique() == len(samples())
