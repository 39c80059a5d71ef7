"""The gradebook: a table of all tasks, a table of all students, and everything as JSON.

Each file is written whole or not at all, and the same reports give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from klgrade import feedback
from klgrade.journal import write_atomically
from klgrade.records import Report
from klgrade.students import Student, students

# How the tables are written: what stands first, between cells, and before decimals. Excel reads a
# file as UTF-8 only if it begins with a mark, and takes the signs of the system's language.
STYLES = {
    "plain": ("", ",", "."),
    "excel": ("\ufeff", ",", "."),
    "excel-semicolon": ("\ufeff", ";", ","),
}
COLUMNS = ("student", "exercise", "task", "objective", "points", "max", "status", "message")


def write(
    out: Path,
    reports: Iterable[Report],
    asked: Mapping[str, int] | None = None,
    *,
    style: str = "plain",
) -> list[Student]:
    """Write the gradebook and everyone's feedback below `out`, and return the students.

    `style` is one of `STYLES`.
    """
    everyone = students(reports, asked)
    write_atomically(out / "grades.csv", _table(COLUMNS, _rows(everyone), style))
    head = ("student", "points", "max", "percent", *(everyone[0].exercises if everyone else ()))
    totals = [_total(student, STYLES[style][2]) for student in everyone]
    write_atomically(out / "totals.csv", _table(head, totals, style))
    plain = {"students": [_plain(student) for student in everyone]}
    write_atomically(out / "grades.json", json.dumps(plain, indent=1) + "\n")
    names = feedback.file_names([student.name for student in everyone])
    for student in everyone:
        name = names[student.name]
        write_atomically(out / "feedback" / f"{name}.md", feedback.markdown(student))
        write_atomically(out / "feedback" / f"{name}.html", feedback.html(student))
    return everyone


def _rows(everyone: list[Student]) -> Iterable[Sequence[object]]:
    for student in everyone:
        for report in student.reports:
            for result in report.results:
                row = asdict(result) | {"student": student.name}
                yield [row[column] for column in COLUMNS]


def _total(student: Student, point: str) -> Sequence[object]:
    percent = f"{100 * student.points / student.max:.1f}" if student.max else ""
    percent = percent.replace(".", point)
    parts = ["" if pair is None else pair[0] for pair in student.exercises.values()]
    return [student.name, student.points, student.max, percent, *parts]


def _plain(student: Student) -> dict[str, Any]:
    plain = {
        "student": student.name,
        "points": student.points,
        "max": student.max,
        "exercises": student.exercises,
        "objectives": student.objectives,
    }
    reports = [
        {
            "source": report.source,
            "exercise": report.exercise,
            "results": [asdict(result) for result in report.results],
            "notes": report.notes,
            "cause": report.cause,
        }
        for report in student.reports
    ]
    return {**plain, "reports": reports}


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], style: str) -> str:
    start, between, _point = STYLES[style]
    text = io.StringIO(start)
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(item) for item in row] for row in rows)
    return text.getvalue()


def guarded(item: object) -> object:
    """Return an entry of a table that no spreadsheet takes for a formula.

    Some spreadsheets begin a new cell at a semicolon or a tab, and at a quotation mark after it.
    """
    if not isinstance(item, str):
        return item
    parts = re.split(r"([;\t]\s*[\"']*)", feedback.readable(item))
    return "".join(parts[n] if n % 2 else _quoted(parts[n]) for n in range(len(parts)))


def _quoted(text: str) -> str:
    """Return a text behind an apostrophe if it would be a formula."""
    # A spreadsheet also knows the full-width forms of these signs.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in ("=", "+", "-", "@", "|", "%") else text
