"""What each student reads: a page in HTML and the same in Markdown, friendly and complete."""

from __future__ import annotations

import hashlib
import html as markup
import re
import unicodedata

from klgrade import records
from klgrade.records import Report, Result
from klgrade.students import Student

_SIGNS = {records.RIGHT: "✓", records.UNANSWERED: "·"}
_CLASSES = {records.RIGHT: "right", records.UNANSWERED: "open"}
# Names that Windows keeps for its devices, whatever stands after a dot.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)")
_JOINERS = "\u200c\u200d"  # letters of several scripts need them

STYLE = """
:root { color-scheme: light dark; --ink: #1f2430; --soft: #5b6472; --page: #f6f7f9; --card: #fff;
  --line: #dfe3e8; --right: #1a7f4b; --wrong: #b3402a; --open: #6b7280; --track: #e5e8ec; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --soft: #a9b1bd; --page: #15181d;
  --card: #1e2229; --line: #323843; --right: #5fce93; --wrong: #f08c73; --open: #9aa3af;
  --track: #323843; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0; }
.lead { color: var(--soft); margin: 0; }
.head { display: flex; gap: 1.5rem; align-items: center; margin-bottom: 2rem; }
.head svg { flex: none; }
.head text { font: 600 1.05rem system-ui, sans-serif; fill: var(--ink); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1.25rem 1.5rem; margin: 0 0 1.25rem; }
.card header { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
.sum { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--soft); }
ol { list-style: none; margin: .75rem 0 0; padding: 0; }
li { display: grid; grid-template-columns: 1.75rem 1fr auto; gap: 0 .25rem; padding: .6rem 0;
  border-top: 1px solid var(--line); }
li p { grid-column: 2 / -1; margin: .15rem 0 0; color: var(--soft); overflow-wrap: anywhere; }
.sign { font-weight: 700; }
.right .sign { color: var(--right); } .wrong .sign { color: var(--wrong); }
.open .sign { color: var(--open); }
table { width: 100%; border-collapse: collapse; margin-top: .75rem; }
td { padding: .35rem 0; } td:last-child { text-align: right; }
td.bar { width: 45%; padding: 0 1rem; }
.track { background: var(--track); border-radius: 1rem; height: .5rem; overflow: hidden; }
.track span { display: block; height: 100%; background: var(--right); }
footer { color: var(--soft); font-size: .9rem; }
@media print { body { background: none; } .card { break-inside: avoid; } }
"""


def file_names(students: list[str]) -> dict[str, str]:
    """Return a name for each student's files: their own, where every system can write it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        name, tries = student, 0
        plain = re.fullmatch(r"\w[\w .@+-]{0,59}", name) and not name.endswith((".", " "))
        plain = plain and not _RESERVED.match(name)
        while not plain or name.casefold() in taken:
            words = f"{student}\0{tries}" if tries else student
            digest = hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:12]
            start = re.sub(r"\W+", "-", readable(student)).strip("-")[:40]
            name = f"{start or 'student'}-{digest}"
            plain, tries = True, tries + 1
        names[student] = name
        taken.add(name.casefold())
    return names


def readable(text: str) -> str:
    """Return text on one line: what controls a terminal or the writing direction is spelt out."""
    text = text.encode(errors="backslashreplace").decode()
    controls = ("Cc", "Cf", "Zl", "Zp")
    return "".join(
        c.encode("unicode_escape").decode()
        if unicodedata.category(c) in controls and c not in _JOINERS
        else c
        for c in text
    )


def opening(student: Student) -> str:
    """Return the first sentence: what there is, and what to do next."""
    results = [result for report in student.reports for result in report.results]
    if any(result.status in records.TROUBLE for result in results):
        return "Something you handed in could not be graded; below it says what, and why."
    done = sum(result.status == records.RIGHT for result in results)
    todo = sum(result.status == records.UNANSWERED for result in results)
    if done == len(results):
        return "Every task is right. Well done!"
    if todo == len(results):
        return "Nothing is answered yet. Every task is waiting for you: begin with the first."
    wrong = len(results) - done - todo
    hints = f"; not right yet: {wrong}, with a hint beside each" if wrong else ""
    more = f"; not answered yet: {todo}" if todo else ""
    return f"Tasks right so far: {done} of {len(results)}{hints}{more}."


def markdown(student: Student) -> str:
    """Return the feedback as Markdown."""
    name = _plain(student.name)
    lines = [f"# Feedback for {name}", "", f"**{student.points} of {student.max} points.**"]
    lines += [opening(student), ""]
    for report in student.reports:
        points = sum(result.points for result in report.results)
        most = sum(result.max for result in report.results)
        lines += [f"## {_plain(_title(report))}: {points} of {most} points", ""]
        for result in report.results:
            lines.append(
                f"- {_sign(result)} **{_plain(_name(report, result))}** ({_points(result)})"
            )
            if result.status != records.RIGHT:
                lines.append(f"  {_plain(result.message)}")
        lines += [f"- {_plain(note)}" for note in report.notes]
        lines.append("")
    missing = [slug for slug, pair in student.exercises.items() if pair is None]
    if missing:
        lines += [f"Not handed in: {_plain(', '.join(missing))}.", ""]
    if student.objectives:
        lines += ["## By learning objective", "", "| objective | points |", "| --- | --- |"]
        for objective, (points, most) in student.objectives.items():
            lines.append(f"| {_plain(_goal(objective))} | {points} of {most} |")
        lines.append("")
    return "\n".join(lines)


def html(student: Student) -> str:
    """Return the feedback as a page that needs nothing else."""
    name = _text(student.name)
    parts = [_exercise(report) for report in student.reports]
    missing = [slug for slug, pair in student.exercises.items() if pair is None]
    if missing:
        parts.append(f'<p class="lead">Not handed in: {_text(", ".join(missing))}.</p>')
    if student.objectives:
        parts.append(_objectives(student.objectives))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Feedback for {name}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<div class="head">
{_ring(student.points, student.max)}
<div><h1>Feedback for <bdi>{name}</bdi></h1>
<p class="lead">{_text(opening(student))}</p></div>
</div>
{"".join(parts)}
<footer>Graded on inputs of your own, drawn afresh.</footer>
</main>
</body>
</html>
"""


