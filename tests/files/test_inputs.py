"""Files, folders, patterns and standard input, each once and in a fixed order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from focusconv.errors import UnreadableInput
from focusconv.files.inputs import DOCUMENTS, Input, expand, read_file


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents of one name in two folders, and files that are none."""
    for name in ("b/doc.txt", "a/doc.txt", "a/notes.md", "a/.hidden.txt", ".git/x.txt", "z.TXT"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(found: tuple[Input, ...]) -> list[tuple[str, str]]:
    return [(item.name, item.below.as_posix()) for item in found]


def test_a_file_is_taken_whatever_its_ending(tree: Path) -> None:
    (item,) = expand(["in/a/notes.md"], DOCUMENTS)
    assert (item.name, item.below.as_posix(), item.alone) == ("in/a/notes.md", "notes.md", True)
    assert item.path == Path("in/a/notes.md")
    assert tree.is_dir()


@pytest.mark.usefixtures("tree")
def test_a_folder_gives_its_documents_sorted_and_keeps_sub_folders() -> None:
    found = expand(["in"], DOCUMENTS)
    assert names(found) == [("in/a/doc.txt", "a/doc"), ("in/b/doc.txt", "b/doc"), ("in/z.TXT", "z")]
    assert not any(item.alone for item in found)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("in/*/doc.txt", [("in/a/doc.txt", "a/doc"), ("in/b/doc.txt", "b/doc")]),
        ("in/a/*.txt", [("in/a/doc.txt", "doc")]),
        ("in/**/*.md", [("in/a/notes.md", "a/notes.md")]),
        ("i*", [("in/a/doc.txt", "in/a/doc"), ("in/b/doc.txt", "in/b/doc"), ("in/z.TXT", "in/z")]),
    ],
)
def test_a_pattern_keeps_the_sub_folders_below_its_fixed_part(
    pattern: str, expected: list[tuple[str, str]]
) -> None:
    assert names(expand([pattern], DOCUMENTS)) == expected


@pytest.mark.usefixtures("tree")
def test_what_is_named_twice_is_read_once() -> None:
    found = expand(["in/a/doc.txt", "in", "./in/a/doc.txt", "-", "-"], DOCUMENTS)
    assert [item.name for item in found] == [
        "in/a/doc.txt",
        "in/b/doc.txt",
        "in/z.TXT",
        "standard input",
    ]


def test_a_file_with_wildcards_in_its_name_is_that_file(tree: Path) -> None:
    (tree / "a[1].txt").write_text("")
    assert names(expand(["a[1].txt"], DOCUMENTS)) == [("a[1].txt", "a[1]")]


@pytest.mark.usefixtures("tree")
def test_an_ending_that_is_no_documents_stays_in_the_name() -> None:
    assert names(expand(["filing.2017", "x.json"], DOCUMENTS)) == [
        ("filing.2017", "filing.2017"),
        ("x.json", "x"),
    ]


@pytest.mark.parametrize(
    ("argument", "reason"),
    [("*.none", "no file matches the pattern"), ("empty", r"holds no file that ends in .*\.pdf")],
)
def test_nothing_to_read_is_an_error(tree: Path, argument: str, reason: str) -> None:
    (tree / "empty").mkdir()
    with pytest.raises(UnreadableInput, match=reason) as caught:
        expand([argument], DOCUMENTS)
    assert caught.value.place == argument
    assert caught.value.remedy


def test_a_link_loop_ends(tree: Path) -> None:
    os.symlink(tree / "in", tree / "in" / "a" / "again")
    assert len(expand(["in"], DOCUMENTS)) == 3


def test_reading_stops_at_the_limit(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("focusconv.files.inputs.MOST", 5)
    assert read_file(tree / "in/z.TXT") == b"z.TXT"
    monkeypatch.setattr("focusconv.files.inputs.MOST", 4)
    with pytest.raises(UnreadableInput, match="more than 4 bytes"):
        read_file(tree / "in/z.TXT")


@pytest.mark.parametrize(("name", "reason"), [("nowhere.txt", "No such file"), ("in", "director")])
def test_what_cannot_be_read_is_named_with_the_reason(tree: Path, name: str, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason) as caught:
        read_file(tree / name)
    assert caught.value.place == str(tree / name)
