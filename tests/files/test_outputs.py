"""Names of outputs: one each, none taken twice, none overwritten unasked."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from focusconv.errors import OutputExists
from focusconv.files.inputs import Input
from focusconv.files.outputs import output_path, planned, refuse_number


def given(name: str, below: str) -> Input:
    return Input(path=Path(name), name=name, below=PurePath(below), alone=True)


def test_every_input_has_an_output_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "d.xml").write_text("")
    inputs = [given("in/a/d.txt", "a/d"), given("in/d.txt", "d")]
    assert planned(lambda: inputs, ("json",), tmp_path, overwrite=False).count == 2
    with pytest.raises(OutputExists, match="already there") as caught:
        planned(lambda: inputs, ("json", "xml"), tmp_path, overwrite=False)
    assert caught.value.place == str(tmp_path / "d.xml")


def test_dots_in_a_name_stay() -> None:
    assert output_path(Path("out"), PurePath("x.2017"), "json") == Path("out/x.2017.json")


def test_further_filings_are_numbered() -> None:
    assert output_path(Path("out"), PurePath("a/d"), "xml", 2) == Path("out/a/d-2.xml")


def test_two_inputs_with_one_output_are_refused_by_name(tmp_path: Path) -> None:
    inputs = [given("x/d.txt", "d"), given("y/d.txt", "d")]
    with pytest.raises(OutputExists, match=r"x/d\.txt and y/d\.txt would both") as caught:
        planned(lambda: inputs, ("json",), tmp_path, overwrite=True)
    assert caught.value.place == str(tmp_path / "d.json")


def test_what_is_there_is_refused_unless_overwriting(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("")
    inputs = [given("d.txt", "d")]
    with pytest.raises(OutputExists, match="already there"):
        planned(lambda: inputs, ("json",), tmp_path, overwrite=False)
    assert planned(lambda: inputs, ("json",), tmp_path, overwrite=True).count == 1
    assert planned(lambda: inputs, ("json",), tmp_path, overwrite=False, resumed=True).count == 1


def test_an_input_is_never_an_output(tmp_path: Path) -> None:
    source = tmp_path / "d.json"
    source.write_text("")
    inputs = [Input(path=source, name="d.json", below=PurePath("d"), alone=True)]
    with pytest.raises(OutputExists, match="overwrite its input"):
        planned(lambda: inputs, ("json",), tmp_path, overwrite=True)


def test_a_further_filing_takes_no_other_inputs_output(tmp_path: Path) -> None:
    inputs = [given("d.txt", "d"), given("d-1.txt", "d-1"), given("d-x.txt", "d-x")]
    plan = planned(lambda: inputs, ("json",), tmp_path, overwrite=True)
    assert [plan.numbers(item) for item in inputs] == [((1, "d-1.txt"),), (), ()]
    refuse_number(plan.numbers(inputs[0]), inputs[0], 2, "d-2.json")
    with pytest.raises(OutputExists, match=r"d-1\.txt and a filing in d\.txt"):
        refuse_number(plan.numbers(inputs[0]), inputs[0], 1, "d-1.json")
