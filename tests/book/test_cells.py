"""Scripts find every code cell of a page by the id that it has in the notebook."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from lightbook.nodes.cells import name_cells
from tests.book.built import parsed
from tests.book.pages import ROOT, exercise_files, notebook_cells, page_files

PAGES = [*page_files(), *exercise_files()]
NOTEBOOKS = [path.relative_to(ROOT) for path in PAGES if path.suffix == ".ipynb"]


@pytest.mark.parametrize("source", NOTEBOOKS, ids=str)
def test_each_cell_of_a_page_carries_its_id(site: Path, source: Path) -> None:
    shown = [
        cell["id"]
        for cell in notebook_cells(ROOT / source)
        if cell["cell_type"] == "code" and "remove-cell" not in cell["metadata"].get("tags", [])
    ]
    cells = parsed(site / source.with_suffix(".html")).select("div.cell")
    assert [cell.get("data-cell") for cell in cells] == shown
    assert shown


def test_a_cell_without_an_id_is_counted(tmp_path: Path) -> None:
    page = new_document("page")
    page += nodes.container(nb_element="cell_code", cell_index=3)
    environment = SimpleNamespace(docname="page", doc2path=lambda name: tmp_path / f"{name}.md")
    name_cells(SimpleNamespace(env=environment), page)  # type: ignore[arg-type]
    assert page[0]["cell_id"] == "cell-3"
