"""Speed and memory of the text path, in process and as a whole process, beside its bounds.

Run `python -m bench.speed`; bench/README.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import compileall
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import focusconv
from bench.synth.cases import case
from focusconv.forms.catalog import catalog

MEDIAN_MS = 5.0
HELP_RATIO = 10.0
CONVERT_RATIO = 20.0
MEMORY_MB = 10.0
"""The bounds of the figures: a text filing to JSON, two whole processes against `python -c
pass`, and how much memory may grow over the long run."""

_LAYOUTS = ("tabs+dollar-cell+box-after", "aligned+feed", "gaps+bracket", "blocks+bracket+bold")


def resident_mb() -> float:
    """Resident memory of this process, from the kernel's own record of it."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmRSS in /proc/self/status")


def documents(given: list[Path]) -> list[tuple[str, bytes]]:
    """Named documents to convert: those given, else synthetic ones of either form."""
    if given:
        return [(path.name, path.read_bytes()) for path in given]
    return [
        (f"{edition.name} {layout}", case(edition, layout, "ocr", 7).document)
        for edition in catalog().editions
        for layout in _LAYOUTS
    ]


def convert(document: bytes) -> bytes:
    return b"".join(filing.to_json() for filing in focusconv.filings(document))


def in_process(given: list[tuple[str, bytes]], rounds: int) -> list[float]:
    """Milliseconds of each conversion after a warm-up; prints the median of each document."""
    every: list[float] = []
    for name, document in given:
        for _ in range(5):
            convert(document)
        times: list[float] = []
        for _ in range(rounds):
            start = time.perf_counter()
            convert(document)
            times.append(1000 * (time.perf_counter() - start))
        every += times
        print(f"  {name:60} {statistics.median(times):8.2f} ms  worst {max(times):8.2f} ms")
    return every


def growth(given: list[tuple[str, bytes]], filings: int) -> tuple[float, float]:
    """Resident MB after a tenth of the filings and after all of them."""
    early = 0.0
    for count in range(filings):
        convert(given[count % len(given)][1])
        if count == filings // 10:
            gc.collect()
            early = resident_mb()
    gc.collect()
    return early, resident_mb()


def whole(command: list[str], rounds: int) -> float:
    """Median seconds of a whole process; CalledProcessError where its exit status is not 0
    or 1 (an inconsistent filing is a result)."""
    times: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):
            done.check_returncode()
    return statistics.median(times)


def verdict(name: str, figure: float, bound: float, unit: str) -> None:
    said = "ok" if figure <= bound else "MISSED"
    print(f"{name:44} {figure:9.2f} {unit:3}  bound {bound:6.1f} {unit:3}  {said}")


def processes(document: bytes, rounds: int) -> None:
    """The whole-process ratios, all measured in this run.

    Modules are compiled beforehand, as the installer of a package leaves them.
    """
    compileall.compile_dir(Path(focusconv.__file__).parent, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "filing.txt"
        source.write_bytes(document)
        program = [sys.executable, "-m", "focusconv"]
        bare = whole([sys.executable, "-c", "pass"], rounds)
        print(f"bare python -c pass: {1000 * bare:.1f} ms")
        for name, command, bound in (
            ("--help / bare python", [*program, "--help"], HELP_RATIO),
            (
                "convert one text / bare python",
                [*program, "convert", str(source), "-o", "-", "--allow-inconsistent"],
                CONVERT_RATIO,
            ),
        ):
            verdict(name, whole(command, rounds) / bare, bound, "x")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path, help="text filings; default: synthetic")
    parser.add_argument("--rounds", type=int, default=50, help="conversions a document")
    parser.add_argument("--filings", type=int, default=10_000, help="length of the memory run")
    parser.add_argument("--processes", type=int, default=9, help="runs of each whole process")
    options = parser.parse_args()
    given = documents(options.documents)
    times = in_process(given, options.rounds)
    verdict("text filing to JSON, median", statistics.median(times), MEDIAN_MS, "ms")
    if options.filings:
        early, late = growth(given, options.filings)
        print(f"memory: {early:.1f} MB after a tenth, {late:.1f} MB at the end")
        verdict("memory growth over the run", late - early, MEMORY_MB, "MB")
    if options.processes:
        processes(given[0][1], options.processes)


if __name__ == "__main__":
    main()
