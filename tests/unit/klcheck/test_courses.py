"""Tasks of installed courses are found by their entry point, and a broken course is told of."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from klcheck import add_cases, cases, check, progress
from klcheck.courses import Course, courses, package_folder

from tests.unit.klcheck.tiny_exercise import exercise


def install(site: Path, package: str, files: dict[str, str]) -> None:
    """Install a course: a package with its files, and the entry point that names it."""
    folder = site.joinpath(*package.split("."))
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    register(site, package)


def register(site: Path, package: str) -> None:
    info = site / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[klcheck.tasks]\ntasks = {package}\n")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Put a folder for installed packages on the path, and let check have looked at nothing yet."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cases, "_sources", cases._Sources([]))
    cases._known.cache_clear()
    yield tmp_path
    cases._known.cache_clear()


def test_an_installed_course_is_found_and_not_run(site, capsys):
    text = json.dumps(exercise())
    code = "raise RuntimeError('a course holds values, and no code')"
    install(site, "tinycourse", {"__init__.py": code, "tiny.json": text})
    assert Course("tinycourse", site / "tinycourse") in courses()
    check("tiny-mean", np.mean)
    check("tiny-half", -0.5)
    assert capsys.readouterr().out == (
        "✓ tiny-mean: right (2 points)\n✗ tiny-half: The sign is lost.\n"
    )
    progress("tiny")
    assert capsys.readouterr().out.startswith("Tiny: 2 of 6 points\n")
    assert cases.faults() == ()


def test_a_course_within_a_package_is_found_and_that_package_is_not_run(site):
    install(site, "tinyschool.tasks", {"tiny.json": json.dumps(exercise())})
    (site / "tinyschool" / "__init__.py").write_text("raise RuntimeError")
    assert package_folder("tinyschool.tasks") == site / "tinyschool" / "tasks"
    assert "tiny" in cases.exercises()


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (None, "there is no such package"),
        ({"__init__.py": ""}, "there are no tasks in FOLDER"),
        ({"tiny.json": "{"}, "FOLDER/tiny.json does not hold the cases of an exercise: "),
    ],
    ids=["missing", "empty", "torn"],
)
def test_a_broken_course_is_told_of_and_leaves_the_others_alone(site, capsys, files, reason):
    install(site, "goodcourse", {"tiny.json": json.dumps(exercise())})
    if files is None:
        register(site, "badcourse")
    else:
        install(site, "badcourse", files)
    check("tiny-half", 0.5)
    assert capsys.readouterr().out == "✓ tiny-half: right (1 point)\n"
    (fault,) = cases.faults()
    reason = reason.replace("FOLDER", str(site / "badcourse"))
    assert fault.startswith(f"the course 'badcourse' is broken, install it again: {reason}")
    check("bad-task", 1)
    printed = " ".join(capsys.readouterr().out.split())
    assert printed == f"· bad-task: there is no task with this name; {fault}"
    progress("bad")
    assert capsys.readouterr().out == f"There is no exercise named 'bad'; {fault}.\n"


def test_a_module_in_the_place_of_a_course_is_none(site):
    """The folder that it lies in belongs to other packages."""
    (site / "single.py").write_text("")
    (site / "tiny.json").write_text(json.dumps(exercise()))
    register(site, "single")
    assert Course("single", None) in courses()
    assert "tiny" not in cases.exercises()


def refused(_):
    raise AssertionError("an answer is called")


def test_where_no_tasks_are_known_nothing_is_called(site, capsys, monkeypatch):
    install(site, "tinycourse", {"tiny.json": json.dumps(exercise())})
    cases.know_no_tasks()
    monkeypatch.setattr(cases, "courses", lambda: pytest.fail("the courses are looked for"))
    check("tiny-mean", refused)
    progress()
    progress("tiny")
    add_cases("no/such/folder")
    add_cases(site / "tinycourse")
    assert not cases.exercises()
    assert "there is no task with this name" in capsys.readouterr().out
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(AssertionError, match="no task"):
        check("tiny-mean", np.mean)
