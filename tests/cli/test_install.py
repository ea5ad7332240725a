"""What users install: the wheel, built from the source distribution, in an environment of its
own with nothing but what it asks for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pymupdf
import pytest

from focusconv.record.filing import Filing
from focusconv.render.form import render
from tests.documents import ROOT, SAMPLES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `python -m build` makes it: by way of the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    assert len(list(folder.glob("focusconv-*.tar.gz"))) == 1
    (built,) = folder.glob("focusconv-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of a fresh environment with the wheel in it."""
    home = tmp_path_factory.mktemp("fresh")
    _run(sys.executable, "-m", "venv", str(home))
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    _run(str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel))
    return programs


def test_the_wheel_holds_the_catalog_the_schemas_and_the_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    schemas = {path.name for path in (ROOT / "schemas").iterdir()}
    assert schemas
    assert {f"focusconv/schemas/{name}" for name in schemas} <= names
    catalog = ROOT / "focusconv" / "forms" / "data"
    data = {f"focusconv/{path.relative_to(ROOT / 'focusconv')}" for path in catalog.rglob("*.toml")}
    assert data
    assert data <= names
    pages = (ROOT / "focusconv" / "report", ROOT / "focusconv" / "series")
    parts = [part for page in pages for part in (*page.glob("static/*"), *page.glob("templates/*"))]
    assert {f"focusconv/{path.relative_to(ROOT / 'focusconv')}" for path in parts} <= names
    migrations = ROOT / "focusconv" / "database" / "migrations"
    versions = {str(path.relative_to(ROOT)) for path in migrations.rglob("*.py")}
    assert versions
    assert versions <= names
    assert "focusconv/py.typed" in names
    assert "focusconv-0.1.0.dist-info/licenses/LICENSE" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "samples/"))]


def test_the_installed_program_converts_and_validates(installed: Path, tmp_path: Path) -> None:
    program = str(installed / "focusconv")
    assert _run(program, "--version", cwd=tmp_path) == b"focusconv 0.1.0\n"
    document = str(SAMPLES[0])
    record = json.loads(_run(program, "convert", document, cwd=tmp_path))
    assert record["schema"] == "focusconv-filing-1"
    _run(program, "convert", document, "--to", "json,xml", "--out-dir", "out", cwd=tmp_path)
    valid = _run(program, "validate", "--thorough", "out", cwd=tmp_path)
    assert valid == b"out/document.json: valid\nout/document.xml: valid\n"
    assert _run(program, "check", document, cwd=tmp_path).startswith(document.encode())


def test_the_installed_program_brings_its_schemas(installed: Path, tmp_path: Path) -> None:
    program = str(installed / "focusconv")
    names = _run(program, "schema", cwd=tmp_path).decode().split()
    assert sorted(names) == sorted(path.name for path in (ROOT / "schemas").iterdir())
    for name in names:
        assert _run(program, "schema", name, cwd=tmp_path) == (ROOT / "schemas" / name).read_bytes()


def test_the_library_works_without_the_optional_packages(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, focusconv\n"
        "filing = focusconv.convert(sys.argv[1])\n"
        "assert focusconv.Filing.from_xml(filing.to_xml()) == filing\n"
        "try:\n"
        "    focusconv.read_archive(sys.argv[1], 'arrow')\n"
        "except focusconv.MissingPackage as error:\n"
        "    print(error.remedy)\n"
    )
    told = _run(str(installed / "python"), "-c", code, str(SAMPLES[0]), cwd=tmp_path)
    assert told == b"pip install 'focusconv[tables]'\n"


def test_the_installed_program_makes_databases_and_tables(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, focusconv\n"
        "from focusconv.database import open_database\n"
        "with open_database('archive.db') as database:\n"
        "    print(database.load([focusconv.convert(sys.argv[1])])[0].state)\n"
        "try:\n"
        "    open_database('postgresql://user@host/name')\n"
        "except focusconv.MissingPackage as error:\n"
        "    print(error.remedy)\n"
    )
    told = _run(str(installed / "python"), "-c", code, str(SAMPLES[0]), cwd=tmp_path)
    assert told == b"new\npip install 'focusconv[postgres]'\n"
    program = str(installed / "focusconv")
    assert b"1 firm.\n" in _run(program, "firms", "archive.db", cwd=tmp_path)
    assert _run(program, "tables", "archive.db", cwd=tmp_path).startswith(b"filing,firm,")


def test_the_installed_program_reads_a_scan(installed: Path, tmp_path: Path) -> None:
    sample = SAMPLES[1].parent / "expected.json"
    form = pymupdf.open(stream=render(Filing.from_json(sample.read_bytes())))
    picture = form[1].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    (tmp_path / "page.png").write_bytes(picture.tobytes("png"))
    record = json.loads(_run(str(installed / "focusconv"), "convert", "page.png", cwd=tmp_path))
    assert set(record["source"]["readers"]) == {"tesseract", "rapid"}
    items = {item["box"]: item for part in record["statements"] for item in part["items"]}
    expected = json.loads(sample.read_bytes())["statements"]
    (page,) = (part for part in expected if part["id"] == "segregation")
    boxes = [item["box"] for item in page["items"] if item["value"]]
    assert len(boxes) > 20
    assert [items[box]["value"] for box in boxes] == [
        item["value"] for item in page["items"] if item["value"]
    ]
    assert {items[box]["status"] for box in boxes} == {"reported"}


def _run(*command: str, cwd: Path = ROOT) -> bytes:
    """Standard output; what went wrong is part of the failure."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
