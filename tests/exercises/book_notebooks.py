"""The book's own notebooks: released, with answers, and in the copies that the site hands out."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import yaml

from lightbook.site.notebook_copies import installable

EXERCISES = Path(__file__).parents[2] / "exercises"
SOLVED = EXERCISES / "solutions"
BOOK_BANK = EXERCISES / "bank"


def read(path: Path) -> dict[str, Any]:
    """Return a notebook."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def downloaded(released: dict[str, Any]) -> dict[str, Any]:
    """Return the copy of a release that the site hands out, which installs what it needs."""
    settings = yaml.safe_load((EXERCISES.parent / "_config.yml").read_text(encoding="utf-8"))
    projects = settings["sphinx"]["config"]["lightbook_projects"]
    needed = {one["module"]: f"{one['module']} @ https://example.org/none" for one in projects}
    text = installable(json.dumps(released), needed)
    content: dict[str, Any] = json.loads(text)
    return content


def with_answers(
    released: dict[str, Any], solved: dict[str, Any], tasks: list[str]
) -> dict[str, Any]:
    """Return a copy of a release into which some answers are typed."""
    sources = {cell["id"]: cell["source"] for cell in solved["cells"]}
    filled = copy.deepcopy(released)
    for cell in filled["cells"]:
        if cell["id"] in tasks:
            cell["source"] = sources[cell["id"]]
    return filled
