"""A font keeps what the pages show, and nothing else."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lightbook.nodes.formulas import KATEX
from lightbook.quiz.answers import pack
from lightbook.site.formula_fonts import characters, cut


def test_what_packed_answers_show_counts_too() -> None:
    page = f'<p>&sum;</p>{{"_answers": "{pack({"id": {"why": "&#8477;"}})}"}}'
    assert characters([page]) >= {"∑", "\u211d", "E"}
    assert "\u222b" not in characters([page])


def test_a_font_keeps_what_is_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    font = Path(shutil.copy(KATEX / "fonts" / "KaTeX_Main-Regular.woff2", tmp_path))
    before = font.stat().st_size
    cut(font, {"E", "→"})
    with TTFont(font) as file:
        kept = file.getBestCmap()
    assert {chr(code) for code in kept} == {"E", "→"}
    assert font.stat().st_size < before / 4
    first = font.read_bytes()
    cut(font, {"E", "→"})
    assert font.read_bytes() == first
    assert caplog.records == []
