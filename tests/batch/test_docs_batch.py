"""What docs/batch.md shows is what the program does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.documents import ROOT
from tests.shown import blocks


def test_the_executor_in_the_guide_runs(tmp_path: Path) -> None:
    (code,) = blocks((ROOT / "docs" / "batch.md").read_text(encoding="utf-8"), "python")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "guide.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "guide.py"], cwd=tmp_path, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line]
    assert sorted(lines)[0] == "samples/focus-2017-04-30/document.txt disputed"
    assert sorted(path.name for path in (tmp_path / "out").glob("focus-2017-04-30/*")) == [
        "document.json"
    ]
