"""The bar over pages: on a terminal, once there are several, and nowhere else."""

from __future__ import annotations

import io

import pytest

from focusconv.terminal.progress import watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nobody_is_told_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with watched("scan.pdf") as watch:
        assert watch is None


def test_pages_are_counted_behind_a_harmless_name(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with watched("[red]odd\x1b]0;name.pdf") as watch:
        assert watch is not None
        for done in range(1, 4):
            watch(done, 3)
    shown = terminal.getvalue()
    assert "3/3" in shown
    assert "[red]odd" in shown
    assert "\x1b]0;" not in shown


def test_one_page_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with watched("page.png") as watch:
        assert watch is not None
        watch(1, 1)
    assert terminal.getvalue() == ""
