"""What the command prints at the end says what it counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from klgrade.records import Report, Result
from klgrade.students import students
from klgrade.summary import summary

OUT = Path("grades")


def report(student: str, points: int, status: str, slug: str = "sums") -> Report:
    row = Result(slug, f"{slug}-a", "obj-a", points, 4, status, f"{status}.")
    return Report(student, f"{student}.ipynb", slug, (row,))


def printed(*reports: Report) -> list[str]:
    return summary(students(reports), OUT).splitlines()


def test_means_leave_out_what_could_not_be_graded() -> None:
    given = [report("ada", 4, "right"), report("bob", 2, "wrong")]
    bad = [report("cy", 0, "unreadable"), report("di", 0, "failed")]
    assert printed(*given)[1].split() == ["sums", "2", "3.0", "4"]
    lines = printed(*given, *bad)
    assert lines[1].split() == ["sums", "2", "3.0", "4"]
    assert lines[2] == "The means leave out 2 notebooks that could not be graded."
    assert "The means leave out 1 notebook that could not be graded." in printed(*given, bad[0])


def test_one_is_no_plural() -> None:
    assert printed(report("ada", 4, "right"))[-2] == "1 student; tasks: 1 right."
    everyone = [report(f"s{n}", 4, "right") for n in range(12)]
    few = [report("s0", 1, "wrong", slug) for slug in ("parts", "halves")]
    assert printed(*everyone)[-2] == "12 students; tasks: 12 right."
    assert "Hardly anyone handed in parts, which counts in" in "\n".join(printed(*everyone, few[0]))
    assert "in halves, parts, which count in" in "\n".join(printed(*everyone, *few))


def test_the_task_that_failed_says_why() -> None:
    good = report("ada", 4, "right")
    bad = replace(good.results[0], task="sums-b", status="failed", message="Not graded: x")
    lines = printed(replace(good, results=(*good.results, bad)))
    assert "  ada.ipynb: Not graded: x" in lines
