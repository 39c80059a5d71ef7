"""Every public function says what it takes, returns, raises and rests on, with an example."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import kltext as kt

PAGE = (Path(__file__).resolve().parents[2] / "chapters" / "api.md").read_text(encoding="utf-8")
FUNCTIONS = {name for name in kt.__all__ if inspect.isfunction(getattr(kt, name))}
SECTIONS = ("Parameters", "Returns", "Raises", "References", "Examples")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_docstring_has_every_section(name):
    doc = inspect.getdoc(getattr(kt, name))
    missing = [title for title in SECTIONS if f"\n{title}\n{'-' * len(title)}\n" not in doc]
    assert missing == []
    for parameter in inspect.signature(getattr(kt, name)).parameters:
        assert re.search(rf"^[\w, *]*\b{parameter}\b[\w, *]*( :|$)", doc, re.MULTILINE), parameter


def test_the_table_of_the_page_leads_to_every_function():
    table = PAGE[PAGE.index(":name: tab-which-function") : PAGE.index("(sec-api-arrays)=")]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    called = {name for row in rows for name in re.findall(r"`(\w+)\(", row.split("|")[2])}
    assert called == FUNCTIONS
    assert all("{ref}`sec-" in row.split("|")[3] for row in rows), "and to what explains it"
