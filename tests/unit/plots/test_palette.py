"""One palette for figures and explorers, legible on light and dark ground."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kltext
from kltext.plots.style import STYLE
from tests.unit.contrast import TEXT, contrast

SHEET = Path(kltext.__file__).parent / "web" / "src" / "style" / "roles.css"
ROLES = ("p", "q", "r", "gain", "loss", "ink", "muted", "grid")
MARKS = ("p", "q", "r", "gain", "loss")  # lines and, beside them, their names


def blocks() -> list[dict[str, str]]:
    """Return the colours of the style sheet by role: light, then dark."""
    found = re.findall(r"\{([^}]*--kl-p:[^}]*)\}", SHEET.read_text(encoding="utf-8"))
    return [dict(re.findall(r"--kl-([a-z]+): (#[0-9a-f]{6});", text)) for text in found]


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21, rel=1e-12)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("role", ROLES)
def test_figures_and_explorers_draw_a_role_alike(role):
    light, _ = blocks()
    assert light[role] == STYLE[role].lower()


@pytest.mark.parametrize("role", [*MARKS, "ink", "muted"])
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lines_and_words_stand_out(theme, role):
    colours = blocks()[theme]
    for ground in ("ground", "raised"):
        assert contrast(colours[role], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_edges_of_controls_are_seen(theme):
    colours = blocks()[theme]
    assert contrast(colours["border"], colours["ground"]) >= 3
