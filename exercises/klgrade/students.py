"""Who handed in what, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from klgrade.records import UNREADABLE, Report, Result


@dataclass(frozen=True)
class Student:
    """A student's reports, and what they add up to.

    `max` counts what is asked for: the exercises that the instructor names, else all of which
    anyone handed in a notebook that can be read.
    """

    name: str
    reports: tuple[Report, ...]
    points: int
    max: int
    exercises: dict[str, tuple[int, int] | None]
    most: dict[str, int]
    objectives: dict[str, tuple[int, int]]


def students(reports: Iterable[Report], asked: Mapping[str, int] | None = None) -> list[Student]:
    """Return the students by name, each with one report on each exercise.

    `asked` holds the exercises that count, each with its points.
    """
    by_name: dict[str, list[Report]] = {}
    for report in sorted(reports, key=_order):
        by_name.setdefault(report.student, []).append(report)
    kept = {name: _settle(group) for name, group in by_name.items()}
    most = dict(asked or {})
    for report in (report for group in kept.values() for report in group):
        if asked is None and report.exercise and not report.unreadable:
            most[report.exercise] = sum(result.max for result in report.results)
    return [_student(name, kept[name], most) for name in sorted(kept)]


def _order(report: Report) -> tuple[str, str, bool, bool, str]:
    """Put a notebook that could be read before others, and the one with the right name first."""
    other_name = Path(report.source).stem != report.exercise
    return report.student, report.exercise, report.trouble, other_name, report.source


def _settle(group: list[Report]) -> list[Report]:
    """Let the first of two notebooks on one exercise count; the other gets a row and no points."""
    kept: dict[str, Report] = {}
    others = []
    for report in group:
        first = kept.setdefault(report.exercise, report) if report.exercise else report
        if first is not report:
            message = (
                report.results[0].message
                if report.unreadable
                else "Not graded: there is a second notebook on this exercise, "
                f"{first.source}, and that one counts."
            )
            row = Result(report.exercise, "", "", 0, 0, UNREADABLE, message)
            others.append(replace(report, results=(row,), exercise=""))
        elif not report.exercise:
            others.append(report)
    return [*kept.values(), *others]


def _student(name: str, reports: list[Report], most: dict[str, int]) -> Student:
    exercises: dict[str, tuple[int, int] | None] = dict.fromkeys(sorted(most))
    objectives: dict[str, tuple[int, int]] = {}
    for report in reports:
        results = report.results if report.exercise in most else ()
        if results:
            points = sum(result.points for result in results)
            exercises[report.exercise] = points, most[report.exercise]
        for result in results:
            if result.objective:
                had, could = objectives.get(result.objective, (0, 0))
                objectives[result.objective] = had + result.points, could + result.max
    points = sum(pair[0] for pair in exercises.values() if pair)
    objectives = dict(sorted(objectives.items()))
    return Student(name, tuple(reports), points, sum(most.values()), exercises, most, objectives)
