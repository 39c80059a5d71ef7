"""The pages as written: clean notebooks, used citations, taught objectives, our own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.book.pages import ROOT, notebook_cells, page_files, page_text
from tests.book.source_runs import run_hash, word_runs

NOTEBOOKS = [path for path in page_files() if path.suffix == ".ipynb"]
SOURCE_RUNS = set((ROOT / "tests" / "fixtures" / "source_runs.txt").read_text().split())

# Runs that cannot be said otherwise: the formula D(P‖Q) = H(P, Q) − H(P), plain in a docstring.
FIXED_TERMS = {"p q h p q h", "q h p q h p"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebooks_store_no_results_and_stable_ids(path: Path) -> None:
    cells = notebook_cells(path)
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], f"cell {cell['id']} stores outputs: run pre-commit"
            assert cell["execution_count"] is None, f"cell {cell['id']} stores a count"
    ids = [cell["id"] for cell in cells]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_visible_cells_are_short(path: Path) -> None:
    for cell in notebook_cells(path):
        hidden = {"hide-input", "remove-input", "hide-cell", "remove-cell"} & set(
            cell["metadata"].get("tags", [])
        )
        if cell["cell_type"] == "code" and not hidden:
            lines = cell["source"].count("\n") + 1
            assert lines <= 12, f"cell {cell['id']} has {lines} visible lines"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_folded_code_says_what_it_holds(path: Path) -> None:
    folded = [
        cell
        for cell in notebook_cells(path)
        if {"hide-input", "hide-cell"} & set(cell["metadata"].get("tags", []))
    ]
    titles = {cell["id"]: cell["metadata"].get("mystnb", {}) for cell in folded}
    assert [cell for cell, title in titles.items() if "code_prompt_show" not in title] == []


def test_every_reference_is_cited() -> None:
    keys = set(
        re.findall(r"^@\w+\{(\S+),", (ROOT / "chapters/references.bib").read_text(), re.MULTILINE)
    )
    cited: set[str] = set()
    for path in page_files():
        for group in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", page_text(path)):
            cited |= {key.strip() for key in group.split(",")}
    assert keys - cited == set(), "entries that no page cites"
    assert cited - keys == set(), "citations without an entry"


def test_every_objective_is_anchored_once_and_linked() -> None:
    anchors: dict[str, list[str]] = {}
    for path in page_files():
        for key in re.findall(r"^\((obj-[\w-]+)\)=\s*$", page_text(path), re.MULTILINE):
            anchors.setdefault(key, []).append(name(path))
    linked = set(re.findall(r"\{ref\}`[^`<]*<(obj-[\w-]+)>`", (ROOT / "index.md").read_text()))
    assert {key: places for key, places in anchors.items() if len(places) > 1} == {}
    assert set(anchors) == linked, "objectives taught, and objectives linked on the landing page"
    assert len(linked) >= 12


WRITTEN = [
    *page_files(),
    *sorted((ROOT / "chapters" / "data").glob("*.yml")),
    *sorted((ROOT / "kltext").glob("**/*.py")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_words_are_our_own(path: Path) -> None:
    shared = {run for run in word_runs(page_text(path)) if run_hash(run) in SOURCE_RUNS}
    assert shared - FIXED_TERMS == set()


def test_a_shared_run_is_seen() -> None:
    assert list(word_runs("One, two: *three* $x^2$ four\nfive six")) == [
        "one two three four five six"
    ]
    assert len(SOURCE_RUNS) > 3000
