"""The parts of a run by themselves: report, commits, sinks, skipping, searching, counting."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pymupdf
import pytest

from bench.pictures.cases import picture
from bench.synth.cases import case
from focusconv.batch import commits as keeping
from focusconv.batch.commits import Keeper
from focusconv.batch.entry import Result
from focusconv.batch.progress import progress
from focusconv.batch.report import opened
from focusconv.batch.search import look, refuse_others
from focusconv.batch.shards import shard_ending, shard_number, shard_path
from focusconv.batch.sinks import DatabaseSink, ShardSink
from focusconv.batch.skip import Done
from focusconv.batch.summary import Tally
from focusconv.conversion import filings
from focusconv.database import Loaded
from focusconv.errors import FocusconvError, InvalidExport, OutputExists, UnknownForm
from focusconv.forms.catalog import catalog
from focusconv.readers import ReadOptions, page_range
from focusconv.record.filing import Filing
from focusconv.record.limits import encode
from tests.batch_kit import entry, job, task
from tests.made import filing

RECORD = encode(filing())


def result(name: str, records: int = 1, **more: Any) -> Result:
    return Result(entry=entry(name, **more), records=(RECORD,) * records)


class Base:
    """A database that remembers what it was given, and refuses groups with what is named."""

    def __init__(self, refused: str = "") -> None:
        self.groups: list[list[str]] = []
        self.incomplete: set[str] = set()
        self._refused = refused

    def load(self, filings: Sequence[Filing], *, incomplete: Collection[str] = ()) -> list[Loaded]:
        names = [str(each.filer.name) for each in filings]
        if self._refused in names:
            raise InvalidExport(f"{self._refused} is refused", remedy="change it")
        self.groups.append(names)
        self.incomplete |= set(incomplete)
        return [Loaded(key=1, state="new") for _ in filings]

    def known(self, sha256s: Collection[str]) -> frozenset[str]:
        return frozenset(sha256s) & {"known"}


class TestReport:
    def test_what_is_done_is_read_back(self, tmp_path: Path) -> None:
        path = tmp_path / "r"
        with opened(path, resume=True, overwrite=False) as report:
            assert report.past == {}
            report.write([entry("a", run="x"), entry("b", run="x", status="failed")])
            report.write([entry("c", run="x", outputs=("out/filings-00012.jsonl",), exit=1)])
            report.end(Tally().totals(0.0))
        with opened(path, resume=True, overwrite=False) as report:
            assert sorted(report.past) == ["a", "c"]
            assert report.past["c"].exit == 1
            assert report.shards == 12

    def test_the_last_line_of_a_name_counts(self, tmp_path: Path) -> None:
        path = tmp_path / "r"
        with opened(path, resume=False, overwrite=False) as report:
            report.write([entry("a", sha256="1"), entry("a", sha256="2"), entry("b")])
            report.write([entry("b", status="failed")])
        with opened(path, resume=True, overwrite=False) as report:
            assert {name: past.sha256 for name, past in report.past.items()} == {"a": "2"}

    @pytest.mark.parametrize("cut", range(1, 60, 7))
    def test_a_line_that_was_cut_short_is_dropped(self, tmp_path: Path, cut: int) -> None:
        path = tmp_path / "r"
        with opened(path, resume=False, overwrite=False) as report:
            report.write([entry("a"), entry("b")])
        path.write_bytes(path.read_bytes()[:-cut])
        with opened(path, resume=True, overwrite=False) as report:
            assert list(report.past) == ["a"]
            report.write([entry("c")])
        assert [msgspec.json.decode(line)["name"] for line in path.read_bytes().splitlines()] == [
            "a",
            "c",
        ]

    def test_lines_that_do_not_fit_on_the_disk_leave_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with opened(tmp_path / "r", resume=True, overwrite=False) as report:
            report.write([entry("a")])
            whole = (tmp_path / "r").read_bytes()
            monkeypatch.setattr("os.fsync", full)
            with pytest.raises(FocusconvError, match="cannot be written: No space left"):
                report.write([entry("b")])
        assert (tmp_path / "r").read_bytes() == whole

    def test_one_run_at_a_time_has_it(self, tmp_path: Path) -> None:
        with (
            opened(tmp_path / "r", resume=True, overwrite=False),
            pytest.raises(FocusconvError, match="another run is at work"),
            opened(tmp_path / "r", resume=True, overwrite=False),
        ):
            pass

    def test_one_of_an_earlier_run_is_not_overwritten_unasked(self, tmp_path: Path) -> None:
        with opened(tmp_path / "r", resume=False, overwrite=False) as report:
            report.write([entry("a")])
        with (
            pytest.raises(OutputExists, match="--resume"),
            opened(tmp_path / "r", resume=False, overwrite=False),
        ):
            pass
        with opened(tmp_path / "r", resume=False, overwrite=True) as report:
            assert report.past == {}
        assert (tmp_path / "r").read_bytes() == b""

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with (
            pytest.raises(FocusconvError, match="the report cannot be written: No such file"),
            opened(tmp_path / "no" / "r", resume=False, overwrite=False),
        ):
            pass


class TestKeeper:
    def test_nothing_is_told_before_it_is_committed(self, tmp_path: Path) -> None:
        said: list[str] = []

        class Sink:
            def commit(self, results: Sequence[Result]) -> list[Result]:
                said.append(f"commit {len(results)}")
                return list(results)

        with opened(tmp_path / "r", resume=False, overwrite=False) as report:

            def told(each: Result) -> None:
                assert f'"{each.entry.name}"'.encode() in (tmp_path / "r").read_bytes()
                said.append(each.entry.name)

            kept = Keeper([Sink()], report, told, clock=lambda: 0.0)
            kept.add(result("a"))
            kept.add(result("b"))
            assert said == []
            kept.commit()
            kept.commit()
        assert said == ["commit 2", "a", "b"]

    def test_a_group_is_committed_when_it_is_large_or_old(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "GROUP", 3)
        now = [0.0]
        told: list[str] = []
        kept = Keeper([], None, lambda each: told.append(each.entry.name), clock=lambda: now[0])
        for name in "abcd":
            kept.add(result(name))
        assert told == ["a", "b", "c"]
        now[0] = keeping.GROUP_SECONDS
        kept.add(result("e"))
        assert told == ["a", "b", "c", "d", "e"]

    def test_shards_are_full_whatever_the_time(self) -> None:
        told: list[str] = []
        kept = Keeper([], None, lambda each: told.append(each.entry.name), shard=4)
        for name, records in (("a", 1), ("b", 2), ("c", 0), ("d", 3), ("e", 1)):
            kept.add(result(name, records))
        kept.interrupt()
        assert told == ["a", "b", "c", "d"]
        kept.commit()
        assert told[-1] == "e"


class TestSinks:
    def test_a_group_goes_into_the_database_at_once(self) -> None:
        base = Base()
        kept_back = result("b", 0, status="inconsistent", filings=())
        assert DatabaseSink(base).commit([result("a", 2), kept_back]) == [result("a", 2), kept_back]
        assert base.groups == [["A Firm", "A Firm"]]

    def test_one_that_the_database_refuses_fails_alone(self) -> None:
        other = msgspec.structs.replace(filing().filer, name="Other")
        bad = Result(
            entry=entry("bad"),
            records=(encode(msgspec.structs.replace(filing(), filer=other)),),
        )
        base = Base(refused="Other")
        done = DatabaseSink(base).commit([result("a"), bad, result("c")])
        assert [each.entry.status for each in done] == ["confirmed", "not readable", "confirmed"]
        assert done[1].entry.error is not None
        assert done[1].entry.error.reason == "Other is refused"
        assert done[1].messages == ("bad: Other is refused; change it",)
        assert base.groups == [["A Firm"], ["A Firm"]]

    def test_a_shard_takes_the_next_number(self, tmp_path: Path) -> None:
        sink = ShardSink(str(tmp_path), "jsonl", 6, overwrite=False)
        first = sink.commit([result("a"), result("b", 0)])
        sink.commit([result("c", 0)])
        sink.commit([result("d", 2)])
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "filings-00007.jsonl",
            "filings-00008.jsonl",
        ]
        assert [each.entry.outputs for each in first] == [
            (str(tmp_path / "filings-00007.jsonl"),),
            (),
        ]
        assert (tmp_path / "filings-00008.jsonl").read_bytes() == (RECORD + b"\n") * 2

    def test_names_of_shards(self) -> None:
        assert shard_path("out/", 7, "parquet") == "out/filings-00007.parquet"
        assert shard_number("s3://b/out/filings-123456.jsonl") == 123456
        assert shard_ending("out/filings-00007.parquet") == "parquet"
        for other in ("filings-7.jsonl", "my-filings-00007.jsonl", "filings-00007.json"):
            assert (shard_number(other), shard_ending(other)) == (0, "")


class TestDone:
    def test_the_database_is_asked_where_there_is_no_report(self) -> None:
        done = Done("run", None, Base())
        tasks = [task("a"), task("b"), task("c")]
        assert done(tasks, ["known", "new", None]) == [0, tasks[1], tasks[2]]

    def test_the_report_tells_name_content_and_options(self, tmp_path: Path) -> None:
        there, gone = tmp_path / "a.json", tmp_path / "b.json"
        there.write_text("{}")
        with opened(tmp_path / "r", resume=True, overwrite=False) as report:
            for name, output in (("a", there), ("b", gone)):
                report.write([entry(name, sha256="1", run="run", exit=1, outputs=(str(output),))])
        with opened(tmp_path / "r", resume=True, overwrite=False) as report:
            done = Done("run", report, Base())
            stale = [task(name, replace=True) for name in "ab"]
            tasks = [task("a"), task("b"), task("c")]
            assert done(tasks, ["1", "1", "known"]) == [1, stale[1], tasks[2]]
            assert done(tasks[:1], ["2"]) == stale[:1]
            assert Done("other", report, None)(tasks[:1], ["1"]) == stale[:1]


def prose(pages: int, picture_on: int | None = None) -> bytes:
    """A report that is none of the forms; one page of it may be a picture."""
    document = pymupdf.open()
    line = "The company has net capital and customers as described in the notes of 12/31/2016."
    for number in range(1, pages + 1):
        page = document.new_page()
        if number == picture_on:
            pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80))
            pixels.clear_with(200)
            page.insert_image(page.rect, pixmap=pixels)
            continue
        for y in range(72, 700, 14):
            page.insert_text((50, y), line, fontsize=9)
    data: bytes = document.tobytes(deflate=True)
    return data


def joined(*parts: bytes) -> bytes:
    document = pymupdf.open()
    for part in parts:
        document.insert_pdf(pymupdf.open(stream=part))
    data: bytes = document.tobytes(deflate=True)
    return data


class TestSearch:
    def test_a_text_that_is_no_form_is_refused_by_a_look(self) -> None:
        with pytest.raises(UnknownForm, match="none of its 30 pages") as caught:
            refuse_others(prose(30), "report.pdf", 5)
        assert caught.value.place == "report.pdf"

    @pytest.mark.parametrize("edition", catalog().editions, ids=lambda edition: edition.name)
    def test_statements_late_in_a_document_are_found(self, edition: Any) -> None:
        filed = picture(edition, "varied", 3).document
        data = joined(prose(40), filed, prose(2))
        refuse_others(data, "report.pdf", 5)
        assert look(data, "report.pdf").form
        assert len(list(filings(data))) == 1

    @pytest.mark.parametrize("first", [2, None])
    def test_pictures_beyond_the_first_pages_are_not_recognised(self, first: int | None) -> None:
        late, early = prose(8, picture_on=7), prose(2, picture_on=2)
        refuse_others(early, "short.pdf", 5)
        if first is None:
            refuse_others(late, "late.pdf", first)
        else:
            with pytest.raises(UnknownForm, match="in pages 1 to 2; those of its 8 pages"):
                refuse_others(late, "late.pdf", first)

    @pytest.mark.parametrize(
        ("options", "refused"),
        [
            (ReadOptions(), True),
            (ReadOptions(jobs=2), True),
            (ReadOptions(pages=page_range("1-9")), False),
            (ReadOptions(reader="text"), False),
        ],
    )
    def test_pages_that_were_asked_for_are_read(self, options: ReadOptions, refused: bool) -> None:
        data = prose(8, picture_on=7)
        if refused:
            with pytest.raises(UnknownForm, match="in pages 1 to 2"):
                refuse_others(data, "late.pdf", 2, options)
        else:
            refuse_others(data, "late.pdf", 2, options)

    def test_a_text_file_is_left_to_its_reader(self) -> None:
        refuse_others(b"no form at all", "a.txt", 1)

    @pytest.mark.parametrize("noise", ["none", "ocr", "ocr-harsh"])
    @pytest.mark.parametrize("edition", catalog().editions, ids=lambda edition: edition.name)
    def test_damaged_text_is_not_given_up(self, edition: Any, noise: str) -> None:
        for seed in range(3):
            text = case(edition, "tabs", noise, seed).document.decode("utf-8", "replace")
            document = pymupdf.open()
            for part in text.split("\f"):
                page = document.new_page(height=14 * part.count("\n") + 200)
                for number, line in enumerate(part.split("\n")):
                    page.insert_text((40, 60 + 14 * number), line.replace("\t", "   "), fontsize=6)
            assert look(document.tobytes(), "a.pdf").form


class TestKeys:
    def test_a_run_is_told_by_what_its_results_depend_on(self) -> None:
        key = job().key("a.db")
        assert job(folder="elsewhere", overwrite=True, seconds=1.0, run="x").key("a.db") == key
        others = (
            job().key("b.db"),
            job(strict=True).key("a.db"),
            job(formats=("xml",)).key("a.db"),
            job(search=5).key("a.db"),
        )
        assert len({key, *others}) == 5


def test_without_a_terminal_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    with progress(5) as step:
        step(5)
    assert said.getvalue() == ""


def test_a_terminal_gets_a_bar_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    said = Terminal()
    monkeypatch.setattr("sys.stderr", said)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress(5) as step:
        step(2)
        step(3)
    assert "5/5" in said.getvalue()
    assert "100%" in said.getvalue()
    assert "inputs/s" in said.getvalue()
