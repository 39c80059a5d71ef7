"""What the cells of a notebook say of themselves: which task each answers, and where it is checked.

JupyterLab copies a cell's marks when it copies or splits the cell, and other programs lose them;
so several cells may answer one task, and where there is no mark, the names in the code tell.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from klgrade.tasks import Bank, Exercise, Task

Marks = tuple[str, str]
_STUB = re.compile(r"^\s*(?:\w+\s*=\s*)?\.\.\.\s*$", re.MULTILINE)


def source(cell: dict[str, Any]) -> str:
    """Return a cell's text."""
    text = cell.get("source", "")
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    # Half a surrogate pair is no text: Python would not compile it.
    return text.encode(errors="replace").decode() if isinstance(text, str) else ""


def marks(cell: dict[str, Any]) -> Marks:
    """Return the cell's id and its grade_id, where it has them."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = cell.get("id"), nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    first, second = (mark if isinstance(mark, str) else "" for mark in found)
    return first, second


def answers(marked: list[Marks], sources: list[str], exercise: Exercise) -> dict[int, str]:
    """Return which cells answer which task: by id, else by grade_id, else by what they define."""
    ids = {task.id for task in exercise.tasks}
    found = {
        place: next(mark for mark in mark_pair if mark in ids)
        for place, mark_pair in enumerate(marked)
        if not ids.isdisjoint(mark_pair)
    }
    for task in exercise.tasks:
        if task.id not in found.values():
            pattern = defines(task)
            places = (n for n, text in enumerate(sources) if n not in found)
            place = next((n for n in places if pattern.search(sources[n])), None)
            if place is not None:
                found[place] = task.id
    return found


def defines(task: Task) -> re.Pattern[str]:
    """Return a pattern of what defines a task's name."""
    name = re.escape(task.name)
    return re.compile(rf"^(?:def {name}\b|{name}\s*(?::[^=\n]*)?=(?!=))", re.MULTILINE)


def checks(task_id: str) -> re.Pattern[str]:
    """Return a pattern of a call of check() for a task."""
    return re.compile(rf"""\bcheck\(\s*["']{re.escape(task_id)}["']""")


def stop(marked: list[Marks], sources: list[str], task: Task) -> int:
    """Return after how many cells a task is judged: after its last check, else after all."""
    call, mark = checks(task.id), f"check-{task.id}"
    places = [n for n, text in enumerate(sources) if mark in marked[n] or call.search(text)]
    return places[-1] + 1 if places else len(sources)


def known_exercise(marked: list[Marks], sources: list[str], bank: Bank) -> Exercise | None:
    """Return the exercise whose tasks a notebook marks, checks or defines, if it is one alone."""
    text = "\n".join(sources)
    seen = {mark for pair in marked for mark in pair}
    counts: Counter[str] = Counter()
    for exercise in bank:
        for task in exercise.tasks:
            known = task.id in seen or checks(task.id).search(text)
            counts[exercise.slug] += 100 if known else bool(defines(task).search(text))
    (first, most), *others = [*counts.most_common(2), ("", 0)]
    return bank.exercises[first] if most > others[0][1] else None


def touched(answered: dict[int, str], sources: list[str]) -> int:
    """Return how many tasks have an answer without the ``...`` that they were handed out with."""
    return len({task for place, task in answered.items() if not _STUB.search(sources[place])})
