"""Makes the notebooks that learners get out of the notebooks that hold the solutions.

A solved notebook is the single source. Its answer cells (named like their tasks) hold regions
between ``### BEGIN SOLUTION`` and ``### END SOLUTION``; a release has ``...`` in their place.
Both are run, because nbval compares nothing where no output and no execution count is stored.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klgrade.tasks import Exercise

BEGIN = "BEGIN SOLUTION"
END = "END SOLUTION"
STUB = "..."
TIMEOUT = 120  # seconds for one cell
INSTALL = "pip install 'klgrade[release]'"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Built:
    """The text of a solved notebook, as it should be stored, and of its release."""

    solved: str
    released: str


def clear(source: str) -> str:
    """Return the source of an answer cell with ``...`` in the place of each solution.

    Raises
    ------
    ValueError
        If there is no region, or if one is nested, unclosed or closed twice.
    """
    kept: list[str] = []
    inside = found = False
    for line in source.split("\n"):
        if BEGIN in line:
            if inside:
                raise ValueError("a solution begins inside a solution")
            inside = found = True
            indent = re.match(r"\s*", line)
            kept.append((indent.group() if indent else "") + STUB)
        elif END in line:
            if not inside:
                raise ValueError("a solution ends that has not begun")
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise ValueError("a solution has no end")
    if not found:
        raise ValueError(f"there is no region between '### {BEGIN}' and '### {END}'")
    return "\n".join(kept)


def build(
    path: Path, exercise: Exercise, *, execute: bool = True, folder: Path | None = None
) -> Built:
    """Return the solved notebook at `path` in its stored form, and its release.

    Both run in `folder`, where learners will have what lies beside a release (by default beside
    `path`).

    Raises
    ------
    ValueError
        If the notebook does not hold the cells that its exercise needs; the message names both.
    ImportError
        If the packages that run notebooks are not installed.
    """
    try:
        solved = normalised(json.loads(path.read_text(encoding="utf-8")), exercise)
        released = copy.deepcopy(solved)
        for cell in _cells(released, [task.id for task in exercise.tasks]):
            cell["source"] = clear(cell["source"])
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path}: {error}") from error
    pair = [run(nb, folder or path.parent) if execute else nb for nb in (solved, released)]
    return Built(*map(text, pair))


def normalised(notebook: Notebook, exercise: Exercise) -> Notebook:
    """Return a solved notebook without outputs, with the metadata that its exercise asks for.

    Points and kinds of cells come from the bank, so that they cannot differ from it.

    Raises
    ------
    ValueError
        If a cell is missing, is there twice, or checks something else than it should.
    """
    cells = [_plain(cell) for cell in notebook["cells"]]
    ids = [cell["id"] for cell in cells]
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"two cells have the id {name!r}")
    by_id = dict(zip(ids, cells, strict=True))
    for task in exercise.tasks:
        check = f"check-{task.id}"
        for name in (task.id, check):
            if by_id.get(name, {}).get("cell_type") != "code":
                raise ValueError(f"the task {task.id} needs a code cell with the id {name!r}")
        line = f'check("{task.id}")'
        if by_id[check]["source"] != line:
            raise ValueError(f"the cell {check!r} must hold this line and no other: {line}")
        by_id[task.id]["metadata"]["nbgrader"] = _mark(task.id, solution=True)
        by_id[check]["metadata"]["nbgrader"] = _mark(check, points=task.points)
    for cell in cells:
        if "nbgrader" not in cell["metadata"] and BEGIN in cell["source"]:
            raise ValueError(f"the cell {cell['id']!r} holds a solution, and belongs to no task")
    metadata = {
        "kernelspec": KERNEL,
        "klgrade": {"exercise": exercise.slug},
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def run(notebook: Notebook, folder: Path) -> Notebook:
    """Return a notebook with the outputs and execution counts of a fresh kernel.

    Raises
    ------
    ValueError
        If a cell raises, or writes to stderr: nbgrader takes that for a failure.
    """
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError
    except ImportError as error:
        raise ImportError(f"notebooks are run by nbclient: {INSTALL}") from error
    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        node,
        timeout=TIMEOUT,
        kernel_name=KERNEL["name"],
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise ValueError(f"a cell raises: {error}") from error
    for cell in node["cells"]:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise ValueError(f"the cell {cell['id']!r} warns: {output['text']}")
    return {**notebook, "cells": json.loads(json.dumps(node["cells"]))}


def text(notebook: Notebook) -> str:
    """Return a notebook as the text of its file, the same for the same content."""
    stored = copy.deepcopy(notebook)
    for cell in stored["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
        for output in cell.get("outputs", []):
            if isinstance(output.get("text"), str):
                output["text"] = output["text"].splitlines(keepends=True)
    return json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell with nothing but its id, its kind, its source and its tags."""
    source = cell["source"]
    source = source if isinstance(source, str) else "".join(source)
    tags = {key: value for key, value in cell["metadata"].items() if key == "tags"}
    plain = {"cell_type": cell["cell_type"], "id": cell["id"], "metadata": tags, "source": source}
    if cell["cell_type"] == "code":
        plain |= {"execution_count": None, "outputs": []}
    return plain


def _cells(notebook: Notebook, ids: list[str]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["id"] in ids]


def _mark(grade_id: str, *, solution: bool = False, points: int = 0) -> dict[str, Any]:
    """Return nbgrader's metadata, version 3, of an answer cell or of a check cell."""
    mark = {
        "grade": not solution,
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return mark if solution else mark | {"points": points}
