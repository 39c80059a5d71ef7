"""The file of the calculator's cases is what its script writes."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"


def test_the_file_is_what_the_script_writes(monkeypatch) -> None:
    monkeypatch.setattr(sys, "path", [str(FIXTURES), *sys.path])
    script = runpy.run_path(str(FIXTURES / "make_pair_cases.py"))
    assert script["text"]() == script["PATH"].read_text(encoding="utf-8")
