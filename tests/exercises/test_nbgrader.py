"""A learner's copy of a released notebook grades in nbgrader itself, without an edit."""

from __future__ import annotations

import copy
import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hand_in import POINTS, RIGHT, UNTOUCHED, code, notebook

EXERCISES = Path(__file__).parents[2] / "exercises"
SLUGS = [path.stem for path in sorted((EXERCISES / "solutions").glob("*.ipynb"))]
BIN = Path(sys.executable).parent
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "klbook"
c.ExecutePreprocessor.timeout = 120
"""
Notebook = dict[str, Any]


def nbgrader(course: Path, *words: str) -> None:
    """Run nbgrader in a course; its own programs must be found (it calls alembic)."""
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(course)}
    environment |= {"JUPYTER_PLATFORM_DIRS": "1", "OMP_NUM_THREADS": "1"}
    command = [str(BIN / "nbgrader"), *words]
    done = subprocess.run(
        command,
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def read(path: Path) -> Notebook:
    content: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return content


def write(path: Path, content: Notebook) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def points(content: Notebook) -> dict[str, int]:
    """Return the points of each task, in the order of the notebook."""
    cells = [cell["metadata"].get("nbgrader", {}) for cell in content["cells"]]
    return {c["grade_id"].removeprefix("check-"): c["points"] for c in cells if c.get("grade")}


def with_answers(released: Notebook, solved: Notebook, tasks: list[str]) -> Notebook:
    """Return a copy of a release into which some answers are typed."""
    sources = {cell["id"]: cell["source"] for cell in solved["cells"]}
    filled = copy.deepcopy(released)
    for cell in filled["cells"]:
        if cell["id"] in tasks:
            cell["source"] = sources[cell["id"]]
    return filled


def scores(course: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Return score and maximum by student and assignment."""
    nbgrader(course, "export")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["student_id"], row["assignment"]): (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
        }


def course_notebook(answers: dict[str, str]) -> Notebook:
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


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    """Return a folder of released and solved notebooks: the book's, or those of a small course."""
    if SLUGS:
        return EXERCISES
    folder = tmp_path / "exercises"
    solved = {task: solution(source) for task, source in RIGHT.items()}
    write(folder / "solutions" / "sums.ipynb", course_notebook(solved))
    write(folder / "sums.ipynb", course_notebook(UNTOUCHED))
    return folder


def test_full_half_and_no_points_come_out_right(exercises: Path, tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    expected = {}
    for slug in SLUGS[::6] or ["sums"]:
        solved = read(exercises / "solutions" / f"{slug}.ipynb")
        released = read(exercises / f"{slug}.ipynb")
        write(tmp_path / "source" / slug / f"{slug}.ipynb", solved)
        nbgrader(tmp_path, "generate_assignment", slug, "--create")
        each = points(solved)
        some = list(each)[: len(each) // 2]
        for student, tasks in (("full", list(each)), ("half", some), ("none", [])):
            content = with_answers(released, solved, tasks)
            write(tmp_path / "submitted" / student / slug / f"{slug}.ipynb", content)
            earned = sum(each[task] for task in tasks)
            expected[student, slug] = (float(earned), float(sum(each.values())))
        nbgrader(tmp_path, "autograde", slug, "--create")
    assert scores(tmp_path) == expected
