"""The book's own exercises: solved they earn everything, untouched they earn a friendly page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from klgrade import load_bank

from tests.exercises.book_notebooks import (
    BOOK_BANK,
    EXERCISES,
    SOLVED,
    downloaded,
    read,
    with_answers,
)
from tests.exercises.commands import book, klgrade
from tests.exercises.hand_in import write
from tests.made_once import Once

COPIED = sorted(EXERCISES.glob("*.ipynb"))[::4]


@pytest.fixture(scope="module")
def out(once: Once) -> Path:
    """Return the gradebook."""
    return once("book", grade_book) / "out"


def grade_book(folder: Path) -> None:
    """Grade who solved everything, who did in the site's copies, and who has not begun."""
    for student, source in (("solved", SOLVED), ("untouched", EXERCISES)):
        (folder / "files" / student).mkdir(parents=True)
        for path in sorted(source.glob("*.ipynb")):
            shutil.copy(path, folder / "files" / student)
    for path in COPIED:
        solved, released = read(SOLVED / path.name), read(path)
        ids = [cell["id"] for cell in released["cells"]]
        content = with_answers(downloaded(released), solved, ids)
        write(folder / "files" / "downloaded" / path.name, content)
    done = klgrade(folder / "files", "--jobs", 2, out=folder / "out", bank=BOOK_BANK)
    assert done.returncode == 0, done.stdout + done.stderr


def test_solved_set_earns_all_points(out: Path) -> None:
    student = book(out)["solved"]
    most = sum(task.points for task in load_bank(BOOK_BANK).tasks().values())
    wrong = [row for report in student["reports"] for row in report["results"] if not row["points"]]
    assert wrong == []
    assert student["points"] == student["max"] == most


def test_the_cell_that_installs_costs_no_point_and_no_remark(out: Path) -> None:
    copied = book(out)["downloaded"]
    assert len(copied["reports"]) == len(COPIED)
    for report in copied["reports"]:
        assert {row["status"] for row in report["results"]} == {"right"}
        assert report["notes"] == []


def test_untouched_set_earns_nothing_and_a_friendly_page(out: Path) -> None:
    student = book(out)["untouched"]
    assert student["points"] == 0
    assert {row["status"] for r in student["reports"] for row in r["results"]} == {"unanswered"}
    page = (out / "feedback" / "untouched.md").read_text(encoding="utf-8")
    assert "begin with the first" in page
    assert "Traceback" not in page
    assert "raised" not in page


def test_every_exercise_of_the_bank_is_graded(out: Path) -> None:
    slugs = set(load_bank(BOOK_BANK).exercises)
    for name in ("solved", "untouched"):
        student = book(out)[name]
        assert set(student["exercises"]) == slugs
        assert None not in student["exercises"].values()


def test_notebooks_promise_the_points_of_the_bank() -> None:
    tasks = load_bank(BOOK_BANK).tasks()
    for path in sorted(EXERCISES.glob("*.ipynb")):
        for cell in read(path)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade"):
                assert marks["points"] == tasks[marks["grade_id"].removeprefix("check-")].points
