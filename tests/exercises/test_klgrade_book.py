"""The book's own exercises: solved they earn everything, untouched they earn a friendly page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from klgrade import load_bank

from tests.exercises.commands import book, klgrade
from tests.exercises.folders import EXERCISES, downloaded, folders, with_answers
from tests.exercises.hand_in import write


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Grade who solved everything, who did in the site's copies, and who has not begun."""
    folder = tmp_path_factory.mktemp("book")
    exercises, bank = folders(folder)
    for student, source in (("solved", exercises / "solutions"), ("untouched", exercises)):
        (folder / "files" / student).mkdir(parents=True)
        for path in sorted(source.glob("*.ipynb")):
            shutil.copy(path, folder / "files" / student)
    for path in sorted(exercises.glob("*.ipynb")):
        solved = json.loads((exercises / "solutions" / path.name).read_text(encoding="utf-8"))
        released = json.loads(path.read_text(encoding="utf-8"))
        ids = [cell["id"] for cell in released["cells"]]
        content = with_answers(downloaded(released), solved, ids)
        write(folder / "files" / "downloaded" / path.name, content)
    done = klgrade(folder / "files", "--jobs", 2, out=folder / "out", bank=bank)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out", bank


def test_solved_set_earns_all_points(graded: tuple[Path, Path]) -> None:
    out, bank = graded
    student = book(out)["solved"]
    most = sum(task.points for task in load_bank(bank).tasks().values())
    wrong = [row for report in student["reports"] for row in report["results"] if not row["points"]]
    assert wrong == []
    assert student["points"] == student["max"] == most


def test_the_cell_that_installs_costs_no_point_and_no_remark(graded: tuple[Path, Path]) -> None:
    students = book(graded[0])
    copied, solved = students["downloaded"], students["solved"]
    assert copied["points"] == copied["max"] == solved["points"]
    remarks = [[report["notes"] for report in one["reports"]] for one in (copied, solved)]
    assert remarks[0] == remarks[1]


def test_untouched_set_earns_nothing_and_a_friendly_page(graded: tuple[Path, Path]) -> None:
    out, _ = graded
    student = book(out)["untouched"]
    assert student["points"] == 0
    assert {row["status"] for r in student["reports"] for row in r["results"]} == {"unanswered"}
    page = (out / "feedback" / "untouched.md").read_text(encoding="utf-8")
    assert "begin with the first" in page
    assert "Traceback" not in page
    assert "raised" not in page


def test_every_exercise_of_the_bank_is_graded(graded: tuple[Path, Path]) -> None:
    out, bank = graded
    slugs = set(load_bank(bank).exercises)
    for student in book(out).values():
        assert set(student["exercises"]) == slugs
        assert None not in student["exercises"].values()


def test_notebooks_promise_the_points_of_the_bank(graded: tuple[Path, Path]) -> None:
    tasks = load_bank(graded[1]).tasks()
    for path in sorted(EXERCISES.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade"):
                assert marks["points"] == tasks[marks["grade_id"].removeprefix("check-")].points
