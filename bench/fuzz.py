"""Breaks documents at random and reads them: whatever comes out but an honest refusal is told.

Nothing but UnreadableInput and UnknownForm may come out, in bounded time and memory. What broke
is written to a folder, to be looked at and kept in tests/hostile. Run
`python -m bench.fuzz --seconds 300 --keep FOLDER`.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import random
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bench.mutate import documents, draw, edited, pictures
from focusconv.errors import UnknownForm, UnreadableInput
from focusconv.forms.catalog import catalog
from focusconv.identify.statements import identify
from focusconv.readers import Bounds, ReadOptions, read
from focusconv.readers.bounds import Spent
from focusconv.readers.page_image.decode import read_pictures
from focusconv.render.page_pictures import page_picture

BOUNDS = Bounds(seconds=5.0, page_pixels=4_000_000, pixels=40_000_000)
TEXT = ReadOptions(reader="text", bounds=BOUNDS)
"""Recognition takes seconds a page, and sees pictures only: those are broken by themselves."""

SLOW = 8.0
"""Seconds over which a reading is told: those of the bounds, and what a process takes to start."""

MEMORY = 3 * 2**30
_HANGS = 30
_CURRENT = "current.bin"


def read_text(data: bytes) -> None:
    """A document read and looked at as a filing."""
    identify(read(data, "fuzzed", TEXT), catalog())


def draw_page(data: bytes) -> None:
    """The first page of a document, drawn."""
    page_picture(data, "fuzzed", 1, 40, BOUNDS)


def open_pictures(data: bytes) -> None:
    """Every page of a picture file, opened."""
    _, found = read_pictures(data, "fuzzed", TEXT, Spent(BOUNDS, "fuzzed"))
    for _ in found:
        pass


def main() -> int:
    """Start workers until the time is up; 1 where something broke."""
    options = _arguments()
    keep = Path(options.keep)
    keep.mkdir(parents=True, exist_ok=True)
    if options.worker:
        return work(options.seed, options.seconds, keep)
    end = time.monotonic() + options.seconds
    broken = seed = 0
    while (left := end - time.monotonic()) > 1:
        asked = {"--seed": options.seed + seed, "--seconds": left, "--keep": keep}
        arguments = [str(part) for pair in asked.items() for part in pair]
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.fuzz", "--worker", *arguments],
            check=False,
        )
        seed += 1
        broken += done.returncode != 0
        if done.returncode not in (0, 1):
            data = (keep / _CURRENT).read_bytes()
            print(f"died or hung: {_kept(data, keep)}", flush=True)
    (keep / _CURRENT).unlink(missing_ok=True)
    return min(broken, 1)


def work(seed: int, seconds: float, keep: Path) -> int:
    """Break and read until the time is up; 1 where something else than a refusal came out."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rng = random.Random(seed)
    papers, images = list(documents().values()), list(pictures().values())
    targets: list[tuple[Callable[[bytes], None], list[bytes]]] = [
        (read_text, papers),
        (read_text, papers),
        (read_text, papers),
        (draw_page, papers),
        (open_pictures, images),
    ]
    end = time.monotonic() + seconds
    count = broken = 0
    while time.monotonic() < end:
        target, seeds = rng.choice(targets)
        data = edited(rng.choice(seeds), draw(rng), seeds)
        (keep / _CURRENT).write_bytes(data)
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        start = time.monotonic()
        try:
            target(data)
        except (UnreadableInput, UnknownForm):
            pass
        except Exception:
            broken += 1
            print(f"{target.__name__}: {_kept(data, keep)}\n{traceback.format_exc()}", flush=True)
        if time.monotonic() - start > SLOW:
            broken += 1
            print(f"{target.__name__} is slow: {_kept(data, keep)}", flush=True)
        count += 1
    faulthandler.cancel_dump_traceback_later()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"seed {seed}: {count} documents, {broken} broke the reader, peak {peak} MB", flush=True)
    return min(broken, 1)


def _kept(data: bytes, keep: Path) -> str:
    path = keep / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    return str(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", required=True, help="the folder for what breaks the reader")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
