"""What the command prints when all is graded: what the instructor wants to know first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from klcheck.shown import count

from klgrade.feedback import readable
from klgrade.listing import ENDING
from klgrade.people import listed
from klgrade.records import TROUBLE, Report
from klgrade.students import Student
from klgrade.words import MISSING_MODULE

RARE = 10  # an exercise that fewer than one student in so many handed in is pointed out
SHOWN = 20  # submissions that could not be graded


def summary(everyone: list[Student], out: Path) -> str:
    """Return a table of the exercises, and what else the instructor wants to know."""
    statuses = Counter(r.status for s in everyone for report in s.reports for r in report.results)
    counts = ", ".join(f"{times} {status}" for status, times in sorted(statuses.items()))
    lines = [
        *_means(everyone),
        *_missing_modules(everyone),
        *_troubled(everyone),
        "",
        f"{count(len(everyone), 'student')}; tasks: {counts}.",
        f"The gradebook is in {out}.",
    ]
    return "\n".join(lines)


def _means(everyone: list[Student]) -> list[str]:
    """Return the table of means, over the notebooks that could be graded."""
    rows = [("exercise", "students", "mean", "max")]
    lost = 0
    for slug in everyone[0].exercises if everyone else ():
        reports = [r for student in everyone for r in student.reports if r.exercise == slug]
        sums = [sum(row.points for row in r.results) for r in reports if not _lost(r)]
        lost += len(reports) - len(sums)
        mean = f"{sum(sums) / len(sums):.1f}" if sums else "-"
        rows.append((slug, str(len(sums)), mean, str(everyone[0].most[slug])))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        row[0].ljust(widths[0])
        + "".join(f"  {x.rjust(w)}" for x, w in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    if lost:
        lines.append(f"The means leave out {count(lost, 'notebook')} that could not be graded.")
    return [*lines, *_rare([row[0] for row in rows[1:] if int(row[1]) * RARE < len(everyone)])]


def _rare(slugs: list[str]) -> list[str]:
    """Return what to say of exercises that few handed in."""
    if not slugs:
        return []
    verb = "which counts" if len(slugs) == 1 else "which count"
    return [
        "",
        f"Hardly anyone handed in {', '.join(slugs)}, {verb} in everyone's maximum;",
        "the option --exercises names those that count.",
    ]


def _troubled(everyone: list[Student]) -> list[str]:
    troubled = [
        readable(f"  {_place(report)}: {_why(report)}")
        for student in everyone
        for report in student.reports
        if report.trouble
    ]
    if not troubled:
        return []
    lines = ["", f"{len(troubled)} could not be graded:", *troubled[:SHOWN]]
    more = len(troubled) - SHOWN
    return [*lines, *([f"  … and {more} more; see grades.csv"] if more > 0 else [])]


def _lost(report: Report) -> bool:
    """Return whether nothing of a notebook could be graded."""
    return all(result.status in TROUBLE for result in report.results)


def _missing_modules(everyone: list[Student]) -> list[str]:
    """Return who imports what is not installed: the instructor can install it."""
    names = [
        _place(report)
        for student in everyone
        for report in student.reports
        if any(MISSING_MODULE in text for text in (*report.notes, *_messages(report)))
    ]
    if not names:
        return []
    what = "A module that is imported is not installed where notebooks are graded:"
    return ["", what, readable(f"  {listed(names)}")]


def _why(report: Report) -> str:
    """Return why something could not be graded, as it is told to the instructor."""
    return report.cause or next(r.message for r in report.results if r.status in TROUBLE)


def _messages(report: Report) -> list[str]:
    return [result.message for result in report.results]


def _place(report: Report) -> str:
    """Return a notebook's path with its student's name, once: most paths begin with it."""
    first = report.source.split("/")[0]
    named = report.student in (first, first.removesuffix(ENDING))
    return report.source if named else f"{report.student}/{report.source}"
