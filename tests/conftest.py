"""What all tests share: repeatable property tests, and the command line in a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-samples",
        action="store_true",
        help="write the expected exports of samples/ anew (and fail: they want a review)",
    )


@pytest.fixture
def update_samples(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-samples"))


@pytest.fixture
def focusconv(tmp_path: Path) -> Run:
    """`focusconv ARGUMENTS` in a process of its own, in an empty folder; bytes in and out."""

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "COLUMNS": "100"}
        return subprocess.run(
            [sys.executable, "-m", "focusconv", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server's URL; `format` puts the name of a database in."""
    from tests.postgres import server

    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: a file that is not there yet, then a schema of a real PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'archive.db'}"
        return
    from tests.postgres import schema

    with schema(request.getfixturevalue("postgres"), request.node.name) as url:
        yield url
