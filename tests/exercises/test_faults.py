"""What fails on the grader's machine is told to the instructor, and to no student."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from klgrade import book
from klgrade.records import Job, Limits, Report, Submission
from klgrade.scale import crashed
from klgrade.students import students
from klgrade.summary import summary

from tests.exercises.hand_in import BANK, answered, grade, write


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the report on a notebook whose box does not start."""
    path = write(tmp_path_factory.mktemp("files") / "ada.ipynb", answered())
    return grade(path, limits=Limits(memory=48))


def test_students_read_nothing_of_the_machine(failed: Report, tmp_path: Path) -> None:
    assert {result.status for result in failed.results} == {"failed"}
    assert "Python does not start in the sandbox with 48 MB" in failed.cause
    assert "Traceback" not in failed.cause
    book.write(tmp_path, [failed])
    for name in ("feedback/ada.html", "feedback/ada.md", "grades.csv"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert "It is not your fault" in page
        assert "sandbox" not in page
        assert str(BANK.parents[2]) not in page
        assert "Traceback" not in page


def test_instructors_read_why(failed: Report, tmp_path: Path) -> None:
    everyone = students([failed])
    assert f"  ada.ipynb: {failed.cause}" in summary(everyone, tmp_path)
    book.write(tmp_path, [failed])
    assert "does not start in the sandbox" in (tmp_path / "grades.json").read_text()


def test_a_cause_outlives_the_journal_and_a_second_try(failed: Report) -> None:
    assert Report.from_dict(failed.as_dict()) == failed
    with pytest.raises(TypeError):
        Report.from_dict(failed.as_dict() | {"cause": 1})
    assert failed.merged(grade_less(failed)).cause == failed.cause


def test_a_cause_is_forgotten_once_the_tasks_are_graded(failed: Report) -> None:
    graded = replace(
        failed, results=tuple(replace(one, status="right") for one in failed.results), cause=""
    )
    assert failed.merged(graded).cause == ""


def grade_less(report: Report) -> Report:
    return Report(report.student, report.source, report.exercise, ())


def test_a_crash_of_the_grader_is_told_in_the_same_way() -> None:
    job = Job(Submission("ada", "/nowhere", ("sums.ipynb",)), str(BANK), b"s" * 32)
    report = crashed(job, OSError("/root/secret: no space left"))
    assert report.cause == "OSError: /root/secret: no space left"
    assert report.results
    assert not any("secret" in result.message for result in report.results)
