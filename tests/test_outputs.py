"""Names of outputs: one each, none taken twice, none overwritten unasked."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from focusconv.errors import OutputExists
from focusconv.inputs import Input
from focusconv.outputs import claim, output_path, planned


def given(name: str, below: str) -> Input:
    return Input(path=Path(name), name=name, below=PurePath(below), alone=True)


def test_every_input_has_an_output_in_every_format(tmp_path: Path) -> None:
    plan = planned([given("in/a/d.txt", "a/d")], ("json", "xml"), tmp_path, overwrite=False)
    assert plan == {tmp_path / "a/d.json": "in/a/d.txt", tmp_path / "a/d.xml": "in/a/d.txt"}


def test_dots_in_a_name_stay() -> None:
    assert output_path(Path("out"), PurePath("x.2017"), "json") == Path("out/x.2017.json")


def test_further_filings_are_numbered() -> None:
    assert output_path(Path("out"), PurePath("a/d"), "xml", 2) == Path("out/a/d-2.xml")


def test_two_inputs_with_one_output_are_refused_by_name(tmp_path: Path) -> None:
    inputs = [given("x/d.txt", "d"), given("y/d.txt", "d")]
    with pytest.raises(OutputExists, match=r"x/d\.txt and y/d\.txt would both") as caught:
        planned(inputs, ("json",), tmp_path, overwrite=True)
    assert caught.value.place == str(tmp_path / "d.json")


def test_what_is_there_is_refused_unless_overwriting(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("")
    with pytest.raises(OutputExists, match="already there"):
        planned([given("d.txt", "d")], ("json",), tmp_path, overwrite=False)
    assert planned([given("d.txt", "d")], ("json",), tmp_path, overwrite=True)


def test_a_further_filing_takes_no_other_inputs_output(tmp_path: Path) -> None:
    taken = {tmp_path / "d-1.json": "d-1.txt"}
    with pytest.raises(OutputExists, match=r"d-1\.txt and a filing in d\.txt"):
        claim(taken, tmp_path / "d-1.json", "d.txt", overwrite=True)
    claim(taken, tmp_path / "d-2.json", "d.txt", overwrite=False)
    assert taken[tmp_path / "d-2.json"] == "d.txt"
