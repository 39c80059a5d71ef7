"""Makes the notebook that a reader gets out of the one that a page is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lightbook.copies.glue import without_glue
from lightbook.copies.inline import escaped
from lightbook.copies.written import Written

Cell = dict[str, Any]
# Tags of cells whose code the page folds or leaves out; JupyterLab folds it when told so.
FOLDED: Final = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
WORKS: Final = "## Works cited"
LONGEST_ID: Final = 64  # of a cell, in nbformat


def readable(notebook: Mapping[str, Any], made: Written) -> dict[str, Any]:
    """Return a notebook that reads like its page.

    Cells keep their ids, and what graders note in them. After a cell whose output is a figure
    comes its caption; the works that the page cites stand at the end.

    Parameters
    ----------
    notebook : mapping
        The notebook as its author wrote it.
    made : Written
        What its page says.

    Raises
    ------
    ValueError
        If its code uses ``glue`` in a way that cannot be taken out.
    """
    cells = [{**cell, "source": _source(cell)} for cell in notebook["cells"]]
    places = [place for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    code = without_glue([cells[place]["source"] for place in places])
    changed = {**made.texts, **dict(zip(places, code, strict=True))}
    kept = list(_kept(cells, changed, made.captions))
    if made.works:
        listed = "\n".join(f"- {escaped(work)}" for work in made.works)
        kept.append(_markdown("works-cited", f"{WORKS}\n\n{listed}"))
    return {**notebook, "cells": [{**cell, "source": _lines(cell)} for cell in kept]}


def _kept(
    cells: Sequence[Cell], changed: Mapping[int, str], captions: Mapping[int, str]
) -> Iterator[Cell]:
    for place, cell in enumerate(cells):
        source = changed.get(place, "")
        if source or (cell["cell_type"] == "code" and not cell["source"]):
            yield {**cell, "source": source, "metadata": _metadata(cell["metadata"])}
        if place in captions:
            name = f"{cell.get('id', f'cell-{place}')}"[: LONGEST_ID - len("-caption")]
            yield _markdown(f"{name}-caption", captions[place])


def _metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return what JupyterLab is told about a cell: no captions with roles, but what is folded."""
    kept = {name: value for name, value in metadata.items() if name != "mystnb"}
    if FOLDED & set(metadata.get("tags", [])):
        kept["jupyter"] = {**kept.get("jupyter", {}), "source_hidden": True}
    return kept


def _markdown(name: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _source(cell: Cell) -> str:
    return "".join(cell["source"])


def _lines(cell: Cell) -> list[str]:
    return _source(cell).splitlines(keepends=True)
