"""A learner's copy of a released notebook grades in nbgrader itself, without an edit."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.exercises.book_notebooks import EXERCISES, SOLVED, downloaded, read, with_answers
from tests.exercises.hand_in import write

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


def points(content: Notebook) -> dict[str, int]:
    """Return the points of each task, in the order of the notebook."""
    cells = [cell["metadata"].get("nbgrader", {}) for cell in content["cells"]]
    return {c["grade_id"].removeprefix("check-"): c["points"] for c in cells if c.get("grade")}


def scores(course: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Return score and maximum by student and assignment."""
    nbgrader(course, "export")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["student_id"], row["assignment"]): (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
        }


@pytest.mark.parametrize(
    "slugs",
    [
        ["definition"],  # which has tasks of all kinds
        pytest.param(["asymmetry", "distillation", "properties"], marks=pytest.mark.audit),
    ],
    ids=["one", "three"],
)
def test_full_half_and_no_points_come_out_right(slugs: list[str], tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    expected = {}
    for slug in slugs:
        solved = read(SOLVED / f"{slug}.ipynb")
        released = read(EXERCISES / f"{slug}.ipynb")
        write(tmp_path / "source" / slug / f"{slug}.ipynb", solved)
        nbgrader(tmp_path, "generate_assignment", slug, "--create")
        each = points(solved)
        some = list(each)[: len(each) // 2]
        copies = {
            "full": (released, list(each)),
            "half-of-the-sites": (downloaded(released), some),
            "none": (released, []),
        }
        for student, (handed_out, tasks) in copies.items():
            content = with_answers(handed_out, solved, tasks)
            write(tmp_path / "submitted" / student / slug / f"{slug}.ipynb", content)
            earned = sum(each[task] for task in tasks)
            expected[student, slug] = (float(earned), float(sum(each.values())))
        nbgrader(tmp_path, "autograde", slug, "--create")
    assert scores(tmp_path) == expected
