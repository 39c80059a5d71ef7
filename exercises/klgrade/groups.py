"""Whether two students of one name, in two groups, are one person or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from klgrade.people import listed
from klgrade.records import Submission
from klgrade.tasks import Bank


def apart(
    submissions: list[Submission], bank: Bank, say: Callable[[str], object]
) -> list[Submission]:
    """Return the submissions; students of one name in several groups bear their group's as well.

    Raises
    ------
    ValueError
        If they may be one person, who handed in other exercises in each group.
    """
    homes = _homes(submissions, bank)
    twice = {student: groups for student, groups in homes.items() if len(groups) > 1}
    unclear = [s for s, groups in twice.items() if not set.intersection(*groups.values())]
    if unclear:
        places = " and in ".join(group or "no group" for group in twice[unclear[0]])
        raise ValueError(
            f"{listed(unclear)}: in {places}. If they are one person, name the groups in the "
            "command, as in klgrade 'Homework 1' 'Homework 2'; if not, rename one of their folders"
        )
    renamed = [
        replace(one, student=f"{one.group}/{one.student}")
        if one.student in twice and one.group
        else one
        for one in submissions
    ]
    for group in dict.fromkeys(one.group for one in renamed if one.group):
        people = sorted({one.student for one in renamed if one.group == group})
        say(f"{group} is taken for a group, with these students: {listed(people)}")
    return renamed


def _homes(submissions: list[Submission], bank: Bank) -> dict[str, dict[str, set[str]]]:
    """Return for each student and each group the exercises that names of files and folders say."""
    homes: dict[str, dict[str, set[str]]] = {}
    for one in submissions:
        slugs = homes.setdefault(one.student, {}).setdefault(one.group, set())
        slugs |= {one.slug(bank.exercises)} - {None}  # type: ignore[arg-type]
    return homes
