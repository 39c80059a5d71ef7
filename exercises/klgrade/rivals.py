"""Which of a student's notebooks on one exercise counts: decided before any of them runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby

from klgrade.graft import Graft, UnreadableError, graft
from klgrade.records import Submission
from klgrade.tasks import Bank


def settled(
    submissions: Iterable[Submission], bank: Bank, say: Callable[[str], object]
) -> list[Submission]:
    """Return the submissions; of several on one exercise all but one carry a fault.

    The one with the most answers counts, then the one with the exercise's own name, then the first.
    Untouched copies are left out, and it is said.
    """
    chosen: list[Submission] = []
    for _student, group in groupby(submissions, lambda one: one.student):
        notebooks = list(group)
        slugs = [one.slug(bank.exercises) for one in notebooks]
        if len(set(slugs) - {None}) == len(notebooks):  # no two can be on the same exercise
            chosen += notebooks
        else:
            chosen += _settled(notebooks, bank, say)
    return chosen


def _settled(
    notebooks: list[Submission], bank: Bank, say: Callable[[str], object]
) -> list[Submission]:
    grafts = {one: taken for one in notebooks if (taken := _graft(one, bank))}
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
            say(f"{one.name} is an untouched or equal copy of {winner.name}, and is left out")
        else:
            fault = f"there is a second notebook on this exercise, {winner.name}, and one counts"
            kept.append(replace(one, fault=fault))
    return kept


def _graft(submission: Submission, bank: Bank) -> Graft | None:
    try:
        return graft(submission, bank)
    except UnreadableError:
        return None
