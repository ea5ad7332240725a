"""Documents of the second generator: measured, or written to a folder.

python -m bench.strangers --kind text --seeds 0-4 --show 5
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench.strangers.documents import KINDS, Wanted
from bench.strangers.measure import Document, listed, measure, table


def main() -> None:
    """Read the command line, then measure or write."""
    given = _arguments()
    wanted = Wanted(given.layout, given.look, given.noise, given.damage, given.format)
    documents = KINDS[given.kind](_seeds(given.seeds), wanted)
    if given.write is not None:
        _write(documents, given.write)
        return
    tallies, faults = measure(documents)
    print(table(given.kind, tallies))
    if given.show:
        print("\n" + listed(faults, given.show))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.strangers", description=__doc__)
    parser.add_argument("--kind", choices=sorted(KINDS), default="text")
    parser.add_argument("--seeds", default="0-4", help="one, or first-last")
    for name, help_ in (
        ("layout", "text layout; all without it"),
        ("look", "look of a PDF; all without it"),
        ("noise", "noise of a scan; all without it"),
        ("damage", "damage of a misprint; all without it"),
    ):
        parser.add_argument(f"--{name}", help=help_)
    parser.add_argument("--format", choices=["pdf", "png", "tiff"], default="pdf", help="of scans")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the first N faults")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write documents and truths")
    return parser.parse_args()


def _seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def _write(documents: Iterator[Document], folder: Path) -> None:
    """Each document beside its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        (folder / document.name).write_bytes(document.data)
        truth = json.dumps(asdict(document.truth), indent=1, ensure_ascii=False)
        (folder / f"{document.name}.truth.json").write_text(truth, encoding="utf-8")


if __name__ == "__main__":
    main()
