"""Which of a student's notebooks on one exercise counts: decided before any of them runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from klgrade.graft import Graft, UnreadableError, graft
from klgrade.people import listed
from klgrade.records import Submission
from klgrade.tasks import Bank


def settled(
    submissions: Iterable[Submission], bank: Bank, say: Callable[[str], object]
) -> list[Submission]:
    """Return the submissions; of several on one exercise all but one carry a fault.

    The one with the most answers counts, then the one with the exercise's own name, then the first.
    Untouched copies are left out, and it is said. Notebooks of several names in one folder are one
    student's if they answer different exercises, and it is said; else none of them counts.
    """
    chosen: list[Submission] = []
    together: list[str] = []
    for student, group in groupby(submissions, lambda one: one.student):
        notebooks = list(group)
        slugs = [one.slug(bank.exercises) for one in notebooks]
        if len(set(slugs) - {None}) == len(notebooks):  # no two can be on the same exercise
            chosen += notebooks
        else:
            grafts = {one: taken for one in notebooks if (taken := _graft(one, bank))}
            if people := _people(grafts):
                chosen += _refused(notebooks, people, say)
                continue
            if names := sorted({one.label for one in notebooks if one.label}):
                together.append(f"{student} ({listed(names)})")
            chosen += _settled(notebooks, grafts, say)
    if together:
        say(
            "Notebooks with names of their own in one folder count as one student's: "
            f"{listed(together)}. If a folder is a group, name the folder in the command as well."
        )
    return chosen


def _people(grafts: dict[Submission, Graft]) -> list[str]:
    """Return the names of notebooks on one exercise that may be several people's, or none."""
    if not any(one.label for one in grafts):
        return []
    labels: dict[str, set[str]] = {}
    for one, taken in grafts.items():
        labels.setdefault(taken.exercise.slug, set()).add(one.label or one.stem)
    return next((sorted(names) for names in labels.values() if len(names) > 1), [])


def _refused(
    notebooks: list[Submission], people: list[str], say: Callable[[str], object]
) -> list[Submission]:
    folder = Path(notebooks[0].root, *notebooks[0].parts[:-1])
    names = listed(people)
    say(
        f"{folder} is not graded: is it a group, or one student's? If {names} are students, name "
        f"the folder as well: klgrade … '{folder}'. If not, keep one notebook for each exercise."
    )
    fault = f"notebooks of several names answer one exercise ({names}), and may be several people's"
    return [replace(one, fault=one.fault or fault) for one in notebooks]


def _settled(
    notebooks: list[Submission], grafts: dict[Submission, Graft], say: Callable[[str], object]
) -> list[Submission]:
    best: dict[str, Submission] = {}
    for one, taken in grafts.items():
        slug = taken.exercise.slug
        rank = taken.touched, one.stem == slug
        if slug not in best or rank > (grafts[best[slug]].touched, best[slug].stem == slug):
            best[slug] = one
    kept = []
    for one in notebooks:
        found = grafts.get(one)
        winner = best[found.exercise.slug] if found else one
        if found is None or winner is one:
            kept.append(one)
        elif not found.touched or found.digest == grafts[winner].digest:
            what = "a copy of" if found.digest == grafts[winner].digest else "untouched, unlike"
            say(f"{one.name} is {what} {winner.name}, and is left out")
        else:
            fault = (
                f"there is a second notebook on this exercise, {winner.name}, and that one counts"
            )
            kept.append(replace(one, fault=fault))
    return kept


def _graft(submission: Submission, bank: Bank) -> Graft | None:
    try:
        return graft(submission, bank)
    except UnreadableError:
        return None
