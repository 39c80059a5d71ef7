"""The pages of the book as their authors wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def page_files() -> list[Path]:
    """Return the source file of every page named in ``_toc.yml``, in reading order."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    names = [toc["root"]]
    names += [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    return [
        next(path for ending in (".ipynb", ".md") if (path := ROOT / f"{name}{ending}").is_file())
        for name in names
    ]


def exercise_files() -> list[Path]:
    """Return the notebook of every exercise, each of which is a page of the site."""
    return sorted((ROOT / "exercises").glob("*.ipynb"))


def site_pages() -> list[str]:
    """Return the address of every page of the site that an author has written."""
    sources = [*page_files(), *exercise_files()]
    return [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in sources]


def notebook_cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook file, each source joined to one string."""
    cells = json.loads(path.read_text())["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def page_text(path: Path) -> str:
    """Return all that a page's author wrote: prose and code."""
    if path.suffix == ".ipynb":
        return "\n\n".join(cell["source"] for cell in notebook_cells(path))
    return path.read_text()