def _ring(points: int, most: int) -> str:
    part = 100 * points / most if most else 0
    label = f"{points} of {most} points"
    circle = '<circle cx="48" cy="48" r="40" fill="none" stroke-width="8" '
    return (
        f'<svg width="96" height="96" viewBox="0 0 96 96" role="img" aria-label="{label}">'
        f'{circle}stroke="var(--track)"/>'
        f'{circle}stroke="var(--right)" pathLength="100" stroke-dasharray="{part:.4g} 100" '
        'transform="rotate(-90 48 48)"/>'
        f'<text x="48" y="54" text-anchor="middle">{points}/{most}</text></svg>'
    )


def _exercise(report: Report) -> str:
    points = sum(result.points for result in report.results)
    most = sum(result.max for result in report.results)
    items = []
    for result in report.results:
        note = "" if result.status == records.RIGHT else f"<p>{_text(result.message)}</p>"
        items.append(
            f'<li class="{_CLASSES.get(result.status, "wrong")}">'
            f'<span class="sign">{_sign(result)}</span>'
            f"<span>{_text(_name(report, result))}</span>"
            f'<span class="sum">{_points(result)}</span>{note}</li>\n'
        )
    notes = "".join(f'<p class="lead">{_text(note)}</p>' for note in report.notes)
    return (
        f'<section class="card">\n<header><h2>{_text(_title(report))}</h2>'
        f'<span class="sum">{points} of {most} points</span></header>\n'
        f"<ol>\n{''.join(items)}</ol>{notes}\n</section>\n"
    )


def _objectives(objectives: dict[str, tuple[int, int]]) -> str:
    rows = [
        f'<tr><td>{_text(_goal(name))}</td><td class="bar"><div class="track">'
        f'<span style="width: {100 * points / most:.4g}%"></span></div></td>'
        f'<td class="sum">{points} of {most}</td></tr>\n'
        for name, (points, most) in objectives.items()
    ]
    return (
        '<section class="card">\n<h2>By learning objective</h2>\n'
        f"<table>\n{''.join(rows)}</table>\n</section>\n"
    )


def _title(report: Report) -> str:
    return report.titles.get(report.exercise) or report.source or report.student


def _name(report: Report, result: Result) -> str:
    return report.titles.get(result.task) or result.task or report.source or "Your submission"


def _goal(objective: str) -> str:
    return objective.removeprefix("obj-").replace("-", " ")


def _sign(result: Result) -> str:
    return _SIGNS.get(result.status, "✗")


def _points(result: Result) -> str:
    return f"{result.points} of {result.max}"


def _text(text: str) -> str:
    return markup.escape(readable(text))


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = re.sub(r"([\\`*_{}\[\]#|~$])", r"\\\1", readable(text))
    return markup.escape(text, quote=False)
