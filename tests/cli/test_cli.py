"""The command line as users run it: a process, its exit status, its output and its files."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from focusconv.record.filing import Filing
from tests.conftest import Run
from tests.documents import SAMPLES, segregation

DOCUMENT = SAMPLES[0]

OTHER_FORM = b"""Form 1040 U.S. Individual Income Tax Return
1 Wages, salaries, tips\t52,000
2a Tax-exempt interest\t1,200
"""

BAD_INPUTS = {
    "empty": (b"", "empty"),
    "blank": (b" \n\f\n", "no text"),
    "binary": (bytes(range(256)) * 64, ""),
    "nuls": (b"FORM X-17A-5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "control characters"),
    "utf-16": ("FORM X-17A-5 FOCUS REPORT\n".encode("utf-16"), "UTF-8"),
    "latin-1": ("FORM X-17A-5 für FOCUS\n".encode("latin-1"), "UTF-8"),
    "other-form": (OTHER_FORM, ""),
    "a-long-line": (b"7010 1,000 " * 100_000, "characters"),
    "too-much": (b"7010\t1,000\n" * 10_000_000, "bytes"),
}


@pytest.fixture
def doc(tmp_path: Path) -> Path:
    """A sample, in the folder where the program runs."""
    path = tmp_path / "doc.txt"
    path.write_bytes(DOCUMENT.read_bytes())
    return path


def wrong_total(tmp_path: Path, name: str = "wrong.txt") -> Path:
    """A document whose total exceeds its parts, in the folder where the program runs."""
    path = tmp_path / name
    path.write_bytes(segregation(missing=1_234_567))
    return path


def messages(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode()


class TestConvert:
    def test_one_file_goes_to_standard_output_as_json(self, focusconv: Run, doc: Path) -> None:
        done = focusconv("convert", doc.name)
        assert done.returncode == 0
        filing = Filing.from_json(done.stdout)
        assert filing.source.name == "doc.txt"
        assert done.stdout == filing.to_json()

    def test_every_way_out_gives_the_same_bytes(self, focusconv: Run, doc: Path) -> None:
        printed = focusconv("convert", doc.name).stdout
        focusconv("convert", doc.name, "-o", "a.json")
        focusconv("convert", doc.name, "--out-dir", "out")
        to_device = focusconv("convert", doc.name, "-o", "/dev/stdout")
        assert (doc.parent / "a.json").read_bytes() == printed
        assert (doc.parent / "out" / "doc.json").read_bytes() == printed
        assert to_device.stdout == printed

    def test_standard_input_is_a_document_called_stdin(self, focusconv: Run, doc: Path) -> None:
        done = focusconv("convert", "-", stdin=doc.read_bytes())
        assert done.returncode == 0
        filing = Filing.from_json(done.stdout)
        assert filing.source.name == "stdin"
        assert filing.statements == Filing.from_json(focusconv("convert", doc).stdout).statements

    def test_the_ending_of_the_output_names_the_format(self, focusconv: Run, doc: Path) -> None:
        assert focusconv("convert", doc.name, "-o", "a.xml").returncode == 0
        filing = Filing.from_xml((doc.parent / "a.xml").read_bytes())
        assert filing.to_json() == focusconv("convert", doc.name).stdout

    @pytest.mark.parametrize("to", [["--to", "json,xml"], ["--to", "xml", "--to", "JSON"]])
    def test_two_formats_say_the_same(self, focusconv: Run, doc: Path, to: list[str]) -> None:
        done = focusconv("convert", doc.name, *to, "--out-dir", "out")
        assert done.returncode == 0
        out = doc.parent / "out"
        assert sorted(path.name for path in out.iterdir()) == ["doc.json", "doc.xml"]
        as_xml = Filing.from_xml((out / "doc.xml").read_bytes())
        assert as_xml == Filing.from_json((out / "doc.json").read_bytes())

    def test_a_folder_keeps_its_sub_folders(self, focusconv: Run, doc: Path) -> None:
        for name in ("in/a/doc.txt", "in/b/c/doc.txt", "in/b/notes.md"):
            path = doc.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(doc.read_bytes())
        done = focusconv("convert", "in", "--out-dir", "out")
        assert done.returncode == 0
        out = doc.parent / "out"
        written = sorted(str(path.relative_to(out)) for path in out.rglob("*.*"))
        assert written == ["a/doc.json", "b/c/doc.json"]
        assert messages(done).splitlines()[-1].startswith("focusconv: 2 inputs: ")
        assert messages(done).endswith("; 2 files written to out\n")
        assert done.stdout == b""

    def test_a_pattern_in_quotes_is_expanded(self, focusconv: Run, doc: Path) -> None:
        done = focusconv("convert", "d*.txt", "--out-dir", "out")
        assert done.returncode == 0
        assert (doc.parent / "out" / "doc.json").is_file()

    def test_a_document_of_two_filings_gives_two_numbered_results(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        both = segregation("04/30/17") + b"\f" + segregation("05/31/17")
        (tmp_path / "both.txt").write_bytes(both)
        alone = focusconv("convert", "both.txt")
        assert (alone.returncode, alone.stdout) == (2, b"")
        assert "2 filings" in messages(alone)
        assert focusconv("convert", "both.txt", "--out-dir", "out").returncode == 0
        out = tmp_path / "out"
        assert sorted(path.name for path in out.iterdir()) == ["both-1.json", "both-2.json"]
        ends = [
            Filing.from_json((out / f"both-{number}.json").read_bytes()).period.end
            for number in (1, 2)
        ]
        assert ends == ["2017-04-30", "2017-05-31"]

    def test_an_inconsistent_filing_is_not_exported(self, focusconv: Run, tmp_path: Path) -> None:
        wrong_total(tmp_path)
        done = focusconv("convert", "wrong.txt", "--out-dir", "out")
        assert done.returncode == 1
        assert list((tmp_path / "out").glob("*")) == []
        assert "wrong.txt: inconsistent, kept back: 1 check fails (segregation.7180)" in (
            messages(done)
        )
        assert "--allow-inconsistent" in messages(done)

    def test_an_inconsistent_filing_is_exported_on_demand(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        wrong_total(tmp_path)
        done = focusconv("convert", "wrong.txt", "--allow-inconsistent")
        assert done.returncode == 1
        assert Filing.from_json(done.stdout).status == "inconsistent"

    def test_strict_exports_confirmed_filings_only(self, focusconv: Run, tmp_path: Path) -> None:
        (tmp_path / "good.txt").write_bytes(segregation())
        wrong_total(tmp_path, "bad.txt")
        (tmp_path / "half.txt").write_bytes(segregation()[:1200])
        done = focusconv("convert", "good.txt", "bad.txt", "half.txt", "--strict", "--out-dir", "o")
        assert done.returncode == 1
        exported = {path.name for path in (tmp_path / "o").glob("*")}
        assert exported == {"good.json"}
        assert Filing.from_json((tmp_path / "o/good.json").read_bytes()).status == "confirmed"

    def test_no_mend_reports_what_was_read(self, focusconv: Run, doc: Path) -> None:
        states = {
            item.status
            for statement in Filing.from_json(
                focusconv("convert", doc.name, "--no-mend", "--allow-inconsistent").stdout
            ).statements
            for item in statement.items
        }
        assert not states & {"corrected", "derived"}

    def test_one_bad_input_does_not_stop_the_rest(self, focusconv: Run, doc: Path) -> None:
        (doc.parent / "a.txt").write_bytes(b"")
        done = focusconv("convert", "a.txt", "doc.txt", "nowhere.txt", "--out-dir", "out")
        assert done.returncode == 3
        assert [path.name for path in (doc.parent / "out").iterdir()] == ["doc.json"]
        assert "a.txt: " in messages(done)
        assert "nowhere.txt: cannot be read: No such file" in messages(done)
        assert "3 inputs: " in messages(done)
        assert "2 not readable" in messages(done)

    @pytest.mark.parametrize("name", BAD_INPUTS)
    def test_bad_input_is_refused_with_reason_and_remedy(
        self, focusconv: Run, tmp_path: Path, name: str
    ) -> None:
        data, reason = BAD_INPUTS[name]
        (tmp_path / f"{name}.txt").write_bytes(data)
        done = focusconv("convert", f"{name}.txt", "--out-dir", "out")
        assert done.returncode == 3
        lines = messages(done).splitlines()
        assert lines[0].startswith(f"focusconv: {name}.txt: ")
        assert reason in lines[0]
        assert "; " in lines[0]
        assert "Traceback" not in messages(done)
        assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]

    def test_debug_shows_where_an_error_came_up(self, focusconv: Run, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"")
        done = focusconv("convert", "a.txt", "--debug")
        assert done.returncode == 3
        assert "Traceback" in messages(done)
        assert messages(done).splitlines()[-1].startswith("focusconv: a.txt: ")


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (["convert"], "Missing argument"),
            (["convert", "doc.txt", "--no-such"], "No such option"),
            (["no-such"], "No such command"),
            (["convert", "doc.txt", "--to", "yaml"], "--to yaml: no such format"),
            (["convert", "doc.txt", "--to", "json,xml"], "one output cannot hold json and xml"),
            (["convert", "doc.txt", "-"], "need a folder for their results; give --out-dir DIR"),
            (["convert", "."], "need a folder for their results; give --out-dir DIR"),
            (["convert", "doc.txt", "-o", "a", "--out-dir", "b"], "exclude each other"),
            (["convert", "doc.txt", "--strict", "--allow-inconsistent"], "exclude each other"),
            (["convert", "doc.txt", "-o", "no/such/a.json"], "no/such/a.json: cannot be written"),
            (["convert", "doc.txt", "--out-dir", "doc.txt"], "doc.txt: "),
            (
                ["convert", "doc.txt", "-", "--corrections", "c.csv", "--out-dir", "o"],
                "--corrections is for one document, and 2 inputs were given",
            ),
            (["convert", "doc.txt", "--corrections", "c.csv"], "c.csv: "),
            (["check", "doc.txt", "-", "--write-corrections", "c.csv"], "is for one document"),
            (["forms", "form-1040"], "no edition is called form-1040; the catalog has "),
            (["forms", "focus", "nothing"], "there is no statement nothing; there are "),
            (["forms", "--box", "1"], "no box 1 in "),
            (["schema", "nothing.xsd"], "there is no schema nothing.xsd; there are "),
            (["schema", "filing-1.xsd", "--write", "o"], "leave the name out"),
        ],
    )
    def test_wrong_usage_is_told_before_any_work(
        self, focusconv: Run, doc: Path, arguments: list[str], reason: str
    ) -> None:
        done = focusconv(*arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert reason in messages(done)
        assert "Traceback" not in messages(done)
        assert [path.name for path in doc.parent.iterdir()] == ["doc.txt"]

    def test_two_inputs_never_share_an_output(self, focusconv: Run, doc: Path) -> None:
        for folder in ("a", "b"):
            (doc.parent / folder).mkdir()
            (doc.parent / folder / "doc.txt").write_bytes(doc.read_bytes())
        done = focusconv("convert", "a/doc.txt", "b/doc.txt", "--out-dir", "out", "--force")
        assert done.returncode == 2
        assert "out/doc.json: a/doc.txt and b/doc.txt would both be written here" in messages(done)
        assert not (doc.parent / "out").exists()

    @pytest.mark.parametrize("where", [["-o", "out/doc.json"], ["--out-dir", "out"]])
    def test_a_file_is_overwritten_only_by_force(
        self, focusconv: Run, doc: Path, where: list[str]
    ) -> None:
        kept = doc.parent / "out" / "doc.json"
        kept.parent.mkdir()
        kept.write_text("mine")
        done = focusconv("convert", "doc.txt", *where)
        assert (done.returncode, kept.read_text()) == (2, "mine")
        assert "out/doc.json: the file is already there; give --force" in messages(done)
        assert focusconv("convert", "doc.txt", *where, "--force").returncode == 0
        assert Filing.from_json(kept.read_bytes()).source.name == "doc.txt"
        assert [path.name for path in kept.parent.iterdir()] == ["doc.json"]

    def test_force_does_not_reach_the_input(self, focusconv: Run, doc: Path) -> None:
        before = doc.read_bytes()
        done = focusconv("convert", "doc.txt", "-o", "./doc.txt", "--force")
        assert (done.returncode, doc.read_bytes()) == (2, before)
        assert "the result would overwrite its input" in messages(done)


class TestCheck:
    def test_a_sample_shows_its_checks_and_what_they_confirm(
        self, focusconv: Run, doc: Path
    ) -> None:
        done = focusconv("check", doc.name)
        assert done.returncode == 0
        shown = done.stdout.decode()
        filing = Filing.from_json(focusconv("convert", doc.name).stdout)
        assert shown.startswith(f"doc.txt: {filing.filer.name}")
        for check in filing.checks:
            assert sum(line.startswith(f"{check.id} ") for line in shown.splitlines()) == 1
        passed = [line for line in shown.splitlines() if line.split()[1:2] == ["passed"]]
        assert len(passed) == sum(check.status == "passed" for check in filing.checks)

    def test_all_lists_every_item(self, focusconv: Run, doc: Path) -> None:
        shown = focusconv("check", doc.name, "--all").stdout.decode().splitlines()
        filing = Filing.from_json(focusconv("convert", doc.name).stdout)
        for statement in filing.statements:
            assert any(line.split(",")[0] == statement.id for line in shown)
            for item in statement.items:
                if item.kind == "amount" and item.box is not None and item.value is not None:
                    row = next(line for line in shown if line.split()[:1] == [item.box])
                    assert f"{item.value:,}" in row.split()
                    assert item.status in row.split()

    def test_a_failed_total_is_first_in_the_review_list(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        wrong_total(tmp_path)
        done = focusconv("check", "wrong.txt")
        assert done.returncode == 1
        shown = done.stdout.decode().splitlines()
        review = shown[shown.index("To look at, the most urgent first:") + 2 :]
        assert review[0].startswith("failed")
        assert "segregation.7180" in review[0]
        assert "1,234,567" in review[0]

    @pytest.mark.parametrize("ending", ["json", "xml"])
    def test_an_export_is_checked_like_its_document(
        self, focusconv: Run, doc: Path, ending: str
    ) -> None:
        focusconv("convert", doc.name, "-o", f"doc.{ending}")
        of_document = focusconv("check", doc.name)
        of_export = focusconv("check", f"doc.{ending}")
        assert of_export.returncode == of_document.returncode
        assert of_export.stdout.decode().replace(f"doc.{ending}", "doc.txt") == (
            of_document.stdout.decode()
        )

    def test_the_checks_of_an_export_are_not_believed(self, focusconv: Run, tmp_path: Path) -> None:
        (tmp_path / "good.txt").write_bytes(segregation())
        record = json.loads(focusconv("convert", "good.txt").stdout)
        items = record["statements"][-1]["items"]
        next(item for item in items if item["box"] == "7180")["value"] += 1
        (tmp_path / "edited.json").write_text(json.dumps(record))
        done = focusconv("check", "edited.json")
        assert done.returncode == 1
        shown = done.stdout.decode()
        assert "inconsistent" in shown.splitlines()[0]
        assert "do not bear out what the export says of segregation.7180" in shown

    def test_the_corrections_file_it_writes_can_be_filled_in_and_used(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        wrong_total(tmp_path)
        done = focusconv("check", "wrong.txt", "--write-corrections", "open.csv")
        assert done.returncode == 1
        with (tmp_path / "open.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        waiver = next(row for row in rows if row["check"] == "segregation.7180")
        waiver.update(waive="yes", by="A Reviewer", why="the firm filed it so")
        with (tmp_path / "open.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(waiver))
            writer.writeheader()
            writer.writerows(rows)
        done = focusconv("convert", "wrong.txt", "--corrections", "open.csv")
        assert done.returncode == 0
        filing = Filing.from_json(done.stdout)
        states = {check.id: check.status for check in filing.checks}
        assert states["segregation.7180"] == "waived"
        assert [(entry.target, entry.by) for entry in filing.corrections] == [
            ("segregation.7180", "A Reviewer")
        ]

    def test_a_corrections_file_is_not_overwritten_unasked(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        wrong_total(tmp_path)
        (tmp_path / "open.csv").write_text("mine")
        done = focusconv("check", "wrong.txt", "--write-corrections", "open.csv")
        assert (done.returncode, (tmp_path / "open.csv").read_text()) == (2, "mine")
        assert "already there" in messages(done)

    def test_nothing_from_a_document_acts_on_a_terminal(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        hostile = segregation().replace(b"A FIRM LLC", b"A FIRM\x1b[2J \xe2\x80\xaeLLC")
        (tmp_path / "h\x1b[31m.txt").write_bytes(hostile)
        done = focusconv("check", "h\x1b[31m.txt", "--all")
        assert b"\x1b" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout.decode()
        assert b"h\\x1b[31m.txt" in done.stdout

    def test_a_terminal_gets_a_drawn_table_without_colour_where_that_is_asked(
        self, doc: Path
    ) -> None:
        coloured = _on_a_terminal(["check", str(doc)], {"TERM": "xterm-256color"})
        plain = _on_a_terminal(["check", str(doc)], {"TERM": "xterm", "NO_COLOR": "1"})
        assert "─" in coloured
        assert "\x1b[32m" in coloured
        assert "─" in plain
        assert "\x1b[3" not in plain

    @pytest.mark.parametrize("width", ["20", "60", "80", "100", "200"])
    def test_no_number_is_cut_short_on_a_narrow_terminal(self, doc: Path, width: str) -> None:
        environment = {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": width}
        shown = _on_a_terminal(["check", str(doc), "--all"], environment)
        words = set(shown.replace("\x1b[1m", "").replace("\x1b[0m", "").split())
        filing = Filing.from_json(_exported(doc))
        amounts = {item.value for part in filing.statements for item in part.items}
        expected = {f"{value:,}" for value in amounts if type(value) is int}
        expected |= {f"{check.actual:,}" for check in filing.checks if check.actual is not None}
        assert len(expected) > 50
        assert expected <= words


class TestValidate:
    def test_what_convert_writes_is_valid(self, focusconv: Run, doc: Path) -> None:
        focusconv("convert", doc.name, "--to", "json,xml", "--out-dir", "out")
        done = focusconv("validate", "out")
        assert done.returncode == 0
        assert done.stdout.decode() == "out/doc.json: valid\nout/doc.xml: valid\n"
        assert messages(done) == "focusconv: 2 inputs: 2 valid\n"
        assert focusconv("validate", "out", "--thorough").returncode == 0

    def test_a_changed_total_is_told_with_file_line_and_path(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "good.txt").write_bytes(segregation())
        exported = focusconv("convert", "good.txt", "--to", "xml").stdout
        assert exported.count(b">860000<") >= 1
        (tmp_path / "a.xml").write_bytes(exported.replace(b">860000<", b">860001<"))
        done = focusconv("validate", "a.xml")
        assert done.returncode == 1
        shown = done.stdout.decode()
        assert shown.startswith("a.xml:")
        assert "7180" in shown
        assert ": valid" not in shown

    @pytest.mark.parametrize("data", [b"", b"junk", b"{}", b"\x89PNG\r\n\x1a\n"])
    def test_what_is_no_export_is_refused(
        self, focusconv: Run, tmp_path: Path, data: bytes
    ) -> None:
        (tmp_path / "a.json").write_bytes(data)
        done = focusconv("validate", "a.json")
        assert (done.returncode, done.stdout) == (3, b"")
        assert messages(done).startswith("focusconv: a.json: no exported filing; ")


class TestFormsAndSchemas:
    def test_the_editions_are_listed(self, focusconv: Run) -> None:
        shown = focusconv("forms").stdout.decode().splitlines()
        assert [line.split()[0] for line in shown] == [
            "edition",
            "X-17A-5-II-2014",
            "DAILY-SEG-FOCUS-II-2014",
        ]

    def test_a_statement_is_readable(self, focusconv: Run) -> None:
        shown = focusconv("forms", "focus", "segregation").stdout.decode()
        assert "7180" in shown
        assert "7190 = 7180 - 7060" in shown
        assert "Total amount in segregation" in shown
        assert "8590" not in shown

    def test_a_box_is_explained_for_every_form_that_has_it(self, focusconv: Run) -> None:
        shown = focusconv("forms", "--box", "7190").stdout.decode()
        assert shown.count("made by    7190 = 7180 - 7060  [segregation.7190]") == 2

    def test_the_schemas_are_listed_printed_and_written(
        self, focusconv: Run, tmp_path: Path
    ) -> None:
        names = focusconv("schema").stdout.decode().split()
        assert {"filing-1.xsd", "filing-1.schema.json"} < set(names)
        assert focusconv("schema", "--write", "to/here").returncode == 0
        for name in names:
            written = (tmp_path / "to/here" / name).read_bytes()
            assert focusconv("schema", name).stdout == written


class TestProcess:
    def test_the_version_is_told(self, focusconv: Run) -> None:
        assert focusconv("--version").stdout == b"focusconv 0.1.0\n"

    @pytest.mark.parametrize(
        "command", ["convert", "check", "validate", "forms", "schema", "render", "inspect"]
    )
    def test_help_has_examples(self, focusconv: Run, command: str) -> None:
        done = focusconv(command, "--help")
        assert done.returncode == 0
        assert f"focusconv {command}" in done.stdout.decode().split("Examples:")[1]

    def test_help_tells_each_command_in_full(self, focusconv: Run) -> None:
        shown = " ".join(focusconv("--help").stdout.decode().split())
        assert "..." not in shown.split("Commands:")[1].split("Examples:")[0]
        assert "report Write a page to decide doubtful values in: a browser" in shown

    def test_help_tells_the_exit_status(self, focusconv: Run) -> None:
        shown = focusconv("--help").stdout.decode()
        assert "3  an input that cannot be read, or is no supported form" in shown

    def test_a_shell_can_complete_commands(self) -> None:
        environment = {
            **os.environ,
            "_FOCUSCONV_COMPLETE": "complete_bash",
            "COMP_WORDS": "focusconv c",
            "COMP_CWORD": "1",
        }
        done = subprocess.run(
            [sys.executable, "-m", "focusconv"], env=environment, capture_output=True, check=False
        )
        assert done.stdout.split() == [b"convert", b"check"]

    @pytest.mark.parametrize("arguments", [["--help"], ["convert", "doc.txt", "--to", "xml"]])
    def test_nothing_heavy_is_imported_where_nothing_is_drawn(
        self, doc: Path, arguments: list[str]
    ) -> None:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "focusconv", *arguments],
            cwd=doc.parent,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0
        imported = {
            line.rpartition("|")[2].strip().split(".")[0]
            for line in messages(done).splitlines()
            if line.startswith("import time:")
        }
        assert "typer" in imported
        heavy = {"rich", "pydantic", "xmlschema", "pandas", "numpy", "sqlalchemy", "pyarrow"}
        assert not imported & heavy

    def test_importing_the_package_imports_next_to_nothing(self) -> None:
        code = (
            "import sys, focusconv; print(*sorted({'msgspec', 'lxml', 'typer'} & {*sys.modules}))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout == b"\n"

    def test_a_reader_that_goes_away_ends_the_program_quietly(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with open(writing, "wb") as pipe:
            done = subprocess.run(
                [sys.executable, "-m", "focusconv", "forms", "focus"],
                stdout=pipe,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.parametrize("command", ["convert", "check"])
    def test_a_full_disk_is_told(self, doc: Path, command: str) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "focusconv", command, str(doc)],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 2
        last = messages(done).splitlines()[-1]
        assert "standard output cannot be written: No space left on device; " in last
        assert "Traceback" not in messages(done)

    def test_closed_standard_streams_are_no_surprise(self, doc: Path) -> None:
        program = f"{sys.executable} -m focusconv"
        for redirection, code in ((">&-", 2), (">&- 2>&-", 2), ("2>&-", 0), (">&- -o a.json", 0)):
            command = f"{program} convert doc.txt {redirection}"
            done = subprocess.run(
                ["sh", "-c", command], cwd=doc.parent, capture_output=True, check=False
            )
            assert (done.returncode, redirection) == (code, redirection)
            assert b"Traceback" not in done.stderr
        assert (doc.parent / "a.json").is_file()

    def test_an_interrupt_ends_the_program_quietly(self, tmp_path: Path) -> None:
        """The program has opened the pipe when opening it for writing returns."""
        os.mkfifo(tmp_path / "pipe.txt")
        code = (
            "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
            "from focusconv.__main__ import main; sys.exit(main())"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, "convert", "pipe.txt", "--out-dir", "out"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
        )
        with open(tmp_path / "pipe.txt", "wb"):
            process.send_signal(signal.SIGINT)
            _, shown = process.communicate()
        assert (process.returncode, shown) == (130, b"")
        assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


class TestLibrary:
    @pytest.mark.parametrize(
        "before",
        [
            "import focusconv.conversion, focusconv.validation, focusconv.checking",
            "from focusconv.conversion import filings",
            "from focusconv import validate, convert, check",
            "import focusconv.cli; focusconv.convert",
            "",
        ],
    )
    def test_the_functions_are_not_covered_by_their_modules(self, before: str) -> None:
        code = (
            f"import focusconv\n{before}\nimport focusconv.conversion\n"
            "names = (focusconv.convert, focusconv.check, focusconv.validate, focusconv.filings)\n"
            "print(*(f'{name.__module__}.{name.__qualname__}' for name in names))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.decode().split() == [
            "focusconv.conversion.convert",
            "focusconv.checking.check",
            "focusconv.validation.validate",
            "focusconv.conversion.filings",
        ]


def _exported(document: Path) -> bytes:
    command = [sys.executable, "-m", "focusconv", "convert", str(document)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _on_a_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What the program shows on a terminal."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(
        [sys.executable, "-m", "focusconv", *arguments],
        stdout=theirs,
        env={**kept, "COLUMNS": "120", **environment},
    ):
        os.close(theirs)
        shown = bytearray()
        try:
            while data := os.read(ours, 65536):
                shown += data
        except OSError:
            pass  # Linux tells so that the other side has closed.
        finally:
            os.close(ours)
    return shown.decode()
