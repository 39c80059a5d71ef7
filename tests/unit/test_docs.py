"""Every public function says what it takes, returns, raises and rests on, with an example."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

import kltext as kt

PLACE = Path(__file__).resolve().parents[2] / "chapters"
PAGE = (PLACE / "api.md").read_text(encoding="utf-8")
FUNCTIONS = {name for name in kt.__all__ if inspect.isfunction(getattr(kt, name))}
SECTIONS = ("Parameters", "Returns", "Raises", "References", "Examples")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_docstring_has_every_section(name):
    doc = inspect.getdoc(getattr(kt, name))
    missing = [title for title in SECTIONS if f"\n{title}\n{'-' * len(title)}\n" not in doc]
    assert missing == []
    for parameter in inspect.signature(getattr(kt, name)).parameters:
        assert re.search(rf"^[\w, *]*\b{parameter}\b[\w, *]*( :|$)", doc, re.MULTILINE), parameter


def rows():
    """Return the rows of the first table: the sections it leads to, and the functions to call."""
    table = PAGE[PAGE.index(":name: tab-which-function") : PAGE.index("(sec-api-arrays)=")]
    lines = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("|")][2:]
    pairs = ((re.findall(r"<(sec-[\w-]+)>", i_have), call) for i_have, call in lines)
    return [(sections, re.findall(r"`~kltext\.(\w+)`", call)) for sections, call in pairs]


def sections():
    """Return the text of every labelled section of the chapters."""
    found = {}
    for path in PLACE.rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        parts = re.split(r"^\((sec-[\w-]+)\)=$", text, flags=re.MULTILINE)
        found |= dict(zip(parts[1::2], parts[2::2], strict=True))
    return found


def test_the_table_of_the_page_leads_to_every_function():
    called = [name for _, names in rows() for name in names]
    assert sorted(called) == sorted(FUNCTIONS)


def test_a_section_that_the_table_leads_to_speaks_of_the_function():
    explained = sections()
    for led_to, names in rows():
        for section in led_to:
            assert any(name in explained[section] for name in names), (section, names)
    assert sum(bool(led_to) for led_to, _ in rows()) > 15


def test_the_table_fits_on_a_phone():
    """Two columns, and no word longer than the narrowest phone is wide."""
    table = PAGE[PAGE.index(":name: tab-which-function") : PAGE.index("(sec-api-arrays)=")]
    shown = re.sub(r"\{[\w:]+\}`~?(?:kltext\.)?([^<`]+?)(?: <[^>]*>)?`", r"\1", table)
    for line in shown.splitlines():
        if line.startswith("| ") and "---" not in line:
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            assert len(cells) == 2
            assert all(len(word) < 22 for cell in cells for word in cell.split()), line
