"""Notebooks of the test course, as a learner would hand them in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from klgrade.judge import judge
from klgrade.records import Job, Limits, Report, Submission

BANK = Path(__file__).parent / "course" / "bank"
SECRET = b"a secret of the tests, long enough"
LIMITS = Limits()

RIGHT = {
    "sums-squares": "def squares(x):\n    return float(np.sum(np.square(x)))",
    "sums-running": "def running(x):\n    return np.cumsum(x)",
    "sums-half": "half = 1 / 2",
    "sums-odd": "odd = 'CA'",
}
UNTOUCHED = {
    "sums-squares": "def squares(x):\n    ...",
    "sums-running": "def running(x):\n    ...",
    "sums-half": "half = ...",
    "sums-odd": "odd = ...",
}
POINTS = {"sums-squares": 4, "sums-running": 3, "sums-half": 2, "sums-odd": 1}


def code(source: str, mark: str = "", **metadata: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "id": mark or f"cell-{abs(hash(source)) % 10**8}",
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook(cells: list[dict[str, Any]], slug: str | None = "sums") -> dict[str, Any]:
    """Return a notebook with these cells."""
    metadata = {"klgrade": {"exercise": slug}} if slug else {}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def answered(changes: dict[str, str] | None = None, *helpers: str) -> dict[str, Any]:
    """Return a notebook with the right answers, but for `changes`, and with helper cells first."""
    cells = [code("import numpy as np\nfrom klcheck import check, progress")]
    cells += [code(source) for source in helpers]
    for task, source in (RIGHT | (changes or {})).items():
        cells.append(code(source, task, nbgrader={"grade_id": task, "solution": True}))
        check = {"grade_id": f"check-{task}", "grade": True, "points": 99}
        cells.append(code(f"check({task!r})", f"check-{task}", nbgrader=check))
    return notebook([*cells, code("progress()")])


def write(path: Path, content: dict[str, Any]) -> Path:
    """Write a notebook, and its folder if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def grade(path: Path, student: str = "ada", **settings: Any) -> Report:
    """Return the report on one file."""
    submission = Submission(student, str(path.parent), (path.name,))
    settings = {"limits": LIMITS} | settings
    return judge(Job(submission, str(BANK), SECRET, **settings))


def earned(report: Report) -> dict[str, int]:
    """Return the points of each task."""
    return {result.task: result.points for result in report.results}
