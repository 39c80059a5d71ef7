"""One symbol for one thing, wherever readers meet it: chapters, exercises, figures, formulas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = {".md", ".ipynb", ".py", ".js", ".yml", ".json"}
BUILT = {"node_modules", "dist", "generated", "__pycache__", "_build"}

# A normal distribution is N(μ, σ²) in the book.
SCRIPT_N = re.compile(r"\\mathcal\s*\{?\s*N\b")


def written(folder: str) -> list[Path]:
    found = (ROOT / folder).rglob("*")
    return [path for path in found if path.suffix in ENDINGS and not BUILT & {*path.parts}]


@pytest.mark.parametrize("folder", ["chapters", "exercises", "kltext"])
def test_a_normal_distribution_has_no_script_letter(folder: str) -> None:
    paths = written(folder)
    assert len(paths) > 20
    assert [
        path.relative_to(ROOT).as_posix()
        for path in paths
        if SCRIPT_N.search(path.read_text(encoding="utf-8"))
    ] == []


def test_a_script_letter_is_seen() -> None:
    for text in (r"\mathcal{N}(0, I)", r"\mathcal N(0, 1)", r'"$\\mathcal{N}(0, I)$"'):
        assert SCRIPT_N.search(text)
    assert not SCRIPT_N.search(r"\mathcal{L}(x)")
