"""The book's solved and released notebooks with their bank, or those of the small test course."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import yaml

from lightbook.site.notebook_copies import installable
from tests.exercises.hand_in import BANK, POINTS, RIGHT, UNTOUCHED, code, notebook, write

EXERCISES = Path(__file__).parents[2] / "exercises"


def folders(where: Path) -> tuple[Path, Path]:
    """Return a folder of released notebooks, with the solved ones in it, and their bank."""
    if (EXERCISES / "solutions").is_dir():
        return EXERCISES, EXERCISES / "bank"
    folder = where / "exercises"
    solved = {task: solution(source) for task, source in RIGHT.items()}
    write(folder / "solutions" / "sums.ipynb", course_notebook(solved))
    write(folder / "sums.ipynb", course_notebook(UNTOUCHED))
    bank = where / "bank"
    bank.mkdir()
    for name in ("sums.py", "_draws.py"):
        (bank / name).write_text((BANK / name).read_text())
    return folder, bank


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


def course_notebook(answers: dict[str, str]) -> dict[str, Any]:
    """Return the notebook of the test course, in the form of an exercise."""
    tests = {
        "sums-squares": "assert squares(np.array([1.0, 2.0])) == 5",
        "sums-running": "assert list(running(np.array([1.0, 2.0]))) == [1, 3]",
        "sums-half": "assert half == 0.5",
        "sums-odd": "assert odd == 'CA'",
    }
    shared = {"schema_version": 3, "task": False}
    cells = [code("import numpy as np", "imports")]
    for task, source in answers.items():
        marks = shared | {"grade": False, "grade_id": task, "locked": False, "solution": True}
        cells.append(code(source, task, nbgrader=marks))
        marks = shared | {"grade": True, "grade_id": f"check-{task}", "locked": True}
        marks |= {"points": POINTS[task], "solution": False}
        cells.append(code(tests[task], f"check-{task}", nbgrader=marks))
    content = notebook(cells)
    content["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return content


def solution(source: str) -> str:
    """Return an answer as a solved notebook holds it."""
    lines = source.split("\n")
    if len(lines) == 1:
        name, value = source.split(" = ")
        lines = [f"{name} = (", f"    {value}"]
    marked = [lines[0], "    ### BEGIN SOLUTION", *lines[1:], "    ### END SOLUTION"]
    return "\n".join(marked + ([")"] if lines[0].endswith("(") else []))
